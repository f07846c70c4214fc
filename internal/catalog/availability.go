package catalog

import "postback/internal/call"

// Availability says whether a token has a value when a pixel fires on an event.
type Availability uint8

// The availabilities. The zero value claims nothing.
const (
	Unknown   Availability = iota
	Never                  // the value does not exist yet, or never does
	Sometimes              // it depends on the call or on the account's settings
	Always                 // the platform has it for every call that reaches the event
)

// String is the lower-case word for a.
func (a Availability) String() string {
	return [...]string{"unknown", "never", "sometimes", "always"}[a]
}

// Presence is what is known of a token's value on one event.
type Presence struct {
	Availability Availability
	Certainty    Certainty
	Note         string // the sentence it rests on, or the circumstance it depends on; never empty for Never
}

// Timeline is a token's presence on every event, indexed by [call.Event].
type Timeline [call.Recording + 1]Presence

func always(c Certainty, note string) Presence    { return Presence{Always, c, note} }
func sometimes(c Certainty, note string) Presence { return Presence{Sometimes, c, note} }
func never(c Certainty, note string) Presence     { return Presence{Never, c, note} }
func unknown(note string) Presence                { return Presence{Unknown, Unsure, note} }

// everywhere is the timeline of a token whose presence does not depend on the event.
func everywhere(p Presence) Timeline {
	var t Timeline
	for _, e := range call.Events() {
		t[e] = p
	}
	return t
}

// with is t changed at one event.
func (t Timeline) with(e call.Event, p Presence) Timeline {
	t[e] = p
	return t
}
