package results

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"postback/internal/journal"
	"postback/internal/postback"
)

// Outcomes that postbacks end with.
var (
	accepted = postback.Outcome{Verdict: postback.Accepted, Status: 200, Attempts: 1, Elapsed: 12 * time.Millisecond}
	rejected = postback.Outcome{Verdict: postback.Rejected, Status: 400, Attempts: 1, Elapsed: 30 * time.Millisecond}
	refused  = postback.Outcome{Verdict: postback.Failed, Failure: postback.FailureRefused, Attempts: 1}
	timedOut = postback.Outcome{Verdict: postback.TimedOut, Failure: postback.FailureTimeout, InDoubt: true, Attempts: 1, Elapsed: time.Second}
)

// ended is a postback of a call that has an outcome.
type ended struct {
	call    string
	outcome postback.Outcome
}

// openJournal opens the journal of a run and has postbacks end in it.
func openJournal(t testing.TB, path string, h journal.Header, all ...ended) *journal.Journal {
	t.Helper()
	j, err := journal.Open(path, journal.Options{Header: h, InFlight: 4, Durability: journal.Process})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		begun := beginOne(t, j, p.call)
		if err := j.End(begun, &p.outcome); err != nil {
			t.Fatal(err)
		}
	}
	return j
}

func beginOne(t testing.TB, j *journal.Journal, call string) journal.Begun {
	t.Helper()
	begun, err := j.Begin(claimOne(t, j, call))
	if err != nil {
		t.Fatal(err)
	}
	return begun
}

func claimOne(t testing.TB, j *journal.Journal, call string) (number uint64) {
	t.Helper()
	pixel, err := j.Pixel("converted", "P")
	if err == nil {
		number = j.Claim(journal.Claim{CallID: []byte(call), Pixel: pixel, Request: 1})
		err = j.Commit()
	}
	if err != nil {
		t.Fatal(err)
	}
	return number
}

// writeJournal is openJournal, and closes it.
func writeJournal(t testing.TB, path string, h journal.Header, all ...ended) {
	t.Helper()
	if err := openJournal(t, path, h, all...).Close(); err != nil {
		t.Fatal(err)
	}
}

// headerOf is that of a run over the calls a.ndjson.
func headerOf(shard, definitions string) journal.Header {
	return journal.Header{Definitions: definitions, Shard: shard, Input: journal.NewInput("a.ndjson", []byte("a"))}
}

// killed copies a journal that is open: so it is left when its process is killed.
func killed(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	copied := path + ".killed"
	if err := os.WriteFile(copied, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return copied
}

func mustMerge(t *testing.T, paths ...string) (*Tally, []string) {
	t.Helper()
	var files []File
	for _, path := range paths {
		files = append(files, File{Name: path, Journal: true})
	}
	tally, problems, err := Merge(files...)
	if err != nil {
		t.Fatal(err)
	}
	return tally, problems
}

func reasonsOf(t *Tally) (texts []string) {
	for _, r := range t.Reasons() {
		texts = append(texts, fmt.Sprintf("%d × %s: %s", r.Count, r.Verdict, r.Text))
	}
	return texts
}

// What was tried again counts once, with what came of it at last, and so it does when the journal was compacted.
func TestJournalCountsLastWords(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "j")
	h := headerOf("", "d")
	writeJournal(t, path, h, ended{"a", accepted}, ended{"b", rejected}, ended{"c", refused}, ended{"d", timedOut}, ended{"e", rejected})
	writeJournal(t, path, h, ended{"b", accepted}, ended{"c", rejected})
	for _, compacted := range []bool{false, true} {
		if compacted {
			if _, _, err := journal.Compact(path, "1"); err != nil {
				t.Fatal(err)
			}
		}
		tally, problems := mustMerge(t, path)
		if problems != nil {
			t.Error(problems)
		}
		if diff := cmp.Diff(Counts{postback.Accepted: 2, postback.Rejected: 2, postback.TimedOut: 1}, tally.Counts); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]string{"2 × rejected: 400", "1 × timed_out: timeout"}, reasonsOf(tally)); diff != "" {
			t.Error(diff)
		}
		if hosts := tally.Hosts(); len(hosts) != 1 || hosts[0].Name != "(not in a journal)" || tally.Pixels()[0].Name != "P" {
			t.Errorf("hosts %+v, pixels %+v", hosts, tally.Pixels())
		}
		if tally.InDoubtCount != 1 || tally.InDoubt[0].CallID != "d" || !tally.InDoubt[0].InJournal {
			t.Errorf("in doubt: %+v", tally.InDoubt)
		}
		if n := tally.Latencies.Count(); n != 4 || tally.Latencies.Max().Round(time.Millisecond) != 30*time.Millisecond {
			t.Errorf("%d answers took up to %v", n, tally.Latencies.Max())
		}
		if len(tally.Timeline.Bins) == 0 || len(tally.Unfinished) != 0 || tally.UnderWay != 0 {
			t.Errorf("%+v", tally)
		}
	}
}

