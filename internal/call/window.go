package call

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math/bits"
	"unicode/utf8"
)

// window is the part of an input that is in memory, and knows its place in the input. It grows to
// the size of the largest record.
type window struct {
	src    io.Reader // nil when everything is in memory
	zipped bool      // src takes gzip apart
	buf    []byte
	start  int      // buf[start:] has not been used yet
	pos    position // of buf[start]
	limit  int      // of the bytes in memory that a record may need
	err    error    // why no more can be read: io.EOF, errTooLong, or a failure
}

// position is a place in an input, after decompression.
type position struct {
	offset int64
	line   int // counted from 1
	column int // in runes, counted from 1
}

const firstBuffer = 128 << 10

var errTooLong = errors.New("record too long")

func newWindow(src io.Reader, limit int) *window {
	return &window{src: src, limit: limit, pos: position{line: 1, column: 1}}
}

// inside is a window on the first n bytes of w, which must not be moved meanwhile.
func (w *window) inside(n int) *window {
	return &window{buf: w.bytes()[:n:n], pos: w.pos, limit: w.limit, err: io.EOF}
}

// bytes is what is in memory and not used yet.
func (w *window) bytes() []byte { return w.buf[w.start:] }

// skip uses n bytes.
func (w *window) skip(n int) {
	w.pos.advance(w.buf[w.start : w.start+n])
	w.start += n
}

// skipWhole uses n bytes that end a line and hold no other line's end.
func (w *window) skipWhole(n int) {
	w.start += n
	w.pos = position{offset: w.pos.offset + int64(n), line: w.pos.line + 1, column: 1}
}

// skipLine uses the rest of a line, however long it is.
func (w *window) skipLine() {
	for {
		w.err = nil
		data := w.bytes()
		if k := bytes.IndexByte(data, '\n'); k >= 0 {
			w.skip(k + 1)
			return
		}
		w.skip(len(data))
		if !w.fill() {
			return
		}
	}
}

// detach uses n bytes and gives them away together with the memory that they are in. The window
// goes on in the other buffer, or in a new one when that is small, or large because of one record.
func (w *window) detach(n int, other []byte) []byte {
	data, rest := w.bytes()[:n], w.bytes()[n:]
	w.pos.advance(data)
	if cap(other) < batchSize/2 || cap(other) > 4*batchSize {
		other = make([]byte, 0, max(batchSize, 2*len(rest)))
	}
	w.buf, w.start = append(other[:0], rest...), 0
	return data
}

// fill reads more and reports whether it did; when not, err says why. It may move what is in
// memory.
func (w *window) fill() bool {
	if len(w.buf)-w.start > w.limit && (w.err == nil || errors.Is(w.err, io.EOF)) {
		w.err = errTooLong
	}
	if w.err != nil {
		return false
	}
	w.makeRoom()
	for range 100 {
		n, err := w.src.Read(w.buf[len(w.buf):cap(w.buf)])
		w.buf = w.buf[:len(w.buf)+n]
		w.err = err
		if n > 0 || err != nil {
			return n > 0
		}
	}
	w.err = io.ErrNoProgress
	return false
}

// makeRoom moves what is not used yet to the front of the buffer, and into one of twice the size
// when that does not leave half of it free.
func (w *window) makeRoom() {
	if len(w.buf) < cap(w.buf) {
		return
	}
	rest, to := w.bytes(), w.buf[:0]
	if len(rest) > cap(w.buf)/2 || cap(w.buf) == 0 {
		to = make([]byte, 0, max(firstBuffer, 2*cap(w.buf)))
	}
	w.buf, w.start = append(to, rest...), 0
}

// need reads until n bytes are in memory, or no more can be read.
func (w *window) need(n int) {
	for len(w.bytes()) < n && w.fill() {
	}
}

// skipSpace uses all white space that comes next and reports whether there is anything behind it.
func (w *window) skipSpace() bool {
	for {
		w.skip(skipSpace(w.bytes(), 0))
		if len(w.bytes()) > 0 {
			return true
		}
		if !w.fill() {
			return false
		}
	}
}

// failure is the reason why no more can be read, when that is neither the end nor the limit.
func (w *window) failure() error {
	if errors.Is(w.err, io.EOF) || errors.Is(w.err, errTooLong) {
		return nil
	}
	return w.err
}

// advance moves the position over b.
func (p *position) advance(b []byte) {
	p.offset += int64(len(b))
	if n := bytes.Count(b, []byte{'\n'}); n > 0 {
		p.line += n
		p.column = 1
		b = b[bytes.LastIndexByte(b, '\n')+1:]
	}
	p.column += runeCount(b)
}

// runeCount counts the bytes that begin a character, eight at a time: those that are not of the
// form 10xxxxxx.
func runeCount(b []byte) int {
	n := len(b)
	for len(b) >= 8 {
		x := binary.LittleEndian.Uint64(b)
		n -= bits.OnesCount64(x &^ (x << 1) & highBits)
		b = b[8:]
	}
	for _, c := range b {
		if !utf8.RuneStart(c) {
			n--
		}
	}
	return n
}
