package postback

import (
	"net/http"
	"slices"
	"time"
)

// Verdict is the meaning of an outcome.
type Verdict string

// The verdicts. A Client gives only the last five: it takes more than a status code to know that
// a postback was accepted, or was a duplicate, and package receiver reads that.
const (
	Accepted   Verdict = "accepted"   // the answer proves that the postback counted
	Duplicate  Verdict = "duplicate"  // the receiver had it already
	Rejected   Verdict = "rejected"   // the receiver refused it: a status outside 200–299, or its body says so
	Unverified Verdict = "unverified" // a 2xx status, which proves nothing
	TimedOut   Verdict = "timed_out"  // no complete answer in time
	Failed     Verdict = "failed"     // no complete answer for another reason, see Failure
	Unsent     Verdict = "unsent"     // sending was not even tried, or given up before the first byte
)

// Outcome is what came of firing one request. It shares no memory with the request.
type Outcome struct {
	Verdict  Verdict
	Status   int       // HTTP status code; 0 when no head of an answer was read
	Reason   string    // the status text ("OK"), or the failure in plain words without the URL, a parameter or a header value
	Evidence string    // what in the answer led to the verdict; package receiver quotes it here
	Remark   string    // what to know about the verdict, such as "200 means received, not attributed"; package receiver's
	Expected *Expected // by what package receiver read the verdict; nil when by the status alone
	Failure  Failure   // what went wrong; "" when a complete answer was read
	InDoubt  bool      // it failed after a byte may have left: the receiver may have the request, and sending it again may count twice
	Attempts int       // how often sending was begun: 0 or 1, and more where a retry or a new token led to another

	// Earlier is what came of the attempts before this one, in their order.
	Earlier []*Outcome

	Origin   string // scheme, host and port that the request was for, those of an endpoint where there is one; "" when there was none
	Address  string // IP address and port that it was sent to: the receiver's or its proxy's; "" when there was no connection
	Sent     []byte // the request as it went over the connection; with Options.Record
	Received []byte // the head of the answer as received, interim answers before it; with Options.Record

	Protocol      string      // of the answer, "HTTP/1.1"; "" when there was none
	Header        http.Header // of the answer, shared with others and not to be changed; nil when there was none
	Body          []byte      // of the answer, at most Options.MaxBody bytes, as received: never decompressed
	BodyTruncated bool        // the body went on, or may have gone on, behind Body

	Begun   time.Time     // when firing began
	Elapsed time.Duration // from Begun to the last byte read, or to the failure
	Timing  Timing        // how a part of Elapsed was spent
}

// Success reports whether the platform counts the answer as a success: any 2xx, whatever it says.
func (o *Outcome) Success() bool { return statusVerdict(o.Status) == Unverified && o.Failure == "" }

// Expected says by what a verdict was read out of an answer.
type Expected struct {
	By       ExpectedBy
	Receiver string // name of the known receiver; "" for the pixel's own conditions
	Matched  string // what of the pixel's URL the receiver was recognised by; "" when it was named
	// Certainty is how well it is founded that the answer means what the verdict says: documented,
	// seen, inferred or unknown; "" when nobody claims anything, or the pixel itself says it.
	Certainty string
}

// ExpectedBy is who chose by what a verdict is read.
type ExpectedBy string

// What is expected is chosen by one of these.
const (
	ByURL        ExpectedBy = "url"        // the pixel's URL leads to a known receiver
	ByName       ExpectedBy = "name"       // the pixel names a known receiver
	ByConditions ExpectedBy = "conditions" // the pixel states conditions of its own
)

// Then is next as what followed o: an outcome with all attempts of both. What was in doubt stays
// in doubt until an answer comes.
func (o *Outcome) Then(next *Outcome) *Outcome {
	first := *o
	first.Earlier, first.Attempts = nil, 1
	next.Earlier = slices.Concat(o.Earlier, []*Outcome{&first}, next.Earlier)
	next.Attempts += o.Attempts
	next.InDoubt = next.InDoubt || o.InDoubt && next.Status == 0
	return next
}

// Timing says how long the stages of one exchange took. A stage that did not happen is 0.
type Timing struct {
	DNS       time.Duration // looking up the host name
	Connect   time.Duration // opening the TCP connection
	TLS       time.Duration // the TLS handshake
	FirstByte time.Duration // from Begun to the first byte of the answer
	Reused    bool          // the request went over a connection that was open already
}

// statusVerdict is what a status code says without knowing the receiver.
func statusVerdict(status int) Verdict {
	if status >= 200 && status < 300 {
		return Unverified
	}
	return Rejected
}
