package report

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postback/internal/diag"
	"postback/internal/redact"
)

// at is the span of the first occurrence of text in the source.
func at(s *diag.Source, text string) diag.Span {
	start := strings.Index(s.Content(), text)
	return s.Span(start, start+len(text))
}

// excerpts writes one error at a span.
func excerpts(t *testing.T, style Style, span diag.Span) string {
	t.Helper()
	var list diag.List
	list.Errorf(span, "rule", "message")
	var out bytes.Buffer
	if err := Diagnostics(&out, list, style); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestCarets: the caret stands under the exact characters, whatever stands before them.
func TestCarets(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, content, marked string
		want                  []string
	}{
		{"plain", "pixels:\n  url: x?a=[Call:X]&b\n", "[Call:X]", []string{
			"f.yaml:2:12: error: message [rule]",
			"    2 |   url: x?a=[Call:X]&b",
			"      |            ^^^^^^^^",
		}},
		{"first character", "abc", "a", []string{"f.yaml:1:1: error: message [rule]", "    1 | abc", "      | ^"}},
		{"nothing", "abc\n", "", []string{"f.yaml:1:1: error: message [rule]", "    1 | abc", "      | ^"}},
		{"wide characters", "a: 東京 [X] é\n", "[X]", []string{"f.yaml:1:7: error: message [rule]", "    1 | a: 東京 [X] é", "      |         ^^^"}},
		{"wide characters marked", "a: [東京]\n", "[東京]", []string{"f.yaml:1:4: error: message [rule]", "    1 | a: [東京]", "      |    ^^^^^^"}},
		{"combining characters", "e\u0301e\u0301 X\n", "X", []string{"f.yaml:1:6: error: message [rule]", "    1 | e\u0301e\u0301 X", "      |    ^"}},
		{"tabs", "a:\t\tX\n", "X", []string{"f.yaml:1:5: error: message [rule]", "    1 | a:\t\tX", "      |   \t\t^"}},
		{"byte order mark", "\ufeffabc: X\n", "X", []string{"f.yaml:1:6: error: message [rule]", "    1 | abc: X", "      |      ^"}},
		{"byte order mark, first word", "\ufeffabc: X\n", "abc", []string{"f.yaml:1:1: error: message [rule]", "    1 | abc: X", "      | ^^^"}},
		{"byte order mark itself", "\ufeffabc\n", "\ufeff", []string{"f.yaml:1:1: error: message [rule]", "    1 | abc", "      | ^"}},
		{"end of line", "abc\r\ndef", "\r\n", []string{"f.yaml:1:4: error: message [rule]", "    1 | abc", "      |    ^"}},
		{"line with CR LF", "abc\r\nX\r\n", "X", []string{"f.yaml:2:1: error: message [rule]", "    2 | X", "      | ^"}},
		{"two lines", "a: >\n  one\n  two\n", "one\n  two", []string{
			"f.yaml:2:3: error: message [rule]", "    2 |   one", "      |   ^^^", "    3 |   two", "      |   ^^^",
		}},
		{"a line break at the end", "a: >\n  one\nb", "one\n", []string{"f.yaml:2:3: error: message [rule]", "    2 |   one", "      |   ^^^"}},
		{"an empty line within", "one\n\n  two\n", "one\n\n  two", []string{
			"f.yaml:1:1: error: message [rule]", "    1 | one", "      | ^^^", "    2 | ", "    3 |   two", "      |   ^^^",
		}},
		{"many lines", "1\n2\n3\n4\n5\n6\n", "2\n3\n4\n5\n6", []string{
			"f.yaml:2:1: error: message [rule]", "    2 | 2", "      | ^", "    3 | 3", "      | ^", "    4 | 4", "      | ^", "    5 | 5", "      | ^",
			"    … | (up to line 6)",
		}},
		{"a secret before", "k: plain-k3y [X]\n", "[X]", []string{"f.yaml:1:14: error: message [rule]", "    1 | k: *** [X]", "      |        ^^^"}},
		{"a secret marked", "k: plain-k3y [X]\n", "plain-k3y", []string{"f.yaml:1:4: error: message [rule]", "    1 | k: *** [X]", "      |    ^^^"}},
		{"a secret around", "k: plain-k3y [X]\n", "n-k", []string{"f.yaml:1:8: error: message [rule]", "    1 | k: *** [X]", "      |    ^^^"}},
		{"behind what begins a secret", "Authorization: Bearer ${env:K}\n", "${env:K}", []string{"f.yaml:1:23: error: message [rule]", "    1 | Authorization: Bearer ${env:K}", "      |                       ^^^^^^^^"}},
		{"a secret behind a scheme", "Authorization: Bearer abcdef\n", "abcdef", []string{"f.yaml:1:23: error: message [rule]", "    1 | Authorization: Bearer ***", "      |                       ^^^"}},
		{"between secrets", "plain-k3y [X] plain-k3y [X]\n", "[X]", []string{"f.yaml:1:11: error: message [rule]", "    1 | *** [X] *** [X]", "      |     ^^^"}},
		{"a secret in quotes", `X-Api-Key: "abcdef" # why`, "abcdef", []string{"f.yaml:1:13: error: message [rule]", "    1 | X-Api-Key: ***", "      |            ^^^"}},
		{"a number as a secret", `{"token": 123456, "x": "[X]"}`, "[X]", []string{"f.yaml:1:25: error: message [rule]", `    1 | {"token": "***", "x": "[X]"}`, "      |                        ^^^"}},
		{"from within a secret", "k: plain-k3y [X]\n", "k3y [X]", []string{"f.yaml:1:10: error: message [rule]", "    1 | k: *** [X]", "      |    ^^^^^^^"}},
		{"a secret by its name", "url: x?api_key=abc&y=[X]\n", "[X]", []string{"f.yaml:1:22: error: message [rule]", "    1 | url: x?api_key=***&y=[X]", "      |                      ^^^"}},
		{"control characters", "a: \x1b[31m [X]\n", "[X]", []string{"f.yaml:1:10: error: message [rule]", "    1 | a: ·[31m [X]", "      |          ^^^"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			span := at(diag.NewSource("f.yaml", []byte(tt.content)), tt.marked)
			got := excerpts(t, plain(redact.New(redact.Secret{Name: "env:K", Value: "plain-k3y"})), span)
			if diff := cmp.Diff(strings.Join(tt.want, "\n")+"\n", got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestCaretsOnTerminal: a line that is wider than the terminal is cut around what is meant.
func TestCaretsOnTerminal(t *testing.T) {
	t.Parallel()
	content := "    url: https://api.example/v1/ev?one=1&two=東京&three=[Call:InboundCallID]&four=4&five=5&six=6&seven=7\n"
	span := at(diag.NewSource("f.yaml", []byte(content)), "[Call:InboundCallID]")
	style := plain(redact.New())
	for _, width := range []int{20, 48, 60, 80, 100, 120, 200} {
		style.Width = width
		out := excerpts(t, style, span)
		lines := strings.Split(out, "\n")
		for !strings.Contains(lines[0], " | ") { // the message, which has several lines on a narrow terminal
			lines = lines[1:]
		}
		source, carets := lines[0], lines[1]
		from := strings.Index(carets, "^")
		under := cut(source, cells(carets[:from]), strings.Count(carets, "^"))
		if width >= 60 && under != "[Call:InboundCallID]" {
			t.Errorf("width %d: the carets are under %q:\n%s", width, under, out)
		}
		if width > 48 && (cells(source) > width || cells(carets) > width) {
			t.Errorf("width %d:\n%s", width, out)
		}
	}
}

// TestMessagesOnTerminal: a message goes on below its first line, broken between words.
func TestMessagesOnTerminal(t *testing.T) {
	t.Parallel()
	span := at(diag.NewSource("pixels.yaml", []byte("a: b\n")), "b")
	list := diag.List{{Severity: diag.Error, Rule: "some-rule", Message: "a message of a few words that is long", Span: span}}
	tests := map[int][]string{
		0:  {"pixels.yaml:1:4: error: a message of a few words that is long [some-rule]"},
		73: {"pixels.yaml:1:4: error: a message of a few words that is long [some-rule]"},
		50: {"pixels.yaml:1:4: error: a message of a few words", "  that is long [some-rule]"},
		40: {"pixels.yaml:1:4: error: a message of a", "  few words that is long [some-rule]"},
		30: {"pixels.yaml:1:4: error:", "  a message of a few words", "  that is long [some-rule]"},
	}
	for width, want := range tests {
		for _, colored := range []bool{false, true} {
			var out bytes.Buffer
			if err := Diagnostics(&out, list, Style{Palette: NewPalette(colored), Hide: redact.New(), Width: width}); err != nil {
				t.Fatal(err)
			}
			got := strings.Split(uncoloured(out.String()), "\n")
			if diff := cmp.Diff(want, got[:len(got)-3]); diff != "" {
				t.Errorf("width %d, colour %t (-want +got):\n%s", width, colored, diff)
			}
		}
	}
}

// cut is the part of s from a cell on that is so many cells wide.
func cut(s string, from, width int) string {
	var b strings.Builder
	at := 0
	for _, r := range s {
		if at >= from && at < from+width {
			b.WriteRune(r)
		}
		at += runeCells(r)
	}
	return b.String()
}

// TestDiagnostics: severities, related places, findings without a place, and colour.
func TestDiagnostics(t *testing.T) {
	t.Parallel()
	a, b := diag.NewSource("a.yaml", []byte("name: P\n")), diag.NewSource("b.yaml", []byte("name: P\n"))
	list := diag.List{
		{Severity: diag.Error, Rule: "duplicate-name", Message: "twice", Span: at(b, "P"), Related: []diag.Related{{Span: at(a, "P"), Message: "here plain-k3y"}, {Message: "nowhere"}}},
		{Severity: diag.Warning, Rule: "w", Message: "plain-k3y leaks", Span: at(a, "name")},
		{Severity: diag.Note, Message: "no place and no rule"},
	}
	hide := redact.New(redact.Secret{Name: "env:K", Value: "plain-k3y"})
	var out, coloured bytes.Buffer
	if err := errors.Join(Diagnostics(&out, list, plain(hide)), Diagnostics(&coloured, list, Style{Palette: NewPalette(true), Hide: hide})); err != nil {
		t.Fatal(err)
	}
	goldenFile(t, "diagnostics", out.String())
	goldenFile(t, "diagnostics-colour", coloured.String())
	if diff := cmp.Diff(out.String(), uncoloured(coloured.String())); diff != "" {
		t.Errorf("(-plain +coloured):\n%s", diff)
	}
	if err := Diagnostics(&full{10}, list, plain(hide)); !errors.Is(err, errFull) {
		t.Errorf("a full disk gives %v", err)
	}
}

// TestVeryLongLines: where no terminal bounds it, a line is still cut around what is meant.
func TestVeryLongLines(t *testing.T) {
	t.Parallel()
	filling := strings.Repeat("é", longest)
	src := diag.NewSource("f.yaml", []byte(filling+"[X]"+filling))
	lines := strings.Split(excerpts(t, plain(redact.New()), at(src, "[X]")), "\n")
	half := strings.Repeat("é", longest/len("é"))
	want := []string{
		"f.yaml:1:4097: error: message [rule]",
		"    1 | …" + half + "[X]" + half + "…",
		"      | " + strings.Repeat(" ", 1+longest/len("é")) + "^^^",
		"",
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
