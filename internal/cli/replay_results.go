package cli

import (
	"bufio"
	"encoding/json"
	"io"
	"time"

	"postback/internal/report"
	"postback/internal/results"
)

// replayResults writes the results of a replay, in NDJSON between a line that says which run they are of and
// one that says that they are complete.
type replayResults struct {
	report.ResultWriter
	out     *bufio.Writer
	lines   bool // the format is NDJSON
	written int
	flushed time.Time
}

// flushEvery is how long results wait for others before they are written, while there are any.
const flushEvery = 200 * time.Millisecond

func (a *app) newReplayResults(format string, w io.Writer) (*replayResults, error) {
	out := &replayResults{out: bufio.NewWriterSize(w, 1<<16), lines: format == ndjsonFormat, flushed: time.Now()}
	style := a.style(w)
	if format == textFormat {
		out.ResultWriter = report.NewLineWriter(out.out, style)
		return out, nil
	}
	writer, err := report.NewResultWriter(format, out.out, style)
	if err != nil {
		return nil, failf(CodeUsage, "%w", err)
	}
	out.ResultWriter = writer
	return out, nil
}

// Result implements [report.ResultWriter].
func (r *replayResults) Result(result report.Result) error {
	r.written++
	if err := r.ResultWriter.Result(result); err != nil {
		return err
	}
	if time.Since(r.flushed) < flushEvery {
		return nil
	}
	r.flushed = time.Now()
	return r.out.Flush()
}

// begin says which run the results are of.
func (r *replayResults) begin(run results.Run) error {
	return r.line(struct {
		Type string `json:"type"`
		results.Run
	}{"run", run})
}

// end completes the results.
func (r *replayResults) end(end results.End) error {
	if err := r.Close(); err != nil {
		return err
	}
	end.Results = r.written
	err := r.line(struct {
		Type string `json:"type"`
		results.End
	}{"end", end})
	if err != nil {
		return err
	}
	return r.out.Flush()
}

func (r *replayResults) line(value any) error {
	if !r.lines {
		return nil
	}
	return json.NewEncoder(r.out).Encode(value)
}
