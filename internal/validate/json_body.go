package validate

import (
	"encoding/json"
	"errors"
	"iter"
	"slices"
	"strings"

	"postback/internal/catalog"
	"postback/internal/template"
)

// jsonBodies yields the bodies that are announced as JSON and look like it. Those of which other
// rules have to say more are left out: bodies that are forms in truth, and brackets that open no
// token.
func (p *Pass) jsonBodies() iter.Seq[*part] {
	return func(yield func(*part) bool) {
		for v := range p.views() {
			isJSON := v.body != nil && v.body.template.Kind() == template.JSONBody
			if isJSON && !hasMismatch(v.body) && !opensNoToken(v.body.template) && !yield(v.body) {
				return
			}
		}
	}
}

// opensNoToken reports whether some bracket of a body holds no token, so that something of the JSON
// is not sent.
func opensNoToken(body *template.Template) bool {
	for e := range body.Exprs() {
		if e.NotAToken {
			return true
		}
	}
	return false
}

// trial is a JSON body with something in place of its tokens.
type trial struct {
	body *template.Template
	sent string
	bare string // what stands in place of a token outside of a string; inside it is an x
}

func try(body *template.Template, bare string) trial {
	t := trial{body: body, bare: bare}
	var sent strings.Builder
	for _, s := range body.Segments() {
		sent.WriteString(t.text(s))
	}
	t.sent = sent.String()
	return t
}

func (t trial) text(s template.Segment) string {
	switch {
	case s.Expr == nil && s.Variable == nil:
		return s.Literal
	case s.Expr != nil && s.Expr.NotAToken:
		return ""
	case s.Position == template.JSONString:
		return "x"
	}
	return t.bare
}

// origin is the offset in the template of the byte of the trial at an offset. In the template two
// brackets stand for one.
func (t trial) origin(offset int) int {
	for _, s := range t.body.Segments() {
		length := len(t.text(s))
		if offset >= length {
			offset -= length
			continue
		}
		if s.Expr != nil || s.Variable != nil {
			return s.Start
		}
		at := s.Start
		for source := t.body.Text().String(); offset > 0; offset-- {
			at += bracketLen(source[at:])
		}
		return at
	}
	return t.body.Text().Len()
}

// bracketLen is the number of bytes in literal text that are sent as one.
func bracketLen(text string) int {
	if strings.HasPrefix(text, "[[") || strings.HasPrefix(text, "]]") {
		return 2
	}
	return 1
}

// jsonFault tries a body out and returns the first trial with what is wrong with it; err is nil when
// some values of the tokens outside of strings make it valid: a number, a string, nothing, or a
// member of an object.
func jsonFault(body *template.Template) (t trial, err *json.SyntaxError) {
	for _, bare := range []string{"1", `"x"`, "", `"x":1`} {
		if other := try(body, bare); json.Valid([]byte(other.sent)) {
			return other, nil
		}
	}
	t = try(body, "1")
	var raw json.RawMessage
	errors.As(json.Unmarshal([]byte(t.sent), &raw), &err)
	return t, err
}

// bareRun is one or more expressions in a row outside of the strings of a JSON body.
type bareRun struct {
	exprs         []*template.Expr
	start, end    int  // in the text of the template
	before, after byte // the nearest bytes that are no white space; see byteAt for the ends
}

// bareRuns are the expressions of a JSON body that stand outside of its strings, with no other text
// in between.
func bareRuns(body *part) []bareRun {
	var runs []bareRun
	for _, s := range body.template.Segments() {
		if s.Expr == nil || s.Position != template.JSONBare {
			continue
		}
		if last := len(runs) - 1; last >= 0 && runs[last].end == s.Start {
			runs[last].exprs, runs[last].end = append(runs[last].exprs, s.Expr), s.End
			continue
		}
		runs = append(runs, bareRun{exprs: []*template.Expr{s.Expr}, start: s.Start, end: s.End})
	}
	for i := range runs {
		before := strings.TrimRight(body.literal[:runs[i].start], whitespace)
		after := strings.TrimLeft(body.literal[runs[i].end:], whitespace)
		runs[i].before, runs[i].after = byteAt(before, len(before)-1), byteAt(after, 0)
	}
	return runs
}

// isWhole reports whether a run is all there is of a JSON value.
func (r bareRun) isWhole() bool {
	return strings.IndexByte(":,[\x01", r.before) >= 0 && strings.IndexByte(",]}\x01", r.after) >= 0
}

// textToken is a token of an expression whose values are no JSON: a text that needs quotes around
// it. ok is false when the values of some alternative may be JSON.
func textToken(e *template.Expr) (token catalog.Token, ok bool) {
	isText := func(t template.Token) bool {
		known, exists := catalog.Lookup(t.Category, t.Name)
		if exists && !known.Open && known.Example != "" && !json.Valid([]byte(known.Example)) {
			token = known
			return true
		}
		return false
	}
	return token, len(e.Alternatives) > 0 && !slices.ContainsFunc(e.Alternatives, func(t template.Token) bool { return !isText(t) })
}
