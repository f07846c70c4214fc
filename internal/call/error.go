package call

import "fmt"

// Error is a fault in the input, with its place.
type Error struct {
	Name      string // the input's name as the user knows it
	Line      int    // counted from 1
	Column    int    // in runes, counted from 1
	Offset    int64  // in bytes of the decompressed input, counted from 0
	Record    int    // the record's place in the input, counted from 0
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
