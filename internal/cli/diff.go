package cli

import (
	"cmp"
	"context"
	"io"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"postback/internal/call"
	"postback/internal/config"
	"postback/internal/diag"
	"postback/internal/golden"
	"postback/internal/pixel"
	"postback/internal/plan"
	"postback/internal/report"
	"postback/internal/validate"
)

// diffOptions is everything that diff can be told.
type diffOptions struct {
	selection
	presentation
	badCalls
	exitCode bool
}

func (a *app) diffCommand() *cobra.Command {
	o := &diffOptions{}
	c := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Show what a change of definitions changes in the requests of sample calls",
		Long: `Diff plans the same calls with two sets of definitions and shows which pixels appear,
vanish or send something else, parameter by parameter, decoded as a receiver would do
it. Calls with the same change are counted and stand there once, with three of them as
samples. Nothing is sent.

OLD and NEW are files or folders of definitions, or a git revision with a path in it,
such as main:pixels/ or HEAD~1:pixels.yaml. Variables such as ${env:KEY} stay as they
are written.

Differences are no failure: the exit code is 0 unless --exit-code asks for 1.

Formats:
` + report.ChangesFormatHelp(),
		Example: `  postback diff main:pixels/ pixels/ --call calls.ndjson
  postback diff old.yaml new.yaml -c call.json -e converted --exit-code
  postback diff HEAD:pixels.yaml pixels.yaml -c call.json --format markdown`,
		Args:              twoDefinitions,
		ValidArgsFunction: filesOf("yaml", "yml"),
		RunE:              func(c *cobra.Command, args []string) error { return a.diff(c.Context(), o, args[0], args[1]) },
	}
	o.add(c.Flags())
	return c
}

// twoDefinitions wants exactly what is compared.
func twoDefinitions(_ *cobra.Command, args []string) error {
	if len(args) != 2 {
		return failf(CodeUsage, "diff takes two definitions, OLD and NEW: files, folders, or git revisions such as main:pixels/")
	}
	return nil
}

func (o *diffOptions) add(flags *pflag.FlagSet) {
	o.addCalls(flags)
	o.addMany(flags)
	o.badCalls.add(flags)
	flags.BoolVar(&o.exitCode, "exit-code", false, "exit with 1 when something differs")
	addFormat(flags, &o.format, report.ChangesFormats())
	flags.StringVarP(&o.output, "output", "o", "", "write to a `file`, which appears only when it is complete (default stdout)")
}

func (a *app) diff(ctx context.Context, o *diffOptions, before, after string) error {
	if err := cmp.Or(o.badCalls.check(), o.presentation.check(report.ChangesFormats())); err != nil {
		return err
	}
	changes, err := a.changes(ctx, o, before, after)
	if err != nil {
		return err
	}
	err = a.writeOutput(o.output, func(w io.Writer) error { return report.WriteChanges(o.format, w, changes, a.style(w)) })
	if err == nil && o.format == "github" {
		err = a.stepSummary(func(w io.Writer, style report.Style) error { return report.WriteChanges("markdown", w, changes, style) })
	}
	if err != nil {
		return err
	}
	a.talk("%s", changes.Summary())
	if o.exitCode && changes.Changed > 0 {
		return silently(CodeNo)
	}
	return nil
}

// changes plans all calls with both definitions.
func (a *app) changes(ctx context.Context, o *diffOptions, before, after string) (*report.Changes, error) {
	keys := call.NewKeys()
	programs := [2]*plan.Program{}
	for i, place := range []string{before, after} {
		set, err := a.definitionsAt(ctx, place)
		if err != nil {
			return nil, err
		}
		if programs[i], err = o.program(set, keys); err != nil {
			return nil, err
		}
	}
	differ := golden.NewDiffer(programs[0], programs[1])
	err := o.each(ctx, a, &o.selection, programs[1], func(record *call.Record) error {
		if err := differ.Add(record); err != nil {
			return o.planError(record, err)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &report.Changes{Before: before, After: after, Changes: differ.Changes()}, nil
}

// program compiles one side for what the flags select.
func (o *diffOptions) program(set *pixel.Set, keys *call.Keys) (*plan.Program, error) {
	options, err := o.planOptions()
	if err != nil {
		return nil, err
	}
	options.Keys = keys
	program, err := plan.Compile(set, options)
	if err != nil {
		return nil, fail(CodeInput, err)
	}
	return program, nil
}

// definitionsAt loads what one side names and reports everything that is wrong with it.
func (a *app) definitionsAt(ctx context.Context, place string) (*pixel.Set, error) {
	sources, err := a.sourcesAt(ctx, place)
	if err != nil {
		return nil, fail(CodeInput, err)
	}
	set, faults := config.LoadSources(sources, config.Options{KeepVariables: true, Lookup: a.env.Lookup})
	a.keepSecrets(set, validate.NewSurvey(set))
	if !a.global.quiet || faults.HasErrors() {
		if err := a.diagnostics(faults); err != nil {
			return nil, err
		}
	}
	if faults.HasErrors() {
		a.talk("%s in the definitions %s", report.Count(faults.Count(diag.Error), "error"), place)
		return nil, silently(CodeInput)
	}
	return set, nil
}
