package call

import (
	"errors"
	"io"
	"unicode/utf8"
)

// stream reads records wherever they stand: objects in a row over any number of lines, in an
// array, in the list of an envelope.
type stream struct {
	in      *window
	scanner *Scanner
	lists   []list // the arrays that are open, at most an array of envelopes and one's records
	started bool   // something has been read
	done    bool   // an array at the top has been closed, and nothing may follow
}

// list is an array whose elements are records.
type list struct {
	envelope *envelope // that it is in; nil for an array at the top
	started  bool      // an element has been read
}

func newStream(in *window, s *Scanner) *stream { return &stream{in: in, scanner: s} }

func (st *stream) next(rec *Record) error {
	for {
		more, err := st.toElement(rec)
		if err != nil {
			return err
		}
		if !more {
			continue
		}
		if opened, err := st.scan(rec); !opened || err != nil {
			return err
		}
	}
}

// toElement moves to where a record must begin. It reports false when it opened or closed a list
// instead.
func (st *stream) toElement(rec *Record) (bool, error) {
	some := st.in.skipSpace()
	if len(st.lists) == 0 {
		return st.toTop(some)
	}
	if !some {
		return false, st.cut("the list of records ends too early: expected ']'")
	}
	l := &st.lists[len(st.lists)-1]
	switch c := st.in.bytes()[0]; {
	case c == ']':
		return false, st.closeList(l, rec)
	case l.started && c != ',':
		return false, st.unexpected("expected a comma or ']' behind the record")
	case l.started:
		st.in.skip(1)
		if st.in.skipSpace() && st.in.bytes()[0] == ']' {
			return false, st.unexpected("expected a record after the comma")
		}
	}
	l.started = true
	return true, nil
}

// toTop is toElement outside all lists.
func (st *stream) toTop(some bool) (bool, error) {
	switch {
	case !some:
		return false, st.atEnd()
	case st.done:
		return false, st.unexpected("expected nothing behind the array of records")
	case st.in.bytes()[0] == '[' && !st.started:
		st.lists = append(st.lists, list{})
		st.started = true
		st.in.skip(1)
		return false, nil
	}
	st.started = true
	return true, nil
}

func (st *stream) closeList(l *list, rec *Record) error {
	if l.envelope != nil {
		if err := st.closeEnvelope(l.envelope, rec); err != nil {
			return err
		}
	} else {
		st.in.skip(1)
		st.done = true
	}
	st.lists = st.lists[:len(st.lists)-1]
	return nil
}

// scan reads the record that comes next, or the beginning of an envelope: opened is true then.
// The scanner starts over when the record is not in memory as a whole.
func (st *stream) scan(rec *Record) (opened bool, err error) {
	var f frame
	for {
		data, pos := st.in.bytes(), st.in.pos
		n := st.scanner.scan(data, 0, rec)
		rec.line, rec.offset = pos.line, pos.offset
		fault := &st.scanner.fault
		switch {
		case n > st.in.limit, n < 0 && fault.at > st.in.limit:
			return false, tooLong(st.in)
		case n >= 0:
			st.in.skip(n)
			return false, checkEnvelope(rec, pos)
		case fault.list:
			return true, st.openEnvelope(rec)
		case fault.at+utf8.UTFMax <= len(data):
			return false, st.bad()
		case !st.more(&f): // the fault may be only that a character is not there as a whole
			return false, st.bad()
		}
	}
}

// more reads until the record is likely to be complete. It is never more than once the size that
// was there before, so that all the scanning together stays in proportion to the record, and
// never a byte behind the record's end, so that a slow input is not waited for.
func (st *stream) more(f *frame) bool {
	size := len(st.in.bytes())
	for st.in.fill() {
		if data := st.in.bytes(); len(data) >= 2*size || f.ends(data) {
			break
		}
	}
	return len(st.in.bytes()) > size
}

// bad is the error for the scanner's fault. Reading can go on where the record's end is beyond
// doubt.
func (st *stream) bad() error {
	fault := &st.scanner.fault
	if fault.short {
		return st.cut(fault.message)
	}
	e := fault.locateFrom(st.in.bytes(), st.in.pos)
	e.Resumable = st.skipBad()
	return e
}

// skipBad moves behind the record that comes next, if its brackets close and what follows is what
// must follow a record.
func (st *stream) skipBad() bool {
	var f frame
	if c := st.in.bytes()[0]; c != '{' && c != '[' {
		return false
	}
	for !f.ends(st.in.bytes()) {
		if f.broken || !st.in.fill() {
			return false
		}
	}
	if f.at > st.in.limit {
		return false
	}
	end := skipSpace(st.in.bytes(), f.at)
	for end == len(st.in.bytes()) && st.in.fill() {
		end = skipSpace(st.in.bytes(), end)
	}
	if !st.mayFollow(st.in.bytes()[end:]) {
		return false
	}
	st.in.skip(end)
	return true
}

// mayFollow reports whether data can stand behind a record.
func (st *stream) mayFollow(data []byte) bool {
	if len(data) == 0 {
		return errors.Is(st.in.err, io.EOF) && len(st.lists) == 0
	}
	if len(st.lists) == 0 {
		return data[0] == '{'
	}
	return data[0] == ',' || data[0] == ']'
}

// atEnd is the error with which a stream ends.
func (st *stream) atEnd() error {
	if st.in.failure() != nil {
		return readError(st.in)
	}
	return io.EOF
}

// cut is the error for an input that ends where it must not.
func (st *stream) cut(message string) error {
	switch {
	case errors.Is(st.in.err, errTooLong):
		return tooLong(st.in)
	case st.in.failure() != nil:
		return readError(st.in)
	}
	f := fault{at: len(st.in.bytes()), message: message}
	return f.locateFrom(st.in.bytes(), st.in.pos)
}

// unexpected is an error at the byte that comes next, which is not what must stand there.
func (st *stream) unexpected(expected string) error {
	st.in.need(utf8.UTFMax)
	return st.in.failf("%s, found %s", expected, found(st.in.bytes(), 0))
}
