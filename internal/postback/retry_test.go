package postback

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// script is a Firer that gives one outcome after the other and remembers when.
type script struct {
	outcomes []Outcome
	at       []time.Duration // since begun
	begun    time.Time
}

// Fire implements [Firer].
func (s *script) Fire(context.Context, *Request) *Outcome {
	o := s.outcomes[len(s.at)]
	if o.Failure != FailureCancelled {
		o.Attempts = 1
	}
	o.Begun, o.Elapsed = time.Now(), time.Second
	time.Sleep(o.Elapsed)
	s.at = append(s.at, o.Begun.Sub(s.begun))
	return &o
}

func status(code int, header ...string) Outcome {
	o := Outcome{Status: code, Verdict: statusVerdict(code), Reason: http.StatusText(code), Header: http.Header{}}
	for _, h := range header {
		name, value, _ := strings.Cut(h, ": ")
		o.Header.Set(name, value)
	}
	return o
}

func failed(failure Failure, inDoubt bool) Outcome {
	return Outcome{Verdict: Failed, Failure: failure, InDoubt: inDoubt}
}

func TestWhatIsSentAgain(t *testing.T) {
	t.Parallel()
	tests := []struct {
		outcome      Outcome
		safe, unsafe bool
	}{
		{status(200), false, false},
		{status(400), false, false},
		{status(401), false, false},
		{status(408), false, false},
		{status(429), true, true},
		{status(500), false, false},
		{status(501), false, false},
		{status(502), true, true},
		{status(503), true, true},
		{status(504), true, true},
		{failed(FailureDNS, false), true, true},
		{failed(FailureRefused, false), true, true},
		{failed(FailureUnreachable, false), true, true},
		{failed(FailureConnect, false), true, true},
		{failed(FailureProxy, false), true, true},
		{failed(FailureTimeout, false), true, true},
		{failed(FailureReset, false), true, true},
		{failed(FailureTLS, false), false, false},
		{failed(FailureInvalid, false), false, false},
		{failed(FailureBlocked, false), false, false},
		{failed(FailureCancelled, false), false, false},
		{failed(FailureTimeout, true), false, true},
		{failed(FailureReset, true), false, true},
		{failed(FailureTruncated, true), false, true},
		{failed(FailureProtocol, true), false, false},
		{failed(FailureCancelled, true), false, false},
		{Outcome{Verdict: Rejected, Status: 503, Failure: FailureTruncated}, true, true},
		{Outcome{Verdict: Failed, Status: 200, Failure: FailureTruncated, InDoubt: true}, false, true},
	}
	for _, test := range tests {
		for _, unsafe := range []bool{false, true} {
			want := test.safe
			if unsafe {
				want = test.unsafe
			}
			policy := Retry{Unsafe: unsafe}
			if got := policy.repeats(&test.outcome); got != want {
				t.Errorf("%d %s, in doubt %v: repeats %v with unsafe %v", test.outcome.Status, test.outcome.Failure, test.outcome.InDoubt, got, unsafe)
			}
		}
	}
}

// run fires through a policy on a clock of its own.
func (s *script) run(ctx context.Context, policy Retry) *Outcome {
	s.begun = time.Now()
	return Retrying(s, policy).Fire(ctx, &Request{})
}

func TestRetriesEndWithTheFirstAnswerThatStands(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &script{outcomes: []Outcome{failed(FailureRefused, false), status(503), status(200)}}
		out := s.run(t.Context(), Retry{Times: 9})
		if out.Status != 200 || out.Attempts != 3 || out.InDoubt || len(s.at) != 3 {
			t.Errorf("%+v", out)
		}
		var earlier []string
		for _, e := range out.Earlier {
			earlier = append(earlier, fmt.Sprint(e.Status, " ", e.Failure, " ", e.Attempts, " ", len(e.Earlier)))
		}
		if diff := cmp.Diff([]string{"0 refused 1 0", "503  1 0"}, earlier); diff != "" {
			t.Error(diff)
		}
	})
}

func TestNoMoreRetriesThanAskedFor(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for times := range 4 {
			s := &script{outcomes: []Outcome{status(503), status(502), status(504), status(429), status(200)}}
			if out := s.run(t.Context(), Retry{Times: times}); out.Attempts != times+1 || len(s.at) != times+1 {
				t.Errorf("%d retries: %d attempts", times, len(s.at))
			}
		}
	})
}

