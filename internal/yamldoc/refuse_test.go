package yamldoc

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postback/internal/diag"
)

// told is what was reported, as "place: message" with the characters underlined.
func told(ds diag.List) []string {
	var got []string
	for _, d := range ds {
		got = append(got, d.Span.Text()+": "+d.Message)
	}
	return got
}

func TestRefused(t *testing.T) {
	t.Parallel()
	const anchors = ": anchors and aliases are not supported: write the value out"
	const merge = ": merge keys (<<) are not supported: write the keys out"
	tests := []struct {
		name, yaml string
		want       []string
		tree       string
	}{
		{"all of them", "a: &x {b: 1}\nc: *x\nd:\n  <<: *x\n  e: !foo f\n", []string{
			"&x" + anchors, "*x" + anchors, "*x" + anchors, "<<" + merge, "!foo: tags are not supported: remove !foo",
		}, `map "a: &x {b: 1}\nc: *x\nd:\n  <<: *x\n  e: !foo f" {"a": map "{b: 1}" {"b": "1"}, "c": invalid "*x", "d": map "<<: *x\n  e: !foo f" {"e": "f"}}`},
		{"anchor and tag", "- &a !!binary |\n  x\n", []string{"&a" + anchors, "!!binary: tags are not supported: remove !!binary"}, `list "- &a !!binary |\n  x" ["|\n  x"]`},
		{"tag and anchor", "- !b &a 'x'\n", []string{"!b: tags are not supported: remove !b", "&a" + anchors}, `list "- !b &a 'x'" ["'x'"]`},
		{"anchored key and mapping", "&m\n&k a: b\n", []string{"&m" + anchors, "&k" + anchors}, `map "&k a: b" {"a": "b"}`},
		{"anchored key alone", "&k a: b\n", []string{"&k" + anchors}, `map "&k a: b" {"a": "b"}`},
		{"tagged list of blocks", "a: !x\n- |2\n   b\n", []string{"!x: tags are not supported: remove !x"}, `map "a: !x\n- |2\n   b" {"a": list "- |2\n   b" ["|2\n   b"]}`},
		{"tag without value", "a: !x\nb: &y\n", []string{"!x: tags are not supported: remove !x", "&y" + anchors}, `map "a: !x\nb: &y" {"a": "", "b": ""}`},
		{"local and verbatim", "[!<tag:x> a, ! b]\n", []string{"!<tag:x>: tags are not supported: remove !<tag:x>"}, `list "[!<tag:x> a, ! b]" ["a", "b"]`},
		{"alias as key", "a: &x b\n*x : c\n", []string{"&x" + anchors, "*x" + anchors}, `map "a: &x b\n*x : c" {"a": "b", invalid "*x": "c"}`},
		{"merge text is no merge key", "- <<\n- '<<': 1\n", nil, `list "- <<\n- '<<': 1" ["<<", map "'<<': 1" {"'<<'": "1"}]`},
		{"alias without anchor", "x: 1\na: [b, *c]\n", []string{"*c" + anchors + " (yaml: unknown anchor 'c' referenced)"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			nodes, ds := Parse(diag.NewSource("test.yaml", []byte(tt.yaml)))
			if diff := cmp.Diff(tt.want, told(ds)); diff != "" {
				t.Errorf("diagnostics (-want +got)\n%s", diff)
			}
			for _, d := range ds {
				if d.Rule != RuleUnsupported || d.Severity != diag.Error {
					t.Errorf("%s: not an error of %s", d, RuleUnsupported)
				}
			}
			var tree string
			for _, n := range nodes {
				checkTree(t, n)
				tree += sketch(n)
			}
			if diff := cmp.Diff(tt.tree, tree); diff != "" {
				t.Errorf("tree (-want +got)\n%s", diff)
			}
		})
	}
}

func TestDepthIsBounded(t *testing.T) {
	t.Parallel()
	deepest := strings.Repeat("[", maxDepth) + strings.Repeat("]", maxDepth)
	parseOne(t, deepest)
	tests := []struct{ name, yaml string }{
		{"lists", "[" + deepest + "]"},
		{"many of them", "[" + strings.Repeat("["+deepest+"],", 3) + "]"},
		{"mappings", strings.Repeat("{a: ", 5000) + strings.Repeat("}", 5000)},
		{"dashes", strings.Repeat("- ", maxDepth+1) + "a"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			nodes, ds := Parse(diag.NewSource("test.yaml", []byte(tt.yaml)))
			if len(nodes) != 1 || len(ds) != 1 || ds[0].Message != "collections are nested too deep: at most 100 levels are allowed" {
				t.Fatalf("%d nodes, %v", len(nodes), ds)
			}
			depth := 0
			for n := nodes[0]; n.Kind == Sequence || n.Kind == Mapping; depth++ {
				n = children(n)[len(children(n))-1]
			}
			if depth != maxDepth {
				t.Errorf("the tree is %d deep, want %d", depth, maxDepth)
			}
		})
	}
}

func TestEncoding(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, yaml string
		offsets    []int
		want       string
	}{
		{"UTF-16 little endian", "\xff\xfea\x00", []int{0}, "UTF-16; save it as UTF-8"},
		{"UTF-16 big endian", "\xfe\xff\x00a", []int{0}, "UTF-16"},
		{"UTF-16 without mark", "a\x00:\x00 \x00b\x00", []int{0}, "UTF-16"},
		{"UTF-32", "\xff\xfe\x00\x00a\x00\x00\x00", []int{0}, "UTF-32"},
		{"Latin-1", "a: caf\xe9\nb: \xfc\n", []int{6, 11}, "the byte 0xE9 is not UTF-8"},
		{"surrogate", "a: \xed\xa0\x80\n", []int{3, 4, 5}, "the byte 0xED is not UTF-8"},
		{"NUL", "a: b\x00\n", []int{4}, "a NUL byte is not text"},
		{"control", "a: \x1b[0m\n", []int{3}, "the control character U+001B is not allowed"},
		{"delete", "a: \x7f\n", []int{3}, "U+007F"},
		{"C1 control", "a: \u0080\n", []int{3}, "U+0080"},
		{"no character", "a: \ufffe\uffff\n", []int{3, 6}, "U+FFFE"},
		{"binary", strings.Repeat("\x01", 1000), []int{0, 1, 2, 3, 4}, "U+0001"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			src := diag.NewSource("test.yaml", []byte(tt.yaml))
			nodes, ds := Parse(src)
			checkSpans(t, ds, src)
			var offsets []int
			for _, d := range ds {
				offsets = append(offsets, d.Span.Start)
			}
			if diff := cmp.Diff(tt.offsets, offsets); diff != "" || nodes != nil {
				t.Fatalf("nodes %v, places (-want +got)\n%s", nodes, diff)
			}
			if ds[0].Rule != RuleEncoding || !strings.Contains(ds[0].Message, tt.want) {
				t.Errorf("%s\nwant %q", ds[0], tt.want)
			}
		})
	}
}

func TestTextThatOnlyLooksOdd(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"\ufeffa", "tab\there", "é\u00a0日本😀", "\ufffd", "z\ufeffz"} {
		parseOne(t, "a: "+text+"\n")
	}
}
