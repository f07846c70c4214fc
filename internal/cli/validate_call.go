package cli

import (
	"errors"
	"io"

	"postback/internal/diag"
	"postback/internal/pixel"
	"postback/internal/plan"
	"postback/internal/validate"
)

// callFindings plans every call record and reports what that brings to light about the definitions.
func (a *app) callFindings(s *selection, set *pixel.Set) (diag.List, error) {
	program, err := s.compile(a, set)
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
	for calls := 0; ; calls++ {
		record, err := reader.Next()
		if errors.Is(err, io.EOF) && calls > 0 {
			return found, nil
		}
		if errors.Is(err, io.EOF) {
			return nil, failf(CodeInput, "%s holds no call record", s.callFile())
		}
		if err != nil {
			return nil, fail(CodeInput, err)
		}
		if _, err := planner.Plan(record); err != nil {
			return nil, s.planError(record, err)
		}
		found = append(found, requestFindings(planner.Explain())...)
		found.Sort() // and with it drop what many calls have in common
	}
}

// requestFindings is what the planned requests of one call bring to light about their definitions.
func requestFindings(explanations []plan.Explanation) diag.List {
	var found diag.List
	for i := range explanations {
		e := &explanations[i]
		f := &e.Firing
		if f.Decision == plan.Fail {
			found.Errorf(f.Pixel.URL.Text().Whole(), validate.RuleUnsendable, "for %s the request cannot be built: %s", callName(f), f.Reasons[0].Message)
		}
		for _, u := range e.Tokens {
			if u.Empty() {
				found.Warnf(u.Span, validate.RuleEmptyToken, "nothing is sent for %s on %s: %s", u.Source, f.Event, u.Why)
			}
		}
		for _, w := range f.Warnings() {
			if w.Rule == plan.RuleInvalidJSON {
				found.Errorf(f.Pixel.Body.Text().Whole(), validate.RuleInvalidBody, "for %s the body is not valid JSON", callName(f))
			}
		}
	}
	return found
}

// callName is what a message calls the call of a firing.
func callName(f *plan.Firing) string {
	if id := f.CallID(); id != "" {
		return "call " + id
	}
	return "the call"
}
