package journal

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// clocks are ways in which the clock of a machine may go, from one look at it to the next.
func clocks() map[string]func() func() time.Time {
	start := time.Date(2026, 11, 25, 4, 0, 0, 0, time.UTC)
	every := func(step time.Duration) func() func() time.Time {
		return func() func() time.Time {
			now := start
			return func() time.Time {
				now = now.Add(step)
				return now
			}
		}
	}
	return map[string]func() func() time.Time{
		"forward":             every(time.Second),
		"standing":            every(0),
		"back by a tick":      every(-time.Microsecond),
		"back by a day":       every(-24 * time.Hour),
		"back, and past 1970": every(-3 * 365 * 24 * time.Hour),
	}
}

// witnessed is all that a journal says of what was tried, but the moments.
type witnessed struct {
	Entries, Last, CompactedEntries []string
	Forbidden, CompactedForbids     string
}

// witness lets a journal live by a clock: three sessions, of which the last is killed.
func witness(t *testing.T, now func() time.Time) (w witnessed) {
	t.Helper()
	d := newDisk()
	o := Options{now: now}
	attempts(t, d, o, entry{"a", 1, Unsent}, entry{"b", 1, Rejected}, entry{"c", 1, Unknown})
	attempts(t, d, o, entry{"a", 1, Answered}, entry{"b", 1, Unsent}, entry{"c", 2, Rejected})
	j, err := open(d, Options{InFlight: 2, now: now}, "boot")
	if err != nil {
		t.Fatal(err)
	}
	mustClaim(t, j, "b", "d", "e")
	if err := j.Release(8); err != nil {
		t.Fatal(err)
	}
	mustEnd(t, j, 6, Answered)
	if _, err := j.Begin(7); err != nil {
		t.Fatal(err)
	}
	d = d.afterKill()
	fresh := newDisk()
	if err := compact(d, fresh, "boot", "9"); err != nil {
		t.Fatal(err)
	}
	w.Entries, w.CompactedEntries = timeless(t, d), timeless(t, fresh)
	w.Last, w.Forbidden, w.CompactedForbids = lastWords(t, d), forbidden(t, d), forbidden(t, fresh)
	return w
}

// timeless are the entries of a journal without their moments. It wants no duration that is negative.
func timeless(t *testing.T, d *disk) (entries []string) {
	t.Helper()
	_, err := read(d, "boot", false, func(e *Entry) error {
		if e.Elapsed < 0 {
			t.Errorf("entry %d took %v", e.Number, e.Elapsed)
		}
		if e.Attempts > 0 && e.At.IsZero() {
			t.Errorf("nobody knows when entry %d ended", e.Number)
		}
		e.At = time.Time{}
		entries = append(entries, fmt.Sprintf("%+v", *e))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

// A journal is in the order in which it was written. Clocks are set back, so whatever they say, the last word
// is the one that was written last.
func TestTheClockGoesBack(t *testing.T) {
	t.Parallel()
	all := clocks()
	want := witness(t, all["forward"]())
	wantLast := []string{"2 c 1 unknown", "3 a 1 answered", "5 c 2 rejected", "6 b 1 answered", "7 d 1 unknown", "8 e 1 unsent"}
	if diff := cmp.Diff(wantLast, want.Last); diff != "" {
		t.Error(diff)
	}
	for name, clock := range all {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(want, witness(t, clock())); diff != "" {
				t.Error(diff)
			}
		})
	}
}
