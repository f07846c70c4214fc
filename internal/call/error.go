package call

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Error is a fault in the input, with its place.
type Error struct {
	Name      string // the input's name as the user knows it
	Line      int    // counted from 1
	Column    int    // in runes, counted from 1
	Offset    int64  // in bytes of the decompressed input, counted from 0
	Record    int    // the record's place in the input, counted from 0; -1 in a [Batch]
	Message   string // what was expected, in plain language
	Excerpt   string // the line around the place, cut to a readable length
	Caret     int    // the rune of Excerpt that is meant, counted from 0
	Resumable bool   // the reader's next call of Next goes on behind the bad record
	cause     error
}

// Error is "calls.ndjson:3:17: message (byte 4711)".
func (e *Error) Error() string {
	name := e.Name
	if name == "" {
		name = "input"
	}
	return fmt.Sprintf("%s:%d:%d: %s (byte %d)", name, e.Line, e.Column, e.Message, e.Offset)
}

// Unwrap is the failure to read that is behind the fault, or nil.
func (e *Error) Unwrap() error { return e.cause }

// locate turns the fault into an error whose place is relative to data.
func (f *fault) locate(data []byte) *Error {
	return f.locateFrom(data, position{line: 1, column: 1})
}

// locateFrom turns a fault in data, which stands at pos in the input, into an error.
func (f *fault) locateFrom(data []byte, pos position) *Error {
	at := min(f.at, len(data))
	start := bytes.LastIndexByte(data[:at], '\n') + 1
	end := len(data)
	if n := bytes.IndexByte(data[at:], '\n'); n >= 0 {
		end = at + n
	}
	pos.advance(data[:at])
	e := &Error{Message: f.message, Line: pos.line, Column: pos.column, Offset: pos.offset}
	e.Excerpt, e.Caret = excerpt(data[start:end], at-start)
	return e
}

// failf is an error at the byte that comes next in the input.
func (w *window) failf(format string, args ...any) *Error {
	f := fault{message: fmt.Sprintf(format, args...)}
	return f.locateFrom(w.bytes(), w.pos)
}

// tooLong is the error for a record that does not fit into memory.
func tooLong(w *window) *Error {
	size := fmt.Sprintf("%d bytes", w.limit)
	if w.limit >= 1<<20 {
		size = fmt.Sprintf("%d MiB", w.limit>>20)
	}
	return w.failf("a single record of more than %s, the most that is read", size)
}

// readError is the error for an input that cannot be read further.
func readError(w *window) *Error {
	w.skip(len(w.bytes()))
	e := w.failf("the input cannot be read: %s", w.err)
	if w.zipped && errors.Is(w.err, io.ErrUnexpectedEOF) {
		e.Message = "the input is cut off: its gzip data ends too early"
	}
	e.cause = w.err
	return e
}

// The number of runes that an excerpt shows before and behind the place that is meant.
const (
	excerptBefore = 50
	excerptAfter  = 30
)

// excerpt is the part of the line around the byte at, in printable characters, and the rune of it
// that is meant.
func excerpt(line []byte, at int) (text string, caret int) {
	before := []rune(printable(line[max(0, at-4*excerptBefore):at]))
	behind := []rune(printable(line[at:min(len(line), at+4*excerptAfter)]))
	if len(before) > excerptBefore {
		before = append([]rune("…"), before[len(before)-excerptBefore:]...)
	}
	if len(behind) > excerptAfter {
		behind = append(behind[:excerptAfter:excerptAfter], '…')
	}
	return string(before) + string(behind), len(before)
}

// printable shows control characters as dots and what is not UTF-8 as the replacement character.
func printable(b []byte) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7F {
			return '·'
		}
		return r
	}, strings.TrimRight(string(b), "\r"))
}
