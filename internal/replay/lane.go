package replay

import (
	"slices"
	"sync"
	"time"

	"postback/internal/postback"
)

// lane is the way to one host. It holds the tasks that the host or the limits do not take yet.
type lane struct {
	host string

	mu       sync.Mutex
	changed  *sync.Cond // of what take waits for
	queue    []*task
	taken    int // of the front of the queue
	inFlight int
	closed   bool   // nothing is added any more
	refusal  string // why nothing is sent any more; "" while it is

	throttle throttle
	failures int // in a row
}

func newLane(host string, t throttle) *lane {
	l := &lane{host: host, throttle: t}
	l.changed = sync.NewCond(&l.mu)
	return l
}

// push adds a task, unless nothing is sent to the host any more: then it says why.
func (l *lane) push(t *task) (refusal string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.refusal == "" {
		l.queue = append(l.queue, t)
		l.changed.Signal()
	}
	return l.refusal
}

// take waits for a task that the host may be sent now; nil when there will be none.
func (l *lane) take() *task {
	l.mu.Lock()
	defer l.mu.Unlock()
	for {
		waiting := l.taken < len(l.queue)
		if !waiting && l.closed {
			return nil
		}
		if waiting && l.throttle.allows(l.inFlight) {
			return l.pop()
		}
		l.changed.Wait()
	}
}

func (l *lane) pop() *task {
	t := l.queue[l.taken]
	l.queue[l.taken] = nil
	l.taken++
	if l.taken == len(l.queue) {
		l.queue, l.taken = l.queue[:0], 0
	}
	l.inFlight++
	return t
}

// close ends the lane when its queue is empty.
func (l *lane) close() {
	l.mu.Lock()
	l.closed = true
	l.changed.Signal()
	l.mu.Unlock()
}

// refuse sends nothing to the host any more, unless that has been said before, and returns the tasks that
// were waiting.
func (l *lane) refuse(why string) (dropped []*task, first bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.refusal != "" {
		return nil, false
	}
	l.refusal = why
	dropped = append(dropped, l.queue[l.taken:]...)
	l.queue, l.taken = nil, 0
	l.changed.Signal()
	return dropped, true
}

// ready reports whether a task that was taken may still be sent. When the host has asked for a pause since,
// it is back in the queue; when nothing is sent any more, that is the refusal.
func (l *lane) ready(t *task) (ok bool, refusal string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.refusal != "":
		l.inFlight--
		return false, l.refusal
	case l.throttle.pausing():
		l.inFlight--
		l.unpop(t)
		return false, ""
	}
	return true, ""
}

// unpop puts a task back to where it was taken from.
func (l *lane) unpop(t *task) {
	if l.taken == 0 {
		l.queue = slices.Insert(l.queue, 0, t)
		return
	}
	l.taken--
	l.queue[l.taken] = t
}

// leave takes back a task that was not sent after all.
func (l *lane) leave() {
	l.mu.Lock()
	l.inFlight--
	l.changed.Signal()
	l.mu.Unlock()
}

// ended learns from an outcome how the host fares, and returns how many have failed in a row.
func (l *lane) ended(o *postback.Outcome) (failures int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.inFlight--
	if wait := l.throttle.learn(o); wait > 0 {
		time.AfterFunc(wait, l.changed.Signal)
	}
	switch {
	case failed(o):
		l.failures++
	case o.Verdict != postback.Unsent: // which says nothing about the host
		l.failures = 0
	}
	l.changed.Signal()
	return l.failures
}

// failed reports whether an outcome speaks against the host: no answer, or one that blames itself.
func failed(o *postback.Outcome) bool {
	const serverError = 500
	return o.Verdict == postback.Failed || o.Verdict == postback.TimedOut || o.Status >= serverError
}
