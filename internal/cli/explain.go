package cli

import (
	"io"
	"slices"

	"github.com/spf13/cobra"

	"postback/internal/diag"
	"postback/internal/pixel"
	"postback/internal/plan"
	"postback/internal/report"
)

// explainOptions is everything that explain can be told.
type explainOptions struct {
	selection
	presentation
	why string
}

func (a *app) explainCommand() *cobra.Command {
	o := &explainOptions{}
	c := &cobra.Command{
		Use:   "explain",
		Short: "Say why each pixel of one call fires or does not, and where every value comes from",
		Long: `Explain says of each pixel, for one call, whether it fires, and shows the gates it has
to pass (attached, enabled, event, filters). If it fires, every token follows: its
value, where that came from, what was done to it, how it is sent, and why it is
blank; then the request with the token of each piece, and what the request relies
on that the platform documents nowhere. Nothing is sent.`,
		Example: `  postback explain -f examples/kayzen -c examples/kayzen/call.json -e converted
  postback explain -c call.json --why 'Kayzen CTV - Converted'`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return a.explainCall(o) },
	}
	o.selection.add(c.Flags())
	addFormat(c.Flags(), &o.format, report.ExplainFormats())
	c.Flags().StringVarP(&o.output, "output", "o", "", "write to a `file`, which appears only when it is complete (default stdout)")
	c.Flags().StringVar(&o.why, "why", "", "explain only the `pixel` of this name; the first line says why it does not fire")
	return c
}

func (a *app) explainCall(o *explainOptions) error {
	if err := o.presentation.check(report.ExplainFormats()); err != nil {
		return err
	}
	set, err := o.load(a)
	if err != nil {
		return err
	}
	if err := o.checkWhy(set); err != nil {
		return err
	}
	planner, _, err := o.planOne(a, set)
	if err != nil {
		return err
	}
	explanations := o.asked(planner.Explain())
	if len(explanations) == 0 && !o.allowEmpty {
		explainNothing(a, &o.selection, nil, nil)
		return silently(CodeNo)
	}
	return a.writeOutput(o.output, func(w io.Writer) error {
		return report.Explain(w, o.format, explanations, a.style(w))
	})
}

// checkWhy makes sure that the pixel of --why exists.
func (o *explainOptions) checkWhy(set *pixel.Set) error {
	names := set.PixelNames()
	if o.why == "" || slices.Contains(names, o.why) {
		return nil
	}
	return failf(CodeNo, "no pixel is called %q%s", o.why, diag.OrOneOf(o.why, names))
}

// asked are the explanations that --why leaves.
func (o *explainOptions) asked(all []plan.Explanation) []plan.Explanation {
	return slices.DeleteFunc(all, func(e plan.Explanation) bool {
		return o.why != "" && e.Firing.Pixel.Name.String() != o.why
	})
}