// A process that is killed leaves what it had begun unknown, and the rest unsent.
func TestJournalOfAKilledRun(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "j")
	j := openJournal(t, path, headerOf("", "d"), ended{"a", accepted})
	beginOne(t, j, "b")
	claimOne(t, j, "c")
	left := killed(t, path)
	tally, problems := mustMerge(t, left)
	if diff := cmp.Diff([]string{left + " is of a run that was interrupted"}, problems); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(Counts{postback.Accepted: 1, postback.Failed: 1, postback.Unsent: 1}, tally.Counts); diff != "" {
		t.Error(diff)
	}
	want := []string{"1 × unsent: it was not begun", "1 × failed: unknown: it was begun, and how that ended was not recorded"}
	if diff := cmp.Diff(want, reasonsOf(tally)); diff != "" {
		t.Error(diff)
	}
	if tally.InDoubtCount != 1 || tally.InDoubt[0].CallID != "b" {
		t.Errorf("in doubt: %+v", tally.InDoubt)
	}
	if len(tally.Unfinished) != 1 || tally.Unfinished[0].Path != left || tally.Unfinished[0].Header.Input.Name != "a.ndjson" {
		t.Errorf("unfinished: %+v", tally.Unfinished)
	}

	// While it still runs, nothing of that is decided.
	tally, problems = mustMerge(t, path)
	if problems != nil || tally.UnderWay != 2 || tally.InDoubtCount != 0 || tally.Counts.Fired() != 1 || len(tally.Unfinished) != 0 {
		t.Errorf("%v %+v", problems, tally)
	}
	if diff := cmp.Diff([]string{path + " is still being written: a run is under way"}, tally.Notes); diff != "" {
		t.Error(diff)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestJournalOfARunThatSentNotAll(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "j")
	j := openJournal(t, path, headerOf("", "d"), ended{"a", accepted})
	err := j.Release(claimOne(t, j, "b"))
	if err == nil {
		err = j.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	tally, problems := mustMerge(t, path)
	if problems != nil || tally.Counts[postback.Unsent] != 1 || len(tally.Unfinished) != 1 {
		t.Errorf("%v %+v", problems, tally)
	}
}

// Journals are merged as results are, and with them.
func TestMergeJournals(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	at := func(name string) string { return filepath.Join(folder, name) }
	writeJournal(t, at("1"), headerOf("1/2", "d"), ended{"a", accepted})
	writeJournal(t, at("2"), headerOf("2/2", "d"), ended{"b", accepted}, ended{"c", accepted})
	writeJournal(t, at("other definitions"), headerOf("2/2", "e"))
	other := headerOf("2/2", "d")
	other.Input = journal.NewInput("b.ndjson", []byte("b"))
	writeJournal(t, at("other calls"), other)
	writeJournal(t, at("whole"), headerOf("", "d"), ended{"a", accepted})
	writeJournal(t, at("empty"), headerOf("", "d"))
	writeJournal(t, at("fire"), journal.Header{}, ended{"a", accepted})
	writeJournal(t, at("fire again"), journal.Header{}, ended{"z", accepted}, ended{"a", accepted})

	digest := headerOf("", "").Input.Digest
	firing := `{"type":"firing","seq":1,"call_id":"a","event":"converted","pixel":"P","decision":"fire","outcome":{"verdict":"accepted","status":200}}` + "\n"
	results := map[string]string{
		"run":      `{"type":"run","command":"replay","shard":"1/1","definitions":"d","input":"` + digest + `"}` + "\n" + firing + `{"type":"end","results":1}`,
		"shard":    `{"type":"run","command":"replay","shard":"2/2","definitions":"d","input":"` + digest + `"}` + "\n" + firing + `{"type":"end","results":1}`,
		"document": `{"schema_version":1,"results":[` + firing + `]}`,
	}
	tests := map[string]struct {
		files []string
		fired int
		want  []string
	}{
		"all shards":                  {[]string{"2", "1"}, 3, nil},
		"a shard is missing":          {[]string{"2"}, 2, []string{"shard 1/2 is missing"}},
		"the whole":                   {[]string{"whole"}, 1, nil},
		"nothing sent":                {[]string{"empty"}, 0, nil},
		"a shard and the whole":       {[]string{"1", "whole"}, 2, []string{"1 and whole are not of the same run: one is of 2 shards and the other of 1"}},
		"a run twice":                 {[]string{"empty", "whole"}, 1, []string{"empty and whole are both shard 1/1"}},
		"other definitions":           {[]string{"1", "other definitions"}, 1, []string{"1 and other definitions are not of the same run: their definitions differ"}},
		"other calls":                 {[]string{"1", "other calls"}, 1, []string{"1 and other calls are not of the same run: their call records differ"}},
		"beside its results":          {[]string{"run", "whole"}, 2, []string{"run and whole are both shard 1/1"}},
		"one shard of each":           {[]string{"1", "shard"}, 2, nil},
		"beside results of no run":    {[]string{"whole", "document"}, 2, []string{`whole and document both hold 1 of the results, first pixel "P" for converted of call a`}},
		"of fire":                     {[]string{"fire"}, 1, nil},
		"of fire, twice":              {[]string{"fire", "fire again"}, 3, []string{`fire and fire again both hold 1 of the results, first pixel "P" for converted of call a`}},
		"of fire, beside its results": {[]string{"document", "fire"}, 2, []string{`document and fire both hold 1 of the results, first pixel "P" for converted of call a`}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var files []File
			for _, file := range tt.files {
				if text, isText := results[file]; isText {
					files = append(files, File{Name: file, Reader: strings.NewReader(text)})
				} else {
					files = append(files, File{Name: at(file), Journal: true})
				}
			}
			tally, problems, err := Merge(files...)
			if err != nil {
				t.Fatal(err)
			}
			for i := range problems {
				problems[i] = strings.ReplaceAll(problems[i], folder+string(filepath.Separator), "")
			}
			if diff := cmp.Diff(tt.want, problems); diff != "" {
				t.Error(diff)
			}
			if got := tally.Counts.Fired(); got != tt.fired {
				t.Errorf("%d fired, want %d", got, tt.fired)
			}
		})
	}
}

func TestJournalsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "j")
	odd := path + ".odd"
	writeJournal(t, odd, headerOf("one of two", "d"), ended{"a", accepted})
	if _, _, err := Merge(File{Name: odd, Journal: true}); err == nil || !strings.Contains(err.Error(), `"one of two" is no shard`) {
		t.Error(err)
	}
	writeJournal(t, path, headerOf("", "d"), ended{"a", accepted})
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []int{50, len(content) - 200, len(content) - 60} {
		damaged := []byte(string(content))
		damaged[at] ^= 0xff
		if err := os.WriteFile(path, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		var corrupt *journal.CorruptError
		if _, _, err := Merge(File{Name: path, Journal: true}); !errors.As(err, &corrupt) || !strings.Contains(err.Error(), path) {
			t.Errorf("damaged at byte %d: %v", at, err)
		}
	}
	if _, _, err := Merge(File{Name: path + ".gone", Journal: true}); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
	if err := os.WriteFile(path, []byte("PBJ1"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := Merge(File{Name: path, Journal: true}); !errors.Is(err, journal.ErrForeign) {
		t.Error(err)
	}
}

// Entries whose ends go back in time, and past the moment at which clocks begin, are counted like others.
func TestJournalOfAClockThatGoesBack(t *testing.T) {
	t.Parallel()
	tally := NewTally()
	ends := []time.Time{time.Date(2026, 11, 25, 4, 0, 0, 0, time.UTC), time.Date(2026, 11, 25, 3, 0, 0, 0, time.UTC), time.UnixMicro(1), time.UnixMicro(-1), {}}
	for i, at := range ends {
		tally.Add("j", resultOf(&journal.Entry{
			Number: uint64(i), State: journal.Answered, Verdict: postback.Accepted, Status: 200, Elapsed: time.Hour, At: at,
		}))
	}
	counted := 0
	for _, bin := range tally.Timeline.Bins {
		counted += bin.Fired()
	}
	if counted != len(ends)-1 || len(tally.Timeline.Bins) > maxBins || tally.Counts.Fired() != len(ends) {
		t.Errorf("%d counted in %d bins, %d fired", counted, len(tally.Timeline.Bins), tally.Counts.Fired())
	}
	if first := tally.Slowest[0]; first.ElapsedMS != 3_600_000 || first.Seq != 0 {
		t.Errorf("slowest: %+v", first)
	}
}

// BenchmarkJournal adds up a journal of a million postbacks, a tenth of which was tried twice.
func BenchmarkJournal(b *testing.B) {
	const postbacks = 1_000_000
	path := filepath.Join(b.TempDir(), "j")
	sendAll(b, path, refused, postbacks/10)
	sendAll(b, path, accepted, postbacks)
	b.ReportAllocs()
	for b.Loop() {
		tally, _, err := Merge(File{Name: path, Journal: true})
		if err != nil || tally.Counts.Fired() != postbacks {
			b.Fatal(tally, err)
		}
	}
}

// sendAll has n postbacks end alike, in batches as replay makes them.
func sendAll(b *testing.B, path string, o postback.Outcome, n int) {
	b.Helper()
	j := openJournal(b, path, headerOf("", "d"))
	pixel, err := j.Pixel("converted", "P")
	if err != nil {
		b.Fatal(err)
	}
	const batch = 250
	for i := 0; i < n; i += batch {
		var first uint64
		for k := i; k < i+batch; k++ {
			number := j.Claim(journal.Claim{CallID: fmt.Appendf(nil, "RGB%020d", k), Pixel: pixel, Request: journal.Digest(k)})
			if k == i {
				first = number
			}
		}
		if err = j.Commit(); err != nil {
			b.Fatal(err)
		}
		for number := first; number < first+batch; number++ {
			begun, err := j.Begin(number)
			if err == nil {
				err = j.End(begun, &o)
			}
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	if err := j.Close(); err != nil {
		b.Fatal(err)
	}
}
