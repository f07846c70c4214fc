package yamldoc

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"postback/internal/diag"
)

// walk visits a node and everything in it, in the order of the source.
func walk(n *Node, visit func(*Node)) {
	visit(n)
	for _, item := range n.Items {
		walk(item, visit)
	}
	for _, p := range n.Pairs {
		walk(p.Key, visit)
		walk(p.Value, visit)
	}
}

// libraryValues is every scalar that the library finds in text, in order, without merge keys, and
// whether it accepts all of the text.
func libraryValues(text string) (values []string, ok bool) {
	decoder := yaml.NewDecoder(strings.NewReader(text))
	for {
		var doc yaml.Node
		err := decode(decoder, &doc)
		if err != nil {
			return values, errors.Is(err, io.EOF)
		}
		if root := doc.Content[0]; !isEmptyDocument(root) {
			values = appendValues(values, root, 0)
		}
	}
}

func decode(decoder *yaml.Decoder, doc *yaml.Node) (err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("panic")
		}
	}()
	return decoder.Decode(doc)
}

func isEmptyDocument(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Value == "" && n.Tag == "!!null"
}

func appendValues(values []string, n *yaml.Node, depth int) []string {
	if n.Kind == yaml.ScalarNode {
		return append(values, n.Value)
	}
	if depth >= maxDepth {
		return values
	}
	for i := 0; i < len(n.Content); i++ {
		if n.Kind == yaml.MappingNode && i%2 == 0 && isMergeKey(n.Content[i]) {
			i++
			continue
		}
		values = appendValues(values, n.Content[i], depth+1)
	}
	return values
}

// checkParse parses text and holds the result to everything that is promised for any text.
func checkParse(t testing.TB, text string) ([]*Node, diag.List) {
	t.Helper()
	src := diag.NewSource("test.yaml", []byte(text))
	nodes, ds := Parse(src)
	checkSpans(t, ds, src)
	for _, n := range nodes {
		checkTree(t, n)
	}
	if hasRule(ds, RuleEncoding) {
		return nodes, ds
	}
	checkAgainstLibrary(t, text, nodes)
	if _, ok := libraryValues(text); !ok && !hasRule(ds, RuleSyntax) && !hasRule(ds, RuleUnsupported) {
		t.Errorf("the library refuses %q, and we say nothing", text)
	}
	return nodes, ds
}

func hasRule(ds diag.List, rule string) bool {
	return slices.ContainsFunc(ds, func(d diag.Diagnostic) bool { return d.Rule == rule })
}

// checkSpans makes sure that every diagnostic says where, and that the place is in the source.
func checkSpans(t testing.TB, ds diag.List, src *diag.Source) {
	t.Helper()
	for _, d := range ds {
		if d.Span.Source != src || d.Span.Start < 0 || d.Span.End < d.Span.Start || d.Span.End > len(src.Content()) {
			t.Errorf("%s: span [%d, %d) is not a place in %q", d, d.Span.Start, d.Span.End, src.Content())
		}
	}
}

// checkAgainstLibrary makes sure that the texts of nodes are the library's values, no less and no
// more.
func checkAgainstLibrary(t testing.TB, text string, nodes []*Node) {
	t.Helper()
	var got []string
	for _, n := range nodes {
		walk(n, func(n *Node) {
			if n.Kind == Scalar {
				got = append(got, n.Text.String())
			}
		})
	}
	want, _ := libraryValues(text)
	if strings.Join(got, "\x00") != strings.Join(want, "\x00") {
		t.Errorf("texts of %q\n got %q\nwant %q", text, got, want)
	}
}

// checkTree makes sure of what every tree promises about places.
func checkTree(t testing.TB, root *Node) {
	t.Helper()
	walk(root, func(n *Node) {
		checkOrder(t, n)
		if n.Kind == Scalar {
			checkOrigins(t, n)
		}
	})
}

// checkOrder makes sure that the children of a node lie in it and behind one another.
func checkOrder(t testing.TB, n *Node) {
	t.Helper()
	at := n.Span.Start
	for _, child := range children(n) {
		if child.Span.Start < at || child.Span.End > n.Span.End {
			t.Errorf("%q: child %q at [%d, %d) is out of order in [%d, %d)", n.Span.Source.Content(),
				child.Span.Text(), child.Span.Start, child.Span.End, at, n.Span.End)
		}
		at = child.Span.End
	}
}

func children(n *Node) []*Node {
	all := append([]*Node(nil), n.Items...)
	for _, p := range n.Pairs {
		all = append(all, p.Key, p.Value)
	}
	return all
}

// checkOrigins makes sure that the origins of a scalar's bytes run through its span from left to
// right and that a byte which stands for itself is that byte.
func checkOrigins(t testing.TB, n *Node) {
	t.Helper()
	text, source, last := n.Text, n.Span.Source.Content(), n.Span.Start
	if text.Whole() != n.Span {
		t.Errorf("%q: text spans %v, node %v", source, text.Whole(), n.Span)
	}
	if text.Len() > 0 && isOpaque(text) {
		t.Errorf("%q: %q is mapped as a whole only", source, text)
		return
	}
	for i := range text.Len() {
		o := text.Origin(i)
		if o.Start < last || o.End > n.Span.End {
			t.Errorf("%q: byte %d of %q comes from [%d, %d), outside [%d, %d)", source, i, text, o.Start, o.End, last, n.Span.End)
			return
		}
		last = o.Start
		if o.End == o.Start+1 && !isLayout(source[o.Start]) && source[o.Start] != text.String()[i] {
			t.Errorf("%q: byte %d of %q is said to be %q", source, i, text, source[o.Start])
		}
	}
}

// isLayout reports whether c may stand for another byte: a line break that folds to a space.
func isLayout(c byte) bool { return c == '\n' || c == '\r' }

// isOpaque reports whether only the whole origin of a text is known. A value of several bytes of
// which the first comes from all of the scalar is that, or else a single escape without quotes,
// which does not exist.
func isOpaque(text diag.Text) bool {
	if text.Len() == 1 {
		return text.Origin(0) == text.Whole() && text.String() != text.Whole().Text()
	}
	return text.Origin(0) == text.Whole()
}
