package replay

import (
	"slices"
	"sync"
	"sync/atomic"

	"postback/internal/plan"
	"postback/internal/postback"
)

// Progress counts what a run has done so far. The zero value is ready for use, and it is safe for
// concurrent use.
type Progress struct {
	inFlight atomic.Int64

	mu     sync.Mutex
	counts Counts
}

// Counts are the numbers of a run.
type Counts struct {
	Calls    int   // written
	Read     int64 // bytes of the input, up to the last of them
	Verdicts map[postback.Verdict]int
	InDoubt  int // of those, how many may have arrived all the same
	Unknown  int // of those, how many an earlier run left in doubt; nothing was sent for them
	Failed   int // firings that cannot be rendered or journaled
	Skipped  map[plan.Code]int
	Stopped  []string // the hosts that failed too often
	InFlight int
}

// Sent is the number of postbacks whose sending this run began, or tried to.
func (c *Counts) Sent() int {
	sent := -c.Unknown
	for _, n := range c.Verdicts {
		sent += n
	}
	return sent
}

// Counts is how things stand now.
func (p *Progress) Counts() Counts {
	p.mu.Lock()
	defer p.mu.Unlock()
	c := p.counts
	c.Verdicts, c.Skipped = map[postback.Verdict]int{}, map[plan.Code]int{}
	for v, n := range p.counts.Verdicts {
		c.Verdicts[v] = n
	}
	for code, n := range p.counts.Skipped {
		c.Skipped[code] = n
	}
	c.Stopped = slices.Clone(p.counts.Stopped)
	c.InFlight = int(p.inFlight.Load())
	return c
}

// note counts a result.
func (p *Progress) note(r *Result) {
	p.mu.Lock()
	defer p.mu.Unlock()
	c := &p.counts
	switch o := r.Outcome; {
	case o != nil:
		if c.Verdicts == nil {
			c.Verdicts = map[postback.Verdict]int{}
		}
		c.Verdicts[o.Verdict]++
		if o.InDoubt {
			c.InDoubt++
		}
		if o.Failure == FailureUnknown {
			c.Unknown++
		}
	case r.Firing.Decision == plan.Fail:
		c.Failed++
	default:
		if c.Skipped == nil {
			c.Skipped = map[plan.Code]int{}
		}
		c.Skipped[r.Firing.Reasons[0].Code]++
	}
}

func (p *Progress) written(c *Call) {
	p.mu.Lock()
	p.counts.Calls++
	p.counts.Read = c.read
	p.mu.Unlock()
}

func (p *Progress) stopped(host string) {
	p.mu.Lock()
	p.counts.Stopped = append(p.counts.Stopped, host)
	p.mu.Unlock()
}
