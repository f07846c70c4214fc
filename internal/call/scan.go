package call

import (
	"encoding/binary"
	"io"
	"strings"
)

// MaxDepth is the number of levels that objects and arrays may be nested in one record.
const MaxDepth = 128

// Scanner reads one record at a time from bytes in memory, in one pass and without building a
// tree. It learns the shape of the records that it reads; it is not safe for concurrent use, but
// any number of scanners may share a [Keys] once all names have been asked for.
type Scanner struct {
	keys   *Keys
	bound  int // keys.Len() when nodes and items last looked up their keys
	root   *node
	nodes  []*node // all of them
	fields []field

	items     []item
	itemIndex map[itemKey]int32
	lastItem  int32

	maxDepth int
	stopList int // a list of records that begins behind this offset is a fault of its own

	rec     *Record
	depth   int
	objects uint32 // counts the objects begun, to tell in node.stamp which is which
	parts   parts  // of the element of a list
	scratch []byte
	fault   fault
}

// NewScanner returns a scanner whose records answer for keys.
func NewScanner(keys *Keys) *Scanner {
	s := &Scanner{keys: keys, maxDepth: MaxDepth, stopList: never}
	s.forget()
	return s
}

const never = int(^uint(0) >> 1)

// Scan reads the record that data begins with, after any white space, into rec, and returns how
// many bytes it took; what follows the record is not looked at. With nothing but white space in
// data the error is io.EOF, otherwise an *Error whose place is relative to data. The record
// points into data.
func (s *Scanner) Scan(data []byte, rec *Record) (n int, err error) {
	start := skipSpace(data, 0)
	if start == len(data) {
		return start, io.EOF
	}
	n = s.scan(data, start, rec)
	if n < 0 {
		return 0, s.fault.locate(data)
	}
	rec.line, rec.offset = 1, int64(start)
	return n, nil
}

// scan reads the record at data[i] and returns the position behind it; -1 means s.fault.
func (s *Scanner) scan(data []byte, i int, rec *Record) int {
	end := s.tryScan(data, i, rec)
	if end < 0 && s.fault.crowded { // it may be what earlier records taught
		s.forget()
		end = s.tryScan(data, i, rec)
	}
	return end
}

func (s *Scanner) tryScan(data []byte, i int, rec *Record) int {
	s.prepare()
	s.rec = rec
	rec.begin(s.keys, data)
	if i >= len(data) {
		return s.short(data, "a record")
	}
	if data[i] != '{' {
		return s.failf(i, "a call record is a JSON object, in braces; found %s", found(data, i))
	}
	i = s.container(data, i, s.root)
	rec.fields = s.fields
	if i < 0 {
		return -1
	}
	rec.data = data[:i]
	if problem := rec.readEvents(); problem != "" {
		return s.failf(int(rec.find(keyEvents).start), "%s", problem)
	}
	return i
}

// prepare makes the scanner ready for a record.
func (s *Scanner) prepare() {
	if s.known() > maxNodes {
		s.forget()
	}
	if s.objects > 1<<30 { // more than any one record can add, from wrapping around
		s.objects = 0
		for _, n := range s.nodes {
			n.stamp = 0
		}
	}
	if s.bound != s.keys.Len() {
		s.bind()
	}
	s.depth = 0
}

// bind looks up again which nodes and items somebody asks for.
func (s *Scanner) bind() {
	for _, n := range s.nodes {
		if n.field != none {
			n.key = s.keys.find(s.fields[n.field].name)
		}
	}
	for i := range s.items {
		s.items[i].key = s.keys.find(s.fields[s.items[i].field].name)
	}
	s.bound = s.keys.Len()
}

