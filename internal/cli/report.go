package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"postback/internal/journal"
	"postback/internal/report"
	"postback/internal/results"
)

// reportOptions is everything that report can be told.
type reportOptions struct {
	presentation
	partial bool
}

func (a *app) reportCommand() *cobra.Command {
	o := &reportOptions{}
	c := &cobra.Command{
		Use:   "report FILE...",
		Short: "Add up results or journals: verdicts, latencies, and why postbacks did not count",
		Long: `Report adds up what fire and replay wrote with --format ndjson or json, or the
journals that they kept: verdicts over time, latencies of each pixel and host,
failures by their reason, what is in doubt and how to go on. - is stdin, for results.

Of a journal the last word on each postback counts: one that was tried again is one
postback. One that was sent, and sent again as another request, is two: so its
receiver sees it. A journal has no URL and no words of an answer: hosts are not
known, and a reason is a status or the kind of a failure.

Give it the files of all shards of a run to see the whole. It refuses to add up
what would be wrong: a shard that is missing or there twice, results beside the
journal of the same run, a file that breaks off, a run that was interrupted, files
of different runs. With --partial it warns and adds up what is there.

Formats:
` + report.TallyFormatHelp(),
		Example: `  postback replay -c calls.ndjson --format ndjson -o results.ndjson; postback report results.ndjson
  postback report calls.ndjson.journal
  postback report shard-*.ndjson --format html -o report.html
  postback fire -c call.json -e all --format ndjson | postback report - --format junit`,
		Args:              wantFiles,
		ValidArgsFunction: filesOf("ndjson", "jsonl", "json", "journal"),
		RunE:              func(_ *cobra.Command, args []string) error { return a.report(o, args) },
	}
	flags := c.Flags()
	addFormat(flags, &o.format, report.TallyFormats())
	flags.StringVarP(&o.output, "output", "o", "", "write to a `file`, which appears only when it is complete (default stdout)")
	flags.BoolVar(&o.partial, "partial", false, "add up what is there, though shards are missing or overlap")
	return c
}

// wantFiles makes sure that at least one file is named, and stdin at most once.
func wantFiles(_ *cobra.Command, args []string) error {
	if len(args) == 0 {
		return failf(CodeUsage, "no results: give files that fire or replay wrote with --format ndjson, journals, or - for stdin")
	}
	for i, name := range args {
		if slices.Contains(args[:i], name) {
			return failf(CodeUsage, "%s is given twice", name)
		}
	}
	return nil
}

func (a *app) report(o *reportOptions, names []string) error {
	if err := o.check(report.TallyFormats()); err != nil {
		return err
	}
	files, closeAll, err := a.openResults(names)
	defer closeAll()
	if err != nil {
		return err
	}
	tally, problems, err := results.Merge(files...)
	if err != nil {
		return unreadable(err)
	}
	if err := a.tellProblems(problems, o.partial); err != nil {
		for _, command := range report.ToGoOn(tally, a.hide()) {
			a.talk("to go on: %s", command)
		}
		return err
	}
	if o.format == csvFormat { // which has no place for them
		for _, note := range tally.Notes {
			a.talk("note: %s", note)
		}
	}
	err = a.writeOutput(o.output, func(w io.Writer) error {
		return report.WriteTally(o.format, w, tally, a.style(w))
	})
	if err == nil && o.output != "" && o.output != "-" {
		a.talk("%s", report.TallySummary(tally))
	}
	return err
}

// tellProblems says what makes the sum wrong. Unless that is wanted, it is an error.
func (a *app) tellProblems(problems []string, wanted bool) error {
	if len(problems) == 0 {
		return nil
	}
	for _, problem := range problems {
		if wanted {
			a.talk("warning: %s", problem)
			continue
		}
		_, _ = fmt.Fprintf(a.env.Stderr, "error: %s\n", problem)
	}
	if wanted {
		return nil
	}
	return failf(CodeInput, "%s; give all shards of one run, or --partial to add up what is there", report.Count(len(problems), "problem"))
}

// openResults opens all files. What it opened is closed by the function that it returns, in any case.
func (a *app) openResults(names []string) (files []results.File, closeAll func(), err error) {
	var opened []io.Closer
	closeAll = func() {
		for _, c := range opened {
			_ = c.Close()
		}
	}
	for _, name := range names {
		if name == "-" {
			files = append(files, results.File{Name: "<stdin>", Reader: a.stdin})
			continue
		}
		f, err := os.Open(name)
		if errors.Is(err, os.ErrNotExist) {
			return nil, closeAll, failf(CodeInput, "no such file of results or journal: %s", name)
		}
		if err != nil {
			return nil, closeAll, failf(CodeInput, "cannot read the results: %w", err)
		}
		opened = append(opened, f)
		files = append(files, results.File{Name: name, Journal: journal.Is(f), Reader: f})
	}
	return files, closeAll, nil
}
