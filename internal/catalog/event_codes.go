package catalog

import (
	"strings"

	"postback/internal/call"
)

// EventCode is what is known of one eventCode, the text by which the platform's API says on which
// event a pixel fires.
type EventCode struct {
	Event     call.Event
	Certainty Certainty
	Why       string // a clause without a full stop: what the reading rests on
}

// LookupEventCode reads an eventCode. Which codes there are is documented nowhere. One that is
// spelled like an event, or like the name of one in the platform's other interfaces, is taken for
// that event, which is an inference; of any other, such as a number, ok is false.
func LookupEventCode(code string) (c EventCode, ok bool) {
	const why = "the API does not document its codes; this one is spelled like the event"
	event, ok := call.ParseEvent(code)
	if !ok {
		event, ok = call.ParseEvent(strings.TrimPrefix(strings.TrimPrefix(code, "On"), "on"))
	}
	return EventCode{event, Inferred, why}, ok
}
