package replay

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"postback/internal/call"
	"postback/internal/config"
	"postback/internal/journal"
	"postback/internal/plan"
	"postback/internal/postback"
)

// twoHosts has two pixels for each call, one for each of two hosts.
const twoHosts = `pixels:
  - {name: A, fire_on: incoming, url: "https://a.example/?id=[Call:InboundCallId]&n=[Call:CallerNumber]"}
  - {name: B, fire_on: incoming, url: "https://b.example/?id=[Call:InboundCallId]"}
`

// oneHost has one pixel for each call.
const oneHost = `pixels:
  - {name: A, fire_on: incoming, url: "https://a.example/?id=[Call:InboundCallId]&n=[Call:CallerNumber]"}
`

// world is a folder with a journal, definitions, calls, and a receiver that remembers.
type world struct {
	t           *testing.T
	definitions string
	calls       string
	path        string // of the journal
	options     Options
	answer      func(ctx context.Context, id, pixel string) *postback.Outcome

	mu       sync.Mutex
	received []string
	results  []string
	progress Progress
}

func newWorld(t *testing.T, definitions string, calls ...string) *world {
	t.Helper()
	w := &world{
		t: t, definitions: definitions, calls: strings.Join(calls, "\n"), path: filepath.Join(t.TempDir(), "journal"),
		answer: func(context.Context, string, string) *postback.Outcome { return answered(204) },
	}
	w.options = Options{
		Limits:  Limits{Jobs: 4},
		Send:    w.send,
		Write:   w.write,
		BadCall: func(err error) error { return err },
	}
	return w
}

// numbered makes calls with the ids c0, c1, ….
func numbered(n int) []string {
	var calls []string
	for i := range n {
		calls = append(calls, fmt.Sprintf(`{"inboundCallId": "c%d"}`, i))
	}
	return calls
}

func answered(status int) *postback.Outcome {
	o := &postback.Outcome{Verdict: postback.Unverified, Status: status, Attempts: 1}
	if status >= 300 {
		o.Verdict = postback.Rejected
	}
	return o
}

func refused() *postback.Outcome {
	return &postback.Outcome{Verdict: postback.Failed, Failure: postback.FailureRefused, Reason: "refused", Attempts: 1}
}

func inDoubt() *postback.Outcome {
	return &postback.Outcome{Verdict: postback.TimedOut, Failure: postback.FailureTimeout, Reason: "timeout", InDoubt: true, Attempts: 1}
}

func (w *world) send(ctx context.Context, f *plan.Firing) *postback.Outcome {
	id, pixel := f.CallID(), f.Pixel.Name.String()
	w.mu.Lock()
	w.received = append(w.received, id+pixel)
	w.mu.Unlock()
	return w.answer(ctx, id, pixel)
}

func (w *world) write(c *Call) error {
	for _, r := range c.Results {
		text := r.Firing.CallID() + r.Firing.Pixel.Name.String() + " "
		switch {
		case r.Outcome != nil && r.Outcome.Status > 0:
			text += fmt.Sprint(r.Outcome.Status)
		case r.Outcome != nil:
			text += string(r.Outcome.Verdict) + " " + string(r.Outcome.Failure)
		default:
			text += string(r.Firing.Reasons[0].Code)
		}
		w.results = append(w.results, text)
	}
	return nil
}

func (w *world) program() *plan.Program {
	w.t.Helper()
	path := filepath.Join(w.t.TempDir(), "pixels.yaml")
	if err := os.WriteFile(path, []byte(w.definitions), 0o600); err != nil {
		w.t.Fatal(err)
	}
	set, faults, err := config.Load([]string{path}, config.Options{})
	if err != nil || len(faults) > 0 {
		w.t.Fatal(err, faults)
	}
	program, err := plan.Compile(set, plan.Options{})
	if err != nil {
		w.t.Fatal(err)
	}
	return program
}

// run replays the calls and returns what was received and the results. The journal is another process's
// afterwards.
func (w *world) run() (received, results []string) {
	w.t.Helper()
	received, results, err := w.tryRun(w.t.Context(), w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	return received, results
}

func (w *world) tryRun(ctx, hurry context.Context) (received, results []string, err error) {
	w.t.Helper()
	o := w.options
	o.Program = w.program()
	o.Records = call.NewReader(strings.NewReader(w.calls), call.ReaderOptions{Name: "calls", Keys: o.Program.Keys()})
	if o.Journal, err = journal.Open(w.path, journal.Options{InFlight: o.Limits.Jobs}); err != nil {
		w.t.Fatal(err)
	}
	w.progress = Progress{}
	o.Progress = &w.progress
	w.received, w.results = nil, nil
	err = Run(ctx, hurry, o)
	if closeErr := o.Journal.Close(); err == nil {
		err = closeErr
	}
	return w.received, w.results, err
}

// states are those of the entries of the journal, by call and pixel.
func (w *world) states() map[string]journal.State {
	w.t.Helper()
	states := map[string]journal.State{}
	_, err := journal.Read(w.path, func(e *journal.Entry) error {
		states[e.CallID+e.Pixel.Name] = e.State
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return states
}

var errTest = errors.New("a test wants this to fail")
