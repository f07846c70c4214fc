package report

import "strings"

// mask hides the secrets of a source line and what could steer a terminal; the range [from, to) is
// what is meant. Of a secret all is meant, or nothing.
func (c *carets) mask(text string, from, to int) *marked {
	if c.last.text != text {
		shown := c.hide.String(text)
		c.last = shownLine{text, shown, hiddenIn(text, shown)}
	}
	shown, start, end := c.last.shown, from, to
	for _, s := range c.last.hidden {
		start, end = s.moved(from, s.start, start), s.moved(to, s.end, end)
	}
	end = max(start, end)
	const mark = "\ufeff" // a byte order mark, which has no width
	return &marked{
		before: visible(lastOf(strings.TrimPrefix(shown[:start], mark))),
		meant:  visible(firstOf(strings.TrimPrefix(shown[start:end], mark))),
		after:  visible(firstOf(strings.TrimPrefix(shown[end:], mark))),
	}
}

// shownLine is a source line as it is shown.
type shownLine struct {
	text, shown string
	hidden      []stretch
}

// longest is how many bytes of a part of a line are shown at most, even where no terminal bounds it:
// of a file in one line every finding would show all of it.
const longest = 4096

// firstOf is the beginning of a text that is too long, and lastOf its end.
func firstOf(s string) string {
	if len(s) <= longest {
		return s
	}
	return strings.ToValidUTF8(s[:longest], "") + "…"
}

func lastOf(s string) string {
	if len(s) <= longest {
		return s
	}
	return "…" + strings.ToValidUTF8(s[len(s)-longest:], "")
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
