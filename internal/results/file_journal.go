package results

import (
	"fmt"
	"time"

	"postback/internal/call"
	"postback/internal/journal"
	"postback/internal/postback"
)

// journalFile is a journal: of each postback the last word counts, however often it was tried.
type journalFile struct {
	contents
	header journal.Header
	unsent int
}

// open implements source. The journal that fire keeps serves any calls and definitions, so it is of no run.
func (f *journalFile) open() (says bool, err error) {
	f.header, err = journal.ReadHeader(f.name)
	return f.ofRun(), err
}

func (f *journalFile) ofRun() bool { return f.header.Definitions != "" }

// add implements source.
func (f *journalFile) add() error {
	if f.ofRun() {
		run, err := runOf(&f.header)
		if err != nil {
			return fmt.Errorf("journal %s: %w", f.name, err)
		}
		f.begin(run)
	}
	summary, err := journal.ReadLast(f.name, f.take)
	if err != nil {
		return err
	}
	f.close(summary)
	return nil
}

// runOf is the run of a journal as results would name it.
func runOf(h *journal.Header) (*Run, error) {
	run := &Run{Command: "replay", Shard: call.Shard{Index: 1, Count: 1}, Definitions: h.Definitions, Input: h.Input.Digest}
	if h.Shard == "" {
		return run, nil
	}
	return run, run.Shard.UnmarshalText([]byte(h.Shard))
}

func (f *journalFile) take(e *journal.Entry) error {
	switch e.State {
	case journal.Claimed:
		f.tally.UnderWay++
		return nil
	case journal.Unsent:
		f.unsent++
	}
	f.count(resultOf(e))
	return nil
}

// close tells what there is to know of the journal as a whole.
func (f *journalFile) close(s *journal.Summary) {
	switch {
	case s.InUse:
		f.tally.Notes = append(f.tally.Notes, fmt.Sprintf("%s is still being written: a run is under way", f.name))
		return
	case s.Lossy:
		f.problemf("%s: %v", f.name, &journal.LossError{})
	case s.Interrupted:
		f.problemf(interrupted, f.name)
	}
	if f.ofRun() && (s.Interrupted || f.unsent > 0) {
		f.tally.Unfinished = append(f.tally.Unfinished, Unfinished{f.name, f.header})
	}
}

// failureUnknown is what package replay calls a sending whose end was not recorded.
const failureUnknown = "unknown"

// resultOf makes a result of an entry. What replay said in words is not in a journal, only the kind of a failure.
func resultOf(e *journal.Entry) *Result {
	o := &Outcome{
		Verdict: e.Verdict, Status: e.Status, Reason: string(e.Failure), Failure: e.Failure, InDoubt: e.State == journal.Unknown,
		ElapsedMS: float64(e.Elapsed) / float64(time.Millisecond), Attempts: e.Attempts,
	}
	switch {
	case e.Verdict == "":
		o.Verdict, o.Failure = postback.Failed, failureUnknown
		o.Reason = failureUnknown + ": it was begun, and how that ended was not recorded"
	case e.Verdict == postback.Unsent && e.Failure == "":
		o.Reason = "it was not begun"
	}
	if !e.At.IsZero() {
		o.At = e.At.Add(-e.Elapsed)
	}
	return &Result{
		Seq: int(e.Number), CallID: e.CallID, Event: e.Pixel.Event, Pixel: e.Pixel.Name, Decision: "fire",
		Outcome: o, InJournal: true,
	}
}
