package validate

import (
	"fmt"

	"postback/internal/diag"
	"postback/internal/plan"
)

// CallFindings collects what planned calls bring to light, in the order in which it comes up. The
// zero value is ready to use.
type CallFindings struct {
	calls int // all that were planned
	notes []*callNote
	at    map[notePlace]*callNote
}

// Calls is how many calls have been added.
func (n *CallFindings) Calls() int { return n.calls }

// Add takes up what the planned requests of one call bring to light.
func (n *CallFindings) Add(explanations []plan.Explanation) {
	n.calls++
	for i := range explanations {
		e := &explanations[i]
		f := &e.Firing
		if f.Decision == plan.Fail {
			n.note(f, unsendableNote(f))
		}
		for _, u := range e.Tokens {
			if u.Empty() {
				n.note(f, emptyTokenNote(f, u))
			}
		}
		for _, w := range f.Warnings() {
			if w.Rule == plan.RuleInvalidJSON {
				n.note(f, invalidBodyNote(f))
			}
		}
	}
}

// note counts a note that is known by its rule and place, or begins a new one.
func (n *CallFindings) note(f *plan.Firing, note callNote) {
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

// List is what was found, for [Survey.Run].
func (n *CallFindings) List() diag.List {
	var found diag.List
	for _, note := range n.notes {
		calls := note.callNames()
		if note.rule == RuleEmptyToken && n.calls == 1 {
			calls = "" // goes without saying
		}
		found.Add(diag.Diagnostic{Severity: note.severity, Rule: note.rule, Span: note.span, Message: note.message(calls)})
	}
	return found
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

// callNames names the first of the calls and counts the others.
func (n *callNote) callNames() string {
	switch others := n.calls - 1; others {
	case 0:
		return n.first
	case 1:
		return n.first + " and 1 other"
	default:
		return fmt.Sprintf("%s and %d others", n.first, others)
	}
}

func unsendableNote(f *plan.Firing) callNote {
	reason := f.Reasons[0].Message
	return callNote{notePlace: notePlace{RuleUnsendable, f.Pixel.URL.Text().Whole()}, severity: diag.Error, message: func(calls string) string {
		return "for " + calls + " the request cannot be built: " + reason
	}}
}

func emptyTokenNote(f *plan.Firing, u plan.TokenUse) callNote {
	what := "nothing is sent for " + u.Source + " on " + f.Event.String()
	return callNote{notePlace: notePlace{RuleEmptyToken, u.Span}, severity: diag.Warning, message: func(calls string) string {
		if calls != "" {
			calls = " (" + calls + ")"
		}
		return what + calls + ": " + u.Why
	}}
}

func invalidBodyNote(f *plan.Firing) callNote {
	return callNote{notePlace: notePlace{RuleInvalidBody, f.Pixel.Body.Text().Whole()}, severity: diag.Error, message: func(calls string) string {
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
