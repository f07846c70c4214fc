package yamldoc

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postback/internal/diag"
)

// parse reads a text that must be without fault.
func parse(t testing.TB, text string) []*Node {
	t.Helper()
	nodes, ds := Parse(diag.NewSource("test.yaml", []byte(text)))
	if len(ds) > 0 {
		t.Fatalf("%q: %v", text, ds)
	}
	return nodes
}

// parseOne reads a text of one document that must be without fault.
func parseOne(t testing.TB, text string) *Node {
	t.Helper()
	nodes := parse(t, text)
	if len(nodes) != 1 {
		t.Fatalf("%q: %d documents, want 1", text, len(nodes))
	}
	return nodes[0]
}

// sketch is a node in one line: what each part of the tree covers in the source.
func sketch(n *Node) string {
	span := fmt.Sprintf("%q", n.Span.Text())
	switch n.Kind {
	case Mapping:
		var pairs []string
		for _, p := range n.Pairs {
			pairs = append(pairs, sketch(p.Key)+": "+sketch(p.Value))
		}
		return "map " + span + " {" + strings.Join(pairs, ", ") + "}"
	case Sequence:
		var items []string
		for _, item := range n.Items {
			items = append(items, sketch(item))
		}
		return "list " + span + " [" + strings.Join(items, ", ") + "]"
	case Scalar:
		return span
	}
	return "invalid " + span
}

func TestSpans(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, yaml, want string }{
		{"block mapping", "a: 1\nb: x y\n", `map "a: 1\nb: x y" {"a": "1", "b": "x y"}`},
		{"block list", "- a\n-   b # c\n", `list "- a\n-   b" ["a", "b"]`},
		{"list at the column of its key", "a:\n- b\nc: d", `map "a:\n- b\nc: d" {"a": list "- b" ["b"], "c": "d"}`},
		{"compact nesting", "- - a\n  - b: c\n", `list "- - a\n  - b: c" [list "- a\n  - b: c" ["a", map "b: c" {"b": "c"}]]`},
		{"flow", "a: [ b , {c: d}, ] # e", `map "a: [ b , {c: d}, ]" {"a": list "[ b , {c: d}, ]" ["b", map "{c: d}" {"c": "d"}]}`},
		{"flow over lines", "[\n a, # ]\n b\n]\n", `list "[\n a, # ]\n b\n]" ["a", "b"]`},
		{"pair in a list", "[a: b, {c: d}: e]", `list "[a: b, {c: d}: e]" [map "a: b" {"a": "b"}, map "{c: d}: e" {map "{c: d}" {"c": "d"}: "e"}]`},
		{"empty collections", "a: []\nb: { }\n", `map "a: []\nb: { }" {"a": list "[]" [], "b": map "{ }" {}}`},
		{"quotes", `{"a": 'it''s'}`, `map "{\"a\": 'it''s'}" {"\"a\"": "'it''s'"}`},
		{"blocks", "a: |-\n  x\n   y\n\nb: >+\n  z\n\n", `map "a: |-\n  x\n   y\n\nb: >+\n  z" {"a": "|-\n  x\n   y", "b": ">+\n  z"}`},
		{"explicit key", "? a\n: b\n? c\n", `map "? a\n: b\n? c" {"a": "b", "c": ""}`},
		{"missing values", "a:\nb: # c\nd:", `map "a:\nb: # c\nd:" {"a": "", "b": "", "d": ""}`},
		{"missing items", "-\n- a\n-", `list "-\n- a\n-" ["", "a", ""]`},
		{"missing in flow", "{a, b: , ? }", `map "{a, b: , ? }" {"a": "", "b": "", "": ""}`},
		{"core tags", "!!map\na: !!str 1\nb: !!seq [c]\n", `map "a: !!str 1\nb: !!seq [c]" {"a": "1", "b": list "[c]" ["c"]}`},
		{"byte order mark and CR LF", "\ufeffa: b\r\nc: d\r\n", `map "a: b\r\nc: d" {"a": "b", "c": "d"}`},
		{"multi-byte", "é: [ü, '😀']", `map "é: [ü, '😀']" {"é": list "[ü, '😀']" ["ü", "'😀'"]}`},
		{"line breaks of YAML 1.1", "a: b\u0085c: \u2028 d\n", `map "a: b\u0085c: \u2028 d" {"a": "b", "c": "d"}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			n := parseOne(t, tt.yaml)
			checkTree(t, n)
			if diff := cmp.Diff(tt.want, sketch(n)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestScalarsKnowTypeStyleAndComment(t *testing.T) {
	t.Parallel()
	tests := []struct {
		yaml    string
		text    string
		typ     ScalarType
		style   Style
		comment string
	}{
		{"0048", "0048", Float, Plain, ""}, // no octal number, so a float
		{"1_000", "1_000", Int, Plain, ""},
		{"1e3 # c", "1e3", Float, Plain, "# c"},
		{"yes", "yes", Str, Plain, ""},
		{"True", "True", Bool, Plain, ""},
		{"2024-01-01", "2024-01-01", Time, Plain, ""},
		{"~", "~", Null, Plain, ""},
		{"https://x/a#b #frag", "https://x/a#b", Str, Plain, "#frag"},
		{"https://x/a\n    b #frag\r\n", "https://x/a b", Str, Plain, "#frag"},
		{"'1' # c", "1", Str, SingleQuoted, "# c"},
		{`"a\tb" 	#c`, "a\tb", Str, DoubleQuoted, "#c"},
		{"| # c\n    x\n", "x\n", Str, Literal, ""},
		{">\n    x\n    y", "x y", Str, Folded, ""},
	}
	for _, tt := range tests {
		n := parseOne(t, "- "+tt.yaml).Items[0]
		if n.Text.String() != tt.text || n.Type != tt.typ || n.Style != tt.style || n.Comment().Text() != tt.comment {
			t.Errorf("%q: got %q type %d style %d comment %q", tt.yaml, n.Text, n.Type, n.Style, n.Comment().Text())
		}
	}
}

func TestCollectionsHaveAStyleAndNoComment(t *testing.T) {
	t.Parallel()
	n := parseOne(t, "a: [b] # c\n")
	if n.Style != Block || n.Pairs[0].Value.Style != Flow || n.Pairs[0].Value.Type != None {
		t.Errorf("styles %d and %d", n.Style, n.Pairs[0].Value.Style)
	}
	if c := n.Pairs[0].Value.Comment(); !c.IsZero() {
		t.Errorf("comment %q", c.Text())
	}
}

func TestDocuments(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, yaml string
		want       []string
	}{
		{"empty", "", nil},
		{"blank", " \n\n", nil},
		{"comments only", "# a\n\n# b\n", nil},
		{"markers only", "---\n---\n# a\n...\n", nil},
		{"byte order mark only", "\ufeff", nil},
		{"two", "a: 1\n---\nb: 2\n", []string{"a: 1", "b: 2"}},
		{"empty between", "---\na\n---\n# nothing\n---\nb\n...\n", []string{"a", "b"}},
		{"null is a document", "---\n~\n", []string{"~"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, n := range parse(t, tt.yaml) {
				got = append(got, n.Span.Text())
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestDocumentsBeforeASyntaxErrorAreKept(t *testing.T) {
	t.Parallel()
	nodes, ds := Parse(diag.NewSource("test.yaml", []byte("a: 1\n---\nb: 2\n---\nc: [\n")))
	if len(nodes) != 2 || len(ds) != 1 {
		t.Errorf("%d nodes, %v", len(nodes), ds)
	}
}
