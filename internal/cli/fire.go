package cli

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"postback/internal/pixel"
	"postback/internal/plan"
	"postback/internal/report"
)

// fireOptions is everything that fire can be told.
type fireOptions struct {
	renderOptions
	delivery deliveryFlags
	records  recordFiles
	dryRun   bool
	failOn   failOn
	journal  journalFlags
}

func (a *app) fireCommand() *cobra.Command {
	o := &fireOptions{failOn: failOn{mode: failAny}, records: recordFiles{}}
	c := &cobra.Command{
		Use:   "fire",
		Short: "Send the matching pixels of one call and print what came back",
		Long: `Fire sends the request of every pixel that fires for one call, one after the other,
and prints the status and the verdict of each. The time limit is 10 seconds, as on
the platform, and no redirect is followed.

A 2xx status alone is "unverified": it proves that the request arrived, not that
it counted. Any other status is "rejected". Where the pixel has an expect, or its
URL leads to a receiver that is known (see "postback list receivers"), the answer
says more: "accepted", "rejected" or "duplicate", with the evidence. A duplicate
was counted before; it is no failure.

With --journal nothing is sent that the journal knows to have been sent before, by
this command or another; see "postback help journal".

Nothing is sent while a variable has no value or validate finds an error in a pixel
that fires, unless --force is given. With --to no receiver can be harmed, so that
such errors are only counted.

A request is sent once. With --retry it is sent again when no connection came about,
or when it was answered with 429, 502, 503 or 504. What may have been received is
never repeated without --retry-unsafe: it could count twice. The waits double from
--retry-delay, vary by a half, are as long as Retry-After asks, and end at a minute.

The token of an authentication is fetched once, by the same rules, and once more when
a receiver answers 401. With --to the request for it goes there too.

--allow-host and --deny-private keep requests from hosts and addresses. The address is
checked when it is connected to, whatever name led to it.`,
		Example: `  postback fire -f pixels.yaml -c call.json -e converted
  postback fire -c call.json -e converted --to http://127.0.0.1:8080
  postback fire -c call.json --retry 3 --deny-private --allow-host '*.partner.example'
  postback listen -- postback fire -c call.json`,
		Args:        cobra.NoArgs,
		Annotations: map[string]string{sendsAnnotation: "yes"},
		RunE:        func(c *cobra.Command, _ []string) error { return a.fire(c.Context(), o) },
	}
	o.selection.add(c.Flags())
	o.presentation.add(c.Flags(), report.FiredFormats())
	o.delivery.add(c.Flags())
	o.records.add(c.Flags())
	c.Flags().BoolVar(&o.dryRun, "dry-run", false, "only show the requests, exactly as render does")
	c.Flags().Var(&o.failOn, "fail-on", "when exit codes 4 and 5 are used: never, any, all or >N%")
	o.journal.add(c.Flags(), "default none")
	o.badCalls.choice = badCallChoices()[0]
	return c
}

func (a *app) fire(ctx context.Context, o *fireOptions) error {
	if o.dryRun {
		if err := o.records.refuse(); err != nil {
			return err
		}
		return a.render(ctx, &o.renderOptions)
	}
	if err := o.presentation.check(report.FiredFormats()); err != nil {
		return err
	}
	if err := o.delivery.check(); err != nil {
		return err
	}
	if err := o.journal.check(); err != nil {
		return err
	}
	set, err := o.load(a)
	if err != nil {
		return err
	}
	planner, firings, err := o.planOne(a, set)
	if err != nil {
		return err
	}
	if err := a.preflight(set, pixelsOf(firings), &o.delivery, o.allowHosts); err != nil {
		return err
	}
	sinks := o.records.sinks(sink{o.format, o.output})
	o.delivery.record = a.global.verbose || slices.ContainsFunc(sinks, sink.showsWire)
	delivery, err := a.newDelivery(&o.delivery, set, o.allowHosts)
	if err != nil {
		return err
	}
	defer delivery.Close()
	delivery.onRetry = a.tellRetry
	a.announce(firings, &o.delivery)
	r := &fireRun{app: a, options: o, sinks: sinks, delivery: delivery, planner: planner}
	return r.run(ctx, firings)
}

