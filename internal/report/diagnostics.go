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
	width   int       // of the terminal; 0 when there is none
	last    shownLine // there are often several findings in one line
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
	prefix := severity + ": "
	if !span.IsZero() {
		prefix = c.palette.Bold(span.String()) + ": " + prefix
	}
	tag := ""
	if rule != "" {
		tag = " [" + rule + "]"
	}
	lines := flow(oneLine(c.hide.String(message))+tag, cells(stripColor(prefix)), c.width)
	for i, line := range lines {
		if text, whole := strings.CutSuffix(line, tag); whole && tag != "" && i == len(lines)-1 {
			line = text + c.palette.Faint(tag)
		}
		fmt.Fprintln(c.w, strings.TrimRight(prefix+line, " "))
		prefix = flowIndent
	}
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
	isContinuation := number > span.Position().Line
	if isContinuation { // its indentation is not meant
		from = max(from, len(text)-len(strings.TrimLeft(text, " \t")))
	}
	m := c.mask(text, from, max(from, to))
	m.cut(c.width - gutterCells)
	fmt.Fprintf(c.w, "%s %s%s%s\n", c.gutter(fmt.Sprint(number)), m.before, m.meant, m.after)
	if isContinuation && m.meant == "" {
		return
	}
	marks := strings.Repeat("^", max(1, cells(m.meant)))
	fmt.Fprintf(c.w, "%s %s%s\n", c.gutter(""), blank(m.before), c.palette.Bad(marks))
}

// gutterCells is what stands before a source line.
const gutterCells = len("12345 | ")

func (c *carets) gutter(s string) string {
	return c.palette.Faint(fmt.Sprintf("%5s |", s))
}
