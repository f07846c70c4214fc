package receiver

import (
	"fmt"
	"net/url"
	"strings"
	"sync"
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
			value, there := parameter([]byte(query), name)
			if value != parsed.Get(name) || there != parsed.Has(name) {
				t.Fatalf("%q in %q is %q %v, want %q %v", name, query, value, there, parsed.Get(name), parsed.Has(name))
			}
		}
	})
}

// TestRecognisesWhatTheParsedURLIs holds the quick way to cut a URL, and what is remembered of its place,
// against net/url. A request with a control character is never sent, so there are none.
func TestRecognisesWhatTheParsedURLIs(t *testing.T) {
	t.Parallel()
	table := new(Table) // one for all, so that it remembers
	table.Add(&Receiver{Name: "mine", Address: Address{Path: "*/p.ashx", Query: map[string]string{"a": "b"}}})
	table.Add(&Receiver{Name: "heavier", Address: Address{Hosts: []string{"b.c"}, Path: "*/p.ashx"}})
	pieces := rapid.SliceOf(rapid.SampledFrom([]string{
		"a", "b.c", "B.C", "/", "?", "#", ":", "80", "@", "%41", "%", "=", "&", " ", "é", "//", "[::1]", "~",
		"/p.ashx", "a=b", "nid=1", "transaction_id=2", "api-events.eventstracker.io/v1/ev", "tp=ringba",
	}))
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SampledFrom([]string{"https://", "http://", "HTTP://", "ftp://", "", "http:"}).Draw(t, "scheme")
		for _, piece := range pieces.Draw(t, "rest") {
			text += piece
		}
		var want *Receiver
		if u, err := url.Parse(text); err == nil {
			want, _ = new(Table).Match(Endpoint{Host: u.Host, Path: u.EscapedPath(), Query: func(name string) (string, bool) {
				return u.Query().Get(name), u.Query().Has(name)
			}})
			if own, ok := matchOwn(table.own, u); ok {
				want = own
			}
		}
		for range 2 { // the second time the place is known
			if got, _ := table.recognise([]byte(text)); got != want {
				t.Fatalf("%q leads to %v, want %v", text, got, want)
			}
		}
	})
}

// matchOwn is the slow way to find the heaviest of the receivers that a URL leads to.
func matchOwn(own []*Receiver, u *url.URL) (best *Receiver, ok bool) {
	for _, r := range own {
		fits := strings.HasSuffix(strings.ToLower(u.EscapedPath()), "/p.ashx")
		for name, value := range r.Query {
			fits = fits && u.Query().Get(name) == value
		}
		if len(r.Hosts) > 0 {
			fits = fits && HostName(u.Host) == r.Hosts[0]
		}
		if fits && (best == nil || r.weight() > best.weight()) {
			best = r
		}
	}
	return best, best != nil
}

// TestPlacesAreBounded: a path with a token in it does not fill the memory.
func TestPlacesAreBounded(t *testing.T) {
	t.Parallel()
	table := new(Table)
	var lookers sync.WaitGroup
	for range 4 {
		lookers.Go(func() {
			for i := range 2 * maxPlaces {
				if r, _ := table.recognise(fmt.Appendf(nil, "https://x.test/%d/p.ashx", i)); r == nil || r.Name != "cake" {
					t.Errorf("place %d is of %v", i, r)
				}
			}
		})
	}
	lookers.Wait()
	if n := len(*table.places.known.Load()); n != maxPlaces {
		t.Errorf("%d places are remembered", n)
	}
}
