package yamldoc

import (
	"gopkg.in/yaml.v3"

	"postback/internal/diag"
)

// scalar builds the node of a scalar whose content begins at a place.
func (b *builder) scalar(y *yaml.Node, at int, in around) *Node {
	n := b.newNode(Scalar, y)
	n.Type = scalarType(y)
	if y.Value == "" && n.Style == Plain {
		b.missing(n, in)
	} else {
		b.decode(n, y.Value, at, in)
	}
	b.last = max(b.last, n.Span.End)
	return n
}

// missing places a value that was left out: behind the indicator that announces it, or else behind
// what comes before. The library's own place for it is that of whatever follows, or worse.
func (b *builder) missing(n *Node, in around) {
	at := b.last
	next := skipToContent(b.text, at)
	if next < len(b.text) && b.text[next] == in.lead && (in.flow || isSpace(b.text, next+1)) {
		at = next + 1
	}
	n.Span = b.src.Span(at, at)
	n.Text = diag.Opaque("", n.Span)
}

// decode maps value, which the library decoded, to the source. Where our own reading disagrees,
// nothing is claimed but the line.
func (b *builder) decode(n *Node, value string, at int, in around) {
	d := &b.scalars
	d.pos = at
	end, ok := d.decode(n.Style, in)
	n.Span = b.src.Span(at, end)
	n.Text = d.out.Text(n.Span)
	if !ok || n.Text.String() != value {
		n.Span = b.src.Span(at, lineEnd(b.text, at))
		n.Text = diag.Opaque(value, n.Span)
	}
}

// decode reads the scalar at pos in its style and returns where it ends.
func (d *decoder) decode(style Style, in around) (end int, ok bool) {
	switch style {
	case DoubleQuoted:
		return d.quoted('"')
	case SingleQuoted:
		return d.quoted('\'')
	case Literal, Folded:
		return d.block(in.indent)
	}
	return d.plain(in.indent+1, in.flow), true
}

func styleOf(y *yaml.Node) Style {
	switch {
	case y.Style&yaml.FlowStyle != 0:
		return Flow
	case y.Kind != yaml.ScalarNode:
		return Block
	case y.Style&yaml.DoubleQuotedStyle != 0:
		return DoubleQuoted
	case y.Style&yaml.SingleQuotedStyle != 0:
		return SingleQuoted
	case y.Style&yaml.LiteralStyle != 0:
		return Literal
	case y.Style&yaml.FoldedStyle != 0:
		return Folded
	}
	return Plain
}

func scalarType(y *yaml.Node) ScalarType {
	switch y.Tag {
	case "!!int":
		return Int
	case "!!float":
		return Float
	case "!!bool":
		return Bool
	case "!!null":
		return Null
	case "!!timestamp":
		return Time
	}
	return Str
}
