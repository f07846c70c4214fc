package template

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// lexed is an item as the rows of the table write it.
type lexed struct {
	Kind itemKind
	Text string
}

func text(s string) lexed     { return lexed{itemText, s} }
func bracket(s string) lexed  { return lexed{itemBracket, s} }
func variable(s string) lexed { return lexed{itemVariable, s} }
func unclosed() lexed         { return lexed{itemUnclosedBracket, "["} }
func opening() lexed          { return lexed{itemOpen, "[["} }
func closing() lexed          { return lexed{itemClose, "]]"} }
func lost(s string) lexed     { return lexed{itemUnclosedVariable, s} }

func TestLex(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, input string
		want        []lexed
	}{
		{"nothing", "", nil},
		{"text", "a b", []lexed{text("a b")}},
		{"token", "[Call:X]", []lexed{bracket("[Call:X]")}},
		{"token in text", "a[Call:X]b", []lexed{text("a"), bracket("[Call:X]"), text("b")}},
		{"back to back", "[a:b][c:d]", []lexed{bracket("[a:b]"), bracket("[c:d]")}},
		{"double brackets", "[[1,2]]", []lexed{opening(), text("1,2"), closing()}},
		{"nested double brackets", "[[[[1]],[[2]]]]", []lexed{opening(), opening(), text("1"), closing(), text(","), opening(), text("2"), closing(), closing()}},
		{"token in double brackets", "[[[Call:X]]]", []lexed{opening(), bracket("[Call:X]"), closing()}},
		{"token after double bracket", "[[[Call:X], 1]]", []lexed{opening(), bracket("[Call:X]"), text(", 1"), closing()}},
		{"token before double bracket", "[[1, [Call:X]]]", []lexed{opening(), text("1, "), bracket("[Call:X]"), closing()}},
		{"lone ]", "a]b", []lexed{text("a"), text("]b")}},
		{"three closing", "]]]", []lexed{closing(), text("]")}},
		{"token and lone ]", "[a:b]]]]", []lexed{bracket("[a:b]"), closing(), text("]")}},
		{"escaped token is text", "[[Call:X]]", []lexed{opening(), text("Call:X"), closing()}},
		{"list", "[1,2]", []lexed{bracket("[1,2]")}},
		{"empty bracket", "[]", []lexed{bracket("[]")}},
		{"bracket ends at the first ]", `[{"id":"[Call:X]"}]`, []lexed{bracket(`[{"id":"[Call:X]`), text(`"}`), text("]")}},
		{"no ] at all", "a[b", []lexed{text("a"), unclosed(), text("b")}},
		{"[ at the end", "a[", []lexed{text("a"), unclosed()}},
		{"[ at the end, behind a token", "[a:b][", []lexed{bracket("[a:b]"), unclosed()}},
		{"token without ]", "[Call:X", []lexed{unclosed(), text("Call:X")}},
		{"token before another", "x=[Call:X&y=[Call:Y]", []lexed{text("x="), unclosed(), text("Call:X&y="), bracket("[Call:Y]")}},
		{"token before double bracket, unclosed", "[Call:X [[1]]", []lexed{unclosed(), text("Call:X "), opening(), text("1"), closing()}},
		{"three unclosed", "[a:[a:[a:]", []lexed{unclosed(), text("a:"), unclosed(), text("a:"), bracket("[a:]")}},
		{"variable", "${env:A}", []lexed{variable("${env:A}")}},
		{"variable in text", "a${file:/run/k.txt}b", []lexed{text("a"), variable("${file:/run/k.txt}"), text("b")}},
		{"variable without name", "${env:}", []lexed{variable("${env:}")}},
		{"other dollars", "$ $$ ${x} ${ENV:A}", []lexed{text("$ "), text("$"), text("$ "), text("${x} "), text("${ENV:A}")}},
		{"dollar before variable", "$${env:A}", []lexed{text("$"), variable("${env:A}")}},
		{"unclosed variable", "${env:A", []lexed{lost("${env:"), text("A")}},
		{"unclosed file", "${file:/a", []lexed{lost("${file:"), text("/a")}},
		{"unclosed variable before a token", "${env:A/[a:b]", []lexed{lost("${env:"), text("A/"), bracket("[a:b]")}},
		{"unclosed variable before a token and a brace", "${env:A[a:b]}", []lexed{lost("${env:"), text("A"), bracket("[a:b]"), text("}")}},
		{"unclosed variable before another", "${env:A${file:B}", []lexed{lost("${env:"), text("A"), variable("${file:B}")}},
		{"unclosed variable in a JSON string", `"${env:A"}`, []lexed{text(`"`), lost("${env:"), text(`A"}`)}},
		{"unclosed variable on its line", "${env:A\n}", []lexed{lost("${env:"), text("A\n}")}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, lexAll(tt.input)); diff != "" {
				t.Errorf("items of %q (-want +got):\n%s", tt.input, diff)
			}
		})
	}
}

func lexAll(input string) (items []lexed) {
	lex := newLexer(input)
	for it, ok := lex.next(); ok; it, ok = lex.next() {
		items = append(items, lexed{it.kind, input[it.start:it.end]})
	}
	return items
}

// TestLexLongInput: what is opened over and over and never closed is lexed to its end.
func TestLexLongInput(t *testing.T) {
	t.Parallel()
	const n = 1 << 14
	for unit, want := range map[string]int{"[a": 2 * n, "[a:": 2 * n, "[[a:[": 3 * n, "${env:": n, "]]": n, "[a:b]": n} {
		if got := len(lexAll(strings.Repeat(unit, n))); got != want {
			t.Errorf("%q repeated %d times gives %d items, want %d", unit, n, got, want)
		}
	}
}
