package replay

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"postback/internal/call"
	"postback/internal/journal"
	"postback/internal/plan"
	"postback/internal/postback"
)

func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: %s", what, diff)
	}
}

func TestResultsComeInTheOrderOfTheCalls(t *testing.T) {
	t.Parallel()
	w := newWorld(t, twoHosts, numbered(300)...)
	w.options.Limits.Jobs = 50
	w.answer = func(_ context.Context, id, _ string) *postback.Outcome {
		if strings.HasSuffix(id, "7") {
			time.Sleep(rand.N(3 * time.Millisecond))
		}
		return answered(200)
	}
	received, results := w.run()
	var want []string
	for i := range 300 {
		want = append(want, fmt.Sprintf("c%dA 200", i), fmt.Sprintf("c%dB 200", i))
	}
	same(t, "results", results, want)
	slices.Sort(received)
	if len(received) != 600 || len(slices.Compact(received)) != 600 {
		t.Errorf("%d requests, some of them twice", len(received))
	}
	if c := w.progress.Counts(); c.Calls != 300 || c.Sent() != 600 || c.Verdicts[postback.Unverified] != 600 || c.InFlight != 0 {
		t.Errorf("%+v", c)
	}
}

func TestNothingIsSentTwice(t *testing.T) {
	t.Parallel()
	w := newWorld(t, oneHost, `{"inboundCallId": "c0"}`, `{"inboundCallId": "c1"}`, `{"inboundCallId": "c0"}`)
	received, results := w.run()
	same(t, "first run", slices.Sorted(slices.Values(received)), []string{"c0A", "c1A"})
	same(t, "first results", results, []string{"c0A 204", "c1A 204", "c0A already-fired"})

	w.calls += "\n" + `{"inboundCallId": "c2"}`
	received, results = w.run()
	same(t, "second run", slices.Sorted(slices.Values(received)), []string{"c2A"})
	same(t, "second results", results, []string{"c0A already-fired", "c1A already-fired", "c0A already-fired", "c2A 204"})
}

func TestWhatWasNotReceivedIsSentAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t, oneHost, numbered(2)...)
	w.answer = func(context.Context, string, string) *postback.Outcome { return refused() }
	_, results := w.run()
	same(t, "refused", results, []string{"c0A failed refused", "c1A failed refused"})
	w.answer = func(context.Context, string, string) *postback.Outcome { return answered(200) }
	_, results = w.run()
	same(t, "again", results, []string{"c0A 200", "c1A 200"})
}

func TestUnknown(t *testing.T) {
	t.Parallel()
	for policy, want := range map[Resend][]string{
		"":     {"c0A failed unknown", "c1A already-fired"},
		Report: {"c0A failed unknown", "c1A already-fired"},
		Skip:   {"c0A in-doubt", "c1A already-fired"},
		Send:   {"c0A 204", "c1A already-fired"},
	} {
		w := newWorld(t, oneHost, numbered(2)...)
		w.answer = func(_ context.Context, id, _ string) *postback.Outcome {
			if id == "c0" {
				return inDoubt()
			}
			return answered(204)
		}
		w.run()
		if s := w.states()["c0A"]; s != journal.Unknown {
			t.Errorf("the journal says %s", s)
		}
		w.answer = func(context.Context, string, string) *postback.Outcome { return answered(204) }
		w.options.Policy.Unknown = policy
		received, results := w.run()
		same(t, string(policy), results, want)
		if sent := len(received) == 1; sent != (policy == Send) {
			t.Errorf("%s: received %v", policy, received)
		}
		if c := w.progress.Counts(); policy == Report && (c.Unknown != 1 || c.InDoubt != 1 || c.Sent() != 0) {
			t.Errorf("%+v", c)
		}
	}
}

func TestRejectedAndChanged(t *testing.T) {
	t.Parallel()
	w := newWorld(t, oneHost, `{"inboundCallId": "c0", "Call:CallerNumber": "+1"}`, `{"inboundCallId": "c1"}`)
	w.answer = func(_ context.Context, id, _ string) *postback.Outcome {
		if id == "c0" {
			return answered(400)
		}
		return answered(200)
	}
	w.run()
	w.calls = strings.Join([]string{`{"inboundCallId": "c0", "Call:CallerNumber": "+2"}`, `{"inboundCallId": "c1", "Call:CallerNumber": "+3"}`}, "\n")
	for _, c := range []struct {
		policy Policy
		want   []string
	}{
		{Policy{}, []string{"c0A request-changed", "c1A request-changed"}},
		{Policy{Rejected: Send}, []string{"c0A 400", "c1A request-changed"}},
		{Policy{Changed: Send}, []string{"c0A already-fired", "c1A 200"}},
	} {
		w.options.Policy = c.policy
		_, results := w.run()
		same(t, fmt.Sprint(c.policy), results, c.want)
	}
	w.options.Policy = Policy{Changed: Send, Rejected: Skip}
	if received, _ := w.run(); received != nil {
		t.Error("what had been sent anew was sent once more:", received)
	}
}