// pixelsOf are the pixels of firings, each once.
func pixelsOf(firings []plan.Firing) []*pixel.Pixel {
	var pixels []*pixel.Pixel
	for i := range firings {
		if p := firings[i].Pixel; !slices.Contains(pixels, p) {
			pixels = append(pixels, p)
		}
	}
	return pixels
}

// fireRun sends the firings of one call.
type fireRun struct {
	app      *app
	options  *fireOptions
	sinks    []sink
	delivery *delivery
	planner  *plan.Planner
	summary  report.Summary
	seq      int
	known    int // firings that the journal forbids
	changed  int // of those, how many would be sent as other requests now
}

func (r *fireRun) run(ctx context.Context, firings []plan.Firing) error {
	writer, done, err := r.app.openSinks(r.sinks)
	if err != nil {
		return err
	}
	err = r.fireAll(ctx, firings, writer)
	if doneErr := done(err == nil); err == nil {
		err = doneErr
	}
	if err != nil {
		return err
	}
	return r.conclude()
}

func (r *fireRun) fireAll(ctx context.Context, firings []plan.Firing, writer report.ResultWriter) error {
	r.summary.Calls = 1
	r.summary.Skipped = r.planner.SkipCount()
	if err := r.fireEach(ctx, firings, writer); err != nil {
		return err
	}
	if r.options.all {
		for _, skip := range r.planner.Skips() {
			if err := r.write(report.Result{Firing: &skip}, writer); err != nil {
				return err
			}
		}
	}
	return outputError(writer.Close())
}

func (r *fireRun) fireEach(ctx context.Context, firings []plan.Firing, writer report.ResultWriter) error {
	if r.options.journal.path != "" {
		return r.fireJournaled(ctx, writer)
	}
	for i := range firings {
		if ctx.Err() != nil {
			r.app.talk("%s not sent", report.Count(len(firings)-i, "pixel"))
			break
		}
		if err := r.fireOne(ctx, &firings[i], writer); err != nil {
			return err
		}
	}
	return nil
}

func (r *fireRun) fireOne(ctx context.Context, f *plan.Firing, writer report.ResultWriter) error {
	result := report.Result{Firing: f}
	if f.Decision == plan.Fire {
		result.Outcome = r.delivery.Send(ctx, f)
	}
	return r.show(result, writer)
}

func (r *fireRun) show(result report.Result, writer report.ResultWriter) error {
	if r.app.global.verbose && result.Outcome != nil {
		if err := report.Exchange(r.app.env.Stderr, result, r.app.style(r.app.env.Stderr)); err != nil {
			return outputError(err)
		}
	}
	return r.write(result, writer)
}

func (r *fireRun) write(result report.Result, writer report.ResultWriter) error {
	r.seq++
	result.Seq = r.seq
	r.summary.Add(result)
	return outputError(writer.Result(result))
}

// conclude prints the summary and decides the exit code.
func (r *fireRun) conclude() error {
	fired := r.summary.Fired()
	if fired == 0 && r.summary.Failed == 0 && r.known == 0 {
		return r.nothing()
	}
	if fired > 0 || r.summary.Failed > 0 {
		r.app.talk("%s", r.summary.String())
	}
	if r.known > 0 {
		r.app.talk("%s not sent, because of %s", report.Count(r.known, "pixel"), r.options.journal.path)
	}
	if code := r.options.failOn.code(r.summary.Verdicts); code != CodeOK {
		return silently(code)
	}
	if r.summary.Failed > 0 || r.changed > 0 {
		return silently(CodeNo)
	}
	return nil
}

// nothing explains a run in which no pixel fired.
func (r *fireRun) nothing() error {
	r.app.talk("nothing was sent")
	if r.options.allowEmpty {
		return nil
	}
	var names []string
	var reasons []plan.Reason
	for _, skip := range r.planner.Skips() {
		names = append(names, skip.Pixel.Name.String())
		reasons = append(reasons, skip.Reasons...)
	}
	explainNothing(r.app, &r.options.selection, names, reasons)
	return silently(CodeNo)
}
