package postback

import (
	"context"
	"testing"
	"time"
	"unsafe"
)

// jumped is a moment as a process sees it whose clock was set, by whole seconds, since it began: the
// time of day is another, and as much time has passed as before.
func jumped(moment time.Time, by time.Duration) time.Time {
	const shift = 30 // of the seconds in the first word of a time.Time that has a monotonic reading
	wall := (*uint64)(unsafe.Pointer(&moment))
	*wall += uint64(by/time.Second) << shift
	return moment
}

// TestClockJump: setting the clock while postbacks are sent neither ages connections nor hurries or
// delays the end of an exchange.
func TestClockJump(t *testing.T) {
	t.Parallel()
	for _, by := range []time.Duration{24 * time.Hour, -24 * time.Hour} {
		now := time.Now()
		if there := jumped(now, by); there.Sub(now) != 0 || there.Round(0).Sub(now.Round(0)) != by {
			t.Fatal("a time.Time no longer looks as this test believes")
		}
		r := serve(t, hit.ok)
		client := newClient(t, Options{IdleTimeout: time.Hour})
		r.fire(client, "/")
		route, err := client.pool.enter(location{authority: []byte(r.address)})
		if err != nil {
			t.Fatal(err)
		}
		client.pool.leave(route, jumped(time.Now(), by)) // when old connections are swept out
		c := client.pool.take(route, jumped(time.Now(), by))
		if c == nil {
			t.Fatalf("a clock set by %s ages connections", by)
		}
		begun := time.Now()
		if err := c.limit(context.Background(), jumped(begun.Add(limit), by)); err != nil {
			t.Fatal(err)
		}
		_, err = c.reader.Peek(1)
		if took := time.Since(begun); !isTimeout(err) || took < limit/2 || took > enough {
			t.Errorf("a clock set by %s ends an exchange after %s: %v", by, took, err)
		}
		c.release()
		c.close()
	}
}

// TestOutcomesAreMeasuredByTheSteadyClock: durations come from moments that have a monotonic reading,
// which no setting of the clock can bend.
func TestOutcomesAreMeasuredByTheSteadyClock(t *testing.T) {
	t.Parallel()
	out := serve(t, hit.ok).fire(newClient(t, Options{}), "/")
	if out.Begun == out.Begun.Round(0) { //nolint:gocritic // == tells them apart, as Equal does not
		t.Errorf("begun at %s, without a monotonic reading", out.Begun)
	}
}
