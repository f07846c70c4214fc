package cli

import (
	"errors"

	"postback/internal/listen"
	"postback/internal/report"
)

// receivedOutput is where requests are written to: one writer or several.
type receivedOutput struct {
	isRead  bool // as text, on stdout
	writers []report.ReceivedWriter
	done    []func(ok bool) error
}

// receivedOutput opens what the flags name.
func (o *listenOptions) receivedOutput(a *app) (*receivedOutput, error) {
	out := &receivedOutput{isRead: o.format == "text" && (o.output == "" || o.output == "-")}
	if err := out.open(a, o.format, o.output); err != nil {
		return nil, err
	}
	if o.har == "" {
		return out, nil
	}
	if err := out.open(a, "har", o.har); err != nil {
		return nil, errors.Join(err, out.finish(false))
	}
	return out, nil
}

func (out *receivedOutput) open(a *app, format, path string) error {
	w, done, err := a.output(path)
	if err != nil {
		return err
	}
	writer, err := report.NewReceivedWriter(format, w, a.style(w))
	if err != nil {
		return errors.Join(failf(CodeUsage, "%w", err), done(false))
	}
	out.writers = append(out.writers, writer)
	out.done = append(out.done, done)
	return nil
}

// each has every writer do something, until one fails.
func (out *receivedOutput) each(do func(report.ReceivedWriter) error) error {
	for _, w := range out.writers {
		if err := do(w); err != nil {
			return outputError(err)
		}
	}
	return nil
}

// finish closes all files; unless everything went well they do not appear.
func (out *receivedOutput) finish(ok bool) error {
	var errs []error
	for _, done := range out.done {
		errs = append(errs, done(ok))
	}
	return errors.Join(errs...)
}

// complete ends all documents.
func (out *receivedOutput) complete() error {
	if err := out.each(report.ReceivedWriter.Close); err != nil {
		return errors.Join(err, out.finish(false))
	}
	return out.finish(true)
}

// conclude says what was never used and what did not arrive, and completes the output. err is how the
// run ended.
func (l *listenRun) conclude(err error) error {
	var f *failure
	if errors.As(err, &f) && f.code == CodeOutput {
		return errors.Join(err, l.output.finish(false))
	}
	for _, rule := range l.answers.unused() {
		l.app.talk("%s: this rule answered no request", rule.Place)
	}
	isMet, failed := l.compare()
	if failed != nil {
		return errors.Join(failed, l.output.finish(false))
	}
	if failed := l.output.complete(); failed != nil {
		return failed
	}
	if err == nil && !isMet {
		return silently(CodeNo)
	}
	return err
}

// compare writes how what arrived compares with what was expected. Where nobody reads it there, it is
// said on stderr too.
func (l *listenRun) compare() (isMet bool, err error) {
	if l.expected == nil {
		return true, nil
	}
	standing := l.expected.Standing()
	err = l.output.each(func(w report.ReceivedWriter) error { return w.Expected(standing) })
	if err == nil && !l.output.isRead {
		err = l.say(standing)
	}
	return standing.IsMet(), err
}

// say says on stderr what did not arrive as expected; that all is well is talk.
func (l *listenRun) say(standing *listen.Standing) error {
	if l.app.global.quiet && standing.IsMet() {
		return nil
	}
	w, err := report.NewReceivedWriter("text", l.app.env.Stderr, l.app.style(l.app.env.Stderr))
	if err != nil {
		return fail(CodeUsage, err)
	}
	return outputError(w.Expected(standing))
}
