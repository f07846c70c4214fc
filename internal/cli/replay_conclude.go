package cli

import (
	"context"

	"postback/internal/postback"
	"postback/internal/replay"
	"postback/internal/report"
)

// conclude prints the summary and decides the exit code.
func (r *replayRun) conclude(ctx context.Context, err error) error {
	c := r.progress.Counts()
	r.app.talk("%s", report.ReplaySummary(&c))
	r.options.badCalls.conclude(r.app)
	for _, host := range c.Stopped {
		r.app.talk("stopped sending to %s after %s in a row", r.app.hide().String(host), report.Count(r.options.pacing.failures, "failure"))
	}
	if err != nil || ctx.Err() != nil || c.Verdicts[postback.Unsent] > 0 {
		r.app.talk("to go on: %s", r.resumption())
	}
	if err != nil {
		return err
	}
	read := 0
	if ctx.Err() == nil { // otherwise it may still be waiting for input
		read = r.records.Read()
	}
	return r.code(&c, read)
}

// code decides the exit code of a run that came to its end, having read so many calls.
func (r *replayRun) code(c *replay.Counts, read int) error {
	if c.Calls == 0 && r.options.badCalls.count == 0 {
		return r.options.noCalls(read, r.options.allowEmpty)
	}
	if code := r.options.failOn.code(c.Verdicts); code != CodeOK {
		return silently(code)
	}
	if c.Failed > 0 || c.Skipped[replay.RequestChanged] > 0 {
		return silently(CodeNo)
	}
	if len(c.Verdicts) == 0 && len(c.Skipped) == 0 && !r.options.allowEmpty {
		r.app.talk("nothing selected: render --all shows why")
		return silently(CodeNo)
	}
	return nil
}
