package report

import (
	"strings"
	"testing"
	"time"

	"postback/internal/postback"
)

// TestAttempts: every attempt is told of, with what it came to and how long was waited behind it.
func TestAttempts(t *testing.T) {
	t.Parallel()
	set, hide := load(t, onlyPixel(`url: "https://a.example/?k=${env:K}"`))
	firing := planned(t, set, `{}`)[0]
	begun := time.Unix(1000, 0)
	outcome := &postback.Outcome{
		Verdict: postback.Unverified, Status: 200, Reason: "OK", Attempts: 3, Begun: begun.Add(5 * time.Second), Elapsed: 12 * time.Millisecond,
		Origin: "http://127.0.0.1:8080", Timing: postback.Timing{DNS: time.Millisecond, FirstByte: 2 * time.Millisecond},
		Earlier: []*postback.Outcome{
			{Verdict: postback.Rejected, Status: 503, Reason: "Busy plain-k3y\x1b", Begun: begun, Elapsed: time.Second},
			{Verdict: postback.TimedOut, Failure: postback.FailureTimeout, InDoubt: true, Reason: "timeout after 1s connecting", Begun: begun.Add(2 * time.Second), Elapsed: time.Second},
		},
	}
	for format, want := range map[string][]string{
		"text": {
			"\n  attempt 1: 503 Busy ***· · 1000 ms\n", "\n  attempt 2: timeout after 1s connecting · 1000 ms\n",
			"\n  200 OK · unverified · 12 ms · attempt 3\n",
		},
		"ndjson": {
			`"attempts":3,"earlier_attempts":[{"status":503,"reason":"Busy ***\u001b","elapsed_ms":1000,"waited_ms":1000},` +
				`{"reason":"timeout after 1s connecting","failure":"timeout","in_doubt":true,"elapsed_ms":1000,"waited_ms":2000}],` +
				`"sent_to":"http://127.0.0.1:8080","timing_ms":{"dns":1,"first_byte":2}`,
		},
	} {
		got := write(t, format, plain(hide), Result{Firing: &firing, Outcome: outcome})
		for _, part := range want {
			if !strings.Contains(got, part) {
				t.Errorf("%s: no %q in\n%s", format, part, got)
			}
		}
	}
}
