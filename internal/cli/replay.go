package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"postback/internal/call"
	"postback/internal/journal"
)

// replayOptions is everything that replay can be told.
type replayOptions struct {
	renderOptions
	delivery deliveryFlags
	dryRun   bool
	failOn   failOn
	pacing   pacingFlags
	journal  journalFlags
	shard    shardFlag
	progress string
}

func (a *app) replayCommand() *cobra.Command {
	o := &replayOptions{failOn: failOn{mode: failAny}}
	c := &cobra.Command{
		Use:   "replay",
		Short: "Send the pixels of many calls, each postback at most once",
		Long: `Replay sends the request of every pixel that fires for every call of a file, and
keeps a journal of what it sends:
` + guarantee + `
The next run over the same journal goes on where this one ended, for whatever
reason it did: an interrupt, a kill, a loss of power, a full disk.

The journal stands beside the call file unless --journal names another place. It
knows a postback by the id of the call, the pixel and its event, and notices when
its request has changed since. One whose request never got out, because nothing
listened or the run ended before, is sent by the next run. "postback journal" shows
what it holds; "postback help journal" says how it works.

Text output has a line for each postback that was rejected, failed or timed out, or
cannot be sent; the other formats have every result. Both are in the order of the
calls. --all adds what was sent before and the pixels that do not fire.

How one request is sent, and when it is tried again, is as with fire.

The first interrupt ends the run in order: what is under way is waited for. The
second one gives that up too; what it cuts off is then unknown.`,
		Example: `  postback replay -f pixels.yaml -c calls.ndjson -e converted
  postback replay -c calls.csv.gz --jobs 200 --rate 500/s --max-per-host 20
  postback replay -c calls.ndjson --format ndjson -o results.ndjson
  postback replay -c calls.ndjson --on-unknown resend
  postback replay -c calls.ndjson --dry-run --format url`,
		Args:        cobra.NoArgs,
		Annotations: map[string]string{sendsAnnotation: "yes"},
		RunE:        func(c *cobra.Command, _ []string) error { return a.replay(c.Context(), o) },
	}
	flags := c.Flags()
	o.selection.add(flags)
	o.addMany(flags)
	o.presentation.add(flags, replayFormats())
	o.delivery.add(flags)
	o.pacing.add(flags)
	o.shard.add(flags)
	o.journal.add(flags, "default the call file's name and .journal")
	flags.BoolVar(&o.journal.acceptChanges, "accept-changes", false, "go on although the definitions or the call records are not those of the journal")
	o.badCalls.add(flags)
	flags.BoolVar(&o.dryRun, "dry-run", false, "only show the requests, exactly as render does")
	flags.Var(&o.failOn, "fail-on", "when exit codes 4 and 5 are used: never, any, all or >N%")
	flags.StringVar(&o.progress, "progress", progressChoices()[0], "progress on stderr: "+listWords(progressChoices()))
	return c
}

// replayFormats are the formats in which the outcomes of many calls can be shown.
func replayFormats() []string { return []string{textFormat, "json", ndjsonFormat} }

func (a *app) replay(ctx context.Context, o *replayOptions) error {
	if err := o.check(); err != nil {
		return err
	}
	if o.dryRun {
		return a.render(ctx, &o.renderOptions)
	}
	if err := o.presentation.check(replayFormats()); err != nil {
		return err
	}
	set, err := o.load(a)
	if err != nil {
		return err
	}
	program, err := o.compile(a, set)
	if err != nil {
		return err
	}
	if err := a.preflight(set, program.Pixels(), &o.delivery, o.allowHosts); err != nil {
		return err
	}
	o.pacing.fit(a)
	o.delivery.jobs, o.delivery.record = o.pacing.jobs, a.global.verbose
	delivery, err := a.newDelivery(&o.delivery, set, o.allowHosts)
	if err != nil {
		return err
	}
	defer delivery.Close()
	r := &replayRun{app: a, options: o, program: program, delivery: delivery}
	if err := r.open(set.Digest()); err != nil {
		return err
	}
	defer func() { _ = r.input.Close() }()
	return r.run(ctx)
}

// open opens the call records and the journal that belongs to them.
func (r *replayRun) open(definitions string) (err error) {
	o := r.options
	if r.shard, err = r.app.shard(&o.shard); err != nil {
		return err
	}
	if r.input, err = o.openReplayInput(r.app); err != nil {
		return err
	}
	o.chooseJournal(r.shard)
	header := journal.Header{Definitions: definitions, Input: r.input.identity, Endpoint: o.delivery.to}
	if r.shard.Count > 1 {
		header.Shard = r.shard.String()
	}
	if r.journal, err = o.journal.open(r.app, header, o.pacing.jobs); err != nil {
		_ = r.input.Close()
	}
	return err
}

// check completes and judges the flags.
func (o *replayOptions) check() error {
	if err := o.renderOptions.check(); err != nil {
		return err
	}
	if err := o.delivery.check(); err != nil {
		return err
	}
	if err := o.pacing.check(); err != nil {
		return err
	}
	if err := o.journal.check(); err != nil {
		return err
	}
	if err := o.checkProgress(); err != nil {
		return err
	}
	if o.call == "-" && o.journal.path == "" && !o.dryRun {
		return failf(CodeUsage, "calls from stdin need --journal and the name of a file")
	}
	return nil
}

// chooseJournal is the place of the journal when none is named: beside the calls, and one for each shard.
func (o *replayOptions) chooseJournal(shard call.Shard) {
	switch {
	case o.journal.path != "":
	case shard.Count > 1:
		o.journal.path = fmt.Sprintf("%s.%d-of-%d.journal", o.call, shard.Index, shard.Count)
	default:
		o.journal.path = o.call + ".journal"
	}
}
