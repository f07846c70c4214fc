package results

import (
	"errors"
	"io"
)

// resultFile is a file of results.
type resultFile struct {
	contents
	reader *Reader
	first  any // what the file begins with
	err    error

	run *Run
	end *End
	seq int
	gap bool // one was reported
}

// open implements source.
func (f *resultFile) open() (says bool, err error) {
	f.first, f.err = f.reader.Next()
	_, says = f.first.(*Run)
	return says, nil
}

// add implements source.
func (f *resultFile) add() error {
	entry, err := f.first, f.err
	for ; err == nil; entry, err = f.reader.Next() {
		f.take(entry)
	}
	if !errors.Is(err, io.EOF) {
		return err
	}
	f.close()
	return nil
}

func (f *resultFile) take(entry any) {
	switch e := entry.(type) {
	case *Run:
		f.takeRun(e)
	case *Result:
		f.takeResult(e)
	case *End:
		f.end = e
		if e.Resume != "" {
			f.tally.Resume = append(f.tally.Resume, e.Resume)
		}
	}
}

func (f *resultFile) takeRun(run *Run) {
	if f.run != nil || f.seq > 0 {
		f.problemf("%s holds more than one run; give each a file of its own", f.name)
		return
	}
	f.run = run
	f.begin(run)
}

func (f *resultFile) takeResult(r *Result) {
	if r.Seq != f.seq+1 && !f.gap {
		f.gap = true
		f.problemf("%s: result %d follows result %d: lines are missing or out of order", f.name, r.Seq, f.seq)
	}
	f.seq = r.Seq
	f.count(r)
}

// close checks that the file is complete.
func (f *resultFile) close() {
	switch {
	case f.run == nil && f.seq == 0:
		f.problemf("%s holds no results", f.name)
	case f.run != nil && f.end == nil:
		f.problemf("%s breaks off: the line that ends a run is missing", f.name)
	case f.end != nil && f.end.Results != f.seq:
		f.problemf("%s says that it holds %d results and holds %d", f.name, f.end.Results, f.seq)
	case f.end != nil && f.end.Interrupted:
		f.problemf(interrupted, f.name)
	}
}

// interrupted is the problem of a file that does not hold all that its run was to send.
const interrupted = "%s is of a run that was interrupted"
