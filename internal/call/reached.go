package call

import (
	"fmt"
	"strings"
)

// Reached is the set of events that the record shows the call reached.
//
// An explicit list ("events" as an array of names, or as a comma-separated string) wins. Else a
// blocked call reached none. Else every call reached incoming, and hasConnected, callCompletedDt,
// hasConverted, hasPayout and recordingUrl tell the others; completed needs both a connection and
// an end. Assumption: the call was in error when the record's event log holds an entry named
// "Error" or "ErrorCall"; the platform does not document that name.
func (r *Record) Reached() EventSet {
	if r.listed {
		return r.events
	}
	if len(r.slots) == 0 || r.is(keyWasBlocked) {
		return 0
	}
	connected, ended := r.is(keyHasConnected), r.has(keyCallCompletedDt)
	var s EventSet
	s = s.With(Incoming)
	s = s.withIf(connected, Connected)
	s = s.withIf(connected && ended, Completed)
	s = s.withIf(r.is(keyHasConverted), Converted)
	s = s.withIf(r.errorLog, Errored)
	s = s.withIf(r.is(keyHasPayout), Payout)
	s = s.withIf(ended, Finalized)
	return s.withIf(r.has(keyRecordingURL), Recording)
}

func (s EventSet) withIf(cond bool, e Event) EventSet {
	if cond {
		return s.With(e)
	}
	return s
}

// is reports whether a boolean column is true.
func (r *Record) is(k Key) bool {
	e := r.find(k)
	if e == nil {
		return false
	}
	if e.kind == Bool {
		return r.data[e.start] == 't'
	}
	value, ok := r.value(e).Bool()
	return ok && value
}

// has reports whether the record has a value that says something: not 0, not false.
func (r *Record) has(k Key) bool {
	e := r.find(k)
	if e == nil {
		return false
	}
	if e.kind == Number || e.kind == Bool {
		return r.data[e.start] != '0' && r.data[e.start] != 'f'
	}
	return true
}

// readEvents takes the record's explicit list of events from a string, "incoming, connected", and
// returns what is wrong with it, or "".
func (r *Record) readEvents() (problem string) {
	e := r.find(keyEvents)
	if e == nil || e.kind != String {
		return ""
	}
	for name := range strings.SplitSeq(r.value(e).Text(), ",") {
		if problem = r.list(name); problem != "" {
			return problem
		}
	}
	return ""
}

// listEvent adds an element of the record's explicit list of events.
func (r *Record) listEvent(e entry) (problem string) {
	v := r.value(&e)
	if v.kind == String {
		return r.list(v.Text())
	}
	return "\"events\" lists names of events or the entries of an event log, not " + v.Text()
}

func (r *Record) list(name string) (problem string) {
	event, ok := ParseEvent(name)
	if !ok {
		return fmt.Sprintf("%q is not an event; the events are %s", strings.TrimSpace(name), strings.Join(EventNames(), ", "))
	}
	r.listed, r.events = true, r.events.With(event)
	return ""
}
