package call

import (
	"maps"
	"math/bits"
	"slices"
	"strings"
	"unicode"
)

// Event is a moment of a call at which a pixel can fire.
type Event uint8

// The eight events, in the platform's own order. It is the order in which they are listed, not
// the order in which they happen.
const (
	Incoming Event = iota
	Connected
	Completed
	Converted
	Errored // "error"; the name Error is taken by the type
	Payout
	Finalized
	Recording
	eventCount
)

// Events lists the eight events in the platform's order.
func Events() []Event {
	return AllEvents.List()
}

// String is the event's name in definitions and on the command line: "incoming".
func (e Event) String() string {
	if e >= eventCount {
		return "event?"
	}
	return EventNames()[e]
}

// Title is the event as the platform's "Fire Pixel On" list shows it: "Connected (Answered)".
func (e Event) Title() string {
	switch {
	case e == Connected:
		return "Connected (Answered)"
	case e < eventCount:
		name := e.String()
		return strings.ToUpper(name[:1]) + name[1:]
	}
	return e.String()
}

// EventNames lists the names of the eight events in the platform's order.
func EventNames() []string {
	return []string{"incoming", "connected", "completed", "converted", "error", "payout", "finalized", "recording"}
}

// ParseEvent understands an event's name and the platform's spellings of it: the titles of its
// list ("Connected (Answered)"), the words of its articles ("Call Complete") and the names of its
// call log ("ConvertedCall"). Case, spaces and punctuation do not matter.
func ParseEvent(s string) (Event, bool) {
	word := strings.TrimSuffix(strings.TrimPrefix(letters(s), aroundEvent), aroundEvent)
	for i, name := range EventNames() {
		if word == name {
			return Event(i), true
		}
	}
	event, known := otherEventWords[word]
	return event, known
}

// aroundEvent is a word that may stand before or behind an event.
const aroundEvent = "call"

// otherEventWords are the platform's words for an event beside its name.
var otherEventWords = map[string]Event{
	"connectedanswered": Connected, "answered": Connected, "complete": Completed, "recordingmigrated": Recording,
}

// EventPattern is a regular expression that matches what [ParseEvent] understands, as long as it is ASCII.
func EventPattern() string {
	words := append(EventNames(), slices.Sorted(maps.Keys(otherEventWords))...)
	for i, word := range words {
		words[i] = spelled(word)
	}
	around := "(" + spelled(aroundEvent) + ")?"
	return "^" + around + "(" + strings.Join(words, "|") + ")" + around + noLetters + "$"
}

// noLetters matches what may stand between the letters of an event.
const noLetters = "[^A-Za-z]*"

// spelled is a pattern for a word in whatever case, with anything but letters before each letter.
func spelled(word string) string {
	var b strings.Builder
	for _, r := range word {
		b.WriteString(noLetters + "[" + strings.ToUpper(string(r)) + string(r) + "]")
	}
	return b.String()
}

// letters keeps the letters of s, in lower case.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}

// EventSet is a set of events. The zero EventSet is empty.
type EventSet uint16

// AllEvents holds each of the eight events.
const AllEvents EventSet = 1<<eventCount - 1

// Has reports whether e is in the set.
func (s EventSet) Has(e Event) bool { return s&(1<<e) != 0 }

// With is the set with e added.
func (s EventSet) With(e Event) EventSet { return s | 1<<e }

// Len is the number of events in the set.
func (s EventSet) Len() int { return bits.OnesCount16(uint16(s)) }

// List is the events of the set in the platform's order.
func (s EventSet) List() []Event {
	list := make([]Event, 0, s.Len())
	for e := Incoming; e < eventCount; e++ {
		if s.Has(e) {
			list = append(list, e)
		}
	}
	return list
}
