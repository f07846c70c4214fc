package cli

import (
	"context"
	"errors"
	"io"

	"github.com/spf13/pflag"

	"postback/internal/call"
	"postback/internal/diag"
	"postback/internal/plan"
	"postback/internal/report"
)

// badCallChoices are the values of --on-bad-call; the first is the default.
func badCallChoices() []string { return []string{"stop", "skip"} }

// badCalls is what to do with call records that cannot be read, and how many there were.
type badCalls struct {
	choice string
	count  int
}

func (b *badCalls) add(flags *pflag.FlagSet) {
	flags.StringVar(&b.choice, "on-bad-call", badCallChoices()[0], "what to do with a call record that cannot be read: `stop` or skip it")
}

func (b *badCalls) check() error {
	if choices := badCallChoices(); b.choice != choices[0] && b.choice != choices[1] {
		return aboutFlag("on-bad-call", failf(CodeUsage, "--on-bad-call %q%s", b.choice, diag.OrOneOf(b.choice, choices)))
	}
	return nil
}

// pass reports a record that cannot be read; the result is nil when the run goes on without it.
func (b *badCalls) pass(a *app, err error) error {
	if err := b.stops(err); err != nil {
		return err
	}
	b.skip(a, err.Error())
	return nil
}

// stops is the end of a run because of a record that cannot be read; nil when the run goes on without
// it. It may be asked at the same time by several workers.
func (b *badCalls) stops(err error) error {
	var bad *call.Error
	if !errors.As(err, &bad) {
		return failf(CodeInput, "cannot read the call record: %w", err)
	}
	if b.choice != "skip" || !bad.Resumable {
		return fail(CodeInput, err)
	}
	return nil
}

// skip tells of a record that is passed over.
func (b *badCalls) skip(a *app, message string) {
	b.count++
	a.talk("skipped: %s", a.hide().String(message))
}

// each reads one record after the other.
func (b *badCalls) each(ctx context.Context, a *app, s *selection, program *plan.Program, take func(*call.Record) error) error {
	reader, closer, err := s.records(a, program)
	if err != nil {
		return err
	}
	defer func() { _ = closer.Close() }()
	for n := 0; ; n++ {
		record, err := reader.Next()
		switch {
		case ctx.Err() != nil:
			return context.Cause(ctx)
		case errors.Is(err, io.EOF) && n == 0:
			return s.noCalls(reader.Read(), s.allowEmpty)
		case errors.Is(err, io.EOF):
			b.conclude(a)
			return nil
		case err != nil:
			err = b.pass(a, err)
		default:
			err = take(record)
		}
		if err != nil {
			return err
		}
	}
}

// conclude says how many records were passed over.
func (b *badCalls) conclude(a *app) {
	if b.count > 0 {
		a.talk("skipped %s that could not be read", report.Count(b.count, "call record"))
	}
}
