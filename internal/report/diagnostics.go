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
// On a terminal a long line is cut around what is meant, so that the caret stays under it.
func Diagnostics(w io.Writer, list diag.List, style Style) error {
	out := &carets{w: bufio.NewWriter(w), palette: style.Palette, hide: style.Hide, width: style.Width}
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
	width   int // of the terminal; 0 when there is none
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
	m := c.mask(text, from, to)
	m.trimMark()
	m.cut(c.width - gutterCells)
	fmt.Fprintf(c.w, "%s %s\n", c.gutter(fmt.Sprint(number)), m.text)
	marks := strings.Repeat("^", max(1, cells(m.text[m.from:m.to])))
	fmt.Fprintf(c.w, "%s %s%s\n", c.gutter(""), blank(m.text[:m.from]), c.palette.Bad(marks))
}

// gutterCells is what stands before a source line.
const gutterCells = len("12345 | ")

func (c *carets) gutter(s string) string {
	return c.palette.Faint(fmt.Sprintf("%5s |", s))
}

// marked is a line of text with a marked range of it.
type marked struct {
	text     string
	from, to int
}

// mask hides the secrets of a source line and moves the marked range along.
func (c *carets) mask(text string, from, to int) *marked {
	before, upTo := c.hide.String(text[:from]), c.hide.String(text[:to])
	m := &marked{text: c.hide.String(text)}
	m.from = min(len(before), len(m.text))
	m.to = min(max(len(upTo), m.from), len(m.text))
	return m
}

// trimMark drops a byte order mark, which has no width.
func (m *marked) trimMark() {
	const mark = "\ufeff"
	if strings.HasPrefix(m.text, mark) {
		m.text, m.from, m.to = m.text[len(mark):], max(0, m.from-len(mark)), max(0, m.to-len(mark))
	}
}

// context is how many characters before the marked range a cut line keeps.
const context = 20

// cut shortens a line that is wider than the terminal, around the marked range.
func (m *marked) cut(width int) {
	if width <= 2*context || cells(m.text) <= width {
		return
	}
	if cells(m.text[:m.to]) > width-1 {
		before := []rune(m.text[:m.from])
		dropped := len(string(before[:max(0, len(before)-context)]))
		m.text, m.from, m.to = "…"+m.text[dropped:], m.from-dropped+len("…"), m.to-dropped+len("…")
	}
	if cells(m.text) > width {
		m.text = wrap(m.text, width-1)[0] + "…"
		m.from, m.to = min(m.from, len(m.text)), min(m.to, len(m.text))
	}
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
