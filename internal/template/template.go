package template

import (
	"iter"
	"strings"

	"postback/internal/diag"
)

// Token names a value of a call. Tokens that are equal may be written differently: compare keys.
type Token struct {
	Category string // as written, without "tag:"
	Name     string
}

// Key is the same for two tokens exactly when they mean the same value: a category is matched
// without regard to case, a name exactly.
func (t Token) Key() string { return strings.ToLower(t.Category) + ":" + t.Name }

// String is the token as it is written in a template, without "tag:".
func (t Token) String() string { return "[" + t.Category + ":" + t.Name + "]" }

// Expr is what stands in one pair of single brackets.
type Expr struct {
	Alternatives []Token // tried in this order, the first value that is not empty wins
	Span         diag.Span
	Source       string // as written, brackets included
	Position     Position
	Param        string // the query or form parameter to which it belongs, "" when not known
	NotAToken    bool   // there are no alternatives: nothing is sent

	first diag.Span   // of the first alternative, which most often is the only one
	rest  []diag.Span // of the others
}

// AlternativeSpan is where alternative i is written, without brackets and pipes.
func (e *Expr) AlternativeSpan(i int) diag.Span {
	if i == 0 {
		return e.first
	}
	return e.rest[i-1]
}

// add adds an alternative that is written at a place.
func (e *Expr) add(token Token, span diag.Span) {
	if len(e.Alternatives) == 0 {
		e.first = span
	} else {
		e.rest = append(e.rest, span)
	}
	e.Alternatives = append(e.Alternatives, token)
}

// Variable is one ${env:NAME} or ${file:PATH}.
type Variable struct {
	Scheme   string // "env" or "file"
	Name     string // of the environment variable, or path of the file
	Source   string // as written
	Span     diag.Span
	Position Position
	Param    string // the query or form parameter to which it belongs, "" when not known
}

// String is the variable as it is written in its template.
func (v *Variable) String() string { return v.Source }

// Segment is one part of a template: an expression, a variable, or else literal text.
// The segments of a template tile its text.
type Segment struct {
	Start, End int       // the bytes of Template.Text from which it was read
	Position   Position  // where its first byte stands in the request
	Literal    string    // literal text as it is sent: brackets resolved and, in a URL, encoded
	Expr       *Expr     // nil for the others
	Variable   *Variable // nil for the others
}

// Template is a text with expressions, ready to be bound by a [Layout]. It does not change once
// parsed, so it may be shared between goroutines. The zero Template is empty.
type Template struct {
	text     diag.Text
	kind     Kind
	encoding Encoding
	segments []Segment
}

// Text is the text that was parsed.
func (t *Template) Text() diag.Text { return t.text }

// Kind is what the template was parsed as.
func (t *Template) Kind() Kind { return t.kind }

// Encoding is how values are written where a URL or a form is written.
func (t *Template) Encoding() Encoding { return t.encoding }

// Empty reports whether the template was parsed from an empty text, or not at all.
func (t *Template) Empty() bool { return len(t.segments) == 0 }

// Segments are the parts of the template in order. The slice belongs to the template.
func (t *Template) Segments() []Segment { return t.segments }

// Exprs yields the expressions in order, those that send nothing included.
func (t *Template) Exprs() iter.Seq[*Expr] {
	return func(yield func(*Expr) bool) {
		for _, s := range t.segments {
			if s.Expr != nil && !yield(s.Expr) {
				return
			}
		}
	}
}

// Variables yields the variables in order; one that is used twice is yielded twice.
func (t *Template) Variables() iter.Seq[*Variable] {
	return func(yield func(*Variable) bool) {
		for _, s := range t.segments {
			if s.Variable != nil && !yield(s.Variable) {
				return
			}
		}
	}
}
