package template

// Bound is a template made ready for rendering by its layout. It does not change and may be
// shared between goroutines.
type Bound struct {
	template *Template
	parts    []part // one a segment
	slots    []Slot
	lead     string // the literal before the first value
	head     int    // first link of the chain behind it, or noLink
}

// part is one segment of a bound template: a constant, or the value of a cell.
type part struct {
	constant string
	cell     int
}

// Slot is one expression of a bound template that stands for a value.
type Slot struct {
	Expr   *Expr
	Tokens []int // numbers of its alternatives; belongs to the layout

	cell int
}

// Template is the template that was bound.
func (b *Bound) Template() *Template { return b.template }

// Slots are the expressions of the template in order, without those that are not tokens. The
// slice belongs to the bound template.
func (b *Bound) Slots() []Slot { return b.slots }

// Append appends the rendered template to dst. The values must be of the same layout.
func (b *Bound) Append(dst []byte, v *Values) []byte {
	nodes := v.layout.chains.nodes
	dst = append(dst, b.lead...)
	for n := b.head; n != noLink; {
		node := &nodes[n]
		if node.tail != noTail {
			return append(dst, v.tail(n)...)
		}
		dst = append(dst, v.value(node.cell)...)
		dst = append(dst, node.literal...)
		n = node.next
	}
	return dst
}
