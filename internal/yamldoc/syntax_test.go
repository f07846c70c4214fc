package yamldoc

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postback/internal/diag"
)

// TestSyntaxErrors says for each way to go wrong which characters are underlined and what the
// message says to do about it.
func TestSyntaxErrors(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, yaml string
		line       int
		span, want string
	}{
		{"tab as indentation", "a:\n\tb: 1\n", 2, "\t", "indent with spaces"},
		{"tab below a text", "a: b\n\tc: d\n", 2, "\t", "indent with spaces"},
		{"tab in a block", "x: 1\na: |\n\tx\n", 3, "\t", "indent with spaces"},
		{"tab behind a dash", "- a: 1\n-\tb: 1\n", 2, "\t", "indent with spaces"},

		{"unclosed double quote", "x: 1\na: \"b # c\nd: 2\n", 2, `"b # c`, `add the closing "`},
		{"unclosed single quote on line one", "a: 'b\nc: 1\n", 1, "'b", "add the closing '"},
		{"quote over documents", "a: \"x\n---\nb: 1\n", 1, `"x`, `add the closing "`},
		{"quote in quotes", "a: 'it's'\n", 1, "s'", "write '' for a quote inside it"},
		{"quote in double quotes", "a: \"say \"hi\"\"\n", 1, `hi""`, `write \" for a quote inside it`},
		{"quote closed by the next one", "a: \"b\nc: \"d\"\n", 2, `d"`, "look for a missing \" above"},
		{"unknown escape", "a: \"C:\\dir\"\n", 1, `\d`, `write \\ for a backslash`},
		{"bad hexadecimal", "a: \"x\\u00zz\"\n", 1, `\u`, `\u is not an escape`},
		{"surrogate", "a: \"\\uD800\"\n", 1, `\u`, "is not an escape"},

		{"two colons", "k: v\n- a: b\n", 2, "- a: b", "indent it below its key"},
		{"colon in text", "k: v\na: b: c # d\n", 2, "b: c", `put quotes around it: "b: c"`},
		{"colon in an item", "- a: b: c\n", 1, "b: c", `put quotes around it: "b: c"`},
		{"deeper than a value", "a: 1\n  b: 2\n", 2, "b: 2", "indented more"},
		{"no colon at all", "foo\nb: 2\n", 1, "foo", "write it as key: value"},
		{"no colon between keys", "a: 1\nfoo\nb: 2\n", 2, "foo", "write it as key: value"},
		{"no colon at the end", "a: 1\nfoo", 2, "foo", "write it as key: value"},
		{"no space behind the colon", "a:b\nc: d\n", 1, "a:b", "write a: b"},
		{"no space behind a later colon", "x: 1\na:b\nc: d\n", 2, "a:b", "write a: b"},
		{"list behind its key", "a: - b\n", 1, "- b", "put each dash on a line of its own"},

		{"between two indentations", "a:\n    b: 1\n  c: 2\n", 3, "c: 2", "fits no line above it"},
		{"key among items", "a:\n  - b: 1\n   c: 2\n", 3, "c: 2", "a list item has to begin with a dash"},
		{"item among keys", "a: 1\n- b\n", 2, "- b", "a list item cannot stand among keys"},
		{"block not indented", "x:\n  a: |\n  {b}\n", 3, "{b}", "has to be indented more than its key"},
		{"colon without key", "a: 1\n: b\n", 2, ": b", "a key is missing"},

		{"text that begins with a token", "url: [Call:X]/path # c\n", 1, "[Call:X]/path", `in quotes: "[Call:X]/path"`},
		{"two tokens", "url: [Call:X]&a=1\n", 1, "[Call:X]&a=1", `in quotes: "[Call:X]&a=1"`},
		{"text that begins with a brace", "a: 1\nurl: {x}?a={b}\n", 2, "{x}?a={b}", `in quotes: "{x}?a={b}"`},
		{"text that begins with @", "a: @b # c\n", 1, "@b", `in quotes: "@b"`},
		{"in brackets", "a: [x, @b, c]\n", 1, "@b", `in quotes: "@b"`},
		{"text that begins with %", "a: %7Bx\n", 1, "%7Bx", `in quotes: "%7Bx"`},
		{"text that begins with *", "x: 1\na: *.com\n", 2, "*.com", `in quotes: "*.com"`},
		{"text that begins with &", "a: &\n", 1, "&", `in quotes: "&"`},
		{"text that begins with !", "a: !<x y\n", 1, "!<x y", "text that begins with ! has to be in quotes"},
		{"text that begins with |", "a: |foo\n  x\n", 1, "|foo", `in quotes: "|foo"`},
		{"text that begins with ?", "a: ? b\n", 1, "? b", `in quotes: "? b"`},
		{"text that begins with a comma", "a: , b\n", 1, ", b", `in quotes: ", b"`},
		{"text behind a quote", "a: \"b\" c\n", 1, "c", "ends before this"},

		{"unclosed list", "x: 1\nb: [1,\n", 2, "[1,", "add ]"},
		{"unclosed list before keys", "b: [1,\nc: 2\n", 1, "[1,", "add ]"},
		{"unclosed mapping", "a: {", 1, "{", "add }"},
		{"missing comma in a line", "a: [\"b\" c]\n", 1, "c]", "expected a comma or ]"},
		{"missing comma between lines", "{\n  \"a\": 1\n  \"b\": 2\n}\n", 3, `"b": 2`, "a comma is missing before this line"},
		{"wrong bracket", "a: {b: [1}\n", 1, "}", "[ is still open and needs ]"},
		{"bracket too many", "a: ]\n", 1, "]", "this ] closes nothing"},
		{"question mark in braces", "a: {u: http://x?y=1}\n", 1, "?", "put quotes around the text"},

		{"version", "%YAML 1.2\n---\na: 1\n", 1, "%YAML 1.2", "remove this line"},
		{"unknown directive", "%FOO\n---\na: 1\n", 1, "%FOO", "text that begins with % has to be in quotes"},
		{"document without marker", "a: 1\n...\nb: 2\n", 3, "b: 2", "three dashes"},
		{"nesting beyond the library", strings.Repeat("[", 20000), 1, strings.Repeat("[", 10000), "nested too deep"},
		{"unknown tag handle", "a: !x!y z\n", 1, "!x!y z", "text that begins with ! has to be in quotes"},
		{"lines of YAML 1.1", "a: 1\u2028b: 2: 3\n", 1, "2: 3", "put quotes around it"},
		{"after a byte order mark", "\ufeffa: b: c\n", 1, "b: c", "put quotes around it"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			src := diag.NewSource("test.yaml", []byte(tt.yaml))
			_, ds := Parse(src)
			if len(ds) != 1 {
				t.Fatalf("%d diagnostics, want 1: %v", len(ds), ds)
			}
			checkSpans(t, ds, src)
			d := ds[0]
			if d.Span.Position().Line != tt.line || d.Span.Text() != tt.span {
				t.Errorf("line %d %.40q, want line %d %.40q", d.Span.Position().Line, d.Span.Text(), tt.line, tt.span)
			}
			if !strings.Contains(d.Message, tt.want) || d.Severity != diag.Error || d.Rule != RuleSyntax {
				t.Errorf("%s\nwant %q", d, tt.want)
			}
		})
	}
}

