package call

import (
	"bytes"
	"unicode/utf8"
)

// feed hands an input to encoding/csv line by line. Since that reads no line before it needs it,
// the feed knows where the records are.
type feed struct {
	in    *window
	base  int      // lines of the input before those that encoding/csv counts
	begin position // of the first line since mark that is not blank
	line  position // of the line handed out last
	text  []byte   // that line, or as much of it as an excerpt could need
	size  int      // bytes handed out since mark
	blank bool     // nothing but blank lines since mark
	whole bool     // the line handed out last has been handed out to its end
}

// maxLineText bounds the part of a line that is kept for excerpts.
const maxLineText = 64 << 10

func newFeed(in *window) *feed {
	f := &feed{in: in, base: in.pos.line - 1, whole: true}
	f.mark()
	return f
}

// mark says that a record begins.
func (f *feed) mark() { f.blank, f.size = true, 0 }

// Read hands out one line, or a part of one.
func (f *feed) Read(p []byte) (int, error) {
	if f.size > f.in.limit {
		return 0, errTooLong
	}
	if len(f.in.bytes()) == 0 && !f.in.fill() {
		return 0, f.in.err
	}
	part := f.in.bytes()
	part = part[:min(len(part), len(p), f.in.limit-f.size+1)]
	if k := bytes.IndexByte(part, '\n'); k >= 0 {
		part = part[:k+1]
	}
	f.note(part)
	f.in.skip(copy(p, part))
	return len(part), nil
}

// note keeps account of a part of a line that is handed out.
func (f *feed) note(part []byte) {
	if f.whole {
		f.line, f.text = f.in.pos, f.text[:0]
	}
	if f.blank && len(bytes.TrimRight(part, "\r\n")) > 0 {
		f.begin, f.blank = f.line, false
	}
	if len(f.text) < maxLineText {
		f.text = append(f.text, part...)
	}
	f.whole = part[len(part)-1] == '\n'
	f.size += len(part)
}

// errorAt is an error at a place as encoding/csv tells it: the line and the byte in it, both
// counted from 1.
func (f *feed) errorAt(line, column int, message string) *Error {
	line += f.base
	if line != f.line.line { // an earlier line of a record of several lines
		return &Error{Line: line, Column: column, Offset: f.begin.offset, Message: message}
	}
	text := bytes.TrimRight(f.text, "\r\n")
	at := min(column-1, len(text))
	e := &Error{Line: line, Offset: f.line.offset + int64(at), Message: message}
	e.Column = f.line.column + utf8.RuneCount(text[:at])
	e.Excerpt, e.Caret = excerpt(text, at)
	return e
}

// tooLong is the error for the record that begins at the mark.
func (f *feed) tooLong() *Error {
	e := tooLong(f.in)
	e.Line, e.Column, e.Offset = f.begin.line, f.begin.column, f.begin.offset
	e.Excerpt, e.Caret = "", 0
	return e
}
