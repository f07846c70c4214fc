package postback

import (
	"net/http"
	"time"
)

// Verdict is the meaning of an outcome.
type Verdict string

// The verdicts. A Client tells only the last five apart: it takes more than a status code to
// know that a postback was accepted, or was a duplicate, and package receiver reads that.
const (
	Accepted   Verdict = "accepted"   // the answer proves that the postback counted
	Duplicate  Verdict = "duplicate"  // the receiver had it already
	Rejected   Verdict = "rejected"   // the receiver refused it: a status outside 200–299, or its body says so
	Unverified Verdict = "unverified" // a 2xx status that proves nothing
	TimedOut   Verdict = "timed_out"  // no complete answer in time
	Failed     Verdict = "failed"     // no complete answer for another reason, see Failure
	Unsent     Verdict = "unsent"     // not one byte left this machine and none was going to
)

// Outcome is what came of firing one request. It shares no memory with the request.
type Outcome struct {
	Verdict  Verdict
	Status   int     // HTTP status code, 0 when there was no answer
	Reason   string  // the status text ("OK"), or the failure in plain words; never holds the URL, a parameter or a header value
	Evidence string  // what in the answer led to the verdict, as quoted by package receiver; "" here
	Failure  Failure // what went wrong, "" when a complete answer was read
	InDoubt  bool    // the request failed, yet may have been received: sending it again may count it twice
	Attempts int     // how many times sending it was begun: 0 or 1

	Protocol      string      // "HTTP/1.1" or "HTTP/2.0", "" when there was no answer
	Header        http.Header // of the answer; nil when there was none
	Body          []byte      // of the answer, at most Options.MaxBody bytes, compressed if the receiver compressed it
	BodyTruncated bool        // there was more of the body, or may have been

	Begun   time.Time     // when firing began
	Elapsed time.Duration // from Begun to the last byte that was read, or to the failure
	Timing  Timing        // how Elapsed was spent
}

// Timing says how long the stages of one exchange took. A stage that did not happen, as on a
// reused connection, is 0.
type Timing struct {
	DNS       time.Duration // looking up the host name
	Connect   time.Duration // opening the TCP connection
	TLS       time.Duration // the TLS handshake
	FirstByte time.Duration // from Begun to the first byte of the answer
	Reused    bool          // the request went over a connection that was already open
}
