package diag

import (
	"sort"
	"strings"
)

// Text is a decoded string that remembers which source bytes each of its bytes came from:
// the value of a YAML scalar, however it was quoted, escaped or folded.
// The zero Text is empty and comes from nowhere. A Text does not change once built.
type Text struct {
	value  string
	whole  Span    // the complete scalar in the source, quotes and indicators included
	pieces []piece // in order, tiling value; none when the origin is unknown in detail
}

// piece says that value[at:next] came from the source range [start, end). Where both have the
// same length the bytes correspond one to one; otherwise (an escape, a folded line break) every
// byte of the piece stands for the whole range.
type piece struct {
	at         int
	start, end int
}

// Opaque returns a Text of which only the whole origin is known: every part of it spans whole.
func Opaque(value string, whole Span) Text { return Text{value: value, whole: whole} }

// TextBuilder assembles a Text from left to right.
type TextBuilder struct {
	source *Source
	value  strings.Builder
	pieces []piece
}

// NewTextBuilder returns a builder for text decoded from source.
func NewTextBuilder(source *Source) *TextBuilder { return &TextBuilder{source: source} }

// Copy appends the source bytes [start, end) unchanged.
func (b *TextBuilder) Copy(start, end int) {
	if start == end {
		return
	}
	if last := len(b.pieces) - 1; last >= 0 && b.extends(last, start) {
		b.pieces[last].end = end
	} else {
		b.pieces = append(b.pieces, piece{at: b.value.Len(), start: start, end: end})
	}
	b.value.WriteString(b.source.content[start:end])
}

// extends reports whether the last piece is a plain copy that stops where start begins.
func (b *TextBuilder) extends(last, start int) bool {
	p := b.pieces[last]
	return p.end == start && b.value.Len()-p.at == p.end-p.start
}

// Replace appends decoded, which stands for the source bytes [start, end): an escape sequence,
// or the line break and indentation that a folded scalar turns into a space.
func (b *TextBuilder) Replace(decoded string, start, end int) {
	if decoded == "" {
		return
	}
	b.pieces = append(b.pieces, piece{at: b.value.Len(), start: start, end: end})
	b.value.WriteString(decoded)
}

// Text returns what was built; whole is the span of the complete scalar.
func (b *TextBuilder) Text(whole Span) Text {
	return Text{value: b.value.String(), whole: whole, pieces: b.pieces}
}

// String is the decoded value.
func (t Text) String() string { return t.value }

// Len is the length of the decoded value in bytes.
func (t Text) Len() int { return len(t.value) }

// Whole is the span of the complete scalar in the source, quotes and indicators included.
func (t Text) Whole() Span { return t.whole }

// Span is the source range from which the decoded bytes [start, end) came: from the origin of
// the first to the origin of the last. An empty range gives an empty span at its place.
func (t Text) Span(start, end int) Span {
	if len(t.pieces) == 0 || t.whole.Source == nil {
		return t.whole
	}
	if end <= start {
		at, _ := t.origin(start)
		return t.whole.Source.Span(at, at)
	}
	from, _ := t.origin(start)
	_, to := t.origin(end - 1)
	return t.whole.Source.Span(from, to)
}

// Origin returns the source range of the decoded byte at offset i; i == Len() gives the empty
// range behind the last byte.
func (t Text) Origin(i int) Span {
	if len(t.pieces) == 0 || t.whole.Source == nil {
		return t.whole
	}
	start, end := t.origin(i)
	return t.whole.Source.Span(start, end)
}

func (t Text) origin(i int) (start, end int) {
	n := sort.Search(len(t.pieces), func(n int) bool { return t.pieces[n].at > i }) - 1
	p := t.pieces[max(n, 0)]
	next := len(t.value)
	if n+1 < len(t.pieces) {
		next = t.pieces[n+1].at
	}
	if i >= next {
		return p.end, p.end
	}
	if next-p.at != p.end-p.start {
		return p.start, p.end
	}
	return p.start + i - p.at, p.start + i - p.at + 1
}

// Slice is the part [start, end) of the text with its origins.
func (t Text) Slice(start, end int) Text {
	sub := Text{value: t.value[start:end], whole: t.Span(start, end)}
	for n, p := range t.pieces {
		next := len(t.value)
		if n+1 < len(t.pieces) {
			next = t.pieces[n+1].at
		}
		if next <= start || p.at >= end {
			continue
		}
		from, to := max(p.at, start), min(next, end)
		if next-p.at == p.end-p.start {
			p.start, p.end = p.start+from-p.at, p.start+to-p.at
		}
		p.at = from - start
		sub.pieces = append(sub.pieces, p)
	}
	return sub
}
