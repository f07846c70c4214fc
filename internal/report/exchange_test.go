package report

import (
	"bytes"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"postback/internal/postback"
)

// TestExchange: what was sent, what came back and how long it took, with secrets hidden and
// nothing that a terminal would obey.
func TestExchange(t *testing.T) {
	t.Parallel()
	set, hide := load(t, onlyPixel(`url: "https://api.example:8443/p?api_key=${env:K}&x=[User:x]#frag"`))
	firing := planned(t, set, `{"tag:User:x":"é \u001b"}`)[0]
	const sent = "POST /p?api_key=plain-k3y&x=%C3%A9%20%1B HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nX-A: é \r\nAuthorization: Bearer abcdef\r\n\r\none plain-k3y\ntwo"
	begun := time.Unix(1000, 0)
	busy := &postback.Outcome{
		Verdict: postback.Rejected, Status: 503, Reason: "Busy: token=abcdef", Attempts: 1, Begun: begun, Elapsed: time.Second,
		Origin: "https://api.example:8443", Address: "192.0.2.1:8443", Sent: []byte("GET / HTTP/1.1\r\n\r\n"),
		Received: []byte("HTTP/1.1 103 Early\r\nx-Hint:1\r\n\r\nHTTP/1.1 503 Busy: token=abcdef\r\n\r\n"),
		Timing:   postback.Timing{FirstByte: time.Millisecond},
	}
	answered := &postback.Outcome{
		Verdict: postback.Rejected, Status: 400, Reason: "Bad plain-k3y\x1b", Begun: begun.Add(3 * time.Second), Elapsed: 142 * time.Millisecond,
		Earlier: []*postback.Outcome{busy}, Attempts: 2,
		Origin: "http://127.0.0.1:8080", Address: "127.0.0.1:8080", Sent: []byte(sent),
		Received: []byte("HTTP/1.1 400 Bad plain-k3y\x1b\r\nset-cookie: session=1\r\nContent-Type:text/plain\r\nX-Echo:  plain-k3y\r\nno colon plain-k3y\r\n\r\n"),
		Header:   http.Header{"Content-Type": {"text/plain"}},
		Body:     []byte("key plain-k3y\x1b[2J\r\n\r\nend"), BodyTruncated: true,
		Timing: postback.Timing{DNS: time.Millisecond, Connect: 2 * time.Millisecond, TLS: 3 * time.Millisecond, FirstByte: 140 * time.Millisecond},
	}
	tests := map[string]struct {
		outcome *postback.Outcome
		want    string
	}{
		"answered": {answered, `* P
* to https://api.example:8443, connected to 192.0.2.1:8443
> GET / HTTP/1.1
>
* first byte 1.0 ms, total 1000.0 ms
< HTTP/1.1 103 Early
< x-Hint:1
<
< HTTP/1.1 503 Busy: token=***
<
* attempt 2, 2s later
* to http://127.0.0.1:8080, in place of https://api.example:8443, connected to 127.0.0.1:8080
> POST /p?api_key=***&x=%C3%A9%20%1B HTTP/1.1
> Host: 127.0.0.1:8080
> X-A: é
> Authorization: Bearer ***
>
> one ***
> two
* dns 1.0 ms, connect 2.0 ms, tls 3.0 ms, first byte 140.0 ms, total 142.0 ms
< HTTP/1.1 400 Bad ***·
< set-cookie: ***
< Content-Type:text/plain
< X-Echo:  ***
< no colon ***
<
< key ***·[2J
< 
< end
* the body goes on
`},
		"reused": {
			&postback.Outcome{Verdict: postback.Unverified, Status: 204, Origin: "https://API.example:8443", Address: "a:1", Timing: postback.Timing{Reused: true}},
			"* P\n* to https://API.example:8443, over the connection to a:1 that was open\n",
		},
		"lost": {
			&postback.Outcome{Verdict: postback.Failed, Failure: postback.FailureDNS, Reason: "dns: no such host plain-k3y", Origin: "https://api.example:8443"},
			"* P\n* to https://api.example:8443\n* dns: no such host ***\n",
		},
		"without a token": {
			&postback.Outcome{Verdict: postback.Failed, Failure: postback.FailureAuthentication, Reason: "authentication a: no"},
			"* P\n* authentication a: no\n",
		},
		"cut refusal": {
			&postback.Outcome{Verdict: postback.Rejected, Status: 403, Reason: "Forbidden", Failure: postback.FailureTruncated, Received: []byte("HTTP/1.1 403 Forbidden\r\n\r\n")},
			"* P\n< HTTP/1.1 403 Forbidden\n<\n* truncated behind the head of the answer\n",
		},
	}
	for name, tt := range tests {
		var out bytes.Buffer
		result := Result{Firing: &firing, Outcome: tt.outcome}
		if err := Exchange(&out, result, plain(hide)); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, strings.ReplaceAll(out.String(), "X-A: é \n", "X-A: é\n")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if err := Exchange(&full{5}, result, plain(hide)); !errors.Is(err, errFull) {
			t.Errorf("%s: a full disk gives %v", name, err)
		}
	}
}

func TestOriginOf(t *testing.T) {
	t.Parallel()
	for url, want := range map[string]string{
		"https://a.example":                "https://a.example",
		"https://a.example:/p?a=1":         "https://a.example",
		"HTTP://u:p@a.example:81?x@y":      "HTTP://a.example:81",
		"http://[::1]:80/#f":               "http://[::1]:80",
		"https://u:p@t@a.example/a@b?c@d#": "https://a.example",
	} {
		if got := originOf([]byte(url)); got != want {
			t.Errorf("%s: %q, want %q", url, got, want)
		}
	}
}
