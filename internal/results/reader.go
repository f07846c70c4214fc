package results

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"sync"

	"postback/internal/journal"
)

// Error is a fault in a file of results, with its place.
type Error struct {
	Name         string // the file's name as the user knows it
	Line, Column int    // counted from 1; the column in bytes
	Message      string
}

// Error is "results.ndjson:3:17: message".
func (e *Error) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", e.Name, e.Line, e.Column, e.Message)
}

// Reader reads the results in one file: a JSON object a line, or the document of --format json.
type Reader struct {
	name     string
	places   *places
	decoder  *json.Decoder
	document bool // within the list of a document
	started  bool
}

// NewReader returns a reader of r, which error messages call by name.
func NewReader(r io.Reader, name string) *Reader {
	return &Reader{name: name, places: &places{r: bufio.NewReaderSize(r, peeked), line: 1}}
}

// peeked is how much is looked at to tell a document from lines.
const peeked = 64 << 10

// documentHead is how the document of --format json begins, however it was laid out since.
var documentHead = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^\s*\{\s*"schema_version"\s*:\s*\d+\s*,\s*"results"\s*:\s*\[`)
})

// Next returns the next entry: a *Run, a *Result or an *End, valid until the next call. At the end
// of the file it is [io.EOF], and an *[Error] where the file is not what it should be.
func (r *Reader) Next() (any, error) {
	if !r.started {
		if err := r.start(); err != nil {
			return nil, err
		}
	}
	if r.document && !r.decoder.More() {
		return nil, r.closeDocument()
	}
	var line json.RawMessage
	if err := r.decoder.Decode(&line); err != nil {
		return nil, r.fault(err)
	}
	begin := r.decoder.InputOffset() - int64(len(line))
	entry, err := decode(line)
	if err != nil {
		return nil, r.faultAt(begin, err.Error())
	}
	r.places.forget(begin)
	return entry, nil
}

// start finds out which of the two layouts the file has.
func (r *Reader) start() error {
	r.started = true
	head, _ := r.places.r.Peek(peeked)
	if journal.Is(bytes.NewReader(head)) {
		return r.faultAt(0, "a journal, which can only be read where it lies: give the name of its file")
	}
	opening := documentHead().FindIndex(head)
	r.decoder = json.NewDecoder(r.places)
	if opening == nil {
		return nil
	}
	r.document = true
	for r.decoder.InputOffset() < int64(opening[1]) {
		if _, err := r.decoder.Token(); err != nil {
			return nil //nolint:nilerr // Next meets it again
		}
	}
	return nil
}

// closeDocument makes sure that the document ends as it should.
func (r *Reader) closeDocument() error {
	for range 2 { // the list and the object around it
		if _, err := r.decoder.Token(); err != nil {
			return r.fault(err)
		}
	}
	r.document = false
	if _, err := r.decoder.Token(); !errors.Is(err, io.EOF) {
		return r.faultAt(r.decoder.InputOffset()-1, "something follows the end of the document")
	}
	return io.EOF
}

// fault gives an error of the decoder its place.
func (r *Reader) fault(err error) error {
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, io.EOF) && !r.document:
		return io.EOF
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return r.faultAt(r.places.read, "the file breaks off here")
	case errors.As(err, &syntax):
		return r.faultAt(syntax.Offset-1, "not a line of results: "+syntax.Error())
	}
	return fmt.Errorf("cannot read %s: %w", r.name, err)
}

func (r *Reader) faultAt(offset int64, message string) error {
	line, column := r.places.locate(max(offset, 0))
	return &Error{Name: r.name, Line: line, Column: column, Message: message}
}

// entry is a line of any type; the names of their members do not clash.
type entry struct {
	Type string `json:"type"`
	Result
	Run
	End
}

// maxElapsedMS is the longest time that anything took, ten years: a longer one, or one below zero, is
// what a clock says that was set in between.
const maxElapsedMS = 3e11

// decode reads one line.
func decode(line []byte) (any, error) {
	var e entry
	if err := json.Unmarshal(line, &e); err != nil {
		return nil, explain(err)
	}
	switch e.Type {
	case "firing":
		e.Line = line
		if o := e.Outcome; o != nil {
			o.ElapsedMS = min(max(o.ElapsedMS, 0), maxElapsedMS)
		}
		return &e.Result, nil
	case "run":
		return &e.Run, nil
	case "end":
		return &e.End, nil
	case "entry":
		return nil, errors.New("an entry of a journal; give the journal itself, in which the last word on each postback is found")
	case "":
		return nil, errors.New(`not a line of results: it has no "type"; give the output of fire or replay with --format ndjson`)
	}
	return nil, fmt.Errorf("a line of the type %q, which this version does not know", e.Type)
}

// explain says what is wrong with a line that is JSON.
func explain(err error) error {
	var mismatch *json.UnmarshalTypeError
	switch {
	case errors.As(err, &mismatch) && mismatch.Field == "":
		return fmt.Errorf("not a line of results: an object is wanted, not a %s", mismatch.Value)
	case errors.As(err, &mismatch):
		_, field, _ := strings.Cut(mismatch.Field, ".") // behind the name of what entry embeds
		return fmt.Errorf("%s is a %s, which is not what results hold there", field, mismatch.Value)
	}
	return err
}
