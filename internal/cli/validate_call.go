package cli

import (
	"postback/internal/diag"
	"postback/internal/plan"
	"postback/internal/validate"
)

// requestFindings is what planned requests bring to light about their definitions.
func requestFindings(explanations []plan.Explanation) diag.List {
	var found diag.List
	for i := range explanations {
		e := &explanations[i]
		f := &e.Firing
		if f.Decision == plan.Fail {
			for _, reason := range f.Reasons {
				found.Errorf(f.Pixel.URL.Text().Whole(), validate.RuleUnsendable, "for call %s: %s", f.CallID(), reason.Message)
			}
		}
		for _, u := range e.Tokens {
			if u.Empty() {
				found.Warnf(u.Span, validate.RuleEmptyToken, "nothing is sent for %s on %s: %s", u.Source, f.Event, u.Why)
			}
		}
		for _, w := range f.Warnings() {
			if w.Rule == plan.RuleInvalidJSON {
				found.Errorf(f.Pixel.Body.Text().Whole(), validate.RuleInvalidBody, "for call %s the body is not valid JSON", f.CallID())
			}
		}
	}
	return found
}
