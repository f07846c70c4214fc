package cli

import (
	"context"
	"errors"
	"io"
	"runtime"

	"postback/internal/call"
	"postback/internal/inorder"
	"postback/internal/plan"
	"postback/internal/report"
)

// renderRun renders the calls of one run. Several workers read, plan and write calls into memory at
// the same time; what is here belongs to the one whose turn it is to hand out what it has.
type renderRun struct {
	app     *app
	options *renderOptions
	program *plan.Program
	input   io.Reader
	style   report.Style
	calls   *call.Splitter

	document *report.Document
	summary  report.Summary
	seq      int           // results written
	skips    []plan.Reason // of the first call, to explain a run that selects nothing
	names    []string
}

// run renders all calls. What came before a fault is shown.
func (r *renderRun) run(ctx context.Context, w io.Writer) (err error) {
	r.calls = call.NewSplitter(r.input, r.reading())
	if r.document, err = report.NewDocument(r.options.format, w); err != nil {
		return failf(CodeUsage, "%w", err)
	}
	r.style = r.app.style(w)
	r.program.ShowOnly(r.style.Hide, report.AppendQuoted)
	workers := make([]*renderWorker, r.jobs())
	for i := range workers {
		workers[i] = &renderWorker{run: r}
	}
	err = inorder.Run(ctx, workers)
	if err == nil && ctx.Err() == nil && r.summary.Calls == 0 && r.options.badCalls.count == 0 {
		err = r.options.noCalls(r.calls.Read(), r.options.allowEmpty)
	}
	if closeErr := outputError(r.document.Close()); err == nil {
		err = closeErr
	}
	return err
}

// reading is how calls are read.
func (r *renderRun) reading() call.ReaderOptions {
	return r.options.selection.reading(r.program)
}

// jobs is the number of workers.
func (r *renderRun) jobs() int {
	if r.options.jobs > 0 {
		return r.options.jobs
	}
	return runtime.GOMAXPROCS(0)
}

// conclude prints the summary and decides the exit code.
func (r *renderRun) conclude() error {
	r.app.talk("%s", r.summary.String())
	r.options.badCalls.conclude(r.app)
	if r.summary.Failed > 0 {
		return silently(CodeNo)
	}
	if r.summary.Rendered == 0 && !r.options.allowEmpty {
		explainNothing(r.app, &r.options.selection, r.names, r.skips)
		return silently(CodeNo)
	}
	return nil
}

// maxSheet is how much a worker writes into memory before it waits for its turn to hand it out.
const maxSheet = 1 << 20

// renderWorker renders batches of calls.
type renderWorker struct {
	run     *renderRun
	batch   call.Batch
	reader  *call.BatchReader // nil before the first batch, like all below
	planner *plan.Planner

	sheet   *report.Sheet
	summary report.Summary
	seq     int           // results on the sheet
	bad     []string      // the records that could not be read
	skips   []plan.Firing // of the first call of the batch
}

// Take implements [inorder.Worker].
func (w *renderWorker) Take() bool { return w.run.calls.Next(&w.batch) }

// Work implements [inorder.Worker]: it renders the calls of the batch.
func (w *renderWorker) Work(turn func() bool) error {
	if err := w.prepare(); err != nil {
		return err
	}
	err := w.records(turn)
	if !turn() {
		return err
	}
	if outErr := w.handOut(); outErr != nil {
		return outErr
	}
	return err
}

// prepare makes what the worker needs when it begins its first batch: in a run of one call, only one
// worker does.
func (w *renderWorker) prepare() (err error) {
	if w.reader != nil {
		return nil
	}
	w.reader = call.NewBatchReader(w.run.reading())
	w.planner = w.run.program.NewPlanner()
	w.sheet, err = report.NewSheet(w.run.options.format, w.run.style)
	return err
}

// records renders the calls of the batch onto the sheet. One that grows too large is handed out
// early.
func (w *renderWorker) records(turn func() bool) error {
	w.reader.Open(&w.batch)
	for {
		record, err := w.reader.Next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			err = w.badCall(err)
		default:
			err = w.record(record)
		}
		if err != nil {
			return err
		}
		if w.sheet.Size() < maxSheet {
			continue
		}
		if !turn() {
			return nil
		}
		if err := w.handOut(); err != nil {
			return err
		}
	}
}

// badCall notes a record that cannot be read; the result is nil when the run goes on without it.
func (w *renderWorker) badCall(err error) error {
	if err := w.run.options.stops(err); err != nil {
		return err
	}
	w.bad = append(w.bad, err.Error())
	return nil
}

func (w *renderWorker) record(record *call.Record) error {
	firings, err := w.planner.Plan(record)
	if err != nil {
		return w.run.options.planError(record, err)
	}
	w.summary.Calls++
	w.summary.Skipped += w.planner.SkipCount()
	for i := range firings {
		w.add(&firings[i])
	}
	isFirst := w.summary.Calls == 1 && len(firings) == 0
	if !isFirst && !w.run.options.all {
		return nil
	}
	skips := w.planner.Skips()
	if isFirst {
		w.skips = skips
	}
	if w.run.options.all {
		for i := range skips {
			w.add(&skips[i])
		}
	}
	return nil
}

// add puts a result on the sheet.
func (w *renderWorker) add(f *plan.Firing) {
	w.seq++
	result := report.Result{Seq: w.seq, Firing: f}
	w.summary.Add(result)
	w.sheet.Add(result)
}

// handOut writes what the worker has rendered and starts it on an empty sheet. It must be the
// worker's turn.
func (w *renderWorker) handOut() error {
	r := w.run
	for _, bad := range w.bad {
		r.options.skip(r.app, bad)
	}
	if r.summary.Calls == 0 {
		r.noteSkips(w.skips)
	}
	err := r.document.Write(w.sheet, r.seq)
	r.summary.Merge(w.summary)
	r.seq += w.seq
	w.sheet.Clear()
	w.summary, w.seq, w.bad, w.skips = report.Summary{}, 0, nil, nil
	return outputError(err)
}

// noteSkips remembers why the first call's pixels do not fire.
func (r *renderRun) noteSkips(skips []plan.Firing) {
	for _, skip := range skips {
		r.skips = append(r.skips, skip.Reasons...)
		r.names = append(r.names, skip.Pixel.Name.String())
	}
}
