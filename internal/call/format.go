package call

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"io"
	"path"
	"strings"
)

// maxSniff is the number of bytes in which the first record must end on its line for the input
// to be taken for NDJSON without a file name that says so.
const maxSniff = firstBuffer / 2

// open finds out what the input is.
func (r *Reader) open() error {
	if r.records != nil {
		return nil
	}
	in, err := r.decompressed()
	if err != nil {
		return err
	}
	in.need(4)
	if encoding := otherEncoding(in.bytes()); encoding != "" {
		return in.failf("this is %s; call records are read as UTF-8", encoding)
	}
	if bytes.HasPrefix(in.bytes(), []byte("\uFEFF")) {
		in.skip(len("\uFEFF"))
		in.pos.column = 1
	}
	in.skipSpace()
	r.in = in
	r.records, err = r.source(in)
	return err
}

// decompressed is the input as bytes that are not gzipped any more.
func (r *Reader) decompressed() (*window, error) {
	in := newWindow(r.input, r.opt.MaxRecord)
	in.need(2)
	if !bytes.HasPrefix(in.bytes(), []byte{0x1F, 0x8B}) {
		return in, nil
	}
	raw := io.MultiReader(bytes.NewReader(in.bytes()), r.input)
	unzipped, err := gzip.NewReader(bufio.NewReader(raw))
	if err != nil {
		return nil, readError(&window{err: err, pos: in.pos, zipped: true})
	}
	in = newWindow(unzipped, r.opt.MaxRecord)
	in.zipped = true
	return in, nil
}

// otherEncoding names the encoding of data when it is not UTF-8.
func otherEncoding(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte{0, 0, 0xFE, 0xFF}), bytes.HasPrefix(data, []byte{0xFF, 0xFE, 0, 0}):
		return "UTF-32"
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}), bytes.HasPrefix(data, []byte{0xFF, 0xFE}),
		len(data) >= 2 && (data[0] == 0) != (data[1] == 0):
		return "UTF-16"
	}
	return ""
}

// source is the reader of the format that in has, which begins with no white space.
func (r *Reader) source(in *window) (source, error) {
	extension := r.extension()
	if len(in.bytes()) == 0 {
		return newStream(in, r.scanner()), nil
	}
	switch c := in.bytes()[0]; {
	case c == '<':
		return nil, in.failf("this is HTML or XML, not call records; was an error page or a login page saved?")
	case c == '{' && (extension == ".ndjson" || extension == ".jsonl" || r.endsOnItsLine(in)):
		return &lines{in: in, scanner: r.scanner()}, nil
	case c == '{', c == '[', extension == ".json", extension == ".ndjson", extension == ".jsonl":
		return newStream(in, r.scanner()), nil
	}
	t, err := newTable(in, r.opt.Keys)
	if err != nil {
		return nil, err
	}
	return t, nil
}

// extension is the file name's extension in lower case, without one for compression.
func (r *Reader) extension() string {
	name := strings.ToLower(r.opt.Name)
	return path.Ext(strings.TrimSuffix(name, ".gz"))
}

func (r *Reader) scanner() *Scanner {
	s := NewScanner(r.opt.Keys)
	s.maxDepth, s.stopList = r.opt.MaxDepth, 0
	return s
}

// endsOnItsLine reports whether the object that comes next is complete on its line, without
// another behind it there, and is no envelope: such lines can be too long for the memory.
func (r *Reader) endsOnItsLine(in *window) bool {
	most := min(maxSniff, in.limit)
	var f frame
	for !f.ends(in.bytes()) {
		if f.broken || f.at > most || bytes.IndexByte(in.bytes(), '\n') >= 0 || !in.fill() {
			return false
		}
	}
	if f.at > most || bytes.IndexByte(in.bytes()[:f.at], '\n') >= 0 || objectFollows(in, f.at) {
		return false
	}
	s := r.scanner()
	return s.scan(in.bytes(), 0, new(Record)) >= 0 || !s.fault.list
}

// objectFollows reports whether an object is the next thing on the line from the byte at on.
func objectFollows(in *window, at int) bool {
	for {
		rest := bytes.TrimLeft(in.bytes()[at:], " \t\r")
		if len(rest) > 0 {
			return rest[0] == '{'
		}
		if !in.fill() {
			return false
		}
	}
}
