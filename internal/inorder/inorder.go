// Package inorder spreads work over several workers and keeps its results in order.
//
// There is no goroutine that reads and none that writes, and nothing is handed from one to
// another: each worker takes a job, does it, and waits for its turn to hand out what came of it.
// So there are never more jobs under way than workers, and memory belongs to one worker for good.
package inorder

import (
	"context"
	"sync"
)

// Worker does one job after the other.
type Worker interface {
	// Take takes the next job, and reports false when there is none. Of all workers, one takes at
	// a time.
	Take() bool
	// Work does the job. When turn returns true, all jobs that were taken before are done, and
	// what is shared and in order is this worker's until Work returns; when it returns false, the
	// run is over because of an error in one of them. Turn may be called more than once. An
	// error ends the run.
	Work(turn func() bool) error
}

// Run has the workers do jobs until there are none, a job fails, or the context ends; jobs that
// have been taken by then are still done. It returns once all workers have stopped, with the error
// of the first job, in order, that failed.
func Run[W Worker](ctx context.Context, workers []W) error {
	q := newQueue(ctx)
	var running sync.WaitGroup
	for _, w := range workers {
		running.Go(func() { q.serve(w) })
	}
	running.Wait()
	return q.err
}

// queue numbers the jobs and knows whose turn it is.
type queue struct {
	ctx    context.Context // kept for the length of Run
	taking sync.Mutex      // held while a job is taken
	taken  int             // jobs taken

	mu      sync.Mutex // guards the rest
	changed *sync.Cond
	turn    int // of the job with this number
	err     error
}

func newQueue(ctx context.Context) *queue {
	q := &queue{ctx: ctx}
	q.changed = sync.NewCond(&q.mu)
	return q
}

// serve is the life of one worker.
func (q *queue) serve(w Worker) {
	for {
		job, ok := q.take(w)
		if !ok {
			return
		}
		turn := func() bool { return q.await(job) }
		err := w.Work(turn)
		if !turn() {
			return
		}
		q.pass(err)
	}
}

// take has the worker take a job and numbers it.
func (q *queue) take(w Worker) (job int, ok bool) {
	q.taking.Lock()
	defer q.taking.Unlock()
	if q.ctx.Err() != nil || q.failed() || !w.Take() {
		return 0, false
	}
	q.taken++
	return q.taken - 1, true
}

func (q *queue) failed() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.err != nil
}

// await waits for the turn of a job. It reports false when that will not come.
func (q *queue) await(job int) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	for q.turn != job && q.err == nil {
		q.changed.Wait()
	}
	return q.err == nil
}

// pass ends the turn of a job, and the run when the job has failed.
func (q *queue) pass(err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.turn++
	q.err = err
	q.changed.Broadcast()
}
