package template

import "fmt"

// Variables looks up a variable: scheme is "env" or "file". It is asked while templates are
// bound and not kept. A nil Variables knows none.
type Variables func(scheme, name string) (value string, ok bool)

// Layout is what many templates share: their distinct tokens, and the distinct values to be
// encoded for them. Bind all templates first; after that the layout does not change and may be
// shared between goroutines.
type Layout struct {
	tokens  []Token
	numbers map[string]int // by Token.Key
	cells   []cell
	cellOf  map[string]int
}

// cell is one value, encoded in one way: what several templates render alike.
type cell struct {
	tokens []int // the alternatives by token number
	class  class
}

// NewLayout returns a layout that knows no token.
func NewLayout() *Layout {
	return &Layout{numbers: map[string]int{}, cellOf: map[string]int{}}
}

// Tokens are the distinct tokens; the index of each is its number. The slice belongs to the
// layout.
func (l *Layout) Tokens() []Token { return l.tokens }

// Token returns the number of a token, which the layout learns if it is new.
func (l *Layout) Token(t Token) int {
	key := t.Key()
	n, known := l.numbers[key]
	if !known {
		n = len(l.tokens)
		l.numbers[key] = n
		l.tokens = append(l.tokens, t)
	}
	return n
}

// Bind prepares a template for rendering. Variables become constants; one that vars does not know
// is sent as it is written.
func (l *Layout) Bind(t *Template, vars Variables) *Bound {
	b := &Bound{template: t}
	for i := range t.segments {
		b.parts = append(b.parts, l.part(t, &t.segments[i], vars))
	}
	for i, p := range b.parts {
		if p.cell >= 0 {
			b.slots = append(b.slots, Slot{Expr: t.segments[i].Expr, Tokens: l.cells[p.cell].tokens, cell: p.cell})
		}
	}
	return b
}

func (l *Layout) part(t *Template, s *Segment, vars Variables) part {
	switch {
	case s.Variable != nil:
		return part{constant: constant(s.Variable, vars, t.encoding), cell: noCell}
	case s.Expr == nil:
		return part{constant: s.Literal, cell: noCell}
	case s.Expr.NotAToken:
		return part{cell: noCell}
	}
	return part{cell: l.cell(s.Expr, classOf(s.Position, t.encoding))}
}

func constant(v *Variable, vars Variables, enc Encoding) string {
	if vars == nil {
		return v.String()
	}
	value, ok := vars(v.Scheme, v.Name)
	if !ok {
		return v.String()
	}
	return string(AppendEncoded(nil, []byte(value), v.Position, enc))
}

func (l *Layout) cell(e *Expr, c class) int {
	tokens := make([]int, len(e.Alternatives))
	for i, t := range e.Alternatives {
		tokens[i] = l.Token(t)
	}
	key := fmt.Sprint(c, tokens)
	n, known := l.cellOf[key]
	if !known {
		n = len(l.cells)
		l.cellOf[key] = n
		l.cells = append(l.cells, cell{tokens: tokens, class: c})
	}
	return n
}

// noCell marks what is not a value of the call.
const noCell = -1

// part is one segment of a bound template: a constant, or the value of a cell.
type part struct {
	constant string
	cell     int
}

// Bound is a template made ready for rendering by its layout. It does not change and may be
// shared between goroutines.
type Bound struct {
	template *Template
	parts    []part // one a segment
	slots    []Slot
}

// Template is the template that was bound.
func (b *Bound) Template() *Template { return b.template }

// Slot is one expression of a bound template that stands for a value.
type Slot struct {
	Expr   *Expr
	Tokens []int // numbers of the alternatives; belongs to the layout

	cell int
}

// Slots are the expressions of the template, in order, without those that are not tokens. The
// slice belongs to the bound template.
func (b *Bound) Slots() []Slot { return b.slots }

// Append appends the rendered template to dst.
func (b *Bound) Append(dst []byte, v *Values) []byte {
	for _, p := range b.parts {
		dst = append(dst, p.constant...)
		if p.cell >= 0 {
			dst = append(dst, v.value(p.cell)...)
		}
	}
	return dst
}
