package yamldoc

import (
	"gopkg.in/yaml.v3"

	"postback/internal/diag"
)

// builder turns the library's nodes into ours.
type builder struct{ src *diag.Source }

func (b *builder) build(y *yaml.Node) *Node {
	n := &Node{}
	at := b.src.Offset(y.Line, y.Column)
	n.Span = b.src.Span(at, at+len(y.Value))
	switch y.Kind {
	case yaml.MappingNode:
		n.Kind, n.Style = Mapping, collectionStyle(y)
		for i := 0; i+1 < len(y.Content); i += 2 {
			n.Pairs = append(n.Pairs, Pair{b.build(y.Content[i]), b.build(y.Content[i+1])})
		}
	case yaml.SequenceNode:
		n.Kind, n.Style = Sequence, collectionStyle(y)
		for _, item := range y.Content {
			n.Items = append(n.Items, b.build(item))
		}
	case yaml.ScalarNode:
		n.Kind, n.Style, n.Type = Scalar, scalarStyle(y), scalarType(y)
		n.Text = diag.Opaque(y.Value, n.Span)
	}
	return n
}

func collectionStyle(y *yaml.Node) Style {
	if y.Style&yaml.FlowStyle != 0 {
		return Flow
	}
	return Block
}

func scalarStyle(y *yaml.Node) Style {
	switch {
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
