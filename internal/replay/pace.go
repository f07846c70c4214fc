package replay

import (
	"context"
	"time"

	"golang.org/x/time/rate"
)

// pace makes its one user wait so that no more happens than a rate allows. It waits in steps of at
// least a millisecond: to sleep for less costs more than it is worth.
type pace struct {
	limiter *rate.Limiter // nil for no limit; others may wait for it too
	ready   int           // how much may happen without waiting
}

// newLimiter allows so much a second, nil is no limit.
func newLimiter(perSecond float64) *rate.Limiter {
	if perSecond <= 0 {
		return nil
	}
	return rate.NewLimiter(rate.Limit(perSecond), stepOf(rate.Limit(perSecond)))
}

// stepOf is how much happens in a millisecond, at least one.
func stepOf(limit rate.Limit) int {
	return max(1, int(float64(limit)*time.Millisecond.Seconds()))
}

// wait waits for the next time; the error is that of the context.
func (p *pace) wait(ctx context.Context) error {
	if p.limiter == nil {
		return nil
	}
	if p.ready == 0 {
		step := stepOf(p.limiter.Limit())
		if err := p.limiter.WaitN(ctx, step); err != nil {
			return err
		}
		p.ready = step
	}
	p.ready--
	return nil
}
