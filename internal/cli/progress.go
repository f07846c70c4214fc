package cli

import (
	"fmt"
	"slices"
	"time"

	"postback/internal/diag"
	"postback/internal/report"
)

// progressChoices are the values of --progress; the first is the default.
func progressChoices() []string { return []string{"auto", "bar", "plain", "json", "none"} }

func (o *replayOptions) checkProgress() error {
	if !slices.Contains(progressChoices(), o.progress) {
		return aboutFlag("progress", failf(CodeUsage, "--progress %q%s", o.progress, diag.OrOneOf(o.progress, progressChoices())))
	}
	return nil
}

// How often progress is shown.
const (
	plainEvery = 10 * time.Second
	jsonEvery  = time.Second
	barEvery   = time.Second / 4
)

// showProgress shows on stderr how far the run has come, until it is told to stop.
func (a *app) showProgress(r *replayRun) (stop func()) {
	began := time.Now()
	now := func() report.Progress {
		return report.Progress{Counts: r.progress.Counts(), Size: r.input.size, Elapsed: time.Since(began)}
	}
	switch r.options.progressKind(a) {
	case "bar":
		return a.showBar(now)
	case "json":
		stop := every(jsonEvery, func() { a.printProgress(now()) })
		return func() {
			stop()
			a.printProgress(now())
		}
	case "plain":
		return every(plainEvery, func() {
			p := now()
			a.talk("%s", p.Line())
		})
	}
	return func() {}
}

// progressKind decides what auto means.
func (o *replayOptions) progressKind(a *app) string {
	switch {
	case o.progress != progressChoices()[0]:
		return o.progress
	case a.global.quiet:
		return "none"
	case isTerminal(a.env.Stderr):
		return "bar"
	}
	return "plain"
}

// showBar shows a bar, with everything else that is said above it.
func (a *app) showBar(now func() report.Progress) (stop func()) {
	stderr := a.env.Stderr
	bar := report.NewBar(stderr, now)
	a.env.Stderr = bar
	stopUpdates := every(barEvery, func() { bar.Update(now()) })
	return func() {
		stopUpdates()
		bar.Close()
		a.env.Stderr = stderr
	}
}

func (a *app) printProgress(p report.Progress) {
	if line, err := p.JSON(); err == nil {
		_, _ = fmt.Fprintf(a.env.Stderr, "%s\n", line)
	}
}

// every does something again and again until it is told to stop.
func every(interval time.Duration, do func()) (stop func()) {
	end, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		ticker := time.NewTicker(interval)
		defer ticker.Stop()
		for {
			select {
			case <-end:
				return
			case <-ticker.C:
				do()
			}
		}
	}()
	return func() {
		close(end)
		<-ended
	}
}