// TestBackOff holds every wait to the bounds within which it varies at random.
func TestBackOff(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		varied := map[time.Duration]bool{}
		for range 20 {
			s := &script{outcomes: []Outcome{status(503), status(503), status(503), status(503), status(503), status(503), status(503), status(503), status(200)}}
			s.run(t.Context(), Retry{Times: 8})
			for i := range 8 {
				want := min(DefaultRetryDelay<<i, maxRetryWait)
				wait := s.at[i+1] - s.at[i] - time.Second // less the attempt itself
				if wait < want/2 || wait > min(want*3/2, maxRetryWait) {
					t.Errorf("wait %d took %s, want about %s", i, wait, want)
				}
				varied[wait] = true
			}
		}
		if len(varied) < 20 {
			t.Errorf("the waits do not vary: %v", varied)
		}
	})
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		header []string
		want   time.Duration
	}{
		"seconds":                {[]string{"Retry-After: 30"}, 30 * time.Second},
		"too long":               {[]string{"Retry-After: 86400"}, time.Minute},
		"beyond numbers":         {[]string{"Retry-After: 99999999999999999999"}, time.Millisecond},
		"negative":               {[]string{"Retry-After: -5"}, time.Millisecond},
		"words":                  {[]string{"Retry-After: soon"}, time.Millisecond},
		"date":                   {[]string{"Retry-After: Sat, 01 Jan 2000 00:00:21 GMT"}, 20 * time.Second},
		"date past":              {[]string{"Retry-After: Fri, 31 Dec 1999 23:00:00 GMT"}, time.Millisecond},
		"date far off":           {[]string{"Retry-After: Sat, 01 Jan 2050 00:00:00 GMT"}, time.Minute},
		"date on another clock":  {[]string{"Retry-After: Wed, 01 Jan 2020 00:00:40 GMT", "Date: Wed, 01 Jan 2020 00:00:00 GMT"}, 40 * time.Second},
		"shorter than the delay": {[]string{"Retry-After: 0"}, time.Millisecond},
	}
	for name, test := range tests {
		synctest.Test(t, func(t *testing.T) { // whose clock begins with the year 2000
			s := &script{outcomes: []Outcome{status(429, test.header...), status(200)}}
			s.run(t.Context(), Retry{Times: 1, Delay: time.Millisecond})
			wait := s.at[1] - time.Second
			if wait < test.want/2 || wait > test.want*3/2 || test.want >= time.Second && wait != test.want {
				t.Errorf("%s: waited %s, want %s", name, wait, test.want)
			}
		})
	}
}

func TestNotifyIsToldBeforeEveryWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var told []string
		s := &script{outcomes: []Outcome{status(503, "Retry-After: 7"), status(503, "Retry-After: 9"), status(503)}}
		s.run(t.Context(), Retry{Times: 2, Notify: func(o *Outcome, wait time.Duration) {
			told = append(told, fmt.Sprint(o.Status, " ", o.Attempts, " ", wait))
		}})
		if diff := cmp.Diff([]string{"503 1 7s", "503 2 9s"}, told); diff != "" {
			t.Error(diff)
		}
	})
}

// TestInterruptedWait: what came before the interrupt stands.
func TestInterruptedWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		s := &script{outcomes: []Outcome{status(503, "Retry-After: 30")}}
		out := s.run(ctx, Retry{Times: 5})
		if out.Status != 503 || out.Attempts != 1 || time.Since(s.begun) != 3*time.Second {
			t.Errorf("after %s: %+v", time.Since(s.begun), out)
		}
	})
}

func TestAttemptThatWasNotMadeChangesNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &script{outcomes: []Outcome{status(503), {Verdict: Unsent, Failure: FailureCancelled}}}
		if out := s.run(t.Context(), Retry{Times: 5}); out.Status != 503 || out.Attempts != 1 || len(out.Earlier) != 0 {
			t.Errorf("%+v", out)
		}
	})
}

// TestDoubtOutlivesARetry: a request that may have been received may have been so still when the
// next attempt could not connect, and no longer matters when it was answered.
func TestDoubtOutlivesARetry(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &script{outcomes: []Outcome{failed(FailureTimeout, true), failed(FailureRefused, false)}}
		if out := s.run(t.Context(), Retry{Times: 1, Unsafe: true}); !out.InDoubt || out.Failure != FailureRefused {
			t.Errorf("%+v", out)
		}
		s = &script{outcomes: []Outcome{failed(FailureTimeout, true), status(200)}}
		if out := s.run(t.Context(), Retry{Times: 1, Unsafe: true}); out.InDoubt || out.Attempts != 2 {
			t.Errorf("%+v", out)
		}
	})
}

// TestRetriesOverSockets: what a receiver may have is not sent again, however often one retries.
func TestRetriesOverSockets(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		script   func(hit) bool
		unsafe   bool
		arrivals int64
	}{
		"busy":             {func(h hit) bool { return h.reply("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n") }, false, 3},
		"hangs up":         {func(hit) bool { return false }, false, 1},
		"hangs up, unsafe": {func(hit) bool { return false }, true, 3},
		"resets":           {func(h hit) bool { reset(h.conn); return false }, false, 1},
		"never answers":    {func(h hit) bool { _, _ = h.conn.Read(make([]byte, 1)); return false }, false, 1},
		"cut body":         {func(h hit) bool { h.reply("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"); return false }, false, 1},
		"refuses for good": {func(h hit) bool { return h.reply("HTTP/1.1 400 No\r\nContent-Length: 0\r\n\r\n") }, true, 1},
		"recovers in time": {func(h hit) bool {
			return h.number > 1 && h.ok() || h.reply("HTTP/1.1 502 Bad\r\nContent-Length: 0\r\n\r\n")
		}, false, 2},
		"truncated refusal":  {func(h hit) bool { h.reply("HTTP/1.1 503 Busy\r\nContent-Length: 9\r\n\r\nx"); return false }, false, 3},
		"redirects, forever": {func(h hit) bool { return h.reply("HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n") }, true, 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := serve(t, test.script)
			client := newClient(t, Options{Timeout: 300 * time.Millisecond})
			policy := Retry{Times: 2, Delay: time.Millisecond, Unsafe: test.unsafe}
			out := Retrying(client, policy).Fire(context.Background(), &Request{URL: []byte("http://" + r.address)})
			if n := r.hits.Load(); n != test.arrivals || out.Attempts != int(test.arrivals) || len(out.Earlier) != out.Attempts-1 {
				t.Errorf("%d arrived, %d attempts: %+v", n, out.Attempts, out)
			}
		})
	}
}
