package cli

import (
	"context"
	"errors"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"postback/internal/call"
	"postback/internal/diag"
	"postback/internal/pixel"
	"postback/internal/plan"
	"postback/internal/report"
)

// presentation is the flags that say how results are written.
type presentation struct {
	format string
	output string
	all    bool
}

func (p *presentation) add(flags *pflag.FlagSet) {
	formats := report.ResultFormats()
	flags.StringVar(&p.format, "format", formats[0], "output `format`: "+listWords(formats))
	flags.StringVarP(&p.output, "output", "o", "", "write to a `file`, which appears only when it is complete (default stdout)")
	flags.BoolVar(&p.all, "all", false, "also show the pixels that do not fire, and why")
}

// renderOptions is everything that render can be told.
type renderOptions struct {
	selection
	presentation
	onBadCall string
}

// badCallChoices are the values of --on-bad-call; the first is the default.
func badCallChoices() []string { return []string{"stop", "skip"} }

func (a *app) renderCommand() *cobra.Command {
	o := &renderOptions{}
	c := &cobra.Command{
		Use:   "render",
		Short: "Show the request of every pixel that fires, without sending anything",
		Long: `Render shows the request of every pixel that fires: method, URL, headers and body.
It is the dry run: it opens no connection. The call file may hold one call or many.

Formats:
` + report.ResultFormatHelp(),
		Example: `  postback render -f examples/kayzen -c examples/kayzen/call.json -e all
  postback render -f pixels.yaml -c calls.ndjson -e converted --format url
  postback render -c call.json -e converted --set 'tag:User:gclid=abc' --all`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.render(c.Context(), o) },
	}
	o.selection.add(c.Flags())
	o.presentation.add(c.Flags())
	c.Flags().StringVar(&o.onBadCall, "on-bad-call", badCallChoices()[0], "what to do with a call record that cannot be read: `stop` or skip it")
	return c
}

