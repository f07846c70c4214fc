package call

import (
	"bytes"
	"io"
)

// ReaderOptions are what a Reader needs to know.
type ReaderOptions struct {
	Name     string // the input's name for messages; its extension hints at the format
	Keys     *Keys  // the keys that records answer for; nil for none
	MaxDepth int    // levels of nesting in a record; 0 means MaxDepth
}

// Reader finds the call records in an input.
type Reader struct {
	scanner *Scanner
	data    []byte
	rec     Record
	r       io.Reader
	n       int
}

// NewReader returns a reader of the records in r.
func NewReader(r io.Reader, opt ReaderOptions) *Reader {
	if opt.Keys == nil {
		opt.Keys = NewKeys()
	}
	return &Reader{scanner: NewScanner(opt.Keys), r: r}
}

// Next returns the next record, valid until the following call; io.EOF at the end; else an *Error.
func (r *Reader) Next() (*Record, error) {
	if r.r != nil {
		data, err := io.ReadAll(r.r)
		if err != nil {
			return nil, err
		}
		r.data, r.r = data, nil
	}
	r.data = bytes.TrimLeft(r.data, " \t\r\n[],")
	if len(r.data) == 0 {
		return nil, io.EOF
	}
	n, err := r.scanner.Scan(r.data, &r.rec)
	if err != nil {
		return nil, err
	}
	r.data = r.data[n:]
	r.rec.index = r.n
	r.n++
	return &r.rec, nil
}
