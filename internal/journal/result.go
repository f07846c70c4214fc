package journal

import (
	"encoding/binary"
	"slices"
	"time"

	"postback/internal/postback"
)

// State is what a journal knows of a postback.
type State uint8

// The states.
const (
	Fresh    State = iota // nothing
	Claimed               // the intent is written down; its session still runs
	Answered              // it was sent, and the answer does not refuse it
	Rejected              // it was sent and refused
	Unknown               // sending began, and nobody knows whether it arrived
	Unsent                // sending did not begin, or failed before the first byte
)

// String is the state as listings show it.
func (s State) String() string {
	return [...]string{"fresh", "claimed", "answered", "rejected", "unknown", "unsent"}[s]
}

// weight is how much a state forbids: what weighs little is sent again for little.
func (s State) weight() int {
	return [...]int{Fresh: 0, Unsent: 1, Rejected: 2, Unknown: 3, Answered: 4, Claimed: 5}[s]
}

// States are those that an entry can have.
func States() []State { return []State{Claimed, Answered, Rejected, Unknown, Unsent} }

// result is what came of an entry, as it is stored.
type result struct {
	packed uint64
	at     int64 // Unix microseconds
}

// resultSize is that of a result in its frame, the entry's number included.
const resultSize = 3 * wordSize

// The fields of a packed result, from the lowest bit.
const (
	verdictBits  = 4
	failureBits  = 6
	doubtBits    = 1
	attemptsBits = 6
	statusBits   = 12
	elapsedBits  = 35

	failureShift  = verdictBits
	doubtShift    = failureShift + failureBits
	attemptsShift = doubtShift + doubtBits
	statusShift   = attemptsShift + attemptsBits
	elapsedShift  = statusShift + statusBits
)

// verdictNumbers gives verdicts their numbers for good: only ever append. The first stands for
// none, when an entry was begun and nothing more is known.
var verdictNumbers = [...]postback.Verdict{
	"", postback.Accepted, postback.Duplicate, postback.Rejected, postback.Unverified,
	postback.TimedOut, postback.Failed, postback.Unsent,
}

// lost is the result of an entry that was begun and never ended; idle of one that was not begun.
const (
	lost = 1 << doubtShift
	idle = 7
)

// pack squeezes an outcome into a word; failure is the number of its failure.
func pack(o *postback.Outcome, failure int) uint64 {
	verdict := max(slices.Index(verdictNumbers[:], o.Verdict), 0)
	doubt := 0
	if o.InDoubt {
		doubt = 1
	}
	return uint64(verdict) |
		field(failure, failureBits)<<failureShift |
		field(doubt, doubtBits)<<doubtShift |
		field(o.Attempts, attemptsBits)<<attemptsShift |
		field(o.Status, statusBits)<<statusShift |
		field(int(o.Elapsed.Microseconds()), elapsedBits)<<elapsedShift
}

// field is a value as it fits into so many bits: at most as large, never negative.
func field(value, bits int) uint64 { return uint64(min(max(value, 0), 1<<bits-1)) }

func (r result) bits(shift, bits int) int { return int(r.packed >> shift & (1<<bits - 1)) }

func (r result) verdict() postback.Verdict {
	if n := r.bits(0, verdictBits); n < len(verdictNumbers) {
		return verdictNumbers[n]
	}
	return ""
}

func (r result) failure() int  { return r.bits(failureShift, failureBits) }
func (r result) inDoubt() bool { return r.bits(doubtShift, doubtBits) == 1 }
func (r result) attempts() int { return r.bits(attemptsShift, attemptsBits) }
func (r result) status() int   { return r.bits(statusShift, statusBits) }
func (r result) elapsed() time.Duration {
	return time.Duration(r.bits(elapsedShift, elapsedBits)) * time.Microsecond
}

// state is what the result says about sending again.
func (r result) state() State {
	switch v := r.verdict(); {
	case v == postback.Rejected:
		return Rejected
	case r.inDoubt():
		return Unknown
	case v == postback.TimedOut, v == postback.Failed, v == postback.Unsent:
		return Unsent
	}
	return Answered
}

// appendResult adds a result to the payload of a frame.
func appendResult(b []byte, number uint64, r result) []byte {
	b = binary.LittleEndian.AppendUint64(b, number)
	b = binary.LittleEndian.AppendUint64(b, r.packed)
	return binary.LittleEndian.AppendUint64(b, uint64(r.at))
}

// readResults hands out the results of a payload and reports whether it is well-formed.
func readResults(b []byte, each func(number uint64, r result) bool) bool {
	for ; len(b) >= resultSize; b = b[resultSize:] {
		r := result{binary.LittleEndian.Uint64(b[8:]), int64(binary.LittleEndian.Uint64(b[16:]))}
		if !each(binary.LittleEndian.Uint64(b), r) {
			return false
		}
	}
	return len(b) == 0
}
