package replay

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"
)

// The proportions of a run.
const (
	leastAhead  = 512      // claimed and not begun, so that one sync of the journal serves many
	mostPlanned = 128      // calls that wait to be claimed: enough for a batch, and few enough for the processor's caches
	aheadTime   = 0.1      // seconds: with a rate, no more is claimed than will be sent in this time
	mostReady   = 256      // taken from the lanes so that no worker has to wait for one
	mostWaiting = 16 << 10 // calls whose results wait for those of a slow one before them
	syncEvery   = 100 * time.Millisecond
)

// Run replays the calls of the options. The end of ctx is the wish to stop in order: what is under way is
// waited for. The end of hurry gives up on that too. The error is what ended the run early: of BadCall,
// of Write, or of the journal, as a [*JournalError].
func Run(ctx, hurry context.Context, o Options) error {
	r := newRun(ctx, hurry, o)
	defer r.stop(nil)
	defer r.abort(nil)
	defer context.AfterFunc(r.draining, r.refuseAll)()

	planned := make(chan *Call, mostPlanned)
	order := make(chan *Call, cap(r.window))
	go func() {
		defer close(planned)
		r.read(planned)
	}()
	written := make(chan struct{})
	go func() {
		defer close(written)
		r.write(order)
	}()
	stopSyncing := r.keepSyncing()
	r.claim(planned, order)
	r.finish()
	close(order)
	<-written
	stopSyncing()
	return r.failure()
}

// JournalError is a failure of the journal. Nothing may be sent after it.
type JournalError struct{ err error }

// Error is the text of the failure.
func (e *JournalError) Error() string { return e.err.Error() }

// Unwrap is the failure.
func (e *JournalError) Unwrap() error { return e.err }

// run is one replay under way.
type run struct {
	Options
	draining context.Context // ends when nothing new is to be begun
	stop     context.CancelCauseFunc
	sending  context.Context // ends when what is under way is given up
	abort    context.CancelCauseFunc

	window  chan struct{} // holds one for each call that is read and not written
	backlog *backlog
	rate    *rate.Limiter
	work    chan *task
	feeders sync.WaitGroup
	workers sync.WaitGroup
	tasks   sync.WaitGroup
	calls   sync.Pool    // of *Call
	idle    atomic.Int64 // workers that wait for work

	mu      sync.Mutex
	lanes   map[string]*lane
	started int // workers
	err     error
}

func newRun(ctx, hurry context.Context, o Options) *run {
	if o.Progress == nil {
		o.Progress = &Progress{}
	}
	r := &run{
		Options: o,
		window:  make(chan struct{}, mostWaiting+2*o.Limits.Jobs),
		backlog: newBacklog(o.Limits.ahead()),
		rate:    newLimiter(o.Limits.Rate),
		work:    make(chan *task, min(o.Limits.Jobs, mostReady)),
		lanes:   map[string]*lane{},
	}
	r.draining, r.stop = context.WithCancelCause(ctx)
	r.sending, r.abort = context.WithCancelCause(hurry)
	return r
}

// ahead is how much may be claimed and not begun.
func (l *Limits) ahead() int {
	ahead := max(leastAhead, l.Jobs/2)
	for _, limit := range []float64{l.Rate, l.HostRate} {
		if limit > 0 {
			ahead = min(ahead, 1+int(limit*aheadTime))
		}
	}
	return ahead
}

// keep keeps the first error for the end of the run.
func (r *run) keep(err error) {
	r.mu.Lock()
	if r.err == nil {
		r.err = err
	}
	r.mu.Unlock()
}

// fail ends the run in order.
func (r *run) fail(err error) {
	r.keep(err)
	r.stop(err)
}

// failJournal ends the run at once.
func (r *run) failJournal(err error) {
	r.fail(&JournalError{err})
	r.abort(err)
}

func (r *run) failure() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.err
}

// finish waits until every task has ended, and ends those who worked on them.
func (r *run) finish() {
	r.tasks.Wait()
	r.mu.Lock()
	for _, l := range r.lanes {
		l.close()
	}
	r.mu.Unlock()
	r.feeders.Wait()
	close(r.work)
	r.workers.Wait()
}
