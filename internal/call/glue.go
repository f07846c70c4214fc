package call

import "encoding/binary"

// Between two values of a record stands glue: the end of one member, the next key, a colon. The
// glue repeats from record to record, so each node remembers what glue followed it and which node
// came next. Where the same bytes stand again, the next key is known without being read.

// maxSequels is the number of sequels that a node remembers. Records that leave fields out need
// more than one.
const maxSequels = 4

// maxGlue is the length of the longest glue that is remembered; longer glue is walked each time.
const maxGlue = 6 * 8

// sequel is what followed a value: glue, and the node of the value behind it, which is nil where
// the object or array ended.
type sequel struct {
	next *node
	size int // of the glue; 0 where nothing is remembered
	// The glue as words, and masks for the bytes of them that count. That compares it at once,
	// where a call of bytes.Equal would cost more than all else that is done for a value.
	words, masks [maxGlue / 8]uint64
}

// glueAt is the bytes of data from i on that are compared with glue, or nil close to its end.
func glueAt(data []byte, i int) *[maxGlue]byte {
	if i+maxGlue > len(data) {
		return nil
	}
	return (*[maxGlue]byte)(data[i : i+maxGlue : i+maxGlue])
}

// follows reports whether d begins with the glue. Its halves are functions of their own so that they
// can be inlined where a call would be a tenth of a record's time.
func (q *sequel) follows(d *[maxGlue]byte) bool {
	return q.size > 0 && q.differsEarly(d)|q.differsLate(d) == 0
}

// differsEarly is 0 where d begins with the first half of the glue.
func (q *sequel) differsEarly(d *[maxGlue]byte) uint64 {
	return (binary.LittleEndian.Uint64(d[0:])&q.masks[0] ^ q.words[0]) |
		(binary.LittleEndian.Uint64(d[8:])&q.masks[1] ^ q.words[1]) |
		(binary.LittleEndian.Uint64(d[16:])&q.masks[2] ^ q.words[2])
}

// differsLate is 0 where d goes on with the second.
func (q *sequel) differsLate(d *[maxGlue]byte) uint64 {
	return (binary.LittleEndian.Uint64(d[24:])&q.masks[3] ^ q.words[3]) |
		(binary.LittleEndian.Uint64(d[32:])&q.masks[4] ^ q.words[4]) |
		(binary.LittleEndian.Uint64(d[40:])&q.masks[5] ^ q.words[5])
}

// sequel finds the node of the value behind the glue at data[i], by what is remembered or else by
// the grammar, and where that begins; see walk.
func (s *Scanner) sequel(data []byte, i int, prev, parent *node, bracket byte) (next *node, after int) {
	if q := prev.recall(data, i); q != nil {
		return q.next, i + q.size
	}
	return s.walk(data, i, prev, parent, bracket)
}

// recall is the remembered sequel that data continues with at i, or nil.
func (n *node) recall(data []byte, i int) *sequel {
	var end [maxGlue]byte // no glue holds a NUL, so none matches behind the end of data
	d := glueAt(data, i)
	if d == nil {
		copy(end[:], data[i:])
		d = &end
	}
	for k := range n.sequels {
		if n.sequels[k].follows(d) {
			return &n.sequels[k]
		}
	}
	return nil
}

// learn remembers a sequel in place of the oldest.
func (n *node) learn(glue []byte, next *node) {
	if len(glue) > maxGlue {
		return
	}
	q := &n.sequels[n.learned%maxSequels]
	n.learned++
	*q = sequel{next: next, size: len(glue)}
	for k, c := range glue {
		q.words[k/8] |= uint64(c) << (k % 8 * 8)
		q.masks[k/8] |= 0xFF << (k % 8 * 8)
	}
}

// walk reads the glue at data[i] by the grammar, and has prev remember it. It returns the node of
// the next value and where that begins, or nil and the position behind the closing bracket,
// or -1 as position after a fault.
func (s *Scanner) walk(data []byte, i int, prev, parent *node, bracket byte) (next *node, after int) {
	start, shut := i, bracket+2 // '[' + 2 is ']', '{' + 2 is '}'
	i = skipSpace(data, i)
	first := prev == parent.openObject || prev == parent.openArray
	switch {
	case i >= len(data):
		return nil, s.shortIn(data, first, bracket)
	case data[i] == shut:
		prev.learn(data[start:i+1], nil)
		return nil, i + 1
	case !first && data[i] != ',':
		return nil, s.failf(i, "expected a comma or %q, found %s", shut, found(data, i))
	case !first:
		i = skipSpace(data, i+1)
	}
	if bracket == '[' {
		next, i = s.walkElement(data, i, parent)
	} else {
		next, i = s.walkKey(data, i, parent, first)
	}
	if isSpace := first && bracket == '['; i >= 0 && !isSpace { // behind which an array may as well end
		prev.learn(data[start:i], next)
	}
	return next, i
}

func (s *Scanner) walkElement(data []byte, i int, parent *node) (next *node, after int) {
	if i < len(data) && data[i] == ']' {
		return nil, s.failf(i, "expected a value after the comma, found %s", found(data, i))
	}
	return s.elementOf(parent), i
}

// walkKey reads a key and its colon.
func (s *Scanner) walkKey(data []byte, i int, parent *node, first bool) (next *node, after int) {
	if i >= len(data) {
		return nil, s.short(data, "a key")
	}
	if data[i] != '"' {
		after := ""
		if !first {
			after = " after the comma"
		}
		return nil, s.failf(i, "expected a key in double quotes%s, found %s", after, found(data, i))
	}
	start := i + 1
	end, escaped := s.quoted(data, start)
	if end < 0 {
		return nil, -1
	}
	i = skipSpace(data, end+1)
	switch {
	case i >= len(data):
		return nil, s.short(data, "a colon")
	case data[i] != ':':
		return nil, s.failf(i, "expected a colon after the key, found %s", found(data, i))
	}
	key := data[start:end]
	if escaped {
		s.scratch = appendUnescaped(s.scratch[:0], key)
		key = s.scratch
	}
	if s.known() > maxKeys {
		return nil, s.crowded(start - 1)
	}
	return s.child(parent, key), skipSpace(data, i+1)
}

func skipSpace(data []byte, i int) int {
	for i < len(data) && (data[i] == ' ' || data[i] == '\n' || data[i] == '\r' || data[i] == '\t') {
		i++
	}
	return i
}