func TestSyntaxErrorsKeepTheLibrarysWords(t *testing.T) {
	t.Parallel()
	_, ds := Parse(diag.NewSource("test.yaml", []byte("k: v\na: b: c\n")))
	const want = `a colon with a space cannot stand in text without quotes: put quotes around it: "b: c" (yaml: mapping values are not allowed in this context)`
	if diff := cmp.Diff(want, ds[0].Message); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestSyntaxErrorsShowTheOtherEnd(t *testing.T) {
	t.Parallel()
	tests := []struct{ yaml, want string }{
		{"x: [\n  a\n  b: c,\n  d\n", "["},
		{"a: {b: [1}\n", "["},
		{"a: \"b\nc: 1\nd: \"e\"\n", `"b`},
	}
	for _, tt := range tests {
		_, ds := Parse(diag.NewSource("test.yaml", []byte(tt.yaml)))
		if len(ds) != 1 || len(ds[0].Related) != 1 || ds[0].Related[0].Span.Text() != tt.want {
			t.Errorf("%q: %+v, want a related place %q", tt.yaml, ds, tt.want)
		}
	}
}

// TestWithoutMarksTheLineHasToDo is what happens should the library change: never one line alone.
func TestWithoutMarksTheLineHasToDo(t *testing.T) {
	t.Parallel()
	src := diag.NewSource("test.yaml", []byte("a: 1\nb: [1,\nc: 2\n"))
	b := newBuilder(src, new(diag.List))
	tests := []struct{ err, span, message string }{
		{"yaml: line 2: did not find expected key", "b: [1,\nc: 2", "this is not valid YAML (yaml: did not find expected key)"},
		{"yaml: odd", "a: 1\nb: [1,", "this is not valid YAML (yaml: odd)"},
		{"yaml: line 99: odd", "", "this is not valid YAML (yaml: odd)"},
	}
	for _, tt := range tests {
		d := syntaxFault(b, errors.New(tt.err), marks{})
		if d.Span.Text() != tt.span || d.Message != tt.message {
			t.Errorf("%s: got %q %q", tt.err, d.Span.Text(), d.Message)
		}
	}
}

func TestAPanicOfTheLibraryIsAFaultOfTheInput(t *testing.T) {
	t.Parallel()
	src := diag.NewSource("test.yaml", []byte("a: 1\nb: 2\n"))
	d := syntaxFault(newBuilder(src, new(diag.List)), errors.New("yaml: panic: index out of range"), marks{problem: 7, ok: true})
	if d.Span.Text() != "b: 2" || !strings.HasPrefix(d.Message, "the YAML reader fails near here") {
		t.Errorf("%q %s", d.Span.Text(), d)
	}
}
