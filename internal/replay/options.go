package replay

import (
	"context"
	"fmt"

	"postback/internal/call"
	"postback/internal/journal"
	"postback/internal/plan"
	"postback/internal/postback"
)

// Options are what Run works with.
type Options struct {
	Program *plan.Program
	Records Records
	Journal *journal.Journal
	Policy  Policy
	Limits  Limits

	// Send sends a firing, once, and says what came of it. It is called by many goroutines.
	Send func(ctx context.Context, f *plan.Firing) *postback.Outcome
	// Endpoint is the host that everything is sent to, "" for where the requests say.
	Endpoint string
	// Belongs reports whether the calls of an id are this run's business; nil for all.
	Belongs func(callID []byte) bool
	// BadCall is told of a record that cannot be read, a *call.Error, or planned, a *PlanError. Its
	// error ends the run.
	BadCall func(error) error
	// Write is handed the calls in their order, by one goroutine. Its error ends the run.
	Write func(*Call) error
	// Read is how many bytes of the input have been read so far; nil when nobody wants to know.
	Read func() int64
	// Progress counts what happens; it may be looked at meanwhile.
	Progress *Progress
}

// Records are where calls come from: a [call.Reader], whose rules for Next they follow.
type Records interface {
	Next() (*call.Record, error)
}

// PlanError is a record that cannot be planned, for example because its campaign is not defined.
type PlanError struct {
	Line int
	Err  error
}

// Error is the fault with its line.
func (e *PlanError) Error() string { return fmt.Sprintf("%d: %s", e.Line, e.Err) }

// Unwrap is the fault.
func (e *PlanError) Unwrap() error { return e.Err }

// Limits say how fast postbacks are sent. 0 is no limit, but for Jobs, which has to be set.
type Limits struct {
	Jobs     int     // postbacks under way at once
	PerHost  int     // of those, to one host
	Rate     float64 // postbacks a second
	HostRate float64 // postbacks a second to one host
	Failures int     // in a row, after which a host is sent no more
}

// Resend says what becomes of a postback that the journal knows.
type Resend string

// The ways to treat a known postback.
const (
	Report Resend = "report" // name it among the results, and do not send it
	Skip   Resend = "skip"   // count it, and do not send it
	Send   Resend = "resend" // send it once more
)

// Policy says what is sent once more. What was answered with anything but a refusal, and has not
// changed since, never is.
type Policy struct {
	Unknown  Resend // sending began and no answer is known: Report, Skip or Send
	Rejected Resend // it was sent and refused: Skip or Send
	Changed  Resend // its request has changed since it was sent: Report or Send
}

// The reasons for which a firing of a known postback is not sent.
const (
	AlreadyFired   plan.Code = "already-fired"   // the journal knows how it ended, or it stood in the input before
	RequestChanged plan.Code = "request-changed" // it was sent, and its request was another one
	InDoubt        plan.Code = "in-doubt"        // sending began once, and nobody knows how it ended
	NoCallID       plan.Code = "no-call-id"      // a journal needs an id to know a call by
)

// What kept a postback from being sent, beside what can happen to a request.
const (
	FailureUnknown postback.Failure = "unknown" // an earlier process began to send it
	FailureStopped postback.Failure = "stopped" // its host failed too often in a row
)
