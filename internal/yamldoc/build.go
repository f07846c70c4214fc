package yamldoc

import (
	"gopkg.in/yaml.v3"

	"postback/internal/diag"
)

// maxDepth is how deep collections may nest; definitions need five levels.
const maxDepth = 100

// builder turns the library's nodes into ours. The library knows where a node begins; where it ends
// and what each byte of it stands for is read from the source again.
type builder struct {
	src     *diag.Source
	text    string
	places  *locator
	scalars decoder
	ds      *diag.List
	last    int    // where the node built last ends
	tooDeep bool   // nesting without end has been reported
	slab    []Node // nodes to come; there are many and they live together
}

// around is what surrounds a node.
type around struct {
	indent int  // column of the innermost block collection, -1 at the top
	flow   bool // between brackets or braces
	depth  int
	lead   byte // the indicator that announces the node: ? a key, : a value, - an item; 0 when unknown
}

func newBuilder(src *diag.Source, ds *diag.List) *builder {
	text := src.Content()
	return &builder{src: src, text: text, places: newLocator(text), scalars: decoder{text: text, out: diag.NewTextBuilder(src)}, ds: ds}
}

// document builds the tree of one document, or returns nil when the document is empty.
func (b *builder) document(doc *yaml.Node) *Node {
	n := b.node(doc.Content[0], around{indent: -1})
	if n.IsMissing() {
		return nil
	}
	return n
}

// slabSize is how many nodes are made at a time: enough to spare allocations, few enough that one
// small document wastes nothing to speak of.
const slabSize = 32

func (b *builder) newNode(kind Kind, y *yaml.Node) *Node {
	if len(b.slab) == 0 {
		b.slab = make([]Node, slabSize)
	}
	n := &b.slab[0]
	b.slab = b.slab[1:]
	n.Kind, n.Style = kind, styleOf(y)
	return n
}

func (b *builder) node(y *yaml.Node, in around) *Node {
	at := b.places.offsetOf(y.Line, y.Column)
	if y.Kind == yaml.AliasNode {
		return b.alias(at)
	}
	column := y.Column - 1
	if b.isProperty(at) {
		at = b.properties(y, at)
		column, in.lead = b.places.columnOf(at), 0
	}
	if y.Kind == yaml.ScalarNode {
		return b.scalar(y, at, in)
	}
	if in.depth++; in.depth > maxDepth {
		return b.refuseDepth(at)
	}
	b.last = max(b.last, at)
	if y.Style&yaml.FlowStyle != 0 {
		in.flow = true
	} else {
		in.indent = max(in.indent, column)
	}
	if y.Kind == yaml.MappingNode {
		return b.mapping(y, at, in)
	}
	return b.sequence(y, at, in)
}

func (b *builder) mapping(y *yaml.Node, at int, in around) *Node {
	n := b.newNode(Mapping, y)
	n.Pairs = make([]Pair, 0, len(y.Content)/2)
	for i := 0; i+1 < len(y.Content); i += 2 {
		in.lead = '?'
		key := b.node(y.Content[i], in)
		in.lead = ':'
		value := b.node(y.Content[i+1], in)
		if isMergeKey(y.Content[i]) {
			b.refuse(key.Span, "merge keys (<<) are not supported: write the keys out")
			continue
		}
		n.Pairs = append(n.Pairs, Pair{key, value})
	}
	b.finish(n, at, "{}")
	return n
}

func (b *builder) sequence(y *yaml.Node, at int, in around) *Node {
	n := b.newNode(Sequence, y)
	n.Items = make([]*Node, 0, len(y.Content))
	in.lead = '-'
	for _, item := range y.Content {
		n.Items = append(n.Items, b.node(item, in))
	}
	b.finish(n, at, "[]")
	return n
}

// finish sets the span of a collection that begins at a place and whose content has been built.
func (b *builder) finish(n *Node, at int, brackets string) {
	if n.Style == Flow && hasAt(b.text, at, brackets[:1]) && !b.beginsWithKey(n, at) {
		b.last = b.closing(max(b.last, at+1), brackets[1])
	}
	n.Span = b.src.Span(at, b.last)
}

// beginsWithKey tells the mapping of a single pair without braces, as in [{a: b}: c], from the
// mapping in braces that is its key.
func (b *builder) beginsWithKey(n *Node, at int) bool {
	return len(n.Pairs) > 0 && n.Pairs[0].Key.Span.Start == at
}

// closing is the offset behind the bracket that ends a collection; what may stand before it are
// separators of entries that are empty.
func (b *builder) closing(i int, bracket byte) int {
	for j := skipToContent(b.text, i); j < len(b.text); j = skipToContent(b.text, j+1) {
		switch b.text[j] {
		case bracket:
			return j + 1
		case ',', ':', '?':
		default:
			return i
		}
	}
	return i
}
