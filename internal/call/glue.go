package call

import "bytes"

// Between two values of a record stands glue: the end of one member, the next key, a colon. The
// glue repeats from record to record, so each node remembers the last glue that followed it and
// the node that it led to. When the same bytes stand there again, which one comparison tells,
// the next key is known without being read.

// maxGlue bounds the glue that a node remembers; longer glue is walked each time.
const maxGlue = 256

// walk reads the glue at data[i] by the grammar, and has prev remember it. It returns the node of
// the next value and where that begins, or closed and the position behind the closing bracket,
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
	if i >= 0 {
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
	end, _ := stringEnd(data, start)
	end, escaped := s.text(data, start, end)
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
	return s.child(parent, key), skipSpace(data, i+1)
}

// sequel is what followed a value: glue, and the node of the value behind it, which is nil where
// the object or array ended.
type sequel struct {
	glue []byte
	next *node
}

// maxSequels is the number of sequels that a node remembers. Records that leave fields out need
// more than one.
const maxSequels = 4

// follows reports whether data continues with the glue.
func (q *sequel) follows(data []byte, i int) bool {
	return len(q.glue) > 0 && bytes.HasPrefix(data[i:], q.glue)
}

// recall looks for the sequel that data continues with among those seen earlier, and makes it
// the first to be tried.
func (n *node) recall(data []byte, i int) bool {
	for k := range n.others {
		if n.others[k].follows(data, i) {
			n.sequel, n.others[k] = n.others[k], n.sequel
			return true
		}
	}
	return false
}

// learn makes this glue and node the first to be tried. The sequel that was tried last gives up
// its memory.
func (n *node) learn(glue []byte, next *node) {
	if len(glue) > maxGlue {
		return
	}
	old := n.sequel
	n.sequel = sequel{}
	switch {
	case old.glue == nil:
	case len(n.others) < maxSequels-1:
		n.others = append(n.others, old)
	default:
		last := len(n.others) - 1
		n.sequel, n.others[last] = n.others[last], old
	}
	n.glue, n.next = append(n.glue[:0], glue...), next
}

func skipSpace(data []byte, i int) int {
	for i < len(data) && (data[i] == ' ' || data[i] == '\n' || data[i] == '\r' || data[i] == '\t') {
		i++
	}
	return i
}
