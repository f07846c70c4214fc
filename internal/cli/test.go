package cli

import (
	"context"
	"io"
	"regexp"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"postback/internal/report"
)

// testOptions is everything that test can be told.
type testOptions struct {
	presentation
	paths       []string // of test files and folders
	definitions []string // in place of those that the test files name
	run         string
	update      bool
	coverage    bool
	minCoverage float64
	watch       bool

	pattern *regexp.Regexp
}

const testHelp = `Test runs the cases of *_test.yaml files: a call, and what each pixel is to send for
it. A PATH is such a file, or a folder that is searched for them with everything below
it; without one it is the working folder. Nothing is sent.

  cases:
    - name: a converted call
      call: call.json            # or the record itself
      event: converted
      set: {User:gclid: abc}
      expect:                    # a pixel that is not listed must not fire
        - pixel: Partner - Converted
          endpoint: https://partner.example/postback
          parameters:            # decoded, in any order, and no others
            call_id: RGB0000DEMO
            amount: {matches: '^[0-9.]+$'}
        - {pixel: Partner - Error, skip: not-reached}

Instead of endpoint and parameters a case may give the whole url; further keys are
method, headers, basic_auth, form, json (values at JSON pointers) and body, and
"more: true" for parameters that are not listed. A value may be {equals: x},
{matches: REGEX}, {present: true} or {absent: true}. "postback schema tests" has them all.

Cases use the definitions of their own folder, or those named under "definitions" in
their file. Variables such as ${env:KEY} stay as they are written: a case is the same on
every machine, and no secret gets into it.

With --update the files are made to expect what really happens; of their text only what
differs changes. A case without "expect" gets one.

Formats:
`

func (a *app) testCommand() *cobra.Command {
	o := &testOptions{}
	c := &cobra.Command{
		Use:   "test [PATH...]",
		Short: "Check that calls make the pixels send what golden cases expect",
		Long:  testHelp + report.CasesFormatHelp(),
		Example: `  postback test
  postback test --run 'converted' pixels/
  postback test --update pixels/partner_test.yaml
  postback test --coverage --min-coverage 80
  postback test --format junit -o report.xml`,
		ValidArgsFunction: filesOf("yaml", "yml"),
		RunE: func(c *cobra.Command, args []string) error {
			o.paths = args
			return a.test(c.Context(), o)
		},
	}
	o.add(c.Flags())
	return c
}

func (o *testOptions) add(flags *pflag.FlagSet) {
	flags.StringArrayVarP(&o.definitions, "file", "f", nil, "definitions: a `path` of a file or folder, in place of those that the test files name; repeatable")
	flags.StringVar(&o.run, "run", "", "only cases whose name matches the `regex`")
	flags.BoolVar(&o.update, "update", false, "make the test files expect what really happens")
	flags.BoolVar(&o.coverage, "coverage", false, "show the pixels, events, tokens and filter branches that no case reaches")
	flags.Float64Var(&o.minCoverage, "min-coverage", 0, "fail when cases reach less than this `percentage` of the definitions")
	flags.BoolVar(&o.watch, "watch", false, "run again whenever a file changes")
	addFormat(flags, &o.format, report.CasesFormats())
	flags.StringVarP(&o.output, "output", "o", "", "write to a `file`, which appears only when it is complete (default stdout)")
}

func (a *app) test(ctx context.Context, o *testOptions) error {
	if err := a.checkTest(o); err != nil {
		return err
	}
	if o.watch {
		return a.watchTests(ctx, o)
	}
	_, err := a.testOnce(o)
	return err
}

func (a *app) checkTest(o *testOptions) (err error) {
	if o.pattern, err = regexp.Compile(o.run); err != nil {
		return aboutFlag("run", failf(CodeUsage, "--run: %w", err))
	}
	ci, _ := a.env.Lookup("CI")
	switch {
	case o.update && ci != "" && ci != "false":
		return failf(CodeUsage, "--update is refused in CI (the environment variable CI is set): expectations are for a person to write and to review")
	case o.minCoverage < 0 || o.minCoverage > 100:
		return aboutFlag("min-coverage", failf(CodeUsage, "--min-coverage %g is no percentage; write a number from 0 to 100", o.minCoverage))
	case o.watch && o.output != "":
		return failf(CodeUsage, "--watch shows every run anew, so -o has no place")
	case slices.Contains(o.definitions, "-"):
		return failf(CodeUsage, "test reads its definitions from files, not from stdin")
	}
	o.coverage = o.coverage || o.minCoverage > 0
	return o.presentation.check(report.CasesFormats())
}

// testOnce loads everything, runs the cases and prints what came of them.
func (a *app) testOnce(o *testOptions) (*testRun, error) {
	run, err := a.loadTests(o)
	if err != nil {
		return run, err
	}
	cases := run.cases()
	if o.update {
		changed, err := run.update(cases)
		if err != nil {
			return run, err
		}
		if changed {
			if run, err = a.loadTests(o); err != nil {
				return run, err
			}
			cases = run.cases()
		}
	}
	err = a.writeOutput(o.output, func(w io.Writer) error {
		return report.WriteCases(o.format, w, cases, a.style(w))
	})
	if err != nil {
		return run, err
	}
	if o.format == "github" {
		if err := a.stepSummary(func(w io.Writer, style report.Style) error { return report.CasesSummary(w, cases, style) }); err != nil {
			return run, err
		}
	}
	a.talk("%s", cases.Summary())
	return run, silently(a.testCode(o, cases))
}

// testCode is the exit code for what came of cases; it says why when that is not plain to see.
func (a *app) testCode(o *testOptions, cases *report.Cases) Code {
	all, failed, unusable := cases.Count()
	switch {
	case unusable > 0:
		return CodeInput
	case all == 0:
		if o.run != "" {
			a.talk("--run %q matches the name of no case", o.run)
		}
		return CodeNo
	case failed > 0:
		return CodeNo
	case cases.Coverage != nil && cases.Coverage.Percent() < o.minCoverage:
		a.talk("the coverage is below --min-coverage %g", o.minCoverage)
		return CodeNo
	}
	return CodeOK
}
