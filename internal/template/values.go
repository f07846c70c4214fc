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
	text     []byte // encoded values of the present record
	tailText []byte // shared tails of the present record
	scratch  []byte // a stretch of a URL before a part of it is hidden
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
	if v.layout.cells[n].hide != nil {
		v.fillHidden(n)
		return
	}
	start, chosen := len(v.text), -1
	for i, token := range v.layout.cells[n].tokens {
		if text := v.resolver.Token(token); len(text) > 0 {
			v.text = v.layout.cells[n].class.append(v.text, text)
			chosen = i
			break
		}
	}
	v.cells[n] = kept{record: v.record, text: v.text[start:]}
	v.chosen[n] = chosen
}

// tail is the text of the shared tail that begins at a node.
func (v *Values) tail(n int) []byte {
	k := &v.tails[v.layout.chains.nodes[n].tail]
	if k.record != v.record {
		v.fillTail(n)
	}
	return k.text
}

// fillTail renders the shared tail that begins at node first. Where it reaches another one, that
// is its end.
func (v *Values) fillTail(first int) {
	nodes := v.layout.chains.nodes
	start := len(v.tailText)
	for n := first; n != noLink; n = nodes[n].next {
		if n != first && nodes[n].tail != noTail {
			v.appendTail(n)
			break
		}
		v.tailText = append(v.tailText, nodes[n].literal...)
		if nodes[n].cell != noCell {
			v.tailText = append(v.tailText, v.value(nodes[n].cell)...)
		}
	}
	v.tails[nodes[first].tail] = kept{record: v.record, text: v.tailText[start:]}
}

// appendTail appends a shared tail to v.tailText: one that is already there is copied, and a new
// one is rendered in its place.
func (v *Values) appendTail(n int) {
	k := v.tails[v.layout.chains.nodes[n].tail]
	if k.record == v.record {
		v.tailText = append(v.tailText, k.text...)
		return
	}
	v.fillTail(n)
}
