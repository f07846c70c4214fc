package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

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

func (p *presentation) add(flags *pflag.FlagSet, formats []string) {
	addFormat(flags, &p.format, formats)
	flags.StringVarP(&p.output, "output", "o", "", "write to a `file`, which appears only when it is complete (default stdout)")
	flags.BoolVar(&p.all, "all", false, "also show the pixels that do not fire, and why")
}

// addFormat adds --format for these formats, of which the first is the default.
func addFormat(flags *pflag.FlagSet, format *string, formats []string) {
	flags.StringVar(format, formatFlag, formats[0], "output `format`: "+listWords(formats))
	_ = flags.SetAnnotation(formatFlag, choicesAnnotation, formats) // the flag is there
}

const (
	formatFlag        = "format"
	choicesAnnotation = "choices" // what a flag takes, for completion
)

// renderOptions is everything that render can be told.
type renderOptions struct {
	selection
	presentation
	badCalls
	jobs int
}

func (a *app) renderCommand() *cobra.Command {
	o := &renderOptions{}
	c := &cobra.Command{
		Use:   "render",
		Short: "Show the request of every pixel that fires, without sending anything",
		Long: `Render shows the request of every pixel that fires: method, URL, headers and body.
It is the dry run: it opens no connection.

The call file may hold one call or many: a JSON object or several, an array, NDJSON,
an answer of the platform's API, or CSV; gzipped or not. Many calls are rendered on
all processors and come out in their order, in memory for a few of them only.

Formats:
` + report.ResultFormatHelp(),
		Example: `  postback render -f examples/kayzen -c examples/kayzen/call.json -e all
  postback render -f pixels.yaml -c calls.ndjson -e converted --format url
  postback render -f pixels.yaml -c calls.csv.gz --on-bad-call skip --format csv -o requests.csv
  postback render -c call.json -e converted --set 'tag:User:gclid=abc' --all`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.render(c.Context(), o) },
	}
	o.selection.add(c.Flags())
	o.addMany(c.Flags())
	o.presentation.add(c.Flags(), report.ResultFormats())
	o.badCalls.add(c.Flags())
	c.Flags().IntVar(&o.jobs, "jobs", 0, "`number` of processors to render on at once (default all)")
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
	input, closer, err := o.openCalls(a)
	if err != nil {
		return err
	}
	defer func() { _ = closer.Close() }()
	w, done, err := a.output(o.output)
	if err != nil {
		return err
	}
	r := &renderRun{app: a, options: o, program: program, input: input}
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
	if err := o.badCalls.check(); err != nil {
		return err
	}
	if o.jobs < 0 {
		return aboutFlag("jobs", failf(CodeUsage, "--jobs %d: give a number of processors, or 0 for all there are", o.jobs))
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

// explainNothing says why not one pixel fires: the reason of each, if there are any.
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
