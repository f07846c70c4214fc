package template

import (
	"strconv"
	"strings"
)

// BindHidden prepares a bound URL for rendering what may be shown of it. Hide appends what may be
// shown of a stretch that reaches from one ampersand, or the beginning, to the next, or the end. It
// decides for each parameter by itself: now for one without a token, and else once a record,
// however many templates have the parameter.
//
// Ok is false when the parameters cannot be told from each other by the template alone, because
// values may hold ampersands or begin a URL of their own. Then a URL has to be looked at as a
// whole once it is rendered.
func (l *Layout) BindHidden(url *Bound, hide Rewrite) (b *Bound, ok bool) {
	b = &Bound{template: url.template}
	for i, stretch := range url.stretches() {
		if !l.standsAlone(stretch) {
			return nil, false
		}
		if i > 0 {
			b.parts = append(b.parts, part{constant: "&", cell: noCell})
		}
		b.parts = append(b.parts, l.hidden(stretch, hide))
	}
	b.lead, b.head = l.chains.add(b.parts)
	return b, true
}

// stretches are the parts of a bound template, cut at the ampersands of its text.
func (b *Bound) stretches() [][]part {
	list := [][]part{nil}
	add := func(p part) { list[len(list)-1] = append(list[len(list)-1], p) }
	for _, p := range b.parts {
		if p.cell != noCell {
			add(p)
			continue
		}
		for i, text := range strings.Split(p.constant, "&") {
			if i > 0 {
				list = append(list, nil)
			}
			add(part{constant: text, cell: noCell})
		}
	}
	return list
}

// standsAlone reports whether a stretch can be read without what stands around it: its values are
// encoded, so that they hold neither delimiters nor URLs, and where it holds the beginning of a
// URL, the host of that ends within it.
func (l *Layout) standsAlone(stretch []part) bool {
	literal := ""
	for _, p := range stretch {
		literal += p.constant
		if p.cell != noCell && l.cells[p.cell].class != classComponent && l.cells[p.cell].class != classForm {
			return false
		}
	}
	const afterScheme = "://"
	begin := strings.LastIndex(literal, afterScheme)
	return begin < 0 || strings.ContainsAny(literal[begin+len(afterScheme):], "/?#")
}

// hidden is a stretch as one part: a constant, or the value of a cell that all equal ones share.
func (l *Layout) hidden(stretch []part, hide Rewrite) part {
	var text []byte // with what tells cells from each other and from text
	varies := false
	for _, p := range stretch {
		text = append(text, p.constant...)
		if p.cell != noCell {
			text = append(strconv.AppendInt(append(text, '&'), int64(p.cell), 10), '&')
			varies = true
		}
	}
	if !varies {
		return part{constant: string(hide(nil, text)), cell: noCell}
	}
	return part{cell: l.rewritten("hidden "+string(text), stretch, hide)}
}
