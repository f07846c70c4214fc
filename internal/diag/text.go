package diag

import (
	"slices"
	"sort"
	"strings"
)

// Text is a decoded string that remembers which source bytes each of its bytes came from:
// the value of a YAML scalar, however it was quoted, escaped or folded.
// The zero Text is empty and comes from nowhere. A Text does not change once built.
type Text struct {
	value  string
	whole  Span    // the complete scalar in the source, quotes and indicators included
	copied int     // one more than the offset of a value that is one unchanged part of the source; 0 for all others
	pieces []piece // of those others, in order, tiling value; none when the origin is unknown in detail
}

// piece says that value[at:next] came from the source range [start, end). Copied bytes correspond
// to it one to one; otherwise (an escape, a folded line break) every byte of the piece stands for
// the whole range. Equal lengths would not tell: the escape \N is two bytes and decodes to two.
type piece struct {
	at         int
	start, end int
	copied     bool
}

// Opaque returns a Text of which only the whole origin is known: every part of it spans whole.
func Opaque(value string, whole Span) Text { return Text{value: value, whole: whole} }

// TextBuilder assembles one Text after the other, each from left to right.
type TextBuilder struct {
	source *Source
	value  strings.Builder // unused while the value is one unchanged part of the source
	length int
	pieces []piece
}

// NewTextBuilder returns a builder for text decoded from source.
func NewTextBuilder(source *Source) *TextBuilder { return &TextBuilder{source: source} }

// Copy appends the source bytes [start, end) unchanged.
func (b *TextBuilder) Copy(start, end int) {
	if start == end {
		return
	}
	if last := len(b.pieces) - 1; last >= 0 && b.pieces[last].copied && b.pieces[last].end == start {
		b.pieces[last].end = end
	} else {
		b.pieces = append(b.pieces, piece{at: b.length, start: start, end: end, copied: true})
	}
	b.write(b.source.content[start:end])
}

// Replace appends decoded, which stands for the source bytes [start, end): an escape sequence,
// or the line break and indentation that a folded scalar turns into a space.
func (b *TextBuilder) Replace(decoded string, start, end int) {
	if decoded == "" {
		return
	}
	b.pieces = append(b.pieces, piece{at: b.length, start: start, end: end})
	b.write(decoded)
}

// write appends s to the value. Most texts are one part of their source, and those are not copied.
func (b *TextBuilder) write(s string) {
	b.length += len(s)
	if b.verbatim() {
		return
	}
	if first := b.pieces[0]; len(b.pieces) == 2 && first.copied && b.value.Len() == 0 {
		b.value.WriteString(b.source.content[first.start:first.end])
	}
	b.value.WriteString(s)
}

// verbatim reports whether the value is one unchanged part of the source.
func (b *TextBuilder) verbatim() bool { return len(b.pieces) == 1 && b.pieces[0].copied }

// Text returns what was built and makes the builder empty again; whole is the span of the
// complete scalar.
func (b *TextBuilder) Text(whole Span) Text {
	t := Text{value: b.value.String(), whole: whole}
	if b.verbatim() {
		only := b.pieces[0]
		t.value, t.copied = b.source.content[only.start:only.end], only.start+1
	} else {
		t.pieces = slices.Clone(b.pieces)
	}
	*b = TextBuilder{source: b.source, pieces: b.pieces[:0]}
	return t
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
	if t.isOpaque() {
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
	if t.isOpaque() {
		return t.whole
	}
	start, end := t.origin(i)
	return t.whole.Source.Span(start, end)
}

// isOpaque reports whether only the whole origin of the text is known.
func (t Text) isOpaque() bool {
	return t.copied == 0 && len(t.pieces) == 0 || t.whole.Source == nil
}

func (t Text) origin(i int) (start, end int) {
	if t.copied > 0 {
		start = t.copied - 1 + min(i, len(t.value))
		return start, min(start+1, t.copied-1+len(t.value))
	}
	n := t.pieceAt(i)
	p := t.pieces[n]
	switch {
	case i >= t.pieceEnd(n):
		return p.end, p.end
	case p.copied:
		return p.start + i - p.at, p.start + i - p.at + 1
	}
	return p.start, p.end
}

// pieceAt is the index of the piece that holds the decoded byte i, or of the last piece before it.
func (t Text) pieceAt(i int) int {
	return max(0, sort.Search(len(t.pieces), func(n int) bool { return t.pieces[n].at > i })-1)
}

// pieceEnd is the offset in value at which piece n ends.
func (t Text) pieceEnd(n int) int {
	if n+1 < len(t.pieces) {
		return t.pieces[n+1].at
	}
	return len(t.value)
}

// Slice is the part [start, end) of the text with its origins.
func (t Text) Slice(start, end int) Text {
	sub := Text{value: t.value[start:end], whole: t.Span(start, end)}
	if t.copied > 0 && start < end {
		sub.copied = t.copied + start
	}
	for n := t.pieceAt(start); start < end && n < len(t.pieces) && t.pieces[n].at < end; n++ {
		sub.pieces = append(sub.pieces, t.cut(n, start, end))
	}
	return sub
}

// cut is the part of piece n that lies in [start, end), counted from start.
func (t Text) cut(n, start, end int) piece {
	p := t.pieces[n]
	from, to := max(p.at, start), min(t.pieceEnd(n), end)
	if p.copied {
		p.start, p.end = p.start+from-p.at, p.start+to-p.at
	}
	p.at = from - start
	return p
}
