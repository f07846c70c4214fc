package report

import (
	"strings"

	"postback/internal/plan"
	"postback/internal/redact"
)

// entry is one line of the table of parameters and headers.
type entry struct {
	name, value string
	tokens      string // the tokens that the value came from
	note        string // what is to be noticed
}

const (
	entryIndent   = 6
	maxNameCells  = 24
	maxValueCells = 32
)

// parameters writes a table of decoded parameters.
func (t *textWriter) parameters(parameters []plan.Parameter) {
	names := 0
	for _, p := range parameters {
		names = max(names, cells(p.Name))
	}
	for _, p := range parameters {
		e := entry{name: p.Name, value: hideParameter(t.style.Hide, p.Name, p.Value), tokens: strings.Join(p.Tokens, "")}
		if p.Why != "" {
			e.note = "← " + p.Why
		}
		t.entry(e, min(names, maxNameCells))
	}
}

func hideParameter(hide *redact.Redactor, name, value string) string {
	return hide.Header(name, value)
}

// entry writes one line, or several when a narrow terminal asks for it: then the value is broken
// and the tokens follow on a line of their own.
func (t *textWriter) entry(e entry, names int) {
	name := strings.Repeat(" ", entryIndent) + pad(printable([]byte(e.name)), names) + "  "
	value := printable([]byte(e.value))
	if value == "" {
		value = "(empty)"
	}
	tail := strings.TrimRight(e.tokens+"  "+e.note, " ")
	if t.style.Width == 0 || cells(name)+max(cells(value), maxValueCells)+2+cells(tail) <= t.style.Width {
		t.line(strings.TrimRight(name+t.value(pad(value, t.valueCells(tail)), e)+"  "+t.tail(e), " "))
		return
	}
	for i, part := range wrap(value, t.style.Width-cells(name)) {
		if i > 0 {
			name = strings.Repeat(" ", cells(name))
		}
		t.line(name + t.value(part, e))
	}
	t.lines(cells(name), e.tokens, t.style.Palette.Token)
	t.lines(cells(name), e.note, t.style.Palette.Caution)
}

// lines writes text that has no room beside its value, broken where it has to be.
func (t *textWriter) lines(indent int, text string, shade func(string) string) {
	if text == "" {
		return
	}
	for _, part := range wrap(text, t.style.Width-indent) {
		t.line(strings.Repeat(" ", indent) + shade(part))
	}
}

// valueCells is how wide values are made so that what stands behind them lines up.
func (t *textWriter) valueCells(tail string) int {
	if tail == "" {
		return 0
	}
	return maxValueCells
}

// value colours an empty value; what is empty without a token was written so and is no cause for
// concern.
func (t *textWriter) value(s string, e entry) string {
	switch {
	case e.value != "":
		return s
	case e.note != "":
		return t.style.Palette.Caution(s)
	}
	return t.style.Palette.Faint(s)
}

func (t *textWriter) tail(e entry) string {
	tail := t.style.Palette.Token(e.tokens)
	if e.note != "" {
		tail += "  " + t.style.Palette.Caution(e.note)
	}
	return tail
}
