package report

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"postback/internal/redact"
)

// TestMarkedPartsMakeUpTheLine: whatever is hidden, what stands before, in and behind the place that
// is meant is the line as it is shown, and a place with nothing hidden in or before it does not move.
func TestMarkedPartsMakeUpTheLine(t *testing.T) {
	t.Parallel()
	hide := redact.New(redact.Secret{Name: "env:K", Value: "plain-k3y"}, redact.Secret{Name: "env:S", Value: "st*rs***"})
	words := []string{"plain-k3y", "st*rs***", "***", `"`, "token=", "abc", "&", " ", `"token": `, "123", "Authorization: Bearer ", "[X]", "{", "}", ","}
	rapid.Check(t, func(t *rapid.T) {
		line := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 12).Draw(t, "line"), "")
		from := rapid.IntRange(0, len(line)).Draw(t, "from")
		to := rapid.IntRange(from, len(line)).Draw(t, "to")
		shown := hide.String(line)
		c := &carets{hide: hide}
		c.mask(line, 0, 0) // the second time it is remembered
		m := c.mask(line, from, to)
		if got := m.before + m.meant + m.after; got != visible(shown) {
			t.Fatalf("%q, shown as %q, is made up of %q, %q and %q", line, shown, m.before, m.meant, m.after)
		}
		if strings.HasPrefix(shown, line[:to]) && !strings.Contains(line, "*") && m.meant != visible(line[from:to]) {
			t.Fatalf("%q is meant of %q, and %q is shown", line[from:to], line, m.meant)
		}
	})
}
