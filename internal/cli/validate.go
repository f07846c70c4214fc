package cli

import (
	"io"
	"os"
	"runtime/debug"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"postback/internal/config"
	"postback/internal/diag"
	"postback/internal/pixel"
	"postback/internal/report"
	"postback/internal/validate"
)

// validateOptions is everything that validate can be told.
type validateOptions struct {
	selection
	presentation
	only, disable []string
	denyWarnings  bool
	fix, dryRun   bool
}

func (a *app) validateCommand() *cobra.Command {
	o := &validateOptions{}
	c := &cobra.Command{
		Use:   "validate [PATH...]",
		Short: "Check definitions: every rule, nothing sent, no secrets needed",
		Long: `Validate compiles the definitions exactly as fire does and applies every rule to
them. It reports all findings and needs neither a network nor the values of secrets.
A PATH is a file or folder of definitions, or - for stdin, as with -f.

A comment "# postback: ignore RULE reason" on a line, or alone above it, silences the
findings of that rule there. "postback list rules" shows the rules.

With --call, what the call records bring to light is reported too: tokens that come
out empty, bodies that are not valid JSON, requests that cannot be built.

With --fix, corrections that are certain are made in the files; everything else in
them stays as it is. With --fix --dry-run a diff shows them, for "patch -p1".

Formats:
` + report.FindingsFormatHelp(),
		Example: `  postback validate pixels/
  postback validate --deny-warnings --format github pixels/
  postback validate --fix --dry-run pixels.yaml
  postback validate pixels.yaml --call call.json`,
		ValidArgsFunction: filesOf("yaml", "yml"),
		RunE: func(_ *cobra.Command, args []string) error {
			o.files = append(o.files, args...)
			return a.validate(o)
		},
	}
	o.add(c.Flags())
	return c
}

func (o *validateOptions) add(flags *pflag.FlagSet) {
	o.addFiles(flags)
	flags.StringVarP(&o.call, "call", "c", "", "also check what these call records bring to light: a `file`, or - for stdin")
	o.addWhere(flags)
	o.addCircumstances(flags)
	flags.StringSliceVar(&o.only, "only", nil, "apply only these `rules`; repeatable or with commas")
	flags.StringSliceVar(&o.disable, "disable", nil, "do not apply these `rules`; repeatable or with commas")
	flags.BoolVar(&o.denyWarnings, "deny-warnings", false, "warnings fail like errors")
	flags.BoolVar(&o.fix, "fix", false, "make the corrections that are certain, in the files themselves")
	flags.BoolVar(&o.dryRun, "dry-run", false, "with --fix: print the corrections as a diff and change nothing")
	addFormat(flags, &o.format, report.FindingsFormats())
	flags.StringVarP(&o.output, "output", "o", "", "write to a `file`, which appears only when it is complete (default stdout)")
}

func (a *app) validate(o *validateOptions) error {
	defer a.collectLess()()
	files, err := o.definitionFiles()
	if err != nil {
		return err
	}
	if err := o.check(files); err != nil {
		return err
	}
	d, err := a.loadDraft(files, nil)
	if err != nil {
		return err
	}
	a.keepSecrets(d.set, d.survey)
	if o.fix {
		if d, err = a.correct(o, files, d); err != nil {
			return err
		}
	}
	findings, err := a.examine(o, d)
	if err != nil {
		return err
	}
	if err := a.printFindings(o, findings); err != nil {
		return err
	}
	a.talk("%s", findings.Summary())
	return silently(o.exitCode(findings.List))
}

// collectLess lets garbage grow to twice what is in use before it is collected, and not to once: a
// run of validate is short and keeps nearly all that it makes. It costs a large set of definitions
// a sixth more memory and saves a sixth of the work. Who sets GOGC has chosen.
func (a *app) collectLess() (restore func()) {
	const percent = 200
	if _, chosen := a.env.Lookup("GOGC"); chosen {
		return func() {}
	}
	before := debug.SetGCPercent(percent)
	return func() { debug.SetGCPercent(before) }
}

