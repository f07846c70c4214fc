package yamldoc

import (
	"strings"
	"unicode"
)

// Writer writes one document, in blocks: an entry or an item a line. Every text that it writes is
// read back by [Parse] as the same text, whatever is in it; bytes that are not UTF-8 become U+FFFD.
// Keys are names: YAML has no place for one of more than 1024 characters. The zero Writer is ready
// to use.
type Writer struct {
	out   strings.Builder
	depth int
	dash  bool // the next entry is the first of an item
}

// indentation is what one level of nesting is indented by.
const indentation = "  "

// String is what has been written so far.
func (w *Writer) String() string { return w.out.String() }

// Text writes an entry whose value is a text.
func (w *Writer) Text(key, value string) { w.line(quoted(key, 0) + ": " + quoted(value, w.depth+1)) }

// Bool writes an entry whose value is true or false.
func (w *Writer) Bool(key string, value bool) {
	w.line(quoted(key, 0) + ": " + map[bool]string{true: "true", false: "false"}[value])
}

// Missing writes an entry without a value, which no reader accepts, and a comment that says what
// belongs there.
func (w *Writer) Missing(key, comment string) { w.line(quoted(key, 0) + ": # " + oneLine(comment)) }

// In writes an entry whose value is what inside writes: entries, or items. It has to write something.
func (w *Writer) In(key string, inside func()) {
	w.line(quoted(key, 0) + ":")
	w.depth++
	inside()
	w.depth--
}

// Item writes an item of a list that is a mapping: the entries that inside writes, at least one.
func (w *Writer) Item(inside func()) {
	w.depth++
	w.dash = true
	inside()
	w.depth--
}

// ItemText writes an item of a list that is a text.
func (w *Writer) ItemText(value string) { w.Item(func() { w.line(quoted(value, w.depth)) }) }

// Comment writes lines of comment. Where an item begins they stand above it.
func (w *Writer) Comment(text string) {
	depth := w.depth
	if w.dash {
		depth--
	}
	for line := range strings.SplitSeq(text, "\n") {
		w.out.WriteString(strings.TrimRight(strings.Repeat(indentation, depth)+"# "+oneLine(line), " ") + "\n")
	}
}

// Blank writes an empty line.
func (w *Writer) Blank() { w.out.WriteString("\n") }

func (w *Writer) line(text string) {
	if w.dash {
		w.out.WriteString(strings.Repeat(indentation, w.depth-1) + "- ")
		w.dash = false
	} else {
		w.out.WriteString(strings.Repeat(indentation, w.depth))
	}
	w.out.WriteString(text + "\n")
}

// oneLine is text for a comment, in which what would end it or is no text becomes a space.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, text)
}
