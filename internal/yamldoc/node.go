package yamldoc

import "postback/internal/diag"

// Kind is what a node is.
type Kind uint8

// The kinds of nodes. An Invalid node stands where something was refused that has already been
// reported (an alias, nesting without end); the decoding helpers pass over it in silence.
const (
	Invalid Kind = iota
	Scalar
	Sequence
	Mapping
)

// ScalarType is what YAML takes an unquoted scalar for. Quoted and block scalars are Str.
type ScalarType uint8

// The types of scalars. None is the type of a node that is no scalar.
const (
	None ScalarType = iota
	Str
	Int
	Float
	Bool
	Time
	Null // also the value that is missing behind a colon or a dash
)

// Style is how a node is written.
type Style uint8

// The styles: the first five are those of scalars, the others those of collections.
const (
	Plain Style = iota
	SingleQuoted
	DoubleQuoted
	Literal // the | block
	Folded  // the > block
	Block   // one entry a line
	Flow    // in brackets or braces
)

// Node is one value of a document. Nodes form a tree, are made by [Parse] and are not changed
// afterwards.
type Node struct {
	Kind  Kind
	Style Style
	Type  ScalarType // scalars only

	// Span covers the node from its first to its last byte: quotes, brackets and block indicators
	// included, tags and anchors excluded. It is empty where a value is missing.
	Span diag.Span

	Text diag.Text // scalars only: the decoded value, numbers and dates as they are written

	Pairs []Pair  // mappings only, in the order of the source
	Items []*Node // sequences only
}

// Pair is one entry of a mapping. The key of a strict mapping is a scalar, but YAML allows any node.
type Pair struct{ Key, Value *Node }

// IsMissing reports whether the node is a value left out: nothing at all behind a key or a dash.
func (n *Node) IsMissing() bool {
	return n.Kind == Scalar && n.Type == Null && n.Text.Len() == 0
}

// Comment is the span of the comment behind a plain or quoted scalar on the line where it ends, from
// its # to the end of the line; zero when there is none.
func (n *Node) Comment() diag.Span {
	if n.Kind != Scalar || n.Style == Literal || n.Style == Folded {
		return diag.Span{}
	}
	text := n.Span.Source.Content()
	at := skipBlanks(text, n.Span.End)
	if at == n.Span.End || at >= len(text) || text[at] != '#' {
		return diag.Span{}
	}
	return n.Span.Source.Span(at, lineEnd(text, at))
}

// found describes the node in the words of a message: "expected text, found a list". A null is not
// found but missing.
func (n *Node) found() string {
	switch n.Kind {
	case Sequence:
		return "a list"
	case Mapping:
		return "a mapping"
	}
	switch n.Type {
	case Int, Float:
		return "a number"
	case Bool:
		return "true or false"
	case Time:
		return "a date"
	}
	return "text"
}
