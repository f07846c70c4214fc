package cli

import (
	"errors"

	"github.com/spf13/pflag"

	"postback/internal/report"
)

// recordFiles are the files in which a command that sends records what it sent, besides its output:
// by format.
type recordFiles map[string]*string

func (r recordFiles) add(flags *pflag.FlagSet) {
	for _, format := range report.RecordFormats() {
		r[format] = flags.String("report-"+format, "", "also write a report to this `file`: "+report.RecordMeaning(format))
	}
}

// sink is a place that results go to.
type sink struct{ format, path string }

func (s sink) showsWire() bool { return report.ShowsWire(s.format) }

// refuse is for a dry run: there is nothing to record.
func (r recordFiles) refuse() error {
	for _, format := range report.RecordFormats() {
		if *r[format] != "" {
			name := "report-" + format
			return aboutFlag(name, failf(CodeUsage, "--%s records what was sent, and a dry run sends nothing", name))
		}
	}
	return nil
}

// sinks are the output and the files that are asked for.
func (r recordFiles) sinks(output sink) []sink {
	sinks := []sink{output}
	for _, format := range report.RecordFormats() {
		if path := *r[format]; path != "" {
			sinks = append(sinks, sink{format, path})
		}
	}
	return sinks
}

// openSinks begins to write to all of them at once. Done must be called with whether the run
// succeeded: files appear under their names only when they are complete.
func (a *app) openSinks(sinks []sink) (writer report.ResultWriter, done func(ok bool) error, err error) {
	var writers []report.ResultWriter
	var ends []func(ok bool) error
	done = func(ok bool) error {
		var errs []error
		for _, end := range ends {
			errs = append(errs, end(ok))
		}
		return errors.Join(errs...)
	}
	for _, s := range sinks {
		w, end, err := a.output(s.path)
		if err != nil {
			return nil, nil, errors.Join(err, done(false))
		}
		ends = append(ends, end)
		one, err := report.NewFiredWriter(s.format, w, a.style(w))
		if err != nil {
			return nil, nil, errors.Join(failf(CodeUsage, "%w", err), done(false))
		}
		writers = append(writers, one)
	}
	return report.Tee(writers...), done, nil
}
