package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"postback/internal/diag"
	"postback/internal/redact"
)

// maxCaretLines is how many lines of a long span are shown.
const maxCaretLines = 4

// Diagnostics writes every diagnostic with its source line and a caret under the exact
// characters. Secrets in messages and source lines are masked, and carets move with them.
func Diagnostics(w io.Writer, list diag.List, palette *Palette, hide *redact.Redactor) error {
	out := &carets{w: bufio.NewWriter(w), palette: palette, hide: hide}
	for _, d := range list {
		out.diagnostic(d)
	}
	return out.w.Flush()
}

// carets prints diagnostics; write errors are kept by the bufio.Writer until it is flushed.
type carets struct {
	w       *bufio.Writer
	palette *Palette
	hide    *redact.Redactor
}

func (c *carets) diagnostic(d diag.Diagnostic) {
	c.headline(d.Span, c.severity(d.Severity), d.Message, d.Rule)
	c.excerpt(d.Span)
	for _, r := range d.Related {
		c.headline(r.Span, c.palette.Faint("note"), r.Message, "")
		c.excerpt(r.Span)
	}
}

func (c *carets) headline(span diag.Span, severity, message, rule string) {
	if !span.IsZero() {
		fmt.Fprintf(c.w, "%s: ", c.palette.Bold(span.String()))
	}
	fmt.Fprintf(c.w, "%s: %s", severity, c.hide.String(message))
	if rule != "" {
		fmt.Fprint(c.w, c.palette.Faint(" ["+rule+"]"))
	}
	fmt.Fprintln(c.w)
}

func (c *carets) severity(s diag.Severity) string {
	switch s {
	case diag.Error:
		return c.palette.Bad(s.String())
	case diag.Warning:
		return c.palette.Caution(s.String())
	default:
		return c.palette.Faint(s.String())
	}
}

// excerpt shows the lines that the span touches.
func (c *carets) excerpt(span diag.Span) {
	if span.IsZero() {
		return
	}
	first := span.Position().Line
	last := span.Source.Position(max(span.Start, span.End-1)).Line
	for line := first; line <= min(last, first+maxCaretLines-1); line++ {
		c.line(span, line)
	}
	if last >= first+maxCaretLines {
		fmt.Fprintf(c.w, "%s %s\n", c.gutter("…"), c.palette.Faint(fmt.Sprintf("(up to line %d)", last)))
	}
}

func (c *carets) line(span diag.Span, number int) {
	text := span.Source.Line(number)
	start := span.Source.LineStart(number)
	from := min(max(span.Start-start, 0), len(text))
	to := min(max(span.End-start, from), len(text))
	if number > span.Position().Line { // a continuation: its indentation is not meant
		from = max(from, len(text)-len(strings.TrimLeft(text, " \t")))
	}
	shown, from, to := c.mask(strings.TrimPrefix(text, "\ufeff"), from, to)
	fmt.Fprintf(c.w, "%s %s\n", c.gutter(fmt.Sprint(number)), shown)
	marks := strings.Repeat("^", max(1, cells(shown[from:max(from, to)])))
	fmt.Fprintf(c.w, "%s %s%s\n", c.gutter(""), blank(shown[:from]), c.palette.Bad(marks))
}

func (c *carets) gutter(s string) string {
	return c.palette.Faint(fmt.Sprintf("%5s |", s))
}

// mask hides the secrets of a source line and moves the marked range along.
func (c *carets) mask(text string, from, to int) (shown string, newFrom, newTo int) {
	before, marked := c.hide.String(text[:from]), c.hide.String(text[:to])
	shown = c.hide.String(text)
	return shown, min(len(before), len(shown)), min(len(marked), len(shown))
}

// blank is white space as wide as s; tabs stay tabs so that they keep their width.
func blank(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r == '\t' {
			b.WriteRune(r)
		} else {
			b.WriteString(strings.Repeat(" ", runeCells(r)))
		}
	}
	return b.String()
}
