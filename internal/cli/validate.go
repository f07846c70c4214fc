package cli

import (
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/spf13/cobra"

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

Formats:
` + report.FindingsFormatHelp(),
		Example: `  postback validate pixels/
  postback validate --deny-warnings --format github pixels/
  postback validate --fix --dry-run pixels.yaml
  postback validate pixels.yaml --call call.json`,
		RunE: func(_ *cobra.Command, args []string) error {
			o.files = append(o.files, args...)
			return a.validate(o)
		},
	}
	flags := c.Flags()
	flags.StringArrayVarP(&o.files, "file", "f", nil, "definitions: a `path` of a file or folder; repeatable (default postback.yaml, then pixels.yaml)")
	flags.StringVarP(&o.call, "call", "c", "", "also check what these call records bring to light: a `file`, or - for stdin")
	flags.StringSliceVar(&o.only, "only", nil, "apply only these `rules`; repeatable or with commas")
	flags.StringSliceVar(&o.disable, "disable", nil, "do not apply these `rules`; repeatable or with commas")
	flags.BoolVar(&o.denyWarnings, "deny-warnings", false, "warnings fail like errors")
	flags.BoolVar(&o.fix, "fix", false, "make the corrections that are certain, in the files themselves")
	flags.BoolVar(&o.dryRun, "dry-run", false, "with --fix: print the corrections as a diff and change nothing")
	flags.StringVar(&o.format, "format", report.FindingsFormats()[0], "output `format`: "+listWords(report.FindingsFormats()))
	flags.StringVarP(&o.output, "output", "o", "", "write to a `file`, which appears only when it is complete (default stdout)")
	return c
}

func (a *app) validate(o *validateOptions) error {
	if err := o.check(); err != nil {
		return err
	}
	files, err := o.definitionFiles()
	if err != nil {
		return err
	}
	findings, err := a.findings(o, files)
	if err != nil {
		return err
	}
	if o.fix {
		if findings, err = a.fixFindings(o, files, findings); err != nil {
			return err
		}
	}
	if err := a.printFindings(o, findings); err != nil {
		return err
	}
	a.talk("%s", findings.Summary())
	return silently(o.exitCode(findings.List))
}

func (o *validateOptions) check() error {
	for _, name := range append(slices.Clone(o.only), o.disable...) {
		if !slices.Contains(validate.Names(), name) {
			return failf(CodeUsage, "there is no rule %q%s", name, orOneOf(name, validate.Names()))
		}
	}
	if o.dryRun && !o.fix {
		return failf(CodeUsage, "--dry-run goes with --fix")
	}
	return o.presentation.check(report.FindingsFormats())
}

// findings loads the files and applies the rules.
func (a *app) findings(o *validateOptions, files []string) (*report.Findings, error) {
	set, loaded, err := config.Load(files, config.Options{Lookup: a.env.Lookup, Stdin: a.env.Stdin})
	if err != nil {
		return nil, fail(CodeInput, err)
	}
	a.keepSecret(set.Variables)
	list := validate.Run(set, loaded, validate.Options{Only: o.only, Disable: o.disable})
	if o.call != "" && !loaded.HasErrors() {
		fromCalls, err := a.callFindings(&o.selection, set)
		if err != nil {
			return nil, err
		}
		list = append(list, fromCalls...)
		list.Sort()
	}
	return &report.Findings{List: list, Set: set, Version: a.env.Version}, nil
}

func (a *app) printFindings(o *validateOptions, findings *report.Findings) error {
	w, done, err := a.output(o.output)
	if err != nil {
		return err
	}
	if o.fix && o.dryRun {
		w = a.env.Stderr // stdout holds the diff
	}
	err = outputError(report.WriteFindings(o.format, w, findings, a.style(w)))
	if doneErr := done(err == nil); err == nil {
		err = doneErr
	}
	if err != nil {
		return err
	}
	return a.stepSummary(o, findings)
}

// stepSummary adds the findings to the summary page of a GitHub workflow, where there is one.
func (a *app) stepSummary(o *validateOptions, findings *report.Findings) error {
	path, _ := a.env.Lookup("GITHUB_STEP_SUMMARY")
	if o.format != "github" || path == "" {
		return nil
	}
	const private = 0o600
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, private)
	if err != nil {
		return outputError(err)
	}
	err = report.StepSummary(f, findings, a.style(io.Discard))
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

// callFindings plans every call record and reports what is wrong with the requests.
func (a *app) callFindings(s *selection, set *pixel.Set) (diag.List, error) {
	program, err := s.compile(set)
	if err != nil {
		return nil, err
	}
	reader, closer, err := s.records(a, program.Keys())
	if err != nil {
		return nil, err
	}
	defer func() { _ = closer.Close() }()
	var found diag.List
	planner := program.NewPlanner()
	for {
		record, err := reader.Next()
		if err == io.EOF { //nolint:errorlint // the reader returns it as it is
			found.Sort()
			return found, nil
		}
		if err != nil {
			return nil, fail(CodeInput, err)
		}
		if _, err := planner.Plan(record); err != nil {
			return nil, failf(CodeInput, "%s:%d: %w", s.call, record.Line(), err)
		}
		found = append(found, requestFindings(planner.Explain())...)
	}
}

// fixFindings makes the certain corrections, or prints them, and returns what is found afterwards.
func (a *app) fixFindings(o *validateOptions, files []string, findings *report.Findings) (*report.Findings, error) {
	fixed := 0
	const passes = 10 // corrections that overlap are made one after the other
	for range passes {
		corrections := validate.Fix(findings.List)
		if len(corrections) == 0 {
			break
		}
		for _, c := range corrections {
			fixed += c.Count
			if err := a.writeCorrection(o, c); err != nil {
				return nil, err
			}
		}
		if o.dryRun {
			break
		}
		var err error
		if findings, err = a.findings(o, files); err != nil {
			return nil, err
		}
	}
	if o.dryRun {
		a.talk("%s would be made", count(fixed, "correction"))
	} else {
		a.talk("%s made", count(fixed, "correction"))
	}
	return findings, nil
}

func (a *app) writeCorrection(o *validateOptions, c validate.Fixed) error {
	name := c.Source.Name()
	if o.dryRun {
		_, err := a.env.Stdout.Write(report.UnifiedDiff(name, c.Source.Content(), c.Content))
		return outputError(err)
	}
	if name == "-" {
		return failf(CodeUsage, "--fix cannot change stdin; add --dry-run for a diff")
	}
	info, err := os.Stat(name)
	if err != nil {
		return outputError(err)
	}
	w, done, err := a.output(name)
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(w, c.Content)
	if doneErr := done(err == nil); err == nil {
		err = doneErr
	}
	if err == nil {
		err = os.Chmod(name, info.Mode().Perm())
	}
	return outputError(err)
}