func TestARecordWithoutAnID(t *testing.T) {
	t.Parallel()
	w := newWorld(t, oneHost, `{"Call:CallerNumber": "+1"}`, `{"inboundCallId": "c1"}`)
	received, results := w.run()
	same(t, "received", slices.Sorted(slices.Values(received)), []string{"c1A"})
	same(t, "results", results, []string{"A no-call-id", "c1A 204"})
	if c := w.progress.Counts(); c.Failed != 1 {
		t.Errorf("%+v", c)
	}
}

func TestBadCalls(t *testing.T) {
	t.Parallel()
	w := newWorld(t, oneHost, `{"inboundCallId": "c0"}`, `{"inboundCallId": }`, `{"inboundCallId": "c2"}`)
	_, results, err := w.tryRun(t.Context(), t.Context())
	var bad *call.Error
	if !errors.As(err, &bad) || bad.Line != 2 {
		t.Error("stop:", err)
	}
	same(t, "before it stopped", results, []string{"c0A 204"})

	var skipped []error
	w.options.BadCall = func(err error) error {
		skipped = append(skipped, err)
		return nil
	}
	_, results = w.run()
	same(t, "skip", results, []string{"c0A already-fired", "c2A 204"})
	if len(skipped) != 1 {
		t.Error(skipped)
	}
}

func TestACallThatCannotBePlanned(t *testing.T) {
	t.Parallel()
	w := newWorld(t, oneHost+"campaigns:\n  - {name: X, pixels: [A]}\n  - {name: Y, pixels: [A]}\n",
		`{"inboundCallId": "c0", "campaignName": "X"}`, `{"inboundCallId": "c1", "campaignName": "Z"}`)
	_, _, err := w.tryRun(t.Context(), t.Context())
	var fault *PlanError
	if !errors.As(err, &fault) || fault.Line != 2 || !strings.HasPrefix(err.Error(), "2: ") {
		t.Error(err)
	}
}

func TestOnlyWhatBelongs(t *testing.T) {
	t.Parallel()
	w := newWorld(t, oneHost, numbered(5)...)
	w.options.Belongs = func(id []byte) bool { return id[1]%2 == 1 }
	_, results := w.run()
	same(t, "results", results, []string{"c1A 204", "c3A 204"})
}

// crowd measures how many are in a place at once.
type crowd struct{ now, most atomic.Int64 }

func (c *crowd) enter() {
	now := c.now.Add(1)
	for most := c.most.Load(); now > most && !c.most.CompareAndSwap(most, now); most = c.most.Load() {
	}
}

func (c *crowd) leave() { c.now.Add(-1) }

func TestManyInFlight(t *testing.T) {
	t.Parallel()
	const jobs = 2000
	w := newWorld(t, oneHost, numbered(2*jobs)...)
	w.options.Limits.Jobs = jobs
	var there sync.WaitGroup
	there.Add(jobs)
	var first atomic.Int64
	w.answer = func(context.Context, string, string) *postback.Outcome {
		if first.Add(1) <= jobs { // the receiver answers nobody before it has heard so many
			there.Done()
			there.Wait()
		}
		return answered(200)
	}
	if received, _ := w.run(); len(received) != 2*jobs {
		t.Errorf("%d requests", len(received))
	}
}

func TestLimitsOfConcurrency(t *testing.T) {
	t.Parallel()
	w := newWorld(t, twoHosts, numbered(100)...)
	w.options.Limits = Limits{Jobs: 8, PerHost: 3}
	var all, a crowd
	w.answer = func(_ context.Context, _, pixel string) *postback.Outcome {
		all.enter()
		defer all.leave()
		if pixel == "A" {
			a.enter()
			defer a.leave()
		}
		time.Sleep(100 * time.Microsecond)
		return answered(200)
	}
	w.run()
	if all.most.Load() > 6 || a.most.Load() > 3 {
		t.Errorf("%d at once, %d of them to one host", all.most.Load(), a.most.Load())
	}
}

// inBubble runs a replay in a time of its own, in which nothing takes any, and says how much passed.
func inBubble(t *testing.T, w *world, do func()) (took time.Duration) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w.t = t
		began := time.Now()
		do()
		took = time.Since(began)
	})
	return took
}

