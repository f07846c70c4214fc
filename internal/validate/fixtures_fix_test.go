package validate_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"postback/internal/diag"
	"postback/internal/validate"
)

// Corrections change nothing but what they say they change, and after them there is nothing left to
// correct.
func TestFixturesCorrected(t *testing.T) {
	t.Parallel()
	for _, path := range glob(t, "testdata/*/wrong.yaml") {
		t.Run(filepath.Base(filepath.Dir(path)), func(t *testing.T) {
			t.Parallel()
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			text := string(content)
			for range 10 { // corrections that overlap are made one after the other
				found := checkText(t, text)
				fixed := validate.Fix(found)
				if len(fixed) == 0 {
					return
				}
				checkOnlyEdits(t, text, fixed[0].Content, found)
				checkLoads(t, fixed[0].Content, found)
				text = fixed[0].Content
			}
			t.Errorf("the corrections come to no end:\n%s", text)
		})
	}
}

// checkOnlyEdits wants everything outside of all edits of a text in the corrected one, in the same
// order, and nothing of a comment in an edit.
func checkOnlyEdits(t *testing.T, before, after string, found diag.List) {
	t.Helper()
	var pattern strings.Builder
	at := 0
	for _, e := range editsOf(found) {
		if strings.Contains(e.Span.Text(), " #") && !strings.Contains(e.Text, " #") {
			t.Errorf("a correction takes a comment along: %q", e.Span.Text())
		}
		if e.Span.Start > at {
			pattern.WriteString(regexp.QuoteMeta(before[at:e.Span.Start]))
		}
		pattern.WriteString("(?s:.{0,80}?)")
		at = max(at, e.Span.End)
	}
	pattern.WriteString(regexp.QuoteMeta(before[at:]))
	if !regexp.MustCompile("^" + pattern.String() + "$").MatchString(after) {
		t.Errorf("a correction changes more than it says:\n%s", after)
	}
}

func editsOf(found diag.List) []diag.Edit {
	var edits []diag.Edit
	for _, d := range found {
		if d.Fix != nil {
			edits = append(edits, d.Fix.Edits...)
		}
	}
	slices.SortStableFunc(edits, func(a, b diag.Edit) int { return a.Span.Start - b.Span.Start })
	return edits
}

// checkLoads wants the corrected text to be read without any fault that it did not have.
func checkLoads(t *testing.T, corrected string, before diag.List) {
	t.Helper()
	had := map[string]bool{}
	for _, d := range before {
		had[d.Rule] = true
	}
	_, loaded := load(t, corrected)
	for _, d := range loaded {
		if d.Severity == diag.Error && !had[d.Rule] {
			t.Errorf("the corrected text does not load: %s\n%s", d, corrected)
		}
	}
}
