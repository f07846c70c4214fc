package catalog

import (
	"testing"

	"pgregory.net/rapid"
)

func TestNearest(t *testing.T) {
	t.Parallel()
	cases := []struct {
		word       string
		candidates []string
		want       string // "" when none is near
	}{
		{"First name", []string{"Last Name", "First Name"}, "First Name"},
		{"firstname", []string{"First Name"}, "First Name"},
		{"zip-code", []string{"Zip 5", "ZipCode"}, "ZipCode"},
		{"Number NoPlus", []string{"Number", "Number-NoPlus"}, "Number-NoPlus"},
		{"InboundCallld", []string{"InboundCallId"}, "InboundCallId"},
		{"RecordngUrll", []string{"RecordingUrl"}, "RecordingUrl"},
		{"gclid", []string{"gclid"}, ""},
		{"Id", []string{"Age"}, ""},
		{"Age", []string{"Aging"}, ""},
		{"Name", []string{"Names", "Game"}, "Names"},
		{"über", []string{"Über "}, "Über "},
		{"Company", nil, ""},
		{"Company", []string{"Campaign"}, ""},
	}
	for _, c := range cases {
		got, ok := Nearest(c.word, c.candidates)
		if got != c.want || ok != (c.want != "") {
			t.Errorf("Nearest(%q, %q) = %q, %v; want %q", c.word, c.candidates, got, ok, c.want)
		}
	}
}

// slowDistance is the definition of the edit distance, without a table.
func slowDistance(a, b []rune) int {
	switch {
	case len(a) == 0:
		return len(b)
	case len(b) == 0:
		return len(a)
	case a[0] == b[0]:
		return slowDistance(a[1:], b[1:])
	}
	return 1 + min(slowDistance(a[1:], b), slowDistance(a, b[1:]), slowDistance(a[1:], b[1:]))
}

func TestDistanceAgreesWithItsDefinition(t *testing.T) {
	t.Parallel()
	word := rapid.StringMatching(`[abü]{0,6}`)
	rapid.Check(t, func(t *rapid.T) {
		a, b := word.Draw(t, "a"), word.Draw(t, "b")
		limit := rapid.IntRange(0, 8).Draw(t, "limit")
		want := min(slowDistance([]rune(a), []rune(b)), limit)
		if got := distance(a, b, limit); got != want {
			t.Fatalf("distance(%q, %q, %d) = %d, want %d", a, b, limit, got, want)
		}
	})
}
