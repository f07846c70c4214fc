package inorder

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// counter is a worker whose jobs are the numbers below a limit. It appends them to what all
// counters share, without a lock: that is the order's to protect.
type counter struct {
	shared *shared
	job    int
}

type shared struct {
	next, limit int // touched in Take only
	fails       int // the job that fails; -1 for none
	done        []int
	work        func(job int)
}

var errJob = errors.New("this job fails")

func (c *counter) Take() bool {
	if c.shared.next == c.shared.limit {
		return false
	}
	c.job = c.shared.next
	c.shared.next++
	return true
}

func (c *counter) Work(turn func() bool) error {
	if c.shared.work != nil {
		c.shared.work(c.job)
	}
	if c.job == c.shared.fails {
		return errJob // without having asked for its turn
	}
	for range 2 { // it may be asked for more than once
		if !turn() {
			return errors.New("nobody sees this")
		}
	}
	c.shared.done = append(c.shared.done, c.job)
	return nil
}

func counters(s *shared, n int) []*counter {
	workers := make([]*counter, n)
	for i := range workers {
		workers[i] = &counter{shared: s}
	}
	return workers
}

// upTo are the numbers below n.
func upTo(n int) []int {
	var list []int
	for i := range n {
		list = append(list, i)
	}
	return list
}

// TestOrder: whatever the number of workers and however long jobs take, results come in the order
// of the jobs, all of them, and up to the first job that fails.
func TestOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := &shared{limit: rapid.IntRange(0, 60).Draw(t, "jobs")}
		s.fails = rapid.IntRange(-1, 80).Draw(t, "fails")
		pauses := rapid.SliceOfN(rapid.IntRange(0, 3), 1, 7).Draw(t, "pauses")
		s.work = func(job int) {
			for range pauses[job%len(pauses)] {
				time.Sleep(time.Microsecond)
			}
		}
		err := Run(t.Context(), counters(s, rapid.IntRange(1, 9).Draw(t, "workers")))
		want := s.limit
		if s.fails >= 0 && s.fails < s.limit {
			want = s.fails
		}
		if !slices.Equal(s.done, upTo(want)) || (err != nil) != (want < s.limit) || err != nil && !errors.Is(err, errJob) {
			t.Fatalf("%v, %v", s.done, err)
		}
	})
}

// TestSameTime: jobs are done at the same time: each of four waits for the other three.
func TestSameTime(t *testing.T) {
	t.Parallel()
	var all sync.WaitGroup
	all.Add(4)
	s := &shared{limit: 4, fails: -1, work: func(int) { all.Done(); all.Wait() }}
	if err := Run(t.Context(), counters(s, 4)); err != nil || !slices.Equal(s.done, upTo(4)) {
		t.Errorf("%v, %v", s.done, err)
	}
}

// TestBounded: no more jobs are under way than there are workers.
func TestBounded(t *testing.T) {
	t.Parallel()
	var underWay, most atomic.Int64
	s := &shared{limit: 200, fails: -1, work: func(int) {
		if n := underWay.Add(1); n > most.Load() {
			most.Store(n)
		}
		time.Sleep(10 * time.Microsecond)
		underWay.Add(-1)
	}}
	if err := Run(t.Context(), counters(s, 3)); err != nil || most.Load() > 3 || len(s.done) != 200 {
		t.Errorf("%d at once, %d done, %v", most.Load(), len(s.done), err)
	}
}

// TestCancelled: when the context ends, what has been begun is done and nothing else.
func TestCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	s := &shared{limit: 1000, fails: -1}
	s.work = func(job int) {
		if job == 10 {
			cancel()
		}
	}
	err := Run(ctx, counters(s, 3))
	if n := len(s.done); err != nil || n < 11 || n > 13 || n != s.next || !slices.Equal(s.done, upTo(n)) {
		t.Errorf("%v of %d taken, %v", s.done, s.next, err)
	}
}

// TestStopsAtOnce: after a failure no job is taken.
func TestStopsAtOnce(t *testing.T) {
	t.Parallel()
	s := &shared{limit: 1000, fails: 5}
	if err := Run(t.Context(), counters(s, 2)); !errors.Is(err, errJob) || s.next > 5+3 {
		t.Errorf("%d taken, %v", s.next, err)
	}
}
