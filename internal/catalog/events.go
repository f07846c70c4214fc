package catalog

import "postback/internal/call"

// EventFact is what is known of one event.
type EventFact struct {
	Event     call.Event
	Fires     string    // when the platform fires its pixels
	Evidence  string    // how a call record shows that the call reached it
	Certainty Certainty // of Fires
	Source    string
	Assumed   string // what Evidence assumes; "" when it is nothing
}

// Events returns the facts of all events in the platform's order. The slice is the caller's.
func Events() []EventFact {
	const article = "the platform's article on pixels"
	return []EventFact{
		{call.Incoming, "as soon as the call appears", "always", Documented, article, ""},
		{call.Connected, "when a target answers the call", "hasConnected is true", Documented, article, ""},
		{call.Completed, "when the call ends after connecting to a target", "hasConnected is true and callCompletedDt is set", Documented, article, ""},
		{call.Converted, "when the call meets the conversion criterion; the payout may not be there yet", "hasConverted is true", Documented, article, ""},
		{call.Errored, "when the call is marked as an error", "the record's events name it, or its event log holds an error", Documented, article, "how an event log names an error"},
		{call.Payout, "when the call is marked as paid to a publisher", "hasPayout is true", Documented, article, ""},
		{call.Finalized, "when the call ends, in whatever way", "callCompletedDt is set", Documented, article, "that callCompletedDt is set for calls nobody answered"},
		{call.Recording, "when the recording can be played, some seconds after the end", "recordingUrl is not empty", Documented, article, ""},
	}
}
