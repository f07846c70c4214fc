package template

import (
	"sort"

	"postback/internal/diag"
)

// Piece is a range of rendered output and the part of the template it comes from.
type Piece struct {
	Start, End int       // range in the output; empty where nothing is sent
	Span       diag.Span // of the template's text
	Position   Position  // where its first byte stands in the request
	Literal    bool
	Expr       *Expr     // nil for the others
	Chosen     int       // index of the alternative that gave the value, -1 when there is none
	Variable   *Variable // nil for the others
}

// Trace renders the template as Append does and says for each byte of the output where it comes
// from. The pieces stand in order and tile the output; there is one for each segment.
func (b *Bound) Trace(v *Values) (out []byte, pieces []Piece) {
	for i, s := range b.template.segments {
		p := b.parts[i]
		piece := Piece{
			Start:    len(out),
			Span:     b.template.text.Span(s.Start, s.End),
			Position: s.Position,
			Literal:  s.Expr == nil && s.Variable == nil,
			Expr:     s.Expr,
			Chosen:   -1,
			Variable: s.Variable,
		}
		out = append(out, p.constant...)
		if p.cell != noCell {
			out = append(out, v.value(p.cell)...)
			piece.Chosen = v.chosen[p.cell]
		}
		piece.End = len(out)
		pieces = append(pieces, piece)
	}
	return out, pieces
}

// PieceAt returns the piece that holds the byte of the output at offset.
func PieceAt(pieces []Piece, offset int) (Piece, bool) {
	n := sort.Search(len(pieces), func(i int) bool { return pieces[i].End > offset })
	if offset < 0 || n == len(pieces) {
		return Piece{}, false
	}
	return pieces[n], true
}

// HeaderFault is the offset of the first byte that a header value must not hold (CR, LF or NUL),
// because with it the value could end the header and begin another one, or -1. [PieceAt] says
// where it comes from.
func HeaderFault(value []byte) int {
	for i, c := range value {
		if c == '\r' || c == '\n' || c == 0 {
			return i
		}
	}
	return -1
}
