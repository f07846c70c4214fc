package journal

import (
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postback/internal/postback"
)

// lived returns a journal with entries of every kind, the last of whose processes was killed.
func lived(t *testing.T) *disk {
	t.Helper()
	d := newDisk()
	j := mustOpen(t, d)
	mustClaim(t, j, "old-1", "old-2", "old-3")
	mustEnd(t, j, 0, Answered)
	mustEnd(t, j, 1, Rejected)
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	j = mustOpen(t, d)
	mustClaim(t, j, "a", "b", "c", "d", "e", "f")
	mustEnd(t, j, 3, Answered)
	mustEnd(t, j, 4, Unknown)
	mustEnd(t, j, 5, Unsent)
	if err := j.Sync(); err != nil {
		t.Fatal(err)
	}
	mustEnd(t, j, 6, Rejected) // in its mark alone
	if _, err := j.Begin(7); err != nil {
		t.Fatal(err)
	}
	return d
}

// livedStates is what there is to know of the journal of lived.
func livedStates() map[string]State {
	return map[string]State{
		"old-1": Answered, "old-2": Rejected, "old-3": Unsent,
		"a": Answered, "b": Unknown, "c": Unsent, "d": Rejected, "e": Unknown, "f": Unsent,
	}
}

func mustOpen(t *testing.T, d *disk) *Journal {
	t.Helper()
	j, err := open(d, Options{InFlight: 2}, "boot")
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func mustClaim(t *testing.T, j *Journal, calls ...string) {
	t.Helper()
	pixel, err := j.Pixel("converted", "A")
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range calls {
		j.Claim(Claim{[]byte(id), pixel, 1})
	}
	if err := j.Commit(); err != nil {
		t.Fatal(err)
	}
}

func mustEnd(t *testing.T, j *Journal, number uint64, s State) {
	t.Helper()
	b, err := j.Begin(number)
	if err == nil {
		err = j.End(b, outcomes()[s])
	}
	if err != nil {
		t.Fatal(err)
	}
}

// states are those of all entries, as a reader sees them.
func states(d *disk, boot string) (map[string]State, error) {
	found := map[string]State{}
	_, err := read(d, boot, false, func(e *Entry) error {
		found[e.CallID] = e.State
		return nil
	})
	return found, err
}

func TestReaderTellsWhatTheNextProcessWillFind(t *testing.T) {
	t.Parallel()
	d := lived(t)
	before, err := states(d, "boot")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(livedStates(), before); diff != "" {
		t.Error(diff)
	}
	j := mustOpen(t, d)
	if got, want := j.Found().Entries, count(livedStates()); !maps.Equal(got, want) {
		t.Errorf("found %v, want %v", got, want)
	}
	for id, want := range livedStates() {
		if got, same := j.Look(Claim{[]byte(id), 0, 1}); got != want || !same {
			t.Errorf("%s is %v, want %v", id, got, want)
		}
	}
	after, err := states(d.afterKill(), "boot")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, after); diff != "" {
		t.Error("settled differently:", diff)
	}
}

func count(all map[string]State) map[State]int {
	n := map[State]int{}
	for _, s := range all {
		n[s]++
	}
	return n
}

func TestAfterARestartEverythingOpenIsUnknown(t *testing.T) {
	t.Parallel()
	d := lived(t)
	for _, boot := range []string{"another boot", ""} {
		got, err := states(d, boot)
		if err != nil {
			t.Fatal(err)
		}
		want := livedStates()
		want["f"], want["d"], want["e"] = Unknown, Unknown, Unknown
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("boot %q: %s", boot, diff)
		}
	}
}

