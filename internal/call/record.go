package call

import (
	"iter"
	"slices"
)

// Record is one call. It points into the bytes that it was read from and is valid until its
// reader's next call of Next, or until its scanner reads into it again; Clone detaches it.
type Record struct {
	keys    *Keys
	data    []byte
	fields  []field // of the scanner; entries index it
	entries []entry // everything present, in order of appearance
	slots   []slot  // by Key: the entry that answers for it
	gen     uint32  // marks the slots that belong to this record

	listed   bool     // the record lists its events itself
	events   EventSet // those events
	errorLog bool     // its event log holds an error
	table    bool     // it is a row of a CSV file

	line   int
	offset int64
	index  int
}

// entry is one value that is present: a range of the record's bytes.
type entry struct {
	start, end uint32
	field      int32
	index      int32
	kind       Kind
	escaped    bool
}

// empty reports whether the value counts as absent.
func (e *entry) empty() bool {
	return e.kind == Null || e.start == e.end // nothing else is that short
}

type slot struct {
	gen   uint32
	entry int32
}

// Value is the record's value for the key: of several carriers the best, in the order of
// [Carrier]. An empty string or null counts as absent, so the next carrier is tried. A record
// without callDt answers with the dtStamp of the older call log.
func (r *Record) Value(k Key) Value {
	if int(k) >= len(r.slots) {
		return r.search(k)
	}
	if e := r.find(k); e != nil {
		return r.value(e)
	}
	if k == keyCallDt {
		return r.Value(keyDtStamp)
	}
	return Value{}
}

// Kind is the kind of the record's value for the key, like Value(k).Kind() but faster.
func (r *Record) Kind(k Key) Kind {
	if int(k) < len(r.slots) {
		if e := r.find(k); e != nil {
			return e.kind
		}
	}
	return r.otherKind(k)
}

// otherKind is Kind for a key that no entry of the record answers for.
func (r *Record) otherKind(k Key) Kind {
	if int(k) < len(r.slots) && k != keyCallDt {
		return Absent
	}
	return r.Value(k).Kind()
}

// AppendText appends the text of the record's value for the key, like Value(k).AppendText but
// faster.
func (r *Record) AppendText(dst []byte, k Key) []byte {
	if text, _, ok := r.Raw(k); ok {
		return append(dst, text...)
	}
	return r.Value(k).AppendText(dst)
}

// Raw is the text of the record's value for the key where it stands in the record as it is, or else
// ok is false. It is a part of the record and must not be written to. The kind is that of [Record.Kind].
func (r *Record) Raw(k Key) (text []byte, kind Kind, ok bool) {
	if int(k) < len(r.slots) {
		if e := r.find(k); e != nil {
			return r.data[e.start:e.end], e.kind, !e.escaped
		}
	}
	return nil, r.otherKind(k), false
}

// find is the entry that answers for the key, one of those that the record was read with, or nil.
func (r *Record) find(k Key) *entry {
	if s := &r.slots[k]; s.gen == r.gen {
		return &r.entries[s.entry]
	}
	return nil
}

// search finds the value of a key that was asked for after the record was read.
func (r *Record) search(k Key) Value {
	if r.keys == nil {
		return Value{}
	}
	name := r.keys.Name(k).folded()
	var best Value
	for i := range r.entries {
		e := &r.entries[i]
		f := &r.fields[e.field]
		if !e.empty() && (best.kind == Absent || f.carrier < best.field.carrier) && f.name.folded() == name {
			best = r.value(e)
		}
	}
	return best
}

func (r *Record) value(e *entry) Value {
	v := Value{raw: r.data[e.start:e.end], index: e.index, kind: e.kind, escaped: e.escaped}
	if e.field >= 0 {
		v.field = &r.fields[e.field]
	}
	return v
}

// ID is the call's inboundCallId, or "" when the record has none.
func (r *Record) ID() string { return string(r.AppendID(nil)) }

// AppendID appends the call's inboundCallId, or nothing when the record has none.
func (r *Record) AppendID(dst []byte) []byte {
	n := len(dst)
	if dst = r.AppendText(dst, keyID); len(dst) > n {
		return dst
	}
	return r.AppendText(dst, keyCallTagID)
}

// All yields everything that is present, empty values included, in order of appearance. A name
// comes once for each carrier of it.
func (r *Record) All() iter.Seq2[Name, Value] {
	return func(yield func(Name, Value) bool) {
		for i := range r.entries {
			e := &r.entries[i]
			if !yield(r.fields[e.field].name, r.value(e)) {
				return
			}
		}
	}
}

// Tags is All without the columns.
func (r *Record) Tags() iter.Seq2[Name, Value] {
	return func(yield func(Name, Value) bool) {
		for name, value := range r.All() {
			if name.Column == "" && !yield(name, value) {
				return
			}
		}
	}
}

// FromTable reports whether the record is a row of a CSV file.
func (r *Record) FromTable() bool { return r.table }

// Line is the line on which the record begins, counted from 1.
func (r *Record) Line() int { return r.line }

// Offset is the byte at which the record begins, counted from 0 in the decompressed input.
func (r *Record) Offset() int64 { return r.offset }

// Index is the record's place in the input, counted from 0; bad records count too. It is -1 for a
// record of a [Batch].
func (r *Record) Index() int { return r.index }

// Clone is a copy that stays valid for good.
func (r *Record) Clone() *Record {
	c := new(Record)
	c.CopyFrom(r)
	return c
}

// CopyFrom makes r a copy that stays valid for good, in the memory that r has.
func (r *Record) CopyFrom(other *Record) {
	data, entries, slots := r.data[:0], r.entries[:0], r.slots[:0]
	*r = *other
	r.data = append(data, other.data...)
	r.entries = append(entries, other.entries...)
	r.slots = append(slots, other.slots...)
}

// begin empties the record for new data.
func (r *Record) begin(keys *Keys, data []byte) {
	if r.keys != keys || len(r.slots) != keys.Len() {
		r.keys = keys
		r.slots = make([]slot, keys.Len())
		r.gen = 0
	}
	r.gen++
	if r.gen == 0 { // wrapped around: the marks of records long gone would count again
		clear(r.slots)
		r.gen = 1
	}
	r.data = data
	r.entries = r.entries[:0]
	r.listed, r.events, r.errorLog = false, 0, false
}

// extend adds an entry for the caller to fill in field by field, which is faster than to copy one.
func (r *Record) extend() *entry {
	n := len(r.entries)
	if n == cap(r.entries) {
		r.entries = slices.Grow(r.entries, 1)
	}
	r.entries = r.entries[:n+1]
	return &r.entries[n]
}

// answer has the entry added last, which is of a field and not empty, answer for the key, unless a
// better carrier already does.
func (r *Record) answer(fields []field, key Key, of int32) {
	s := &r.slots[key]
	if s.gen == r.gen && fields[r.entries[s.entry].field].carrier <= fields[of].carrier {
		return
	}
	s.gen, s.entry = r.gen, int32(len(r.entries)-1)
}
