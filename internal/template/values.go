package template

// Resolver gives the values of one call record.
type Resolver interface {
	// Token is the text of the token with that number in the layout, empty when the record has no
	// value for it. It is only read, and before the next call.
	Token(token int) []byte
}

// Values holds what one record's values look like in the templates of a layout. Each is looked
// up and encoded when it is first needed and then kept until the next Reset, so that a token
// costs once a record, however many templates use it. Values is not safe for concurrent use:
// every worker has its own.
type Values struct {
	layout   *Layout
	resolver Resolver
	record   uint64 // counts the records, to tell what was kept of the present one
	cells    []kept // by cell
	chosen   []int  // by cell: the alternative that gave the value
	tails    []kept // by shared tail
	text     []byte // encoded and rewritten values of the present record
	tailText []byte // shared tails of the present record
	scratch  []byte // a stretch before it is rewritten
}

// kept is text that was written for a record.
type kept struct {
	record uint64
	text   []byte
}

// NewValues returns room for the values of one record at a time.
func (l *Layout) NewValues() *Values { return &Values{layout: l} }

// Reset begins a new record, whose values r gives.
func (v *Values) Reset(r Resolver) {
	v.resolver = r
	v.record++
	v.text, v.tailText = v.text[:0], v.tailText[:0]
	if len(v.cells) < len(v.layout.cells) {
		v.cells = make([]kept, len(v.layout.cells))
		v.chosen = make([]int, len(v.layout.cells))
	}
	if len(v.tails) < v.layout.chains.tails {
		v.tails = make([]kept, v.layout.chains.tails)
	}
}

// Chosen is the index of the alternative whose value a slot takes, or -1 when all are empty.
func (v *Values) Chosen(s Slot) int {
	v.value(s.cell)
	return v.chosen[s.cell]
}

// Empty reports whether a slot comes out empty.
func (v *Values) Empty(s Slot) bool { return v.Chosen(s) < 0 }

// value is the encoded value of a cell.
func (v *Values) value(cell int) []byte {
	k := &v.cells[cell]
	if k.record != v.record {
		v.fill(cell)
	}
	return k.text
}

func (v *Values) fill(n int) {
	if v.layout.cells[n].rewrite != nil {
		v.fillRewritten(n)
		return
	}
	v.text = v.place(v.text, n)
}

// place appends the value of a cell to dst, which is the memory of the present record, and keeps it
// where it stands.
func (v *Values) place(dst []byte, n int) []byte {
	c, start, chosen := &v.layout.cells[n], len(dst), -1
	for i, token := range c.tokens {
		if text := v.resolver.Token(token); len(text) > 0 {
			dst = c.class.append(dst, text)
			chosen = i
			break
		}
	}
	k := &v.cells[n]
	k.record, k.text = v.record, dst[start:]
	v.chosen[n] = chosen
	return dst
}

// tail is the text of the shared tail that begins at a node.
func (v *Values) tail(n int) []byte {
	k := &v.tails[v.layout.chains.nodes[n].tail]
	if k.record != v.record {
		v.tailText = v.placeTail(v.tailText, n)
	}
	return k.text
}

// placeTail renders the shared tail that begins at node first behind dst, which is the memory of the
// present record, and keeps it where it stands. Where it reaches another one, that is its end.
func (v *Values) placeTail(dst []byte, first int) []byte {
	nodes, start := v.layout.chains.nodes, len(dst)
	for n := first; n != noLink; {
		node := &nodes[n]
		if n != first && node.tail != noTail {
			dst = v.appendTail(dst, n)
			break
		}
		dst = append(v.appendCell(dst, node.cell), node.literal...)
		n = node.next
	}
	v.tails[nodes[first].tail] = kept{record: v.record, text: dst[start:]}
	return dst
}

// appendCell appends the value of a cell: one that is known is copied, and a new one encoded in its
// place, as most cells are of one tail only.
func (v *Values) appendCell(dst []byte, n int) []byte {
	if k := &v.cells[n]; k.record == v.record {
		return append(dst, k.text...)
	}
	if v.layout.cells[n].rewrite != nil {
		return append(dst, v.value(n)...)
	}
	return v.place(dst, n)
}

// appendTail appends a shared tail: one that is known is copied, and a new one rendered in its place.
func (v *Values) appendTail(dst []byte, n int) []byte {
	if k := v.tails[v.layout.chains.nodes[n].tail]; k.record == v.record {
		return append(dst, k.text...)
	}
	return v.placeTail(dst, n)
}
