package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"postback/internal/receiver"
)

// ReceiverTable lists receivers: how each is recognised, how well what is said of it is founded, and
// what its answers can prove.
func ReceiverTable(receivers []*receiver.Receiver) Table {
	table := Table{Columns: []string{"receiver", "recognised by", "known", "verdicts", "title"}}
	for _, r := range receivers {
		recognised := r.Address.String()
		if recognised == "" {
			recognised = "its name only"
		}
		table.Rows = append(table.Rows, []string{r.Name, recognised, r.Certainty.String(), strings.Join(verdictsOf(r), ", "), r.Title})
	}
	return table
}

// verdictsOf are the verdicts that a receiver's answers can be given, each once.
func verdictsOf(r *receiver.Receiver) []string {
	given := map[string]bool{}
	for _, e := range r.Expect {
		given[string(e.Verdict)] = true
	}
	var verdicts []string
	for _, v := range receiver.Verdicts() {
		if given[string(v)] {
			verdicts = append(verdicts, string(v))
		}
	}
	return verdicts
}

// ReceiverText writes everything that is known of one receiver, for a terminal.
func ReceiverText(w io.Writer, r *receiver.Receiver, style Style) error {
	t := &textWriter{w: bufio.NewWriter(w), style: style}
	t.style.Width = min(style.Width, readable)
	t.prose(r.Name + ": " + r.Title)
	if source := basis(r.Basis); source != "" {
		t.prose(source)
	}
	for _, line := range recognition(&r.Address) {
		t.prose(line)
	}
	if r.Note != "" {
		t.line("")
		t.prose(r.Note)
	}
	t.receiverParameters("Parameters", r.Parameters)
	t.receiverParameters("Members of its JSON body", r.Fields)
	for _, group := range r.OneOf {
		t.line("  one of " + strings.Join(group, ", ") + " has to be there")
	}
	t.receiverVerdicts(r)
	t.receiverAnswers(r)
	return t.w.Flush()
}

// basis is what a statement rests on: "documented: https://… (read 2026-11-21)".
func basis(b receiver.Basis) string {
	text := b.Certainty.String()
	if b.Source != "" {
		text += ": " + b.Source
	}
	if b.Date != "" {
		text += " (read " + b.Date + ")"
	}
	return text
}

// recognition says how the receiver of a URL is recognised.
func recognition(a *receiver.Address) []string {
	if a.String() == "" {
		return []string{"It is not recognised by its URL and has to be named."}
	}
	lines := []string{"It is recognised by:"}
	add := func(what string, values ...string) {
		if text := strings.Join(values, " or "); text != "" {
			lines = append(lines, "  "+what+" "+text)
		}
	}
	add("host", a.Hosts...)
	add("path", a.Path)
	for _, parameter := range a.Literals() {
		add("parameter", parameter)
	}
	if a.Has != "" {
		add("parameter", a.Has+" with another one of its own")
	}
	return lines
}

func (t *textWriter) title(text string) { t.line("\n" + t.style.Palette.Bold(text+":")) }

func (t *textWriter) receiverParameters(title string, parameters []receiver.Parameter) {
	if len(parameters) == 0 {
		return
	}
	t.title(title)
	widest := 0
	for _, p := range parameters {
		widest = max(widest, cells(p.Name))
	}
	for _, p := range parameters {
		t.hanging("  "+pad(p.Name, widest)+"  ", parameterMeaning(p), unshaded)
	}
}

// parameterMeaning says what a parameter is and what is demanded of it.
func parameterMeaning(p receiver.Parameter) string {
	parts := []string{}
	add := func(wanted bool, text string) {
		if wanted && text != "" {
			parts = append(parts, text)
		}
	}
	add(true, p.Meaning)
	add(p.Required, "required")
	add(p.Secret, "secret")
	add(p.Event, "names the event")
	add(p.Amount, "amount")
	add(p.Without != "", "without it: "+p.Without)
	if p.Pattern != nil {
		add(true, "like "+p.Pattern.String())
	}
	return strings.Join(parts, "; ")
}

// receiverVerdicts writes how its answers are read.
func (t *textWriter) receiverVerdicts(r *receiver.Receiver) {
	t.title("Verdicts, the first that holds")
	for i := range r.Expect {
		e := &r.Expect[i]
		text := conditionsText(e)
		if e.Remark != "" {
			text += "; " + e.Remark
		}
		t.hanging("  "+pad(string(e.Verdict), len("unverified"))+"  ", text+" ("+basisBeside(e.Basis, r.Basis)+")", unshaded)
	}
	t.line("  otherwise   unverified for a status of 2xx, rejected for any other")
}

func conditionsText(e *receiver.Expectation) string {
	var conditions []string
	for _, c := range e.Conditions {
		conditions = append(conditions, c.String())
	}
	if len(conditions) == 0 {
		return "always"
	}
	return strings.Join(conditions, " and ")
}

// basisBeside is what a statement rests on, without the source where it is that of the whole.
func basisBeside(b, whole receiver.Basis) string {
	if b.Source == whole.Source {
		return b.Certainty.String()
	}
	return b.Certainty.String() + ": " + b.Source
}

// receiverAnswers writes how it answers, and by what it knows a duplicate.
func (t *textWriter) receiverAnswers(r *receiver.Receiver) {
	if len(r.Answers) == 0 {
		return
	}
	t.title("Answers")
	for _, kind := range receiver.Kinds() {
		a, known := r.Answers[kind]
		if !known {
			t.hanging("  "+pad(string(kind), len("duplicate"))+"  ", "not known", unshaded)
			continue
		}
		text := fmt.Sprintf("%d", a.Status)
		for _, part := range []string{a.ContentType, a.Body} {
			if part != "" {
				text += " " + oneLine(part)
			}
		}
		if a.Remark != "" {
			text += "; " + a.Remark
		}
		t.hanging("  "+pad(string(kind), len("duplicate"))+"  ", text+" ("+basisBeside(a.Basis, r.Basis)+")", unshaded)
	}
	if len(r.DuplicateBy) > 0 {
		t.line("A postback is known again by " + strings.Join(r.DuplicateBy, " and ") + ".")
	}
}
