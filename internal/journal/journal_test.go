package journal

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"postback/internal/postback"
)

func inFolder(t *testing.T) string { return filepath.Join(t.TempDir(), "calls.journal") }

// session opens the journal at path, claims and answers the calls, and closes it.
func session(t *testing.T, path string, o Options, calls ...string) {
	t.Helper()
	j, err := Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	mustClaim(t, j, calls...)
	for i := range calls {
		mustEnd(t, j, uint64(j.Found().total()+i), Answered)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
}

func (f Found) total() int {
	s := Summary{Entries: f.Entries}
	return s.Total()
}

func TestFile(t *testing.T) {
	t.Parallel()
	path := inFolder(t)
	o := Options{InFlight: 4, Header: Header{Tool: "1.2", Definitions: "d1"}}
	session(t, path, o, "a", "b")
	session(t, path, o, "c")
	var got []string
	summary, err := Read(path, func(e *Entry) error {
		got = append(got, fmt.Sprint(e.Number, " ", e.CallID, " ", e.Pixel, " ", e.Request, " ", e.State, " ", e.Session))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"0 a {converted A} 0000000000000001 answered 0",
		"1 b {converted A} 0000000000000001 answered 0",
		"2 c {converted A} 0000000000000001 answered 1",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if summary.Header.Tool != "1.2" || len(summary.Sessions) != 2 || summary.InUse || summary.Lossy || summary.Torn != 0 {
		t.Errorf("%+v", summary)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != private || info.Size() != summary.Size {
		t.Error(info.Mode(), info.Size(), summary.Size, err)
	}
}

func TestOneWriterAtATime(t *testing.T) {
	t.Parallel()
	path := inFolder(t)
	j, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	mustClaim(t, j, "a")
	if _, err := Open(path, Options{}); !errors.Is(err, ErrInUse) || !strings.Contains(err.Error(), path) {
		t.Error("a second writer:", err)
	}
	if _, _, err := Compact(path, ""); !errors.Is(err, ErrInUse) {
		t.Error("compacted under a writer:", err)
	}
	summary, err := Read(path, nil)
	if err != nil || !summary.InUse || summary.Entries[Claimed] != 1 {
		t.Errorf("%+v %v", summary, err)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	if j, err = Open(path, Options{}); err != nil {
		t.Fatal(err)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestAfterCloseNothingWorks(t *testing.T) {
	t.Parallel()
	j, err := Open(inFolder(t), Options{})
	if err != nil {
		t.Fatal(err)
	}
	mustClaim(t, j, "a", "b")
	begun, err := j.Begin(0)
	if err != nil {
		t.Fatal(err)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	_, beginErr := j.Begin(1)
	j.Claim(Claim{CallID: []byte("c")})
	for what, err := range map[string]error{
		"begin": beginErr, "commit": j.Commit(), "end": j.End(begun, &postback.Outcome{}),
		"release": j.Release(1), "sync": j.Sync(),
	} {
		if err == nil {
			t.Error(what, "works")
		}
	}
}

func TestMoreAtOnceThanAnnounced(t *testing.T) {
	t.Parallel()
	j := mustOpen(t, newDisk())
	var err error
	for i := uint64(0); err == nil; i++ {
		_, err = j.Begin(i)
	}
	if !errors.Is(err, errFull) {
		t.Error(err)
	}
}

func TestBoundToWhatItWasBegunWith(t *testing.T) {
	t.Parallel()
	head := []byte("{\"a\":1}\n")
	first := Header{Definitions: strings.Repeat("d", 64), Input: NewInput("monday", head)}
	for _, c := range []struct {
		name   string
		change func(*Options)
		want   string
	}{
		{"the same", func(*Options) {}, ""},
		{"another tool", func(o *Options) { o.Header.Tool = "2" }, ""},
		{"an input that has grown", func(o *Options) { o.Header.Input = NewInput("monday", append(head, head...)) }, ""},
		{"an input under another name", func(o *Options) { o.Header.Input = NewInput("m", head) }, ""},
		{"no input", func(o *Options) { o.Header.Input = Input{} }, ""},
		{"another input", func(o *Options) { o.Header.Input = NewInput("tuesday", []byte("{\"b\":1}\n")) }, "the call records are not those that it was begun with: then monday, now tuesday"},
		{"a shorter input", func(o *Options) { o.Header.Input = NewInput("monday", head[:3]) }, "the call records are not"},
		{"any input", func(o *Options) { o.AnyInput, o.Header.Input = true, NewInput("tuesday", nil) }, ""},
		{"other definitions", func(o *Options) { o.Header.Definitions = "e" }, "the definitions are not those that it was begun with: then dddddddddddd, now e"},
		{"no definitions", func(o *Options) { o.Header.Definitions = "" }, "now none"},
		{"any definitions", func(o *Options) { o.AnyDefinitions, o.Header.Definitions = true, "e" }, ""},
		{"a shard", func(o *Options) { o.Header.Shard = "1/2" }, "the calls of this shard are not those that it was begun with: then all, now 1/2"},
		{"another receiver", func(o *Options) { o.Header.Endpoint = "http://127.0.0.1" }, "then those that the pixels name, now http://127.0.0.1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d := newDisk()
			j, err := open(d, Options{Header: first}, "boot")
			if err != nil {
				t.Fatal(err)
			}
			if err := j.Close(); err != nil {
				t.Fatal(err)
			}
			o := Options{Header: first}
			c.change(&o)
			_, err = open(d, o, "boot")
			var mismatch *MismatchError
			if c.want == "" && err != nil || c.want != "" && (!errors.As(err, &mismatch) || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestARestartUnderAJournalThatDidNotWaitForTheDisk(t *testing.T) {
	t.Parallel()
	d := newDisk()
	j, err := open(d, Options{Durability: Process}, "boot")
	if err != nil {
		t.Fatal(err)
	}
	synced := len(d.stable)
	mustClaim(t, j, "a")
	if len(d.stable) != synced {
		t.Error("it waited for the disk")
	}
	if _, err := open(d.afterKill(), Options{}, "boot"); err != nil {
		t.Error("after a kill:", err)
	}
	var loss *LossError
	if _, err := open(d.afterKill(), Options{}, "another boot"); !errors.As(err, &loss) || loss.Error() == "" {
		t.Error("after a restart:", err)
	}
	if s, err := read(d.afterKill(), "another boot", false, nil); err != nil || !s.Lossy {
		t.Error("a reader after a restart:", s, err)
	}
	if _, err := open(d.afterKill(), Options{AnyLoss: true}, "another boot"); err != nil {
		t.Error("accepted:", err)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := open(d, Options{}, "another boot"); err != nil {
		t.Error("closed before the restart:", err)
	}
}

func TestWhatIsNoJournalIsLeftAlone(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{
		"call records": `{"inboundCallId": "RGB1"}` + "\n",
		"a letter":     "x",
		"a disk":       string(make([]byte, 2<<20)),
		"the future":   strings.Repeat("PBJ2", 100),
	} {
		path := inFolder(t)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(path, Options{}); !errors.Is(err, ErrForeign) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := Read(path, nil); err == nil {
			t.Errorf("%s: it was read", name)
		}
		if _, _, err := Compact(path, ""); !errors.Is(err, ErrForeign) {
			t.Errorf("%s: %v", name, err)
		}
		if after, err := os.ReadFile(path); err != nil || string(after) != content {
			t.Errorf("%s: it was changed (%v)", name, err)
		}
	}
	if _, err := Read(filepath.Join(t.TempDir(), "gone"), nil); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
	if _, err := Open(filepath.Join(t.TempDir(), "gone", "x"), Options{}); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}

func TestANewerFormatIsRefused(t *testing.T) {
	t.Parallel()
	d := newDisk()
	f := frames{journal: 7}
	f.add(kindHeader, appendJSON(Header{Format: 2}))
	d.cache = f.bytes
	_, err := open(d, Options{}, "boot")
	if !errors.Is(err, ErrFormat) || !strings.Contains(err.Error(), "2 instead of 1") {
		t.Error(err)
	}
}

func TestCompactKeepsTheLastWord(t *testing.T) {
	t.Parallel()
	d := lived(t)
	j := mustOpen(t, d) // tries again what was not sent, and one that was rejected
	mustClaim(t, j, "old-3", "c", "old-2", "f")
	mustEnd(t, j, 9, Answered)
	mustEnd(t, j, 10, Unsent)
	mustEnd(t, j, 11, Unsent)
	want := maps.Clone(livedStates())
	want["old-3"] = Answered

	fresh := newDisk()
	if err := compact(d.afterKill(), fresh, "boot", "9"); err != nil {
		t.Fatal(err)
	}
	if len(fresh.cache) >= len(d.cache) || !bytes.Equal(fresh.cache, fresh.stable) {
		t.Error("before and after:", len(d.cache), len(fresh.cache), len(fresh.stable))
	}
	got := map[string]State{}
	summary, err := read(fresh, "another boot", false, func(e *Entry) error {
		if _, twice := got[e.CallID]; twice {
			t.Error("twice:", e.CallID)
		}
		got[e.CallID] = e.State
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if summary.Header.Created.IsZero() || len(summary.Sessions) != 1 {
		t.Errorf("%+v", summary)
	}

	// What was compacted goes on as before, and damage in it is damage even after a restart.
	if _, err := open(fresh.afterKill(), Options{}, "another boot"); err != nil {
		t.Fatal(err)
	}
	fresh.cache[len(fresh.cache)/2] ^= 1
	var corrupt *CorruptError
	if _, err := open(fresh, Options{}, "yet another boot"); !errors.As(err, &corrupt) {
		t.Fatal(err)
	}
}

func TestCompactFile(t *testing.T) {
	t.Parallel()
	path := inFolder(t)
	for range 3 {
		session(t, path, Options{InFlight: 64}, "a")
	}
	before, after, err := Compact(path, "1")
	if err != nil || before <= after {
		t.Fatal(before, after, err)
	}
	summary, err := Read(path, nil)
	if err != nil || summary.Total() != 1 || summary.Size != after {
		t.Errorf("%+v %v", summary, err)
	}
	left, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(left) != 1 {
		t.Error(left, err)
	}
}

// TestIndexAgainstAMap fills an index over several tables and asks it for everything again.
func TestIndexAgainstAMap(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		x := &index{seed: newIndex(0).seed}
		x.grow(8)
		type known struct{ call, request int }
		model := map[known]State{}
		for range rapid.IntRange(0, 400).Draw(t, "steps") {
			k := known{rapid.IntRange(0, 99).Draw(t, "call"), rapid.IntRange(1, 2).Draw(t, "request")}
			s := State(rapid.IntRange(int(Claimed), int(Unsent)).Draw(t, "state"))
			x.put(x.hash([]byte{byte(k.call)}, 1), Digest(k.request), s)
			if old, ok := model[k]; !ok || s != Unsent || old == Unsent {
				model[k] = s
			}
		}
		for call := range 100 {
			mine, other := model[known{call, 1}], model[known{call, 2}]
			want, wantSame := mine, true
			if mine == Fresh && other == Unsent {
				want = Unsent
			} else if (mine == Fresh || mine == Unsent) && other != Fresh && other != Unsent {
				want, wantSame = other, false
			}
			if got, same := x.get(x.hash([]byte{byte(call)}, 1), 1); got != want || same != wantSame {
				t.Fatalf("call %d is %v %v, want %v %v", call, got, same, want, wantSame)
			}
		}
	})
}

// A postback that was sent as two requests is asked about with a third: whichever of them was first, the one
// that forbids most answers.
func TestOfOtherRequestsTheOneThatForbidsMostDecides(t *testing.T) {
	t.Parallel()
	byWeight := []State{Unsent, Rejected, Unknown, Answered, Claimed}
	for i, less := range byWeight {
		for _, more := range byWeight[i+1:] {
			for _, states := range [][2]State{{less, more}, {more, less}} {
				x := newIndex(0)
				hash := x.hash([]byte("a"), 0)
				x.put(hash, 1, states[0])
				x.put(hash, 2, states[1])
				if got, same := x.get(hash, 3); got != more || same {
					t.Errorf("after %v and %v it is %v %v, want %v", states[0], states[1], got, same, more)
				}
			}
		}
	}
}

func TestDigestTellsRequestsApart(t *testing.T) {
	t.Parallel()
	requests := []*postback.Request{
		{},
		{Method: "GET"},
		{URL: []byte("GET")},
		{Method: "GET", URL: []byte("https://a.example/")},
		{Method: "GET", URL: []byte("https://a.example/?key=1")},
		{Headers: []postback.Header{{Name: "A", Value: []byte("b")}}},
		{Headers: []postback.Header{{Name: "Ab", Value: nil}}},
		{Headers: []postback.Header{{Name: "A", Value: []byte("b")}, {Name: "C"}}},
		{Body: []byte("b")},
		{BasicAuth: &postback.BasicAuth{}},
		{BasicAuth: &postback.BasicAuth{Username: "b"}},
		{BasicAuth: &postback.BasicAuth{Password: "b"}},
	}
	var d Digester
	seen := map[Digest]int{}
	for i, r := range requests {
		sum := d.Digest(r)
		if other, twice := seen[sum]; twice {
			t.Errorf("requests %d and %d have one digest", other, i)
		}
		seen[sum] = i
		if d.Digest(r.Clone()) != sum {
			t.Errorf("request %d has two digests", i)
		}
	}
}
