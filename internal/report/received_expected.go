package report

import (
	"fmt"
	"strings"

	"postback/internal/listen"
	"postback/internal/redact"
)

// maxListed is how many requests a list names at the end of a run.
const maxListed = 50

// comparison writes how a request compares with what is expected.
func (t *receivedText) comparison(c *listen.Comparison) {
	if c == nil {
		return
	}
	palette := t.style.Palette
	switch c.Result {
	case listen.Matched:
		t.linef("  %s", palette.Good("as expected: "+t.visible(c.Expected.Name)))
	case listen.Repeated:
		t.linef("  %s", palette.Bad("repeated: "+t.visible(c.Expected.Name)))
	case listen.Different:
		t.linef("  %s", palette.Bad("differs from "+t.visible(c.Expected.Name)))
		t.differences(c.Differences)
	default:
		t.linef("  %s", palette.Bad("unexpected"))
	}
}

func (t *receivedText) differences(list []listen.Difference) {
	for _, d := range list {
		t.linef("    %s", t.style.Palette.Caution(differenceText(t.style.Hide, &d)))
	}
}

// differenceText is a difference in one line: "query city: expected Reno, not Rino".
func differenceText(hide *redact.Redactor, d *listen.Difference) string {
	what := d.Place
	if d.Name != "" {
		what += " " + oneLine(d.Name)
	}
	want, got := differenceValues(hide, d, d.Want), differenceValues(hide, d, d.Got)
	switch {
	case want == got:
		return what + ": it differs, and both values are hidden"
	case len(d.Got) == 0:
		return fmt.Sprintf("%s: expected %s, and it is not there", what, want)
	case len(d.Want) == 0:
		return fmt.Sprintf("%s: nothing is expected, and it has %s", what, got)
	}
	return fmt.Sprintf("%s: expected %s, not %s", what, want, got)
}

func differenceValues(hide *redact.Redactor, d *listen.Difference, values []string) string {
	var shown []string
	for _, value := range values {
		value = oneLine(hideParameter(hide, d.Name, value))
		if value == "" {
			value = "(empty)"
		}
		shown = append(shown, value)
	}
	return strings.Join(shown, " and ")
}

// Expected writes what did not come as it was expected to.
func (t *receivedText) Expected(standing *listen.Standing) error {
	t.linef("%s", expectedSummary(standing))
	for i := range standing.Different[:min(len(standing.Different), maxListed)] {
		c := &standing.Different[i]
		t.linef("  %s", t.style.Palette.Bad("differs: "+t.visible(c.Expected.Name)))
		t.differences(c.Differences)
	}
	for _, e := range standing.Missing[:min(len(standing.Missing), maxListed)] {
		t.linef("  %s", t.style.Palette.Bad("missing: "+t.visible(e.Name)))
	}
	if more := max(len(standing.Different)-maxListed, 0) + max(len(standing.Missing)-maxListed, 0); more > 0 {
		t.linef("  and %d more", more)
	}
	return t.flush()
}

// expectedSummary is a standing in one line: "6 expected: 4 arrived, 1 differs, 1 missing · 2 unexpected".
func expectedSummary(standing *listen.Standing) string {
	parts := []string{fmt.Sprintf("%d arrived", standing.Matched)}
	for _, part := range []struct {
		n    int
		word string
	}{{len(standing.Different), "different"}, {len(standing.Missing), "missing"}} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, part.word))
		}
	}
	summary := fmt.Sprintf("%d expected: %s", standing.Expected, strings.Join(parts, ", "))
	if standing.Repeated > 0 {
		summary += fmt.Sprintf(" · %d repeated", standing.Repeated)
	}
	if standing.Unexpected > 0 {
		summary += fmt.Sprintf(" · %d unexpected", standing.Unexpected)
	}
	return summary
}
