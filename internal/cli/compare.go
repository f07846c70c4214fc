package cli

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"postback/internal/call"
	"postback/internal/compare"
	"postback/internal/pixel"
	"postback/internal/plan"
	"postback/internal/report"
)

// compareOptions is everything that compare can be told.
type compareOptions struct {
	selection
	presentation
	badCalls
}

func (a *app) compareCommand() *cobra.Command {
	o := &compareOptions{}
	c := &cobra.Command{
		Use:   "compare [URL]",
		Short: "Hold a URL that was really fired, or a whole call log, against the definitions",
		Long: `Compare takes a URL that the platform fired, as its call log or a partner's has it, and
holds it against what a pixel renders for the call: parameter by parameter, decoded as
a receiver would. What differs is traced back to tokens. Without --call the values of
the tokens are read out of the URL. Without --pixel the pixel that fits best is taken.

Without a URL, --call is a call log with its events (the API's /calllogs/detail). Every
Pixel Fire event in it is compared: how often each pixel fired, the statuses, why fires
failed, what was fired blank, how the URLs differ from the definitions, which pixels
should have fired and did not, and which are not defined.

The exit code is 1 when something differs. A parameter that is only encoded differently
is no difference. Bodies and headers are not in the platform's log, so URLs are all that
can be compared.

Formats:
` + report.ComparisonFormatHelp(),
		Example: `  postback compare -f pixels.yaml -c call.json 'https://tracker.example/p?id=RGB1&amount='
  postback compare --pixel 'Acme - Converted' 'https://tracker.example/p?id=RGB1&amount=12.50'
  postback compare -f pixels/ --call calls.json --format html -o report.html`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return a.compare(c.Context(), o, args) },
	}
	flags := c.Flags()
	o.selection.add(flags)
	o.addMany(flags)
	addFormat(flags, &o.format, report.ComparisonFormats())
	flags.StringVarP(&o.output, "output", "o", "", "write to a `file`, which appears only when it is complete (default stdout)")
	o.badCalls.add(flags)
	return c
}

func (a *app) compare(ctx context.Context, o *compareOptions, args []string) error {
	if err := cmp.Or(o.badCalls.check(), o.presentation.check(report.ComparisonFormats())); err != nil {
		return err
	}
	if len(args) == 0 && o.call == "" {
		return failf(CodeUsage, "nothing to compare: give a URL that was fired, or a call log with --call")
	}
	set, err := o.load(a)
	if err != nil {
		return err
	}
	if len(args) == 0 {
		return a.compareLog(ctx, o, set)
	}
	return a.compareURL(o, set, strings.TrimSpace(args[0]))
}

// compareURL compares one URL.
func (a *app) compareURL(o *compareOptions, set *pixel.Set, url string) error {
	program, err := o.compile(a, set)
	if err != nil {
		return err
	}
	p, chosen, err := o.choose(a, program, url)
	if err != nil {
		return err
	}
	c := &report.Comparison{Pixel: p.Name.String(), Event: p.FireOn.String(), Chosen: chosen}
	if o.call == "" {
		c.Parts, c.Readings = compare.ReadBack(p, url)
	} else if err := a.compareCall(o, program, p, url, c); err != nil {
		return err
	}
	err = a.writeOutput(o.output, func(w io.Writer) error { return report.WriteComparison(o.format, w, c, a.style(w)) })
	if err != nil {
		return err
	}
	if c.Differs() {
		return silently(CodeNo)
	}
	return nil
}

// choose is the pixel that a URL came from: the one that --pixel names, or the one that fits best.
func (o *compareOptions) choose(a *app, program *plan.Program, url string) (p *pixel.Pixel, chosen string, err error) {
	pixels := program.Selected()
	if len(pixels) == 0 {
		explainNothing(a, &o.selection, nil, nil)
		return nil, "", silently(CodeNo)
	}
	if len(pixels) == 1 && len(o.pixels) > 0 {
		return pixels[0], "", nil
	}
	best := compare.Best(pixels, url)
	switch len(best) {
	case 0:
		return nil, "", failf(CodeNo, "none of %s sends to this URL's receiver", report.Count(len(pixels), "pixel"))
	case 1:
		return best[0], fmt.Sprintf("the best match of %s; --pixel chooses another", report.Count(len(pixels), "pixel")), nil
	}
	var others []string
	for _, p := range best[1:] {
		others = append(others, p.Name.String())
	}
	return best[0], fmt.Sprintf("as good a match: %s; --pixel chooses", strings.Join(others, ", ")), nil
}

// compareCall compares a URL with what the pixel renders for the call.
func (a *app) compareCall(o *compareOptions, program *plan.Program, p *pixel.Pixel, url string, c *report.Comparison) error {
	record, err := o.onlyRecord(a, program)
	if err != nil {
		return err
	}
	planner := program.NewPlanner()
	if _, err := planner.Plan(record); err != nil {
		return o.planError(record, err)
	}
	firing, why, _ := planner.Consider(p)
	if firing.Decision != plan.Fire {
		return failf(CodeNo, "%s cannot be rendered for this call: %s", p.Name, firing.Reasons[0].Message)
	}
	c.Call = record.ID()
	c.Parts = compare.URLs(&firing, url)
	if why != nil {
		c.Chosen = strings.TrimPrefix(c.Chosen+"; by its definition it does not fire for this call: "+a.hide().String(why.Message), "; ")
	}
	return nil
}

// compareLog compares every fire of a call log.
func (a *app) compareLog(ctx context.Context, o *compareOptions, set *pixel.Set) error {
	program, err := o.compile(a, set)
	if err != nil {
		return err
	}
	log := compare.NewLog(program, o.pixels)
	err = o.each(ctx, a, &o.selection, program, func(record *call.Record) error {
		log.Add(record)
		return nil
	})
	if err != nil {
		return err
	}
	c := &report.LogComparison{Summary: log.Summary(), File: o.callFile()}
	switch {
	case c.Calls == 0: // none is chosen, and that is allowed
		return nil
	case c.Logged == 0:
		return failf(CodeInput, "%s has no event log in it, and so no pixel fires: the API gives it by /calllogs/detail", o.callFile())
	case len(c.Pixels) == 0 && !o.allowEmpty:
		explainNothing(a, &o.selection, nil, nil)
		return silently(CodeNo)
	}
	err = a.writeOutput(o.output, func(w io.Writer) error { return report.WriteComparison(o.format, w, c, a.style(w)) })
	if err != nil {
		return err
	}
	a.talk("compared %s of %s: %s", report.Count(c.Fires, "pixel fire"), report.Count(c.Calls, "call"), report.Count(c.Findings(), "finding"))
	if c.Findings() > 0 {
		return silently(CodeNo)
	}
	return nil
}
