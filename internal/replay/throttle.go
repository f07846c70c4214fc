package replay

import (
	"time"

	"postback/internal/postback"
)

// throttle is how many postbacks a host takes at once. A host that asks to be spared, by 429 or 503, is
// left alone for a while and then sent half as many; each round of answers after that allows one more.
type throttle struct {
	usual   int // postbacks on their way while nothing is wrong
	most    int // those that are taken, of which some may wait for a worker
	limit   int
	answers int // since the limit was last raised
	pause   time.Duration
	until   time.Time
}

// The pauses after 429 and 503 when the host does not say how long: each is twice as long as the one
// before. What it says is believed up to an hour.
const (
	firstPause   = time.Second
	longestPause = time.Minute
	longestWish  = time.Hour
)

func newThrottle(usual, most int) throttle { return throttle{usual: usual, most: most, limit: most} }

// allows reports whether one more postback may be sent.
func (t *throttle) allows(inFlight int) bool { return inFlight < t.limit && !t.pausing() }

// pausing reports whether the host is being left alone.
func (t *throttle) pausing() bool { return !t.until.IsZero() && time.Now().Before(t.until) }

// learn takes in an outcome. The result is how long to wait when a pause has begun with it.
func (t *throttle) learn(o *postback.Outcome) (wait time.Duration) {
	if !o.AsksForPause() {
		t.recover(o)
		return 0
	}
	if o.Begun.Before(t.until) {
		return 0 // it was sent before the pause: the host says the same thing again
	}
	t.limit, t.answers = max(1, min(t.limit, t.usual)/2), 0
	t.pause = min(max(firstPause, 2*t.pause), longestPause)
	wait = t.pause
	if asked := o.RetryAfter(); asked > 0 {
		wait = min(asked, longestWish)
	}
	t.until = time.Now().Add(wait)
	return wait
}

// recover raises the limit again, slowly.
func (t *throttle) recover(o *postback.Outcome) {
	if o.Status == 0 {
		return
	}
	t.pause = 0
	if t.answers++; t.limit < t.most && t.answers >= t.limit {
		t.limit, t.answers = t.limit+1, 0
	}
}
