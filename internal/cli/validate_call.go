package cli

import (
	"errors"
	"io"

	"postback/internal/diag"
	"postback/internal/pixel"
	"postback/internal/plan"
	"postback/internal/report"
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
	var found callNotes
	planner := program.NewPlanner()
	for {
		record, err := reader.Next()
		if errors.Is(err, io.EOF) && found.calls > 0 {
			return found.list(), nil
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
		found.add(planner.Explain())
	}
}

// callNote is what one or more calls bring to light about one place of the definitions: many calls
// make one note, not many.
type callNote struct {
	notePlace
	severity diag.Severity
	message  func(calls string) string

	first string // what the first of the calls is called
	calls int
}

// notePlace tells notes apart.
type notePlace struct {
	rule string
	span diag.Span
}

// callNotes collects notes in the order in which they come up.
type callNotes struct {
	calls int // all that were planned
	notes []*callNote
	at    map[notePlace]*callNote
}

// add takes up what the planned requests of one call bring to light.
func (n *callNotes) add(explanations []plan.Explanation) {
	n.calls++
	for i := range explanations {
		e := &explanations[i]
		f := &e.Firing
		if f.Decision == plan.Fail {
			n.note(f, unsendable(f))
		}
		for _, u := range e.Tokens {
			if u.Empty() {
				n.note(f, emptyToken(f, u))
			}
		}
		for _, w := range f.Warnings() {
			if w.Rule == plan.RuleInvalidJSON {
				n.note(f, invalidBody(f))
			}
		}
	}
}

// note counts a note that is known by its rule and place, or begins a new one.
func (n *callNotes) note(f *plan.Firing, note callNote) {
	if known := n.at[note.notePlace]; known != nil {
		known.calls++
		return
	}
	if n.at == nil {
		n.at = map[notePlace]*callNote{}
	}
	note.first, note.calls = callName(f), 1
	n.at[note.notePlace] = &note
	n.notes = append(n.notes, &note)
}

// list is what was found, as findings.
func (n *callNotes) list() diag.List {
	var found diag.List
	for _, note := range n.notes {
		calls := note.first
		if others := note.calls - 1; others > 0 {
			calls += " and " + report.Count(others, "other")
		}
		if note.rule == validate.RuleEmptyToken && n.calls == 1 {
			calls = "" // goes without saying
		}
		found.Add(diag.Diagnostic{Severity: note.severity, Rule: note.rule, Span: note.span, Message: note.message(calls)})
	}
	return found
}

func unsendable(f *plan.Firing) callNote {
	reason := f.Reasons[0].Message
	return callNote{notePlace: notePlace{validate.RuleUnsendable, f.Pixel.URL.Text().Whole()}, severity: diag.Error, message: func(calls string) string {
		return "for " + calls + " the request cannot be built: " + reason
	}}
}

func emptyToken(f *plan.Firing, u plan.TokenUse) callNote {
	what := "nothing is sent for " + u.Source + " on " + f.Event.String()
	return callNote{notePlace: notePlace{validate.RuleEmptyToken, u.Span}, severity: diag.Warning, message: func(calls string) string {
		if calls != "" {
			calls = " (" + calls + ")"
		}
		return what + calls + ": " + u.Why
	}}
}

func invalidBody(f *plan.Firing) callNote {
	return callNote{notePlace: notePlace{validate.RuleInvalidBody, f.Pixel.Body.Text().Whole()}, severity: diag.Error, message: func(calls string) string {
		return "for " + calls + " the body is not valid JSON"
	}}
}

// callName is what a message calls the call of a firing.
func callName(f *plan.Firing) string {
	if id := f.CallID(); id != "" {
		return "call " + id
	}
	return "the call"
}