func (o *validateOptions) check(files []string) error {
	for _, name := range append(slices.Clone(o.only), o.disable...) {
		if !slices.Contains(validate.Names(), name) {
			return noRule(name)
		}
	}
	switch {
	case o.dryRun && !o.fix:
		return failf(CodeUsage, "--dry-run goes with --fix")
	case o.dryRun && o.format != report.FindingsFormats()[0]:
		return failf(CodeUsage, "--dry-run prints a diff, so --format %s has no place", o.format)
	case o.fix && !o.dryRun && slices.Contains(files, "-"):
		return failf(CodeUsage, "--fix cannot change stdin; add --dry-run for a diff")
	}
	if err := o.checkStdin(); err != nil {
		return err
	}
	return o.presentation.check(report.FindingsFormats())
}

// noRule says that a rule does not exist. There are too many to name them all.
func noRule(name string) error {
	hint := diag.DidYouMean(name, validate.Names())
	if hint == "" {
		hint = "; 'postback list rules' shows them"
	}
	return failf(CodeUsage, "there is no rule %q%s", name, hint)
}

// draft is what loading definitions gives, whether they are as their files are or corrected.
type draft struct {
	set    *pixel.Set
	loaded diag.List
	survey *validate.Survey
}

// loadDraft loads the files; texts stand in place of what files of those names hold.
func (a *app) loadDraft(files []string, texts map[string]string) (*draft, error) {
	set, loaded, err := config.Load(files, config.Options{Lookup: a.env.Lookup, Stdin: a.stdin, Instead: texts})
	if err != nil {
		return nil, fail(CodeInput, err)
	}
	return &draft{set, loaded, validate.NewSurvey(set)}, nil
}

// rules are the options of the rules that the flags choose.
func (o *validateOptions) rules() validate.Options {
	return validate.Options{Only: o.only, Disable: o.disable}
}

// examine applies the rules and, where there are call records, plans them.
func (a *app) examine(o *validateOptions, d *draft) (*report.Findings, error) {
	rules, given := o.rules(), d.loaded
	if o.call != "" && !d.loaded.HasErrors() {
		fromCalls, err := a.callFindings(&o.selection, d.set)
		if err != nil {
			return nil, err
		}
		rules.Calls, given = true, slices.Concat(given, fromCalls)
	}
	return &report.Findings{List: d.survey.Run(given, rules), Set: d.set, Version: a.env.Version}, nil
}

// printFindings writes the findings to stdout, or to stderr when stdout holds a diff.
func (a *app) printFindings(o *validateOptions, findings *report.Findings) error {
	if o.fix && o.dryRun {
		return outputError(report.WriteFindings(o.format, a.env.Stderr, findings, a.style(a.env.Stderr)))
	}
	err := a.writeOutput(o.output, func(w io.Writer) error {
		return report.WriteFindings(o.format, w, findings, a.style(w))
	})
	if err != nil {
		return err
	}
	if o.format != "github" {
		return nil
	}
	return a.stepSummary(func(w io.Writer, style report.Style) error { return report.StepSummary(w, findings, style) })
}

// stepSummary adds to the summary page of a GitHub workflow, where there is one.
func (a *app) stepSummary(write func(io.Writer, report.Style) error) error {
	path, _ := a.env.Lookup("GITHUB_STEP_SUMMARY")
	if path == "" {
		return nil
	}
	const private = 0o600
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, private)
	if err != nil {
		return outputError(err)
	}
	err = write(f, a.style(io.Discard))
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	return outputError(err)
}

// exitCode tells definitions that mean nothing from those that say what they should not.
func (o *validateOptions) exitCode(list diag.List) Code {
	code := CodeOK
	for _, d := range list {
		switch {
		case d.Severity == diag.Error && validate.IsLoading(d.Rule):
			return CodeInput
		case d.Severity == diag.Error, d.Severity == diag.Warning && o.denyWarnings:
			code = CodeNo
		}
	}
	return code
}
