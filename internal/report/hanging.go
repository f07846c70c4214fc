package report

import "strings"

// unshaded is the shade of plain text.
func unshaded(s string) string { return s }

// fits reports whether the terminal has room for a line.
func (t *textWriter) fits(line string) bool {
	return t.style.Width == 0 || cells(line) <= t.style.Width
}

// minRoom is what is left for text however narrow the terminal is.
const minRoom = 12

// hanging writes text behind a prefix; what the terminal has no room for goes on below the text.
func (t *textWriter) hanging(prefix, text string, shade func(string) string) {
	indent := cells(stripColor(prefix))
	room := 0 // as much as there is
	if t.style.Width > 0 {
		room = max(t.style.Width-indent, minRoom)
	}
	for i, part := range wrap(text, room) {
		if i > 0 {
			prefix, part = strings.Repeat(" ", indent), strings.TrimPrefix(part, " ")
		}
		t.line(strings.TrimRight(prefix+shade(strings.TrimRight(part, " ")), " "))
	}
}

// flowIndent stands before the second line of a text and those that follow.
const flowIndent = "  "

// flow breaks text that begins behind so many cells of its line, for a terminal of so many columns.
func flow(text string, behind, width int) []string {
	if width <= 0 || behind+cells(text) <= width {
		return []string{text}
	}
	var lines []string
	for room := width - behind; ; room = max(width-len(flowIndent), minRoom) {
		part := ""
		if room >= minRoom {
			part = wrap(text, room)[0]
		}
		text = strings.TrimPrefix(text[len(part):], " ")
		lines = append(lines, strings.TrimRight(part, " "))
		if text == "" {
			return lines
		}
	}
}

// stripColor removes the escape sequences that a [Palette] writes.
func stripColor(s string) string {
	for {
		start := strings.Index(s, "\x1b[")
		if start < 0 {
			return s
		}
		end := strings.IndexByte(s[start:], 'm')
		if end < 0 {
			return s
		}
		s = s[:start] + s[start+end+1:]
	}
}
