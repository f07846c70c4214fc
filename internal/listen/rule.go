package listen

import (
	"bytes"
	"slices"
	"strings"

	"postback/internal/glob"
)

// Rule gives an answer to the requests that it matches. Rules are written in a file: see
// [ReadRules].
type Rule struct {
	Place  string // where it is written: "rules.yaml:3"
	Match  Match
	Times  int // how many requests it answers before it is passed over; 0 is any number
	Answer Response
}

// Match is what a rule wants of a request; the zero value matches every one. In paths and values
// * stands for any text and ? for any one character.
type Match struct {
	Methods      []string // in upper case; none for any
	Path         string   // decoded; "" for any
	Query        []Field  // parameters that have to be there
	Headers      []Field  // headers that have to be there
	BodyContains []string // texts that have to be in the body
}

// Field is a parameter or a header, and the pattern of its value.
type Field struct{ Name, Value string }

// Script answers by rules: the first that matches and is not used up. It remembers how often each
// was used. Its Respond is a [Responder].
type Script struct {
	rules     []Rule
	used      []int
	otherwise Responder
}

// NewScript returns a script of these rules; otherwise answers what none of them does.
func NewScript(rules []Rule, otherwise Responder) *Script {
	return &Script{rules: rules, used: make([]int, len(rules)), otherwise: otherwise}
}

// Respond answers one request. Calls have to be serialised, as those of a [Responder] are.
func (s *Script) Respond(got *Received) Response {
	for i := range s.rules {
		r := &s.rules[i]
		if isUsedUp := r.Times > 0 && s.used[i] >= r.Times; !isUsedUp && r.Match.matches(got) {
			s.used[i]++
			return r.Answer
		}
	}
	return s.otherwise(got)
}

// Unused are the rules that answered no request, in order.
func (s *Script) Unused() []Rule {
	var unused []Rule
	for i, used := range s.used {
		if used == 0 {
			unused = append(unused, s.rules[i])
		}
	}
	return unused
}

func (m *Match) matches(got *Received) bool {
	return (len(m.Methods) == 0 || slices.Contains(m.Methods, got.Method)) &&
		(m.Path == "" || glob.Match(m.Path, got.Path)) &&
		all(m.Query, func(f Field) bool { return hasParam(got.Query, f) }) &&
		all(m.Headers, func(f Field) bool { return hasHeader(got.Headers, f) }) &&
		all(m.BodyContains, func(text string) bool { return bytes.Contains(got.Body, []byte(text)) })
}

func all[T any](list []T, holds func(T) bool) bool {
	return !slices.ContainsFunc(list, func(item T) bool { return !holds(item) })
}

func hasParam(params []Param, wanted Field) bool {
	return slices.ContainsFunc(params, func(p Param) bool {
		return p.Name == wanted.Name && glob.Match(wanted.Value, p.Value)
	})
}

func hasHeader(headers []Header, wanted Field) bool {
	return slices.ContainsFunc(headers, func(h Header) bool {
		return strings.EqualFold(h.Name, wanted.Name) && glob.Match(wanted.Value, h.Value)
	})
}
