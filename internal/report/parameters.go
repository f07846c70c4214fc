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
	maxValueCells = 32 // up to which values are padded, so that what stands behind them lines up
	minValueCells = 20 // with less room beside its name, a value stands below it
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

// entry writes one line, or several when a narrow terminal asks for it: then tokens and note follow
// below the value.
func (t *textWriter) entry(e entry, names int) {
	prefix := strings.Repeat(" ", entryIndent) + pad(oneLine(e.name), names) + "  "
	value, tail := oneLine(e.value), t.tail(e)
	if value == "" {
		value = "(empty)"
	}
	beside := t.shade(e)(value)
	if tail != "" {
		beside += strings.Repeat(" ", max(0, maxValueCells-cells(value))) + "  " + tail
	}
	if t.fits(stripColor(prefix + beside)) {
		t.line(prefix + beside)
		return
	}
	if t.style.Width-cells(prefix) < minValueCells {
		t.line(strings.TrimRight(prefix, " "))
		prefix = strings.Repeat(" ", entryIndent+2)
	}
	t.hanging(prefix, value, t.shade(e))
	below := strings.Repeat(" ", cells(prefix))
	t.below(below, e.tokens, t.style.Palette.Token)
	t.below(below, e.note, t.style.Palette.Caution)
}

// below writes what has no room beside its value.
func (t *textWriter) below(indent, text string, shade func(string) string) {
	if text != "" {
		t.hanging(indent, oneLine(text), shade)
	}
}

// shade is the colour of an empty value; what is empty without a token was written so and is no
// cause for concern.
func (t *textWriter) shade(e entry) func(string) string {
	switch {
	case e.value != "":
		return unshaded
	case e.note != "":
		return t.style.Palette.Caution
	}
	return t.style.Palette.Faint
}

// tail is what stands behind the value: where it came from and what is to be noticed.
func (t *textWriter) tail(e entry) string {
	var parts []string
	if e.tokens != "" {
		parts = append(parts, t.style.Palette.Token(oneLine(e.tokens)))
	}
	if e.note != "" {
		parts = append(parts, t.style.Palette.Caution(oneLine(e.note)))
	}
	return strings.Join(parts, "  ")
}
