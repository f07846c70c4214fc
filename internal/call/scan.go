package call

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
)

// Scanner reads one record at a time from bytes in memory.
type Scanner struct {
	keys   *Keys
	fields []field
}

// NewScanner returns a scanner whose records answer for keys.
func NewScanner(keys *Keys) *Scanner { return &Scanner{keys: keys} }

// Scan reads the record that data begins with, and returns how many bytes it took.
func (s *Scanner) Scan(data []byte, rec *Record) (int, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	if _, err := d.Token(); err != nil {
		return 0, err
	}
	rec.begin(s.keys, data)
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return 0, err
		}
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return 0, err
		}
		end := d.InputOffset()
		s.fields = append(s.fields, flat(key.(string)))
		rec.fields = s.fields
		e := entry{start: uint32(end) - uint32(len(raw)), end: uint32(end), field: int32(len(s.fields) - 1)}
		switch raw[0] {
		case '"':
			e.kind, e.start, e.end = String, e.start+1, e.end-1
			e.escaped = bytes.IndexByte(raw, '\\') >= 0
		case 't', 'f':
			e.kind = Bool
		case 'n':
			e.kind = Null
		case '{', '[':
			e.kind = Composite
		default:
			e.kind = Number
		}
		rec.add(e, s.keys.find(s.fields[e.field].name))
	}
	if _, err := d.Token(); err != nil {
		return 0, err
	}
	return int(d.InputOffset()), nil
}

// flat is the field of a key at the top of a record.
func flat(key string) field {
	carrier, rest := FlatTag, key
	switch {
	case len(key) > 4 && strings.EqualFold(key[:4], "tag:"):
		rest = key[4:]
	case len(key) > 5 && strings.EqualFold(key[:5], "call:"):
		carrier = FlatCall
	default:
		return field{name: Name{Column: key}, carrier: TopColumn, path: key}
	}
	category, name, _ := strings.Cut(rest, ":")
	return field{name: Name{Category: category, Name: name}, carrier: carrier, path: key}
}

func appendUnescaped(dst, raw []byte) []byte {
	var text string
	_ = json.Unmarshal([]byte(`"`+string(raw)+`"`), &text)
	return append(dst, text...)
}

// ReaderOptions are what a Reader needs to know.
type ReaderOptions struct {
	Name     string // the input's name for messages; its extension hints at the format
	Keys     *Keys  // the keys that records answer for; nil for none
	MaxDepth int    // levels of nesting in a record; 0 means 128
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
		return nil, &Error{Message: err.Error(), Line: 1, Column: 1}
	}
	r.data = r.data[n:]
	r.rec.index = r.n
	r.n++
	return &r.rec, nil
}
