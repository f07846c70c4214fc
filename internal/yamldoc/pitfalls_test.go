package yamldoc

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"postback/internal/diag"
)

// apply carries out the one edit of a fix.
func apply(t *testing.T, d diag.Diagnostic) string {
	t.Helper()
	if len(d.Fix.Edits) != 1 {
		t.Fatalf("%d edits, want 1", len(d.Fix.Edits))
	}
	e := d.Fix.Edits[0]
	content := e.Span.Source.Content()
	return content[:e.Span.Start] + e.Text + content[e.Span.End:]
}

// TestPitfalls says what is told about values that YAML reads differently from their writer, and
// what the file looks like when the advice is taken.
func TestPitfalls(t *testing.T) {
	t.Parallel()
	const cut = "from # on this is a comment and no part of the value; put a space behind # if that is meant, or quotes around the whole"
	tests := []struct {
		name, yaml string
		rule       string
		severity   diag.Severity
		span       string
		message    string
		fixed      string // "" when there is no fix
	}{
		{"token", "k: [Call:X]\n", RuleUnquotedToken, diag.Error, "[Call:X]", `this is read as a YAML list; put quotes around it: "[Call:X]"`, "k: \"[Call:X]\"\n"},
		{"token in braces", "{k: [a:b|c:d], l: x}", RuleUnquotedToken, diag.Error, "[a:b|c:d]", `this is read as a YAML list; put quotes around it: "[a:b|c:d]"`, `{k: "[a:b|c:d]", l: x}`},
		{"macro", "k: {x} # c\n", RuleUnquotedToken, diag.Error, "{x}", `this is read as a YAML mapping; put quotes around it: "{x}"`, "k: \"{x}\" # c\n"},
		{"double macro", "k: {{x}}", RuleUnquotedToken, diag.Error, "{{x}}", `this is read as a YAML mapping; put quotes around it: "{{x}}"`, `k: "{{x}}"`},
		{"JSON", `k: {"a": "it's"}`, RuleUnquotedToken, diag.Error, `{"a": "it's"}`, `this is read as a YAML mapping; put quotes around it: '{"a": "it''s"}'`, `k: '{"a": "it''s"}'`},
		{"JSON over lines", "k: {\n \"a\": 1 }", RuleUnquotedToken, diag.Error, "{\n \"a\": 1 }", "this is read as a YAML mapping; put a | behind the key and the text on the lines below, indented", ""},
		{"fragment", "k: https://x/a #frag\n", RuleCommentCuts, diag.Warning, "#frag", cut + `: "https://x/a #frag"`, "k: \"https://x/a #frag\"\n"},
		{"fragment in CR LF", "k: https://x/\"a\"  #frag\r\n", RuleCommentCuts, diag.Warning, "#frag", cut + `: 'https://x/"a"  #frag'`, "k: 'https://x/\"a\"  #frag'\r\n"},
		{"comment of several words", "k: x #old one\n", RuleCommentCuts, diag.Warning, "#old one", cut, ""},
		{"fragment behind lines", "k: x\n  y #z\n", RuleCommentCuts, diag.Warning, "#z", cut, ""},
		{"value that is a comment", "k: #1 offer\n", RuleMissingValue, diag.Error, "#1 offer", `k has no value: from # on this is a comment; put quotes around it: "#1 offer"`, "k: \"#1 offer\"\n"},
		{"missing value before a comment", "k: # later\n", RuleMissingValue, diag.Error, "", "k has no value: expected text", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o, ds := object(t, tt.yaml)
			o.Text("k")
			if len(*ds) != 1 {
				t.Fatalf("%v, want one diagnostic", *ds)
			}
			d := (*ds)[0]
			fixed := ""
			if d.Fix != nil {
				fixed = apply(t, d)
				checkFixes(t, *ds)
			}
			want := []any{tt.rule, tt.severity, tt.span, tt.message, tt.fixed}
			if diff := cmp.Diff(want, []any{d.Rule, d.Severity, d.Span.Text(), d.Message, fixed}); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestCommentsThatAreMeant(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"k: https://x/a # frag", "k: x #", "k: x #---- y", "k: 'x' #y", "k: \"x\" #y", "k: |  #y\n  x\n", "k: https://x/a#frag", "k: x ## y",
	} {
		o, ds := object(t, text)
		if _, ok := o.Text("k"); !ok || len(*ds) > 0 {
			t.Errorf("%q: %v", text, *ds)
		}
	}
}

func TestBooleansAreCorrected(t *testing.T) {
	t.Parallel()
	tests := map[string]string{"k: yes # c": "k: true # c", "k: 'False'": "k: false", "k: Off": "k: false", "k: ON": "k: true"}
	for text, want := range tests {
		o, ds := object(t, text)
		o.Bool("k", false)
		if got := apply(t, (*ds)[0]); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
