package receiver

import (
	"net/url"
	"testing"

	"pgregory.net/rapid"
)

// TestParameterIsThatOfTheParsedQuery holds the look at a raw query against the map of net/url.
func TestParameterIsThatOfTheParsedQuery(t *testing.T) {
	t.Parallel()
	pieces := rapid.SliceOf(rapid.SampledFrom([]string{"a", "b", "=", "&", "%61", "+", "%", ";", "%3D", "é"}))
	rapid.Check(t, func(t *rapid.T) {
		query := ""
		for _, piece := range pieces.Draw(t, "query") {
			query += piece
		}
		parsed, _ := url.ParseQuery(query) // it keeps what it can read
		for _, name := range []string{"a", "b", "ab", "", " ", "a=", "é"} {
			value, there := parameter(query, name)
			if value != parsed.Get(name) || there != parsed.Has(name) {
				t.Fatalf("%q in %q is %q %v, want %q %v", name, query, value, there, parsed.Get(name), parsed.Has(name))
			}
		}
	})
}
