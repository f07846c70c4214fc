package report

import (
	"fmt"
	"strings"

	"postback/internal/plan"
	"postback/internal/postback"
	"postback/internal/redact"
)

// warnings are those of a result. That a token is fetched when firing is no news once it has been.
func (r Result) warnings() []plan.Warning {
	var warnings []plan.Warning
	for _, w := range r.Firing.Warnings() {
		if r.Outcome == nil || w.Rule != plan.RuleAuthentication {
			warnings = append(warnings, w)
		}
	}
	return warnings
}

// attempts shows what came of the attempts before the last.
func (t *textWriter) attempts(o *postback.Outcome) {
	for i, earlier := range o.Earlier {
		reason := oneLine(t.style.Hide.String(earlier.Reason))
		if earlier.Status > 0 {
			reason = fmt.Sprintf("%d %s", earlier.Status, reason)
		}
		t.line("  " + t.style.Palette.Faint(fmt.Sprintf("attempt %d: ", i+1)+reason+" · "+duration(earlier.Elapsed)))
	}
}

// attemptJSON is an attempt before the last.
type attemptJSON struct {
	Status    int              `json:"status,omitempty"`
	Reason    string           `json:"reason"`
	Failure   postback.Failure `json:"failure,omitempty"`
	InDoubt   bool             `json:"in_doubt,omitempty"`
	ElapsedMS float64          `json:"elapsed_ms"`
	WaitedMS  float64          `json:"waited_ms"` // before the attempt that followed
}

func attemptsOf(o *postback.Outcome, hide *redact.Redactor) []attemptJSON {
	var attempts []attemptJSON
	for i, earlier := range o.Earlier {
		next := o
		if i+1 < len(o.Earlier) {
			next = o.Earlier[i+1]
		}
		attempts = append(attempts, attemptJSON{
			Status: earlier.Status, Reason: hide.String(earlier.Reason), Failure: earlier.Failure, InDoubt: earlier.InDoubt,
			ElapsedMS: milliseconds(earlier.Elapsed), WaitedMS: milliseconds(next.Begun.Sub(earlier.Begun.Add(earlier.Elapsed))),
		})
	}
	return attempts
}

// timingJSON says how long the stages of an exchange took, in milliseconds; those that did not happen
// are left out.
type timingJSON struct {
	DNS       float64 `json:"dns,omitempty"`
	Connect   float64 `json:"connect,omitempty"`
	TLS       float64 `json:"tls,omitempty"`
	FirstByte float64 `json:"first_byte,omitempty"`
}

func timingOf(t postback.Timing) *timingJSON {
	timing := timingJSON{milliseconds(t.DNS), milliseconds(t.Connect), milliseconds(t.TLS), milliseconds(t.FirstByte)}
	if timing == (timingJSON{}) {
		return nil
	}
	return &timing
}

// sentTo is where a request went when that is not where its URL says, as with --to; "" otherwise.
func sentTo(r Result) string {
	if r.Outcome == nil || r.Outcome.Origin == "" || strings.EqualFold(r.Outcome.Origin, originOf(r.Firing.Request.URL)) {
		return ""
	}
	return r.Outcome.Origin
}
