package receiver

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// PartKind is a kind of part of an answer.
type PartKind string

// The kinds of parts, named as in definitions.
const (
	StatusPart PartKind = "status"
	HeaderPart PartKind = "header"
	BodyPart   PartKind = "body"
	JSONPart   PartKind = "json"
	XMLPart    PartKind = "xml"
	MatchPart  PartKind = "body_matches" // what of the body a regular expression matches; only to quote
)

// Part is one part of an answer.
type Part struct {
	Kind    PartKind
	Name    string         // of the header, JSON pointer or path of the element
	Pattern *regexp.Regexp // of a MatchPart
}

// String is the part as a person calls it: "json /code".
func (p Part) String() string { return strings.TrimSuffix(string(p.Kind)+" "+p.Name, " ") }

// Operator is how a condition compares.
type Operator string

// The operators, named as in definitions.
const (
	Equals    Operator = "equals"
	NotEquals Operator = "not_equals"
	Contains  Operator = "contains"
	Matches   Operator = "matches"
	Exists    Operator = "exists"
	NotExists Operator = "not_exists"
)

// Condition is one demand on a part of an answer. Values compare as text, to the letter: 0 is not
// 0.0. A condition on a part that is absent fails, but for the negative ones.
type Condition struct {
	Part     Part
	Operator Operator
	Values   []string       // any of them will do; on the body one
	Pattern  *regexp.Regexp // of Matches
	Statuses []statusRange  // of a StatusPart
}

// String is the condition in words: "json /code equals 0".
func (c Condition) String() string {
	text := c.Part.String() + " " + strings.ReplaceAll(string(c.Operator), "_", " ")
	switch {
	case c.Pattern != nil:
		return text + " " + c.Pattern.String()
	case len(c.Values) > 0:
		return text + " " + strings.Join(c.Values, " or ")
	}
	return text
}

// statusRange is a range of HTTP status codes.
type statusRange struct{ from, to int }

// answersStatus reports whether the condition on the status holds.
func (c Condition) answersStatus(status int) bool {
	return slices.ContainsFunc(c.Statuses, func(r statusRange) bool { return r.from <= status && status <= r.to })
}

// truth is what can be said of a condition: of an answer that was cut off not everything can.
type truth int

const (
	unknowable truth = iota
	fails
	holds
)

func truthOf(b bool) truth {
	if b {
		return holds
	}
	return fails
}

// finding is what a condition found: how it stands and the place of the answer that shows it.
type finding struct {
	truth truth
	quote string // "" when there is nothing to quote
}

// check looks whether an answer meets the condition.
func (c Condition) check(a *answer) finding {
	if c.Part.Kind == StatusPart {
		return finding{truth: truthOf(c.answersStatus(a.status))}
	}
	if c.Part.Kind == BodyPart {
		return c.checkBody(a)
	}
	found := a.find(c.Part)
	f := finding{quote: found.quote}
	switch {
	case found.unknown:
	case !found.there:
		f.truth = truthOf(c.Operator == NotExists || c.Operator == NotEquals)
		f.quote = fmt.Sprintf("no %s", c.Part)
	default:
		f.truth = truthOf(c.accepts(found.value))
	}
	return f
}

// accepts reports whether the condition holds for the value of a part that is there.
func (c Condition) accepts(value string) bool {
	switch c.Operator {
	case Equals:
		return slices.Contains(c.Values, value)
	case NotEquals:
		return !slices.Contains(c.Values, value)
	case Contains:
		return slices.ContainsFunc(c.Values, func(part string) bool { return strings.Contains(value, part) })
	case Matches:
		return c.Pattern.MatchString(value)
	}
	return c.Operator == Exists
}

// checkBody looks at the body as a text. What is found in the part that was read counts, unless it
// reaches to where that part ends; what is not found may still be in the part that was not read.
func (c Condition) checkBody(a *answer) finding {
	body, whole := a.text()
	start, end := c.locate(body)
	atEnd := end == len(body) && c.Operator != Contains
	switch {
	case !whole && (start < 0 || atEnd):
		return finding{}
	case start < 0:
		return finding{truth: fails}
	}
	return finding{holds, body[start:end]}
}

// locate finds what of a body meets the condition; start is negative when nothing does.
func (c Condition) locate(body string) (start, end int) {
	switch c.Operator {
	case Contains:
		start = strings.Index(body, c.Values[0])
		return start, start + len(c.Values[0])
	case Matches:
		if at := c.Pattern.FindStringIndex(body); at != nil {
			return at[0], at[1]
		}
	case Equals:
		if strings.TrimSpace(body) == c.Values[0] {
			return 0, len(body)
		}
	case NotEquals, Exists, NotExists: // not of a body
	}
	return -1, 0
}