func TestRates(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		limits Limits
		want   time.Duration // for 100 calls with two pixels
	}{
		{"all", Limits{Jobs: 4, Rate: 100}, 2 * time.Second},
		{"all, in steps", Limits{Jobs: 4, Rate: 5000}, 40 * time.Millisecond},
		{"each host", Limits{Jobs: 4, HostRate: 50}, 2 * time.Second},
		{"both", Limits{Jobs: 4, Rate: 10, HostRate: 50}, 20 * time.Second},
		{"less than one a second", Limits{Jobs: 4, Rate: 0.5}, 400 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, twoHosts, numbered(100)...)
			w.options.Limits = c.limits
			took := inBubble(t, w, func() { w.run() })
			if took < c.want*95/100 || took > c.want*105/100+syncEvery {
				t.Errorf("took %s, want about %s", took, c.want)
			}
		})
	}
}

func TestAHostThatAsksForAPause(t *testing.T) {
	t.Parallel()
	w := newWorld(t, twoHosts, numbered(20)...)
	var began time.Time
	var late []string
	throttled := false
	w.answer = func(_ context.Context, _, pixel string) *postback.Outcome {
		o := answered(200)
		o.Begun = time.Now()
		time.Sleep(time.Millisecond)
		w.mu.Lock()
		defer w.mu.Unlock()
		if pixel == "A" && !throttled {
			throttled = true
			o.Status, o.Verdict = 429, postback.Rejected
			o.Header = map[string][]string{"Retry-After": {"30"}}
		}
		if time.Since(began) > 20*time.Second {
			late = append(late, pixel)
		}
		return o
	}
	took := inBubble(t, w, func() {
		began = time.Now()
		w.run()
	})
	if took < 30*time.Second || took > 31*time.Second {
		t.Errorf("took %s", took)
	}
	// Before the pause the first of four workers has sent one, and each of the others up to two.
	if len(late) < 20-7 || slices.Contains(late, "B") {
		t.Errorf("after the pause came %v", late)
	}
}

func TestAHostThatFails(t *testing.T) {
	t.Parallel()
	w := newWorld(t, twoHosts, numbered(50)...)
	w.options.Limits = Limits{Jobs: 1, Failures: 3}
	w.answer = func(_ context.Context, _, pixel string) *postback.Outcome {
		if pixel == "A" {
			return refused()
		}
		return answered(200)
	}
	received, results := w.run()
	count := func(text string, in []string) (n int) {
		for _, s := range in {
			if strings.HasSuffix(s, text) {
				n++
			}
		}
		return n
	}
	if a, b := count("A", received), count("B", received); a != 3 || b != 50 {
		t.Errorf("%d requests to the one that fails, %d to the other", a, b)
	}
	if n := count("A unsent stopped", results); n != 47 {
		t.Errorf("%d results say that it was not sent", n)
	}
	if c := w.progress.Counts(); !slices.Equal(c.Stopped, []string{"a.example"}) || c.Verdicts[postback.Unsent] != 47 {
		t.Errorf("%+v", c)
	}

	w.answer = func(context.Context, string, string) *postback.Outcome { return answered(200) }
	if received, _ = w.run(); len(received) != 50 || count("A", received) != 50 {
		t.Errorf("when it is well again it got %v", received)
	}
}

func TestAnInterruptDrains(t *testing.T) {
	t.Parallel()
	w := newWorld(t, twoHosts, numbered(1000)...)
	ctx, interrupt := context.WithCancel(t.Context())
	var interrupted atomic.Bool // and everybody has been told
	var late atomic.Int64       // requests that were begun after that
	w.answer = func(sending context.Context, id, _ string) *postback.Outcome {
		if interrupted.Load() {
			late.Add(1)
		}
		if id == "c20" {
			interrupt()
			interrupted.Store(true)
		}
		if sending.Err() != nil {
			return inDoubt()
		}
		return answered(200)
	}
	received, results, err := w.tryRun(ctx, t.Context())
	if err != nil {
		t.Fatal(err)
	}
	// One of the workers is the first to send c20; the others may each have looked for an interrupt already.
	others := w.options.Limits.Jobs - 1
	if len(received) < 21-others || int(late.Load()) > others {
		t.Errorf("%d requests, %d of them too late", len(received), late.Load())
	}
	for i, result := range results {
		if want := fmt.Sprintf("c%d%s ", i/2, []string{"A", "B"}[i%2]); !strings.HasPrefix(result, want) ||
			!strings.HasSuffix(result, " 200") && !strings.HasSuffix(result, " unsent cancelled") {
			t.Errorf("result %d is %s", i, result)
		}
	}
	for key, s := range w.states() {
		if sent := slices.Contains(received, key); sent != (s == journal.Answered) || !sent && s != journal.Unsent {
			t.Errorf("%s is %s, sent: %v", key, s, sent)
		}
	}
	again, _ := w.run()
	all := append(received, again...)
	slices.Sort(all)
	if len(all) != 2000 || len(slices.Compact(all)) != 2000 {
		t.Errorf("%d requests in two runs", len(all))
	}
}

func TestASecondInterruptGivesUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t, oneHost, numbered(10)...)
	ctx, interrupt := context.WithCancel(t.Context())
	hurry, again := context.WithCancel(t.Context())
	w.options.Limits.Jobs = 2
	w.answer = func(sending context.Context, _, _ string) *postback.Outcome {
		interrupt()
		again()
		<-sending.Done()
		return inDoubt()
	}
	received, results, err := w.tryRun(ctx, hurry)
	if err != nil || len(received) == 0 || len(received) > 2 {
		t.Error(received, results, err)
	}
	for _, key := range received {
		if s := w.states()[key]; s != journal.Unknown || !slices.Contains(results, key+" timed_out timeout") {
			t.Errorf("%s is %s in the journal, and the results are %v", key, s, results)
		}
	}
}

func TestTheJournalFails(t *testing.T) {
	t.Parallel()
	w := newWorld(t, oneHost, numbered(1000)...)
	w.options.Limits.Jobs = 1
	j, err := journal.Open(w.path, journal.Options{InFlight: 1})
	if err != nil {
		t.Fatal(err)
	}
	sent := 0
	o := w.options
	o.Program, o.Journal = w.program(), j
	o.Records = call.NewReader(strings.NewReader(w.calls), call.ReaderOptions{Keys: o.Program.Keys()})
	w.answer = func(context.Context, string, string) *postback.Outcome {
		if sent++; sent == 5 {
			_ = j.Close() // as good as a disk that is gone
		}
		return answered(200)
	}
	err = Run(t.Context(), t.Context(), o)
	var broken *JournalError
	if !errors.As(err, &broken) || broken.Unwrap() == nil || broken.Error() == "" {
		t.Error(err)
	}
	if sent != 5 {
		t.Errorf("%d requests, though nothing can be recorded after the fifth", sent)
	}
}

func TestTheOutputFails(t *testing.T) {
	t.Parallel()
	w := newWorld(t, oneHost, numbered(50_000)...)
	w.options.Write = func(*Call) error { return errTest }
	received, _, err := w.tryRun(t.Context(), t.Context())
	if !errors.Is(err, errTest) || len(received) == 50_000 {
		t.Errorf("%v after %d requests", err, len(received))
	}
	for key, s := range w.states() {
		if s != journal.Answered && s != journal.Unsent {
			t.Errorf("%s is %s", key, s)
		}
	}
}

// TestASlowInput wants a call to be sent when it is there, and not when the next ones are.
func TestASlowInput(t *testing.T) {
	t.Parallel()
	w := newWorld(t, oneHost)
	o := w.options
	o.Program = w.program()
	r, feed, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	o.Records = call.NewReader(r, call.ReaderOptions{Keys: o.Program.Keys()})
	if o.Journal, err = journal.Open(w.path, journal.Options{}); err != nil {
		t.Fatal(err)
	}
	arrived := make(chan string)
	w.answer = func(_ context.Context, id, _ string) *postback.Outcome {
		arrived <- id
		return answered(200)
	}
	ended := make(chan error, 1)
	go func() { ended <- Run(t.Context(), t.Context(), o) }()
	for i := range 3 {
		fmt.Fprintf(feed, "{\"inboundCallId\": \"c%d\"}\n", i)
		if id := <-arrived; id != fmt.Sprintf("c%d", i) {
			t.Error("arrived:", id)
		}
	}
	_ = feed.Close()
	if err := errors.Join(<-ended, o.Journal.Close()); err != nil {
		t.Error(err)
	}
}

// TestAnAnswerAfterTheTimeout has a real client and a receiver that answers when nobody waits any more.
func TestAnAnswerAfterTheTimeout(t *testing.T) {
	t.Parallel()
	late := make(chan struct{})
	receiver := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-late }))
	endpoint, err := url.Parse(receiver.URL)
	if err != nil {
		t.Fatal(err)
	}
	client := postback.NewClient(postback.Options{Endpoint: endpoint, Timeout: time.Second}) // to connect and to send takes a part of it
	defer client.Close()
	w := newWorld(t, oneHost, numbered(3)...)
	w.options.Send = func(ctx context.Context, f *plan.Firing) *postback.Outcome { return client.Fire(ctx, &f.Request) }
	_, results := w.run()
	close(late)
	receiver.Close()
	same(t, "results", results, []string{"c0A timed_out timeout", "c1A timed_out timeout", "c2A timed_out timeout"})
	for key, s := range w.states() {
		if s != journal.Unknown {
			t.Errorf("%s is %s", key, s)
		}
	}
	_, results = w.run()
	same(t, "next results", results, []string{"c0A failed unknown", "c1A failed unknown", "c2A failed unknown"})
}
