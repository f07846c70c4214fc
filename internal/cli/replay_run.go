package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"postback/internal/call"
	"postback/internal/journal"
	"postback/internal/plan"
	"postback/internal/postback"
	"postback/internal/replay"
	"postback/internal/report"
	"postback/internal/results"
)

// replayRun sends the calls of one replay.
type replayRun struct {
	app      *app
	options  *replayOptions
	program  *plan.Program
	input    *replayInput
	journal  *journal.Journal
	delivery *delivery
	records  *call.Reader
	results  *replayResults
	shard    call.Shard
	progress replay.Progress
	seq      int
}

func (r *replayRun) run(ctx context.Context) error {
	err := r.sendAll(ctx)
	if closeErr := r.journal.Close(); closeErr != nil && err == nil {
		err = journalFailure(closeErr)
	}
	return r.conclude(ctx, err)
}

// sendAll replays the calls and writes their results.
func (r *replayRun) sendAll(ctx context.Context) error {
	w, done, err := r.app.output(r.options.output)
	if err != nil {
		return err
	}
	err = r.sendTo(ctx, w)
	if doneErr := done(err == nil); err == nil {
		err = doneErr
	}
	return err
}

func (r *replayRun) sendTo(ctx context.Context, w io.Writer) (err error) {
	if r.results, err = r.app.newReplayResults(r.options.format, w); err != nil {
		return err
	}
	header := r.journal.Found().Header
	err = r.results.begin(results.Run{
		SchemaVersion: report.SchemaVersion, Tool: "postback " + r.app.env.Version, Command: "replay", Shard: r.shard,
		Definitions: header.Definitions, Input: header.Input.Digest, At: time.Now().UTC(),
	})
	if err != nil {
		return outputError(err)
	}
	err = r.replay(ctx)
	end := results.End{Interrupted: err != nil || ctx.Err() != nil}
	if end.Interrupted {
		end.Resume = r.resumption()
	}
	if endErr := outputError(r.results.end(end)); err == nil {
		err = endErr
	}
	return err
}

// replay sends the calls, with progress shown.
func (r *replayRun) replay(ctx context.Context) error {
	defer r.app.showProgress(r)()
	hurry, stop := r.app.untilSecondInterrupt(ctx)
	defer stop()
	r.records = call.NewReader(r.input, r.options.reading(r.program))
	err := replay.Run(ctx, hurry, replay.Options{
		Program:  r.program,
		Records:  r.records,
		Journal:  r.journal,
		Policy:   r.options.journal.policy,
		Limits:   r.options.pacing.limits(),
		Endpoint: r.options.delivery.to,
		Belongs:  r.belongs(),
		Send:     r.delivery.Send,
		BadCall:  r.badCall,
		Write:    r.write,
		Read:     r.input.read.Load,
		Progress: &r.progress,
	})
	var broken *replay.JournalError
	if errors.As(err, &broken) {
		return journalFailure(broken)
	}
	return err
}

// belongs tells the calls of the shard by their ids; nil for all calls, whose ids need not be looked up.
func (r *replayRun) belongs() func(callID []byte) bool {
	if r.shard.IsWhole() {
		return nil
	}
	return func(callID []byte) bool { return r.shard.Has(string(callID)) }
}

// resumption is the command that goes on where the run ended.
func (r *replayRun) resumption() string {
	return r.app.hide().String(report.ShellCommand(append([]string{"postback"}, r.app.env.Args...)))
}

// untilSecondInterrupt is a context that outlives the one that an interrupt ends, until there is another
// interrupt. The first one is answered by telling so.
func (a *app) untilSecondInterrupt(ctx context.Context) (hurry context.Context, stop func()) {
	hurry, cancel := context.WithCancel(context.WithoutCancel(ctx))
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		defer signal.Stop(signals)
		defer cancel()
		if !wait(hurry, ctx.Done()) {
			return
		}
		a.talk("interrupted: waiting for what is under way; another interrupt gives that up")
		for range 2 { // the first is the one that ended ctx
			if !wait(hurry, signals) {
				return
			}
		}
		a.talk("given up")
	}()
	return hurry, func() {
		cancel()
		<-ended
	}
}

// wait waits for an event, and reports false when the context ends before.
func wait[T any](ctx context.Context, event <-chan T) bool {
	select {
	case <-event:
		return true
	case <-ctx.Done():
		return false
	}
}

// badCall reports a record that cannot be read or planned; the result is nil when the run goes on.
func (r *replayRun) badCall(err error) error {
	var unplanned *replay.PlanError
	if errors.As(err, &unplanned) {
		return failf(CodeInput, "%s:%w", r.options.callFile(), err)
	}
	return r.options.badCalls.pass(r.app, err)
}

// write shows the results of a call.
func (r *replayRun) write(c *replay.Call) error {
	for i := range c.Results {
		result := &c.Results[i]
		r.seq++
		if !r.shows(result) {
			continue
		}
		shown := report.Result{Seq: r.seq, Firing: result.Firing, Outcome: result.Outcome}
		if err := r.show(shown); err != nil {
			return err
		}
	}
	if !r.options.all {
		return nil
	}
	for _, skip := range c.Planner.Skips() {
		r.seq++
		if err := r.show(report.Result{Seq: r.seq, Firing: &skip}); err != nil {
			return err
		}
	}
	return nil
}

func (r *replayRun) show(result report.Result) error {
	if r.app.global.verbose && result.Outcome != nil {
		if err := report.Exchange(r.app.env.Stderr, result, r.app.style(r.app.env.Stderr)); err != nil {
			return outputError(err)
		}
	}
	return outputError(r.results.Result(result))
}

// shows reports whether a result belongs into the output. As text it does when somebody has to look at it:
// what was not sent and will be by the next run is only counted.
func (r *replayRun) shows(result *replay.Result) bool {
	o := result.Outcome
	switch {
	case r.options.all:
		return true
	case o == nil:
		return result.Firing.Decision == plan.Fail || result.Firing.Reasons[0].Code == replay.RequestChanged
	case r.options.format != textFormat:
		return true
	}
	return o.Verdict == postback.Rejected || o.Verdict == postback.Failed || o.Verdict == postback.TimedOut
}

// Formats that are treated in a way of their own.
const (
	textFormat   = "text"
	ndjsonFormat = "ndjson"
	csvFormat    = "csv"
)