// TestKilledAtEveryByte kills a process at every byte that it writes, and fills the disk there, and wants
// everything that it had been told by then.
func TestKilledAtEveryByte(t *testing.T) {
	t.Parallel()
	for _, full := range []bool{false, true} {
		for size, done := 0, false; !done; size++ {
			d := newDisk()
			d.budget, d.full = size, full
			known, err := shortLife(d)
			if err != nil && !isPlanned(err) {
				t.Fatal(err)
			}
			done = err == nil
			d = d.afterKill()
			j := mustOpen(t, d)
			for id, want := range known {
				if got, same := j.Look(Claim{[]byte(id), 0, 1}); got != want || !same {
					t.Fatalf("killed at byte %d: %s is %v, want %v", size, id, got, want)
				}
			}
			if err := j.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// shortLife is a process that sends a few postbacks. It returns what it knows of them for certain when it
// ends or fails.
func shortLife(d *disk) (known map[string]State, err error) {
	known = map[string]State{}
	j, err := open(d, Options{InFlight: 2}, "boot")
	if err != nil {
		return known, err
	}
	pixel, err := j.Pixel("converted", "A")
	if err != nil {
		return known, err
	}
	for _, id := range []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"} {
		number := j.Claim(Claim{[]byte(id), pixel, 1})
		if err := j.Commit(); err != nil {
			return known, err
		}
		known[id] = Unsent
		b, err := j.Begin(number)
		if err != nil {
			delete(known, id) // it may be begun or not
			return known, err
		}
		known[id] = Unknown
		if id == "b" {
			continue
		}
		if err := j.End(b, outcomes()[Answered]); err != nil {
			delete(known, id) // its result may be there or not
			return known, err
		}
		known[id] = Answered
	}
	return known, j.Close()
}

// TestEveryFlippedBitIsNoticed damages a journal that is on disk, bit by bit. Either that is reported or
// it makes no difference.
func TestEveryFlippedBitIsNoticed(t *testing.T) {
	t.Parallel()
	whole := lived(t)
	reported, harmless := 0, 0
	for at := range whole.cache {
		for _, bit := range []byte{0, 5} {
			d := whole.afterKill()
			d.cache[at] ^= 1 << bit
			got, err := states(d, "boot")
			var corrupt *CorruptError
			switch {
			case errors.As(err, &corrupt) && int(corrupt.Offset) <= at && corrupt.Reason != "":
				reported++
			case err == nil && maps.Equal(got, livedStates()):
				harmless++
			case errors.Is(err, ErrForeign) && at < len(magic):
				reported++
			default:
				t.Fatalf("bit %d of byte %d: %v, %v", bit, at, got, err)
			}
		}
	}
	if harmless > reported {
		t.Errorf("%d flipped bits made no difference and %d were reported", harmless, reported)
	}
}

// TestDamageAmongWhatWasSynced damages a journal after a restart, when a torn end is to be expected: what
// others know to have been on disk is damage even then.
func TestDamageAmongWhatWasSynced(t *testing.T) {
	t.Parallel()
	d := newDisk()
	j := mustOpen(t, d)
	mustClaim(t, j, "a")
	claims := len(d.cache)
	mustClaim(t, j, "b")
	d.cache[claims-10] ^= 1
	_, err := states(d, "another boot")
	var corrupt *CorruptError
	if !errors.As(err, &corrupt) || int(corrupt.Offset) >= claims {
		t.Fatal(err)
	}
	if _, err := open(d, Options{}, "another boot"); !errors.As(err, &corrupt) {
		t.Fatal("opened for writing:", err)
	}

	// With the second claims gone, nobody can say that the first were ever on disk.
	d.cache = d.cache[:claims]
	if j, err = open(d, Options{}, "another boot"); err != nil || j.Found().Torn == 0 {
		t.Fatal(err)
	}
}

func TestBegunWithoutAClaimIsDamage(t *testing.T) {
	t.Parallel()
	d := newDisk()
	j := mustOpen(t, d)
	size := len(d.cache)
	mustClaim(t, j, "a")
	if _, err := j.Begin(0); err != nil {
		t.Fatal(err)
	}
	d.cache = d.cache[:size]
	var corrupt *CorruptError
	if _, err := states(d, "another boot"); !errors.As(err, &corrupt) {
		t.Fatal(err)
	}
}

func TestResultsAreKeptAsTheyWere(t *testing.T) {
	t.Parallel()
	d := newDisk()
	j := mustOpen(t, d)
	mustClaim(t, j, "a", "b")
	long := &postback.Outcome{Verdict: postback.Duplicate, Status: 409, Attempts: 100, Elapsed: 1 << 60}
	odd := &postback.Outcome{Verdict: postback.Failed, Failure: "something new", InDoubt: true, Attempts: 1}
	for i, o := range []*postback.Outcome{long, odd} {
		b, err := j.Begin(uint64(i))
		if err == nil {
			err = j.End(b, o)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	_, err := read(d, "boot", false, func(e *Entry) error {
		got = append(got, fmt.Sprint(e.Verdict, " ", e.Failure, " ", e.Status, e.Attempts, e.Elapsed.Hours() > 9, e.At.IsZero()))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"duplicate  409 63 true false", "failed something new 0 1 false false"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestWhatIsTornIsRemoved leaves more behind than the next session writes: it must not be met again.
func TestWhatIsTornIsRemoved(t *testing.T) {
	t.Parallel()
	d := newDisk()
	j, err := open(d, Options{InFlight: 1, Durability: Process}, "boot")
	if err != nil {
		t.Fatal(err)
	}
	size := len(d.cache)
	mustClaim(t, j, strings.Repeat("long", 5000), "b")
	clear(d.cache[size+10 : size+20])
	for _, boot := range []string{"another boot", "another boot", "a third one"} {
		j, err := open(d, Options{InFlight: 1, AnyLoss: true}, boot)
		if err != nil {
			t.Fatal(err)
		}
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := states(d, "a third one"); err != nil || len(got) != 0 {
		t.Error(got, err)
	}
}

// TestAnOrderlyEndVouchesForEverything damages the last results before the end of a session.
func TestAnOrderlyEndVouchesForEverything(t *testing.T) {
	t.Parallel()
	d := newDisk()
	j := mustOpen(t, d)
	mustClaim(t, j, "a")
	mustEnd(t, j, 0, Answered)
	results := len(d.cache) + headSize
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	d.cache[results+wordSize] ^= 1
	_, err := states(d, "another boot")
	var corrupt *CorruptError
	if !errors.As(err, &corrupt) || int(corrupt.Offset) != results-headSize {
		t.Error(err)
	}
}
