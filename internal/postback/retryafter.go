package postback

import (
	"net/http"
	"time"
)

// AsksForPause reports whether the receiver wants to be sent less: by 429 or 503.
func (o *Outcome) AsksForPause() bool {
	return o.Status == http.StatusTooManyRequests || o.Status == http.StatusServiceUnavailable
}

// RetryAfter is how long the receiver asks to be left alone after its answer; not above 0 when it does
// not say.
func (o *Outcome) RetryAfter() time.Duration {
	return retryAfter(o.Header, o.Begun.Add(o.Elapsed))
}
