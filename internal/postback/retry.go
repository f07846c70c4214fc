package postback

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// DefaultRetryDelay is the wait before a first retry.
const DefaultRetryDelay = time.Second

// maxRetryWait bounds every wait, whatever the receiver asks for.
const maxRetryWait = time.Minute

// Retry says how often a request is sent again that was certainly not received, or was answered
// with 429, 502, 503 or 504. The zero value is never.
type Retry struct {
	// Times is how many further attempts there may be.
	Times int
	// Delay is the wait before the first of them, 0 is DefaultRetryDelay. Each further wait is
	// twice as long, all vary at random by a half, and a Retry-After of the receiver lengthens
	// them. None is longer than a minute.
	Delay time.Duration
	// Unsafe sends again, too, what may have been received. It may then count twice.
	Unsafe bool
	// Notify is told of every wait before it begins; nil for nobody.
	Notify func(failed *Outcome, wait time.Duration)
}

// Retrying returns a Firer that fires through next and again, as the policy says. The outcome is
// that of the last attempt, with those before it in Earlier.
func Retrying(next Firer, policy Retry) Firer {
	if policy.Times <= 0 {
		return next
	}
	policy.Delay = orDefault(policy.Delay, DefaultRetryDelay)
	return &retrying{next, policy}
}

type retrying struct {
	next   Firer
	policy Retry
}

// Fire implements [Firer].
func (r *retrying) Fire(ctx context.Context, request *Request) *Outcome {
	delays := backoff.ExponentialBackOff{
		InitialInterval: r.policy.Delay, MaxInterval: maxRetryWait, Multiplier: 2,
		RandomizationFactor: backoff.DefaultRandomizationFactor,
	}
	outcome := r.next.Fire(ctx, request)
	for range r.policy.Times {
		if !r.policy.repeats(outcome) || !r.wait(ctx, outcome, delays.NextBackOff()) {
			break
		}
		next := r.next.Fire(ctx, request)
		if next.Attempts == 0 {
			break // nothing was sent, so that what came before stands
		}
		outcome = outcome.Then(next)
	}
	return outcome
}

// repeats reports whether a request with this outcome is to be sent again.
func (p *Retry) repeats(o *Outcome) bool {
	switch {
	case o.Status > 0 && !o.InDoubt:
		return slices.Contains([]int{
			http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout,
		}, o.Status)
	case o.InDoubt && !p.Unsafe:
		return false
	}
	return slices.Contains([]Failure{
		FailureDNS, FailureRefused, FailureUnreachable, FailureConnect, FailureProxy, FailureTimeout, FailureReset, FailureTruncated,
	}, o.Failure)
}

// wait waits for the delay or for as long as the receiver asks, whichever is longer. It reports
// whether the context is still alive then.
func (r *retrying) wait(ctx context.Context, o *Outcome, delay time.Duration) bool {
	delay = min(max(delay, retryAfter(o.Header, o.Begun.Add(o.Elapsed))), maxRetryWait)
	if r.policy.Notify != nil {
		r.policy.Notify(o, delay)
	}
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// retryAfter is how long the receiver wants to be left alone; 0 when it says nothing. A moment
// counts from the receiver's own clock, if it tells it, because clocks differ.
func retryAfter(header http.Header, now time.Time) time.Duration {
	value := header.Get("Retry-After")
	if seconds, err := strconv.ParseUint(value, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second
	}
	moment, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	if date, err := http.ParseTime(header.Get("Date")); err == nil {
		now = date
	}
	return moment.Sub(now)
}