// container reads the object or array at data[i], whose node is parent, and returns the position
// behind it, or -1 after a fault. It is one long loop, with all that an ordinary value needs
// written out in it, because all of a record's time is spent here: calls in place of the parts
// made it slower by a tenth.
func (s *Scanner) container(data []byte, i int, parent *node) int {
	if s.depth++; s.depth > s.maxDepth {
		return s.failf(i, "nested more than %d levels deep", s.maxDepth)
	}
	s.objects++
	object, bracket := s.objects, data[i]
	n := s.opening(parent, bracket)
	i++
	for index := 0; ; index++ {
		before := i
		if q, d := &n.sequels[0], glueAt(data, i); d != nil && q.size > 0 && q.differsEarly(d)|q.differsLate(d) == 0 {
			i += q.size
			n = q.next
		} else if n, i = s.sequel(data, i, n, parent, bracket); i < 0 {
			return -1
		}
		if n == nil {
			s.depth--
			return i
		}
		if n.stamp == object && bracket == '{' {
			return s.duplicate(data, before, n.name)
		}
		n.stamp = object
		if i >= len(data) {
			return s.short(data, "a value")
		}
		c := data[i]
		if c <= ' ' { // the glue is the same, but there is more of it
			if i = skipSpace(data, i); i >= len(data) {
				return s.short(data, "a value")
			}
			c = data[i]
		}
		var end int
		start, kind, escaped := i, Composite, false
		switch c {
		case '"':
			start++
			if end, escaped = s.quoted(data, start); end < 0 {
				return -1
			}
			kind, i = String, end+1
		case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
			if i = s.number(data, i); i < 0 {
				return -1
			}
			kind, end = Number, i
		case '{', '[':
			if i = s.nested(data, i, n, index); i < 0 {
				return -1
			}
			if n.structured(c) {
				continue
			}
			end = i
		default:
			if i, kind = s.literal(data, i); i < 0 {
				return -1
			}
			end = i
		}
		switch {
		case n.field != none:
			e := s.rec.extend()
			e.start, e.end, e.field, e.kind, e.escaped = uint32(start), uint32(end), n.field, kind, escaped
			if n.key >= 0 && !e.empty() {
				s.rec.answer(s.fields, n.key, n.field)
			}
		case n.role != noRole:
			if !s.special(n.role, entry{start: uint32(start), end: uint32(end), field: none, kind: kind, escaped: escaped}) {
				return -1
			}
		}
	}
}

// nested reads the object or array at data[i], which is the value at n and the index-th member
// of what it is in.
func (s *Scanner) nested(data []byte, i int, n *node, index int) int {
	switch n.role {
	case messageItem, columnItem, logTagItem:
		s.parts = parts{}
		if i = s.container(data, i, n); i < 0 || !s.finishItem(n.role, index) {
			return -1
		}
		return i
	case recordsRole:
		if data[i] == '[' && i >= s.stopList {
			s.fault = fault{at: i, list: true}
			return -1
		}
	}
	return s.container(data, i, n)
}

// structured reports whether an object or array here was taken apart into values, so that it is
// no value itself.
func (n *node) structured(bracket byte) bool {
	switch n.role {
	case treeRole, categoryRole:
		return bracket == '{'
	case messagesRole:
		return bracket == '['
	case columnsRole, logTagsRole, messageItem, columnItem, logTagItem, eventRole:
		return true
	}
	return false
}

// special deals with values that are not a column or tag by themselves.
func (s *Scanner) special(r role, e entry) bool {
	switch r {
	case itemName, itemCategory, itemValue, itemFallback:
		s.part(r, e)
	case eventName:
		if event, ok := ParseEvent(s.rec.value(&e).Text()); ok && event == Errored {
			s.rec.errorLog = true
		}
	case eventRole:
		if problem := s.rec.listEvent(e); problem != "" {
			s.failf(int(e.start), "%s", problem)
			return false
		}
	}
	return true
}

// literal reads true, false or null. They are compared as one word, but for the e of false.
func (s *Scanner) literal(data []byte, i int) (after int, kind Kind) {
	if i+len("false") <= len(data) {
		switch binary.LittleEndian.Uint32(data[i:]) {
		case 'f' | 'a'<<8 | 'l'<<16 | 's'<<24:
			if data[i+4] == 'e' {
				return i + 5, Bool
			}
		case 't' | 'r'<<8 | 'u'<<16 | 'e'<<24:
			return i + 4, Bool
		case 'n' | 'u'<<8 | 'l'<<16 | 'l'<<24:
			return i + 4, Null
		}
	}
	return s.rareLiteral(data, i)
}

// rareLiteral is literal for one that is wrong, or at the end of data.
func (s *Scanner) rareLiteral(data []byte, i int) (after int, kind Kind) {
	var word string
	switch data[i] {
	case 't':
		word, kind = "true", Bool
	case 'f':
		word, kind = "false", Bool
	case 'n':
		word, kind = "null", Null
	default:
		return s.failf(i, "expected a value, found %s", found(data, i)), Absent
	}
	end := i + len(word)
	switch {
	case end <= len(data) && string(data[i:end]) == word:
		return end, kind
	case end > len(data) && strings.HasPrefix(word, string(data[i:])):
		return s.short(data, word), kind
	}
	return s.failf(i, "expected a value; only true, false and null are written without quotes"), kind
}
