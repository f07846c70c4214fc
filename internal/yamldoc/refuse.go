package yamldoc

import (
	"fmt"

	"gopkg.in/yaml.v3"

	"postback/internal/diag"
)

// RuleUnsupported is the rule of YAML that is valid but refused: anchors, aliases, merge keys, tags
// of one's own and endless nesting.
const RuleUnsupported = "yaml-unsupported"

const (
	noAnchors = "anchors and aliases are not supported: write the value out"
	tooDeep   = "collections are nested too deep"
)

func (b *builder) refuse(span diag.Span, message string) {
	b.ds.Errorf(span, RuleUnsupported, "%s", message)
}

// alias refuses the *name at a place.
func (b *builder) alias(at int) *Node {
	n := &Node{Span: b.src.Span(at, propertyEnd(b.text, at))}
	b.last = max(b.last, n.Span.End)
	b.refuse(n.Span, noAnchors)
	return n
}

// refuseDepth refuses the collection at a place, which nests too deep. Once is enough: there is no
// end to what may be found inside.
func (b *builder) refuseDepth(at int) *Node {
	n := &Node{Span: b.src.Span(at, min(at+1, len(b.text)))}
	if !b.tooDeep {
		b.refuse(n.Span, fmt.Sprintf("%s: at most %d levels are allowed", tooDeep, maxDepth))
	}
	b.tooDeep = true
	return n
}

// isProperty reports whether an anchor or a tag stands at a place where a node begins.
func (b *builder) isProperty(at int) bool {
	return at < len(b.text) && (b.text[at] == '&' || b.text[at] == '!')
}

// properties refuses the anchor and the tag that stand at a place, in either order, and returns
// where the node itself begins. Tags that only repeat a type of YAML's core are harmless.
func (b *builder) properties(y *yaml.Node, at int) int {
	limit := b.propertyLimit(y)
	for seen := byte(0); at < limit && b.isProperty(at) && b.text[at] != seen; {
		seen = b.text[at]
		end := propertyEnd(b.text, at)
		switch {
		case seen == '&':
			b.refuse(b.src.Span(at, end), noAnchors)
		case !isCoreTag(y.Tag):
			b.refuse(b.src.Span(at, end), fmt.Sprintf("tags are not supported: remove %s", b.text[at:end]))
		}
		b.last = max(b.last, end)
		at = skipToContent(b.text, end)
	}
	return at
}

// propertyLimit is where the properties of y end at the latest. A mapping may begin where its first
// key does, and what stands there is the key's.
func (b *builder) propertyLimit(y *yaml.Node) int {
	if len(y.Content) == 0 {
		return len(b.text)
	}
	return b.places.offsetOf(y.Content[0].Line, y.Content[0].Column)
}

// propertyEnd is where the anchor, alias or tag at i ends.
func propertyEnd(text string, i int) int {
	if hasAt(text, i, "!") {
		for !isSpace(text, i) {
			i++
		}
		return i
	}
	i++
	for i < len(text) && isAnchorByte(text[i]) {
		i++
	}
	return i
}

func isAnchorByte(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' || c == '-'
}

func isCoreTag(tag string) bool {
	switch tag {
	case "!!str", "!!int", "!!float", "!!bool", "!!null", "!!seq", "!!map":
		return true
	}
	return false
}

func isMergeKey(y *yaml.Node) bool { return y.Kind == yaml.ScalarNode && y.Tag == "!!merge" }
