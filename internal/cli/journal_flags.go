package cli

import (
	"errors"
	"slices"

	"github.com/spf13/pflag"

	"postback/internal/diag"
	"postback/internal/journal"
	"postback/internal/replay"
	"postback/internal/report"
)

// guarantee is what the journal promises, wherever help speaks of it.
const guarantee = `
  A postback whose sending may have begun is never sent again unless you ask for it,
  and none that was accepted is forgotten.
`

// journalFlags say how a journal is kept and what it forbids.
type journalFlags struct {
	path          string
	durability    string
	policy        replay.Policy
	acceptChanges bool
}

// The values of --on-unknown, --on-rejected and --on-changed; the first is the default.
func unknownChoices() []replay.Resend {
	return []replay.Resend{replay.Report, replay.Skip, replay.Send}
}
func rejectedChoices() []replay.Resend { return []replay.Resend{replay.Skip, replay.Send} }
func changedChoices() []replay.Resend  { return []replay.Resend{replay.Report, replay.Send} }

func (o *journalFlags) add(flags *pflag.FlagSet, where string) {
	flags.StringVar(&o.path, "journal", "", "`file` of the journal ("+where+")")
	flags.StringVar(&o.durability, "durability", journal.Durabilities()[0], "what the journal survives: `power` loss, or only the end of the process")
	flags.Var(newResendFlag(&o.policy.Unknown, unknownChoices()), "on-unknown", "postbacks that may have been sent before: report, skip or resend")
	flags.Var(newResendFlag(&o.policy.Rejected, rejectedChoices()), "on-rejected", "postbacks that were sent before and rejected: skip or resend")
	flags.Var(newResendFlag(&o.policy.Changed, changedChoices()), "on-changed", "postbacks that were sent before as another request: report or resend")
}

func (o *journalFlags) check() error {
	if choices := journal.Durabilities(); !slices.Contains(choices, o.durability) {
		return aboutFlag("durability", failf(CodeUsage, "--durability %q%s", o.durability, diag.OrOneOf(o.durability, choices)))
	}
	return nil
}

// open opens the journal for a run, and tells what it held.
func (o *journalFlags) open(a *app, h journal.Header, inFlight int) (*journal.Journal, error) {
	h.Tool = a.env.Version
	j, err := journal.Open(o.path, journal.Options{
		Header: h, AnyDefinitions: o.acceptChanges, AnyInput: o.acceptChanges, AnyLoss: o.policy.Unknown == replay.Send,
		Durability: journal.Durability(o.durability), InFlight: inFlight,
	})
	if err != nil {
		return nil, journalFailure(err)
	}
	a.tellFound(o.path, j.Found())
	return j, nil
}

// journalFailure says what can be done about a journal that cannot be opened. What is wrong with the journal
// is unusable input; that it cannot be written is the failure of an output.
func journalFailure(err error) error {
	var corrupt *journal.CorruptError
	var mismatch *journal.MismatchError
	var loss *journal.LossError
	switch {
	case errors.As(err, &corrupt):
		return failf(CodeInput, "%w\nnothing was sent. What stands before that byte is sound: \"postback journal export\" shows it", err)
	case errors.As(err, &mismatch) && mismatch.Acceptable:
		return failf(CodeInput, "%w\nnothing was sent. --accept-changes goes on with what has not been sent; --journal begins another journal", err)
	case errors.As(err, &mismatch):
		return failf(CodeInput, "%w\nnothing was sent. --journal begins another journal", err)
	case errors.As(err, &loss):
		return failf(CodeInput, "%w\nnothing was sent. --on-unknown resend goes on, and may send some of them twice", err)
	case errors.Is(err, journal.ErrInUse), errors.Is(err, journal.ErrForeign), errors.Is(err, journal.ErrFormat):
		return fail(CodeInput, err)
	}
	return failf(CodeOutput, "cannot keep the journal: %w", err)
}

// tellFound says what an earlier run left.
func (a *app) tellFound(path string, found journal.Found) {
	if found.Torn > 0 {
		a.talk("%s: dropped the last %s, of a write that was not finished", path, report.Count(int(found.Torn), "byte"))
	}
	if unknown := found.Entries[journal.Unknown]; unknown > 0 {
		a.talk("%s: how %s ended is unknown", path, report.Count(unknown, "postback"))
	}
}
