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

// mask hides the secrets of a source line and what could steer a terminal; the range [from, to) is
// what is meant. Of a secret all is meant, or nothing.
func (c *carets) mask(text string, from, to int) *marked {
	shown := c.hide.String(text)
	start, end := from, to
	for _, s := range hiddenIn(text, shown) {
		start, end = s.moved(from, s.start, start), s.moved(to, s.end, end)
	}
	end = max(start, end)
	const mark = "\ufeff" // a byte order mark, which has no width
	return &marked{
		before: visible(strings.TrimPrefix(shown[:start], mark)),
		meant:  visible(strings.TrimPrefix(shown[start:end], mark)),
		after:  visible(strings.TrimPrefix(shown[end:], mark)),
	}
}

// visible is oneLine for a line of a file, which keeps its tabs.
func visible(s string) string {
	columns := strings.Split(s, "\t")
	for i := range columns {
		columns[i] = oneLine(columns[i])
	}
	return strings.Join(columns, "\t")
}

// marked is a line of text, a part of which is meant.
type marked struct{ before, meant, after string }

// context is how many characters before what is meant a cut line keeps.
const context = 20

// cut shortens a line that is wider than the terminal, around what is meant.
func (m *marked) cut(width int) {
	if width <= 2*context || cells(m.before)+cells(m.meant)+cells(m.after) <= width {
		return
	}
	if cells(m.before)+cells(m.meant) > width-1 {
		if before := []rune(m.before); len(before) > context {
			m.before = "…" + string(before[len(before)-context:])
		}
	}
	rest := width - cells(m.before)
	if cells(m.meant) > rest {
		m.meant, m.after = shorten(m.meant, rest), ""
		return
	}
	if rest -= cells(m.meant); cells(m.after) > rest {
		m.after = shorten(m.after, rest)
	}
}

// blank is white space as wide as s; tabs stay tabs so that they keep their width.
func blank(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r == '\t' {
			b.WriteRune(r)
		} else {
			b.WriteString("  "[:runeCells(r)])
		}
	}
	return b.String()
}
