package template

import (
	"slices"
	"strconv"
	"unicode/utf8"
)

// Rewrite appends to dst what is written in place of a text.
type Rewrite func(dst, text []byte) []byte

// rewritten returns the number of the cell for the stretch with this key, rewritten.
func (l *Layout) rewritten(key string, stretch []part, rewrite Rewrite) int {
	n, known := l.cellOf[key]
	if !known {
		n = len(l.cells)
		l.cellOf[key] = n
		l.cells = append(l.cells, cell{stretch: stretch, rewrite: rewrite})
	}
	return n
}

// fillRewritten renders a stretch and keeps what becomes of it.
func (v *Values) fillRewritten(n int) {
	c := &v.layout.cells[n]
	text := v.stretch(c.stretch)
	start := len(v.text)
	v.text = c.rewrite(v.text, text)
	v.cells[n] = kept{record: v.record, text: v.text[start:]}
}

// stretch is a stretch as it is before it is rewritten, valid until the next one.
func (v *Values) stretch(parts []part) []byte {
	if len(parts) == 1 && parts[0].cell != noCell { // it may be a stretch itself, and uses v.scratch
		return v.value(parts[0].cell)
	}
	v.scratch = v.scratch[:0]
	for _, p := range parts {
		v.scratch = append(v.scratch, p.constant...)
		if p.cell != noCell {
			v.scratch = append(v.scratch, v.value(p.cell)...)
		}
	}
	return v.scratch
}

// BindQuoted prepares a bound template for rendering what quote makes of its text, as for the
// inside of a string of a document: of its literals now, and of each value once a record, however
// many templates have it. A layout takes one way of quoting. Quote must make of two texts of whole
// characters together what it makes of each, and leave alone what a URL can hold.
//
// Ok is false when the template's own text is not UTF-8.
func (l *Layout) BindQuoted(bound *Bound, quote Rewrite) (b *Bound, ok bool) {
	b = &Bound{template: bound.template, parts: make([]part, len(bound.parts))}
	for i, p := range bound.parts {
		if !utf8.ValidString(p.constant) {
			return nil, false
		}
		b.parts[i] = part{constant: string(quote(nil, []byte(p.constant))), cell: l.quoted(p.cell, quote)}
	}
	if slices.Equal(b.parts, bound.parts) { // adding the chain again would count as sharing it
		return bound, true
	}
	b.lead, b.head = l.chains.add(b.parts)
	return b, true
}

// quoted returns the number of the cell for the value of another, quoted. A value that is encoded
// for a URL needs no quoting.
func (l *Layout) quoted(n int, quote Rewrite) int {
	if n == noCell {
		return noCell
	}
	c := &l.cells[n]
	if c.rewrite == nil && (c.class == classComponent || c.class == classForm || c.class == classURL) {
		return n
	}
	return l.rewritten("quoted "+strconv.Itoa(n), []part{{cell: n}}, quote)
}