func (a *app) render(ctx context.Context, o *renderOptions) error {
	if err := o.check(); err != nil {
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
	if err := a.warnUnset(program.Missing()); err != nil {
		return err
	}
	reader, closer, err := o.records(a, program.Keys())
	if err != nil {
		return err
	}
	defer func() { _ = closer.Close() }()
	w, done, err := a.output(o.output)
	if err != nil {
		return err
	}
	r := &renderRun{app: a, options: o, reader: reader, planner: program.NewPlanner()}
	err = r.run(ctx, w)
	if doneErr := done(err == nil && ctx.Err() == nil); err == nil {
		err = doneErr
	}
	if err != nil {
		return err
	}
	return r.conclude()
}

func (o *renderOptions) check() error {
	if choices := badCallChoices(); o.onBadCall != choices[0] && o.onBadCall != choices[1] {
		return aboutFlag("on-bad-call", failf(CodeUsage, "--on-bad-call %q%s", o.onBadCall, diag.OrOneOf(o.onBadCall, choices)))
	}
	return o.presentation.check(report.ResultFormats())
}

func (p *presentation) check(formats []string) error {
	for _, f := range formats {
		if f == p.format {
			return nil
		}
	}
	return aboutFlag("format", failf(CodeUsage, "--format %q is not supported here%s", p.format, diag.OrOneOf(p.format, formats)))
}

// warnUnset tells which placeholders a dry run will show, each at its place in the definitions.
func (a *app) warnUnset(unset []pixel.Variable) error {
	var warnings diag.List
	for _, v := range unset {
		warnings.Warnf(v.Span, plan.RuleUnsetVariable, "%s, so the request shows %s", v.Reason, v.Placeholder())
	}
	if a.global.quiet {
		return nil
	}
	return a.diagnostics(warnings)
}

// renderRun goes through the calls of one run.
type renderRun struct {
	app     *app
	options *renderOptions
	reader  *call.Reader
	planner *plan.Planner
	summary report.Summary
	bad     int
	seq     int
	skips   []plan.Reason // of the first call, to explain a run that selects nothing
	names   []string
}

func (r *renderRun) run(ctx context.Context, w io.Writer) error {
	writer, err := report.NewResultWriter(r.options.format, w, r.app.style(w))
	if err != nil {
		return failf(CodeUsage, "%w", err)
	}
	err = r.calls(ctx, writer)
	if closeErr := outputError(writer.Close()); err == nil { // what came before a fault is shown
		err = closeErr
	}
	return err
}

// calls renders one call after the other.
func (r *renderRun) calls(ctx context.Context, writer report.ResultWriter) error {
	for ctx.Err() == nil {
		record, err := r.reader.Next()
		switch {
		case errors.Is(err, io.EOF) && r.summary.Calls == 0 && r.bad == 0:
			return failf(CodeInput, "%s holds no call record", r.options.callFile())
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			err = r.badCall(err)
		default:
			err = r.record(record, writer)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// badCall reports a record that cannot be read; the result is nil when the run goes on without it.
func (r *renderRun) badCall(err error) error {
	var bad *call.Error
	if !errors.As(err, &bad) {
		return failf(CodeInput, "cannot read the call record: %w", err)
	}
	if r.options.onBadCall != "skip" || !bad.Resumable {
		return fail(CodeInput, err)
	}
	r.bad++
	r.app.talk("skipped: %s", r.app.hide().String(err.Error()))
	return nil
}

func (r *renderRun) record(record *call.Record, writer report.ResultWriter) error {
	firings, err := r.planner.Plan(record)
	if err != nil {
		return r.options.planError(record, err)
	}
	r.summary.Calls++
	r.summary.Skipped += r.planner.SkipCount()
	for i := range firings {
		if err := r.write(&firings[i], writer); err != nil {
			return err
		}
	}
	if !r.options.all && r.summary.Calls > 1 {
		return nil
	}
	return r.recordSkips(writer)
}

func (r *renderRun) write(f *plan.Firing, writer report.ResultWriter) error {
	r.seq++
	result := report.Result{Seq: r.seq, Firing: f}
	r.summary.Add(result)
	return outputError(writer.Result(result))
}

// recordSkips shows the pixels that do not fire, when asked to, and remembers those of the first
// call.
func (r *renderRun) recordSkips(writer report.ResultWriter) error {
	for _, skip := range r.planner.Skips() {
		if r.summary.Calls == 1 {
			r.skips = append(r.skips, skip.Reasons...)
			r.names = append(r.names, skip.Pixel.Name.String())
		}
		if r.options.all {
			if err := r.write(&skip, writer); err != nil {
				return err
			}
		}
	}
	return nil
}

// conclude prints the summary and decides the exit code.
func (r *renderRun) conclude() error {
	r.app.talk("%s", r.summary.String())
	if r.bad > 0 {
		r.app.talk("skipped %s that could not be read", report.Count(r.bad, "call record"))
	}
	if r.summary.Failed > 0 {
		return silently(CodeNo)
	}
	if r.summary.Rendered == 0 && !r.options.allowEmpty {
		r.explainNothing()
		return silently(CodeNo)
	}
	return nil
}

// explainNothing says why not one pixel fires.
func (r *renderRun) explainNothing() {
	explainNothing(r.app, &r.options.selection, r.names, r.skips)
}

func explainNothing(a *app, s *selection, names []string, skips []plan.Reason) {
	switch {
	case len(names) == 0 && len(s.pixels) == 0:
		a.talk("nothing selected: the definitions have no pixels")
		return
	case len(names) == 0:
		hint := ""
		if len(s.pixels) == 1 {
			hint = diag.DidYouMean(s.pixels[0], s.known)
		}
		a.talk("nothing selected: no pixel is called %s%s", strings.Join(s.pixels, " or "), hint)
		return
	}
	a.talk("nothing selected:")
	for i, reason := range skips {
		a.talk("  %s: %s [%s]", names[i], a.hide().String(reason.Message), reason.Code)
	}
}
