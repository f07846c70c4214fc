package replay

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"postback/internal/postback"
)

// lane is the way to a host.
func (r *run) lane(host []byte) *lane {
	if r.Endpoint != "" {
		host = []byte(r.Endpoint)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	l := r.lanes[string(host)]
	if l == nil {
		l = newLane(string(host), r.newThrottle())
		r.lanes[l.host] = l
		if r.draining.Err() != nil {
			l.refuse(interrupted)
		}
		r.feeders.Go(func() { r.feed(l) })
	}
	return l
}

// newThrottle is that of a host. Without a limit of its own it gives the workers more than they can send,
// so that none of them has to wait.
func (r *run) newThrottle() throttle {
	if most := r.Limits.PerHost; most > 0 {
		return newThrottle(most, most)
	}
	return newThrottle(r.Limits.Jobs, r.Limits.Jobs+cap(r.work))
}

// feed hands the tasks of a lane to workers, as fast as host and limits allow.
func (r *run) feed(l *lane) {
	own, common := pace{limiter: newLimiter(r.Limits.HostRate)}, pace{limiter: r.rate}
	for t := l.take(); t != nil; t = l.take() {
		if own.wait(r.draining) != nil || common.wait(r.draining) != nil {
			l.leave()
			r.release(t, interrupted)
			continue
		}
		r.hire()
		r.work <- t
	}
}

// hire starts another worker when those that are free have enough to do, if there may be more.
func (r *run) hire() {
	if int(r.idle.Load()) > len(r.work) {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.started < r.Limits.Jobs {
		r.started++
		r.idle.Add(1)
		r.workers.Go(r.serve)
	}
}

// serve sends one task after the other.
func (r *run) serve() {
	for t := range r.work {
		r.idle.Add(-1)
		r.one(t)
		r.idle.Add(1)
	}
}

// one sends a task, if it may still be begun.
func (r *run) one(t *task) {
	ok, why := t.lane.ready(t)
	if ok && r.draining.Err() != nil {
		t.lane.leave()
		ok, why = false, interrupted
	}
	if why != "" {
		r.release(t, why)
	}
	if !ok {
		return
	}
	r.backlog.done()
	begun, err := r.Journal.Begin(t.number)
	if err != nil {
		r.failJournal(err)
		r.ended(t, unsent("journal: nothing is sent without one"))
		return
	}
	r.Progress.inFlight.Add(1)
	o := r.Send(r.sending, t.result.Firing)
	r.Progress.inFlight.Add(-1)
	if err := r.Journal.End(begun, o); err != nil {
		r.failJournal(err)
	}
	failures := t.lane.ended(o)
	if r.Limits.Failures > 0 && failures >= r.Limits.Failures {
		r.stopHost(t.lane)
	}
	r.ended(t, o)
}

// ended hands on what became of a task.
func (r *run) ended(t *task, o *postback.Outcome) {
	t.result.Outcome = o
	r.Progress.note(t.result)
	t.call.pending.Done()
	r.tasks.Done()
}

// release gives a task back to the journal, unsent.
func (r *run) release(t *task, why string) {
	r.backlog.done()
	if err := r.Journal.Release(t.number); err != nil {
		r.failJournal(err)
	}
	r.ended(t, unsent(why))
}

// stopHost sends nothing more to a host that has failed too often.
func (r *run) stopHost(l *lane) {
	why := fmt.Sprintf("%s: its receiver failed %d times in a row", FailureStopped, r.Limits.Failures)
	dropped, first := l.refuse(why)
	if first {
		r.Progress.stopped(l.host)
	}
	for _, t := range dropped {
		r.release(t, why)
	}
}

// interrupted is why nothing is sent once a run drains.
const interrupted = "cancelled: the run ended before it was its turn"

// refuseAll ends the sending to all hosts.
func (r *run) refuseAll() {
	r.mu.Lock()
	lanes := slices.Collect(maps.Values(r.lanes))
	r.mu.Unlock()
	for _, l := range lanes {
		dropped, _ := l.refuse(interrupted)
		for _, t := range dropped {
			r.release(t, interrupted)
		}
	}
}

// unsent is the outcome of what was not sent; the reason begins with the word for the failure.
func unsent(why string) *postback.Outcome {
	failure, _, _ := strings.Cut(why, ":")
	return &postback.Outcome{Verdict: postback.Unsent, Failure: postback.Failure(failure), Reason: why}
}
