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

// TestEndpointsAreThoseOfTheParsedURL holds the quick way to cut a URL against net/url.
func TestEndpointsAreThoseOfTheParsedURL(t *testing.T) {
	t.Parallel()
	pieces := rapid.SliceOf(rapid.SampledFrom([]string{"a", "b.c", "/", "?", "#", ":", "80", "@", "%41", "%", "=", "&", " ", "é", "//", "[::1]", "~", "\x7f"}))
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SampledFrom([]string{"https://", "http://", "HTTP://", "ftp://", "", "http:"}).Draw(t, "scheme")
		for _, piece := range pieces.Draw(t, "rest") {
			text += piece
		}
		got, ok := endpointAt(text)
		u, err := url.Parse(text)
		if ok != (err == nil) {
			t.Fatalf("%q is an endpoint: %v; net/url says %v", text, ok, err)
		}
		if !ok {
			return
		}
		want := endpointOf(u)
		value, there := got.Query("a")
		wantValue, wantThere := want.Query("a")
		if got.Host != want.Host || got.Path != want.Path || value != wantValue || there != wantThere {
			t.Fatalf("%q: %q %q %q, want %q %q %q", text, got.Host, got.Path, value, want.Host, want.Path, wantValue)
		}
	})
}
