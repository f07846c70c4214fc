package call

import (
	"errors"
	"io"
	"math/rand/v2"
)

// MaxRecord is the number of bytes that one record may have.
const MaxRecord = 64 << 20

// ReaderOptions are what a Reader needs to know. The zero value is fine.
type ReaderOptions struct {
	Name      string // the input's name for messages; its extension hints at the format
	Keys      *Keys  // the keys that records answer for; nil for none
	MaxDepth  int    // levels of nesting in a record; 0 means MaxDepth
	MaxRecord int    // bytes of a record; 0 means MaxRecord
	Select    Selection
}

// Reader finds the call records in an input, one after the other, in memory for one record. It
// tells by itself what the input is: one JSON object or several in a row, an array, NDJSON, API
// envelopes, or CSV with the platform's column ids or titles; any of them may be gzipped.
type Reader struct {
	opt     ReaderOptions
	input   io.Reader
	in      *window // what records reads from
	records source  // nil until the first call of Next
	rec     Record
	count   int   // records begun
	given   int   // records that count
	err     error // after which there is nothing to read

	random  *rand.Rand
	sample  []*Record // drawn, and not given yet
	isDrawn bool
}

// source is one format of records. Next returns an *Error or io.EOF.
type source interface {
	next(rec *Record) error
}

// NewReader returns a reader of the records in r. It reads nothing before Next is called.
func NewReader(r io.Reader, opt ReaderOptions) *Reader {
	if opt.Keys == nil {
		opt.Keys = NewKeys()
	}
	if opt.MaxDepth == 0 {
		opt.MaxDepth = MaxDepth
	}
	if opt.MaxRecord == 0 {
		opt.MaxRecord = MaxRecord
	}
	return &Reader{opt: opt, input: r}
}

// Read is the number of records begun so far, those included that could not be read or do not count.
func (r *Reader) Read() int { return r.count }

// read is the next record of the input.
func (r *Reader) read() (*Record, error) {
	if r.err != nil {
		return nil, r.err
	}
	err := r.open()
	if err == nil {
		err = r.records.next(&r.rec)
	}
	if err != nil {
		return nil, r.failed(err)
	}
	r.rec.index = r.count
	r.count++
	return &r.rec, nil
}

// failed completes an error, and remembers it when nothing can be read behind it.
func (r *Reader) failed(err error) error {
	var e *Error
	bad := errors.As(err, &e)
	if bad {
		e.Name, e.Record = r.opt.Name, r.count
		r.count++
	}
	if !bad || !e.Resumable {
		r.err = err
	}
	return err
}
