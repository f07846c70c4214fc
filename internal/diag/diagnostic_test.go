package diag

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestSeverities(t *testing.T) {
	t.Parallel()
	tests := map[Severity]string{Error: "error", Warning: "warning", Note: "note", 0: "severity(0)", 9: "severity(9)"}
	for severity, want := range tests {
		if got := severity.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestDiagnosticAsText(t *testing.T) {
	t.Parallel()
	s := NewSource("a.yaml", []byte("x: é y\n"))
	tests := []struct {
		d    Diagnostic
		want string
	}{
		{Diagnostic{Severity: Error, Rule: "r", Message: "m", Span: s.Span(6, 7)}, "a.yaml:1:6: error: m [r]"},
		{Diagnostic{Severity: Note, Message: "m", Span: s.Span(0, 1)}, "a.yaml:1:1: note: m"},
		{Diagnostic{Severity: Warning, Rule: "r", Message: "m"}, "warning: m [r]"},
	}
	for _, tt := range tests {
		if got := tt.d.String(); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

func TestListCounts(t *testing.T) {
	t.Parallel()
	var l List
	if l.HasErrors() || l.Err() != nil {
		t.Error("an empty list has errors")
	}
	l.Warnf(Span{}, "w", "a %s", "b")
	if l.HasErrors() || l.Err() != nil {
		t.Error("a warning is an error")
	}
	l.Errorf(Span{}, "e", "c %d", 1)
	l.Errorf(Span{}, "e", "c %d", 2)
	l.Add(Diagnostic{Severity: Note, Message: "n"})
	if !l.HasErrors() || l.Count(Error) != 2 || l.Count(Warning) != 1 || l.Count(Note) != 1 {
		t.Errorf("%v", l)
	}
	if got, want := l.Err().Error(), "error: c 1 [e]\nerror: c 2 [e]"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestListSorts(t *testing.T) {
	t.Parallel()
	a, b := NewSource("a", []byte("0123456789")), NewSource("b", []byte("0123456789"))
	want := List{
		{Severity: Note, Message: "nowhere"},
		{Severity: Error, Span: a.Span(1, 2), Rule: "r", Message: "m"},
		{Severity: Error, Span: a.Span(1, 3), Rule: "r", Message: "m"},
		{Severity: Error, Span: a.Span(2, 3), Rule: "r", Message: "m"},
		{Severity: Warning, Span: a.Span(2, 3), Rule: "a", Message: "m"},
		{Severity: Warning, Span: a.Span(2, 3), Rule: "r", Message: "l"},
		{Severity: Warning, Span: a.Span(2, 3), Rule: "r", Message: "m"},
		{Severity: Error, Span: b.Span(0, 1), Rule: "r", Message: "m"},
	}
	var got List
	for i := range want {
		got = append(got, want[len(want)-1-i], want[(i*3)%len(want)]) // each at least once, some twice
	}
	got.Sort()
	if diff := cmp.Diff(want, got, cmpopts.EquateComparable(Span{})); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestApply: edits change what they span and nothing else, in whatever order they come.
func TestApply(t *testing.T) {
	t.Parallel()
	src := NewSource("f", []byte("0123456789"))
	edits := []Edit{
		{src.Span(8, 10), ""}, {src.Span(2, 4), "ab"}, {src.Span(4, 4), "-"}, {src.Span(2, 2), "+"}, {src.Span(2, 2), "*"}, {src.Span(0, 1), "zero"},
	}
	if got := Apply(src.Content(), edits); got != "zero1+*ab-4567" {
		t.Errorf("got %q", got)
	}
	if got := Apply(src.Content(), nil); got != src.Content() {
		t.Errorf("without edits %q", got)
	}
}
