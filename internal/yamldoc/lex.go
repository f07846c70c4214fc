package yamldoc

import (
	"sort"
	"strings"
	"unicode/utf8"
)

const byteOrderMark = "\ufeff"

// breakSize is the number of bytes of the line break at text[i:], or 0 when there is none. Besides
// LF, CR and CR LF the library ends a line at NEL (U+0085), LS (U+2028) and PS (U+2029).
func breakSize(text string, i int) int {
	if i >= len(text) || isOrdinary(text[i]) {
		return 0
	}
	switch {
	case text[i] == '\n':
		return 1
	case hasAt(text, i, "\r\n"), hasAt(text, i, "\u0085"):
		return 2
	case text[i] == '\r':
		return 1
	case hasAt(text, i, "\u2028"), hasAt(text, i, "\u2029"):
		return 3
	}
	return 0
}

// isOrdinary reports whether c is a character by itself and neither blank nor control: nearly all
// that a file consists of, so it is asked first.
func isOrdinary(c byte) bool { return ' ' < c && c < 0x7F }

// breakValue is what the line break text[start:end] decodes to.
func breakValue(text string, start, end int) string {
	if end-start == 3 {
		return text[start:end] // LS and PS keep themselves
	}
	return "\n"
}

func hasAt(text string, i int, prefix string) bool {
	return len(text)-i >= len(prefix) && text[i:i+len(prefix)] == prefix
}

func isBlank(text string, i int) bool {
	return i < len(text) && (text[i] == ' ' || text[i] == '\t')
}

// isSpace reports whether a word ends at i: at a blank, a line break or the end of the text.
func isSpace(text string, i int) bool {
	if i < len(text) && isOrdinary(text[i]) {
		return false
	}
	return i >= len(text) || isBlank(text, i) || breakSize(text, i) > 0
}

func skipBlanks(text string, i int) int {
	for isBlank(text, i) {
		i++
	}
	return i
}

// lineEnd is the offset at which the line of i ends, before its line break.
func lineEnd(text string, i int) int {
	for i < len(text) && breakSize(text, i) == 0 {
		i++
	}
	return i
}

// skipToContent goes over blanks, line breaks and comments to what comes next.
func skipToContent(text string, i int) int {
	for i < len(text) {
		switch size := breakSize(text, i); {
		case size > 0:
			i += size
		case isBlank(text, i):
			i++
		case text[i] == '#':
			i = lineEnd(text, i)
		default:
			return i
		}
	}
	return i
}

// isFlowIndicator reports whether c ends an unquoted scalar or a tag between brackets.
func isFlowIndicator(c byte) bool {
	switch c {
	case ',', '[', ']', '{', '}':
		return true
	}
	return false
}

// isDocumentMarker reports whether a line beginning at i is --- or ..., which ends any scalar.
func isDocumentMarker(text string, i int) bool {
	return (hasAt(text, i, "---") || hasAt(text, i, "...")) && isSpace(text, i+3)
}

// locator translates the library's lines and columns into byte offsets. Nodes come in the order of
// the source, so it walks on from the last place instead of from the start of the line: a document
// in one line is not searched over and over.
type locator struct {
	text   string
	lines  []int // offset of the first byte of each line, as the library counts lines
	line   int   // the place found last
	column int
	offset int
}

func newLocator(text string) *locator {
	l := &locator{text: text, lines: make([]int, 1, 1+strings.Count(text, "\n"))}
	if hasAt(text, 0, byteOrderMark) {
		l.lines[0] = len(byteOrderMark) // it is not counted as a column
	}
	for i := 0; i < len(text); i++ {
		if size := breakSize(text, i); size > 0 {
			l.lines = append(l.lines, i+size)
			i += size - 1
		}
	}
	return l
}

// offsetOf is the byte offset of a line and a column, both counted from 1, columns in runes. What
// lies behind the last line is the end of the text.
func (l *locator) offsetOf(line, column int) int {
	if line > len(l.lines) {
		return len(l.text)
	}
	line = max(line, 1)
	if line != l.line || column < l.column {
		l.line, l.column, l.offset = line, 1, l.lines[line-1]
	}
	for ; l.column < column && l.offset < len(l.text); l.column++ {
		_, size := utf8.DecodeRuneInString(l.text[l.offset:])
		l.offset += size
	}
	return l.offset
}

// lineOf is the line of an offset, counted from 1.
func (l *locator) lineOf(offset int) int {
	return max(1, sort.SearchInts(l.lines, offset+1))
}

// columnOf is the number of runes between an offset and the start of its line.
func (l *locator) columnOf(offset int) int {
	return utf8.RuneCountInString(l.text[l.lines[l.lineOf(offset)-1]:offset])
}
