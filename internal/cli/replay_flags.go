package cli

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"postback/internal/diag"
	"postback/internal/replay"
	"postback/internal/report"
)

// pacingFlags say how fast postbacks are sent.
type pacingFlags struct {
	jobs       int
	maxPerHost int
	rate       perSecond
	hostRate   perSecond
	failures   int
}

// The defaults of pacing. A host that fails so often in a row is not there.
const (
	defaultJobs     = 64
	defaultFailures = 100
)

func (p *pacingFlags) add(flags *pflag.FlagSet) {
	flags.IntVar(&p.jobs, "jobs", defaultJobs, "`number` of postbacks under way at once")
	flags.IntVar(&p.maxPerHost, "max-per-host", 0, "`number` of postbacks under way at once to one host (default all)")
	flags.Var(&p.rate, "rate", "postbacks to send in a second, or as in 30/m or 1000/h")
	flags.Var(&p.hostRate, "rate-per-host", "the same for each host")
	flags.IntVar(&p.failures, "max-failures", defaultFailures, "stop sending to a host after this `number` of failures in a row; 0 never does")
}

func (p *pacingFlags) check() error {
	const most = 100_000
	switch {
	case p.jobs < 1 || p.jobs > most:
		return aboutFlag("jobs", failf(CodeUsage, "--jobs %d: give a number from 1 to %d", p.jobs, most))
	case p.maxPerHost < 0:
		return aboutFlag("max-per-host", failf(CodeUsage, "--max-per-host %d: give a number, 0 for no limit", p.maxPerHost))
	case p.failures < 0:
		return aboutFlag("max-failures", failf(CodeUsage, "--max-failures %d: give a number, 0 for never", p.failures))
	}
	return nil
}

// fit keeps within the number of files that the process may have open: each postback under way is one.
func (p *pacingFlags) fit(a *app) {
	const others = 64 // the journal, the input, name servers, connections that are being closed
	limit := fileLimit()
	if limit == 0 || p.jobs <= max(1, limit-others) {
		return
	}
	p.jobs = max(1, limit-others)
	a.talk("%s under way at once and no more: this process may have only %s open", report.Count(p.jobs, "postback"), report.Count(limit, "file"))
}

func (p *pacingFlags) limits() replay.Limits {
	return replay.Limits{
		Jobs: p.jobs, PerHost: p.maxPerHost, Failures: p.failures,
		Rate: float64(p.rate), HostRate: float64(p.hostRate),
	}
}

// perSecond is the value of a flag such as 100, 100/s, 30/m or 1000/h. It implements pflag.Value.
type perSecond float64

// String is the rate a second, "" for none.
func (r *perSecond) String() string {
	if *r == 0 {
		return ""
	}
	return strconv.FormatFloat(float64(*r), 'g', -1, 64) + "/s"
}

// Type is the word that help shows for the value.
func (*perSecond) Type() string { return "rate" }

// Set reads a rate above nothing.
func (r *perSecond) Set(s string) error {
	number, unit, found := strings.Cut(strings.TrimSpace(s), "/")
	seconds := map[string]float64{"s": 1, "m": 60, "h": 3600}[unit]
	if !found {
		seconds = 1
	}
	n, err := strconv.ParseFloat(number, 64)
	const most = 1e7
	if err != nil || seconds == 0 || !(n > 0) || n/seconds > most {
		return errors.New("not a rate such as 100, 100/s, 30/m or 1000/h")
	}
	*r = perSecond(n / seconds)
	return nil
}

// resendFlag is the value of a flag that says what becomes of a postback that was sent before.
type resendFlag struct {
	value   *replay.Resend
	choices []replay.Resend // the first is the default
}

func newResendFlag(value *replay.Resend, choices []replay.Resend) *resendFlag {
	*value = choices[0]
	return &resendFlag{value, choices}
}

// String is the choice.
func (f *resendFlag) String() string {
	if f.value == nil {
		return ""
	}
	return string(*f.value)
}

// Type is the word that help shows for the value.
func (f *resendFlag) Type() string { return "what" }

// Set takes one of the choices.
func (f *resendFlag) Set(s string) error {
	if !slices.Contains(f.choices, replay.Resend(s)) {
		return fmt.Errorf("it does not know %q%s", s, diag.OrOneOf(s, wordsOf(f.choices)))
	}
	*f.value = replay.Resend(s)
	return nil
}

func wordsOf(choices []replay.Resend) []string {
	var words []string
	for _, c := range choices {
		words = append(words, string(c))
	}
	return words
}
