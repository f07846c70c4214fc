package journal

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// attempts opens a journal, tries postbacks and closes it. Each attempt is a call, the number of its request
// and the state that it ends in.
func attempts(t testing.TB, d *disk, o Options, tried ...entry) {
	t.Helper()
	o.InFlight = 2
	j, err := open(d, o, "boot")
	if err != nil {
		t.Fatal(err)
	}
	pixel, err := j.Pixel("converted", "A")
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range tried {
		number := j.Claim(Claim{[]byte(a.call), pixel, a.request})
		if err := j.Commit(); err != nil {
			t.Fatal(err)
		}
		begun, err := j.Begin(number)
		if err == nil {
			err = j.End(begun, outcomes()[a.state])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
}

type entry struct {
	call    string
	request Digest
	state   State
}

// lastWords are the entries that count, in their order.
func lastWords(t testing.TB, d *disk) (words []string) {
	t.Helper()
	_, err := readLast(d, "boot", false, func(e *Entry) error {
		words = append(words, fmt.Sprint(e.Number, " ", e.CallID, " ", uint64(e.Request), " ", e.State))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return words
}

func TestLastWord(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		sessions []entry // one each
		want     []string
	}{
		"once":                            {[]entry{{"a", 1, Answered}, {"b", 1, Unsent}}, []string{"0 a 1 answered", "1 b 1 unsent"}},
		"sent at last":                    {[]entry{{"a", 1, Unsent}, {"a", 1, Unsent}, {"a", 1, Answered}}, []string{"2 a 1 answered"}},
		"never sent":                      {[]entry{{"a", 1, Unsent}, {"a", 1, Unsent}}, []string{"1 a 1 unsent"}},
		"rejected and accepted":           {[]entry{{"a", 1, Rejected}, {"a", 1, Answered}}, []string{"1 a 1 answered"}},
		"known at last":                   {[]entry{{"a", 1, Unknown}, {"a", 1, Rejected}}, []string{"1 a 1 rejected"}},
		"rejected, then not sent":         {[]entry{{"a", 1, Rejected}, {"a", 1, Unsent}, {"b", 1, Answered}}, []string{"0 a 1 rejected", "2 b 1 answered"}},
		"another request at last":         {[]entry{{"a", 1, Unsent}, {"a", 2, Answered}}, []string{"1 a 2 answered"}},
		"another request, sent by none":   {[]entry{{"a", 1, Unsent}, {"a", 2, Unsent}}, []string{"1 a 2 unsent"}},
		"another request, not sent":       {[]entry{{"a", 1, Answered}, {"a", 2, Unsent}}, []string{"0 a 1 answered"}},
		"two requests, both of them sent": {[]entry{{"a", 1, Answered}, {"a", 2, Rejected}}, []string{"0 a 1 answered", "1 a 2 rejected"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDisk()
			for _, tried := range c.sessions {
				attempts(t, d, Options{}, tried)
			}
			if diff := cmp.Diff(c.want, lastWords(t, d)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// What is compacted holds the last words and forbids what it forbade before, whatever was tried.
func TestCompactedItForbidsTheSame(t *testing.T) {
	t.Parallel()
	states := slices.Sorted(maps.Keys(outcomes()))
	rapid.Check(t, func(rt *rapid.T) {
		d := newDisk()
		for range rapid.IntRange(1, 8).Draw(rt, "sessions") {
			attempts(t, d, Options{}, entry{
				rapid.SampledFrom([]string{"a", "b"}).Draw(rt, "call"),
				Digest(rapid.IntRange(1, 3).Draw(rt, "request")),
				rapid.SampledFrom(states).Draw(rt, "state"),
			})
		}
		fresh := newDisk()
		if err := compact(d, fresh, "boot", "9"); err != nil {
			rt.Fatal(err)
		}
		if before, after := forbidden(t, d), forbidden(t, fresh); before != after {
			rt.Fatalf("before:\n%safter:\n%s", before, after)
		}
		if before, after := withoutNumbers(lastWords(t, d)), withoutNumbers(lastWords(t, fresh)); !slices.Equal(before, after) {
			rt.Fatalf("last words before: %q, after: %q", before, after)
		}
	})
}

func TestNothingIsNoJournalToCompact(t *testing.T) {
	t.Parallel()
	if err := compact(newDisk(), newDisk(), "boot", "9"); !errors.Is(err, ErrForeign) {
		t.Error(err)
	}
}

// forbidden is what a journal answers for everything that may be asked.
func forbidden(t testing.TB, d *disk) (answers string) {
	t.Helper()
	j, err := open(d.afterKill(), Options{}, "boot")
	if err != nil {
		t.Fatal(err)
	}
	for _, call := range []string{"a", "b", "c"} {
		for request := Digest(1); request <= 4; request++ {
			state, same := j.Look(Claim{[]byte(call), 0, request})
			answers += fmt.Sprintln(call, uint64(request), state, same)
		}
	}
	return answers
}

func withoutNumbers(words []string) (all []string) {
	for _, word := range words {
		all = append(all, word[2:])
	}
	return all
}

// While a process writes a journal, what it is about supersedes what was said before, and is not known yet.
func TestLastWordsOfAJournalInUse(t *testing.T) {
	t.Parallel()
	d := newDisk()
	attempts(t, d, Options{}, entry{"a", 1, Rejected}, entry{"b", 1, Answered})
	j := mustOpen(t, d)
	mustClaim(t, j, "a", "c")
	var words []string
	summary, err := readLast(d, "boot", true, func(e *Entry) error {
		words = append(words, fmt.Sprint(e.CallID, " ", e.State))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"b answered", "a claimed", "c claimed"}, words); diff != "" {
		t.Error(diff)
	}
	if summary.Total() != 3 || summary.Interrupted {
		t.Errorf("%+v", summary)
	}
}
