package template

// Resolver gives the values of one call record.
type Resolver interface {
	// AppendToken appends the text of the token with that number in the layout, and nothing when
	// the record has no value for it.
	AppendToken(dst []byte, token int) []byte
}

// Values holds what one record's values look like in the templates of a layout. Each is looked
// up and encoded when it is first needed and then kept until the next Reset, so that a token
// costs once a record, however many templates use it. Values is not safe for concurrent use:
// every worker has its own.
type Values struct {
	layout   *Layout
	resolver Resolver
	record   uint64 // counts the records, to tell which cells are of the present one
	filled   []filledCell
	text     []byte // encoded values of the present record
	scratch  []byte
}

// filledCell is a cell's value in Values.text.
type filledCell struct {
	record     uint64
	start, end int
	chosen     int
}

// NewValues returns room for the values of one record at a time.
func (l *Layout) NewValues() *Values { return &Values{layout: l} }

// Reset begins a new record, whose values r gives.
func (v *Values) Reset(r Resolver) {
	v.resolver = r
	v.record++
	v.text = v.text[:0]
	if missing := len(v.layout.cells) - len(v.filled); missing > 0 {
		v.filled = append(v.filled, make([]filledCell, missing)...)
	}
}

// Chosen is the index of the alternative whose value a slot takes, or -1 when all are empty.
func (v *Values) Chosen(s Slot) int {
	v.value(s.cell)
	return v.filled[s.cell].chosen
}

// Empty reports whether a slot comes out empty.
func (v *Values) Empty(s Slot) bool { return v.Chosen(s) < 0 }

// value is the encoded value of a cell, valid until the next cell is asked for.
func (v *Values) value(cell int) []byte {
	f := &v.filled[cell]
	if f.record != v.record {
		v.fill(cell)
	}
	return v.text[f.start:f.end]
}

func (v *Values) fill(n int) {
	start, chosen := len(v.text), -1
	for i, token := range v.layout.cells[n].tokens {
		v.scratch = v.resolver.AppendToken(v.scratch[:0], token)
		if len(v.scratch) > 0 {
			chosen = i
			v.text = v.layout.cells[n].class.append(v.text, v.scratch)
			break
		}
	}
	v.filled[n] = filledCell{record: v.record, start: start, end: len(v.text), chosen: chosen}
}
