package call

import (
	"bytes"
	"errors"
	"io"
)

// lines reads NDJSON: records that end on their line. Because lines are certain, so is the place
// where reading can go on behind a bad record.
type lines struct {
	in      *window
	scanner *Scanner
	inner   *stream // the records of an envelope that stands on a line, until they are read
	rest    int     // the bytes of that line
}

func (l *lines) next(rec *Record) error {
	for {
		if l.inner != nil {
			if err := l.inner.next(rec); !errors.Is(err, io.EOF) {
				return l.innerError(err)
			}
			l.endInner()
		}
		line, n, err := l.line()
		if err != nil {
			return err
		}
		start := skipSpace(line, 0)
		if start == len(line) {
			l.skip(line, n)
			continue
		}
		if err := l.scan(rec, line, start, n); l.inner == nil {
			return err
		}
	}
}

// line is the rest of the line, and its length with the line's end. It is in memory as a whole.
func (l *lines) line() (line []byte, n int, err error) {
	looked := 0
	for {
		data := l.in.bytes()
		if k := bytes.IndexByte(data[looked:], '\n'); k >= 0 {
			if looked+k > l.in.limit {
				return nil, 0, l.tooLong()
			}
			return data[:looked+k], looked + k + 1, nil
		}
		looked = len(data)
		if l.in.fill() {
			continue
		}
		switch {
		case errors.Is(l.in.err, errTooLong):
			return nil, 0, l.tooLong()
		case l.in.failure() != nil:
			return nil, 0, readError(l.in)
		case looked == 0:
			return nil, 0, io.EOF
		}
		return data, looked, nil
	}
}

// skip uses the line, whose end is at n.
func (l *lines) skip(line []byte, n int) {
	if n > len(line) {
		l.in.skipWhole(n)
		return
	}
	l.in.skip(n)
}

// scan reads the record that begins at line[start], or opens the envelope that does. When nothing
// but white space is behind the record, the rest of the line is used as well.
func (l *lines) scan(rec *Record, line []byte, start, n int) error {
	end := l.scanner.scan(line, start, rec)
	rec.line, rec.offset = l.in.pos.line, l.in.pos.offset+int64(start)
	switch {
	case end < 0 && l.scanner.fault.list:
		l.inner, l.rest = newStream(l.in.inside(len(line)), l.scanner), n
		return nil
	case end < 0:
		return l.bad(line, n)
	}
	err := checkEnvelope(rec, l.in.pos)
	if skipSpace(line, end) == len(line) {
		l.skip(line, n)
	} else {
		l.in.skip(end)
	}
	return err
}

// bad is the error for the scanner's fault in the line, which is skipped.
func (l *lines) bad(line []byte, n int) error {
	f := &l.scanner.fault
	if f.short {
		f.message += "; it must end on the line on which it begins"
	}
	e := f.locateFrom(line, l.in.pos)
	e.Resumable = true
	l.skip(line, n)
	return e
}

// endInner uses the line of the envelope that has been read.
func (l *lines) endInner() {
	l.inner = nil
	l.in.skip(l.rest)
}

// innerError lets reading go on behind an envelope that cannot be read to its end.
func (l *lines) innerError(err error) error {
	var e *Error
	if errors.As(err, &e) && !e.Resumable {
		e.Resumable = true
		l.endInner()
	}
	return err
}

// tooLong skips a line that does not fit into memory.
func (l *lines) tooLong() error {
	e := tooLong(l.in)
	e.Resumable = true
	l.in.skipLine()
	return e
}
