package report

import (
	"bytes"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"postback/internal/postback"
)

// TestExchange: what was sent, what came back and how long it took, with secrets hidden and
// nothing that a terminal would obey.
func TestExchange(t *testing.T) {
	t.Parallel()
	set, hide := load(t, onlyPixel(
		`url: "https://api.example:8443/p?api_key=${env:K}&x=[User:x]#frag"`, `method: POST`,
		`headers: {X-A: "[User:x]"}`, `body: "one ${env:K}\ntwo"`,
	))
	firing := planned(t, set, `{"tag:User:x":"é \u001b"}`)[0]
	answered := &postback.Outcome{
		Verdict: postback.Rejected, Status: 400, Reason: "Bad plain-k3y\x1b", Protocol: "HTTP/1.1", Elapsed: 142 * time.Millisecond,
		Header: http.Header{"Set-Cookie": {"session=1", "b=2"}, "Content-Type": {"text/plain"}, "X-Echo": {"plain-k3y"}},
		Body:   []byte("key plain-k3y\x1b[2J\r\n\r\nend"), BodyTruncated: true,
		Timing: postback.Timing{DNS: time.Millisecond, Connect: 2 * time.Millisecond, TLS: 3 * time.Millisecond, FirstByte: 140 * time.Millisecond},
	}
	lost := &postback.Outcome{Verdict: postback.Failed, Reason: "dns: no such host plain-k3y"}
	tests := map[string]struct {
		outcome *postback.Outcome
		want    string
	}{
		"answered": {answered, `* P
> POST /p?api_key=***&x=%C3%A9%20%1B (api.example:8443)
> X-A: é ·
>
> one ***
> two
* dns 1.0 ms, connect 2.0 ms, tls 3.0 ms, first byte 140.0 ms, total 142.0 ms
< HTTP/1.1 400 Bad ***·
< Content-Type: text/plain
< Set-Cookie: ***
< Set-Cookie: ***
< X-Echo: ***
<
< key ***·[2J
< 
< end
* the body goes on
`},
		"lost": {lost, `* P
> POST /p?api_key=***&x=%C3%A9%20%1B (api.example:8443)
> X-A: é ·
>
> one ***
> two
* dns: no such host ***
`},
	}
	for name, tt := range tests {
		var out bytes.Buffer
		result := Result{Firing: &firing, Outcome: tt.outcome}
		if err := Exchange(&out, result, plain(hide)); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, out.String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if err := Exchange(&full{5}, result, plain(hide)); !errors.Is(err, errFull) {
			t.Errorf("%s: a full disk gives %v", name, err)
		}
	}
}

// TestRequestTarget: a URL that cannot be read is shown as it is.
func TestRequestTarget(t *testing.T) {
	t.Parallel()
	for shown, want := range map[string]string{
		"https://a.example":                 "/ (a.example)",
		"https://a.example/p?a=1&b=%zz#f":   "/p?a=1&b=%zz (a.example)",
		"https://${env:HOST}/p":             "https://${env:HOST}/p",
		"https://u:***@a.example/%2f?a=***": "/%2f?a=*** (a.example)",
	} {
		if got := requestTarget(shown); got != want {
			t.Errorf("%s: %q, want %q", shown, got, want)
		}
	}
}
