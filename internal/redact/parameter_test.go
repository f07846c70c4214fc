package redact

import (
	"strings"
	"testing"
)

// endsInHost reports whether a URL begins in the piece and the host of it does not end there.
func endsInHost(piece string) bool {
	for _, begin := range []string{"://", `:\/\/`} {
		if i := strings.LastIndex(piece, begin); i >= 0 && !strings.ContainsAny(piece[i+len(begin):], "/?#") {
			return true
		}
	}
	return false
}

// FuzzByParameter: where a redactor says so, the parameters of a URL may be hidden one by one.
func FuzzByParameter(f *testing.F) {
	f.Add(plainKey, "https://h.example/?a=1&token=x&k="+plainKey+"&"+plainKey+"=1")
	f.Add("YWJj", "a=WVdKag==&b=WVdKag%3D%3D&c=WVd")
	f.Add("ab", "x=ab&y=a&b=ab")
	f.Add("a&b", "x=a&b")
	f.Add("a\\cd", "u=http://u:p@h/x&v=%68ttp%3A//u:p@h&w=a%5Ccd")
	f.Add("äöüß", "token%3Dabc%26x&sig=%&=%3D&token=${env:X}&token=***")
	f.Fuzz(func(t *testing.T, secret, url string) {
		r := New(Secret{"s", secret})
		if !r.ByParameter() {
			return
		}
		var pieces []string
		for piece := range strings.SplitSeq(url, "&") {
			if endsInHost(piece) {
				return
			}
			pieces = append(pieces, r.URL(piece))
		}
		if got, want := strings.Join(pieces, "&"), r.URL(url); got != want {
			t.Errorf("secret %q in %q: by parameter %q, as a whole %q", secret, url, got, want)
		}
	})
}

// TestByParameter: what could reach over an ampersand, or change how text around it is read, has to
// be looked for in whole URLs.
func TestByParameter(t *testing.T) {
	t.Parallel()
	for secret, want := range map[string]bool{
		"": true, "plain-k3y": true, "ab": true, "äöüß": true, "a&b": false, "&": false, "a=bcd": false, "50%off": false, "****": false, "a b c": false,
	} {
		if got := New(Secret{"s", "other-key"}, Secret{"t", secret}).ByParameter(); got != want {
			t.Errorf("%q: %v", secret, got)
		}
	}
	r := New(Secret{"s", "plain-k3y"})
	if r.Replacing(func(name string) string { return name }).ByParameter() || Reveal().ByParameter() {
		t.Error("with a replacement, or with nothing to hide")
	}
}
