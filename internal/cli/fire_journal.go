package cli

import (
	"context"
	"errors"
	"io"

	"postback/internal/call"
	"postback/internal/journal"
	"postback/internal/plan"
	"postback/internal/replay"
	"postback/internal/report"
)

// fireJournaled sends the firings of the call one after the other, as far as the journal allows. A journal
// of single calls serves whatever definitions and calls there will be.
func (r *fireRun) fireJournaled(ctx context.Context, writer report.ResultWriter) error {
	o := r.options
	j, err := o.journal.open(r.app, journal.Header{Endpoint: o.delivery.to}, 1)
	if err != nil {
		return err
	}
	err = replay.Run(ctx, ctx, replay.Options{
		Program: r.planner.Program(),
		Records: &oneRecord{record: r.planner.Record()},
		Journal: j,
		Policy:  o.journal.policy,
		Limits:  replay.Limits{Jobs: 1},
		Send:    r.delivery.Send,
		BadCall: func(err error) error { return fail(CodeInput, err) },
		Write:   func(c *replay.Call) error { return r.showCall(c, writer) },
	})
	var broken *replay.JournalError
	if errors.As(err, &broken) {
		err = journalFailure(broken)
	}
	if closeErr := j.Close(); err == nil && closeErr != nil {
		err = journalFailure(closeErr)
	}
	return err
}

// showCall shows what became of the call's firings, those included that the journal forbids.
func (r *fireRun) showCall(c *replay.Call, writer report.ResultWriter) error {
	for _, result := range c.Results {
		if result.Outcome == nil && result.Firing.Decision == plan.Skip {
			r.known++
			if result.Firing.Reasons[0].Code == replay.RequestChanged {
				r.changed++
			}
		}
		if err := r.show(report.Result{Firing: result.Firing, Outcome: result.Outcome}, writer); err != nil {
			return err
		}
	}
	return nil
}

// oneRecord is a source of one call.
type oneRecord struct{ record *call.Record }

// Next implements [replay.Records].
func (o *oneRecord) Next() (*call.Record, error) {
	if o.record == nil {
		return nil, io.EOF
	}
	record := o.record
	o.record = nil
	return record, nil
}
