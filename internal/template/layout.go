package template

import "fmt"

// Variables looks up a variable: scheme is "env" or "file". It is asked while a template is bound
// and not kept. A nil Variables knows none.
type Variables func(scheme, name string) (value string, ok bool)

// Layout is what many templates share: their distinct tokens, the distinct values to be encoded
// for them, and the ends that several of them have in common. Bind all templates first; from then
// on the layout does not change and may be shared between goroutines.
type Layout struct {
	tokens  []Token
	numbers map[string]int // token numbers by Token.Key
	cells   []cell
	cellOf  map[string]int
	chains  chains
}

// cell is what several templates render alike: one value, encoded in one way, or a stretch of a
// template that is rewritten, as a parameter of which a part may have to be hidden.
type cell struct {
	tokens []int // the alternatives, by token number
	class  class

	stretch []part
	rewrite Rewrite // nil for a value
}

// noCell marks what is not the value of a call.
const noCell = -1

// NewLayout returns a layout that knows no token.
func NewLayout() *Layout {
	return &Layout{numbers: map[string]int{}, cellOf: map[string]int{}, chains: newChains()}
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
	b := &Bound{template: t, parts: make([]part, len(t.segments))}
	for i, s := range t.segments {
		b.parts[i] = l.part(t, s, vars)
		if n := b.parts[i].cell; n != noCell {
			b.slots = append(b.slots, Slot{Expr: s.Expr, Tokens: l.cells[n].tokens, cell: n})
		}
	}
	b.lead, b.head = l.chains.add(b.parts)
	return b
}

func (l *Layout) part(t *Template, s Segment, vars Variables) part {
	switch {
	case s.Variable != nil:
		return part{constant: constant(s.Variable, vars, t.encoding), cell: noCell}
	case s.Expr == nil || s.Expr.NotAToken:
		return part{constant: s.Literal, cell: noCell}
	}
	return part{cell: l.cell(s.Expr, classOf(s.Position, t.encoding))}
}

// constant is what a variable is sent as.
func constant(v *Variable, vars Variables, enc Encoding) string {
	if vars == nil {
		return v.Source
	}
	value, ok := vars(v.Scheme, v.Name)
	if !ok {
		return v.Source
	}
	return string(AppendEncoded(nil, []byte(value), v.Position, enc))
}

// cell returns the number of the cell that expressions with these alternatives and this way of
// encoding share.
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
