package journal

import (
	"encoding/binary"
	"hash/maphash"
	"math/bits"
)

// index finds the state of a key in memory: eight bytes an entry, because ten million of them are
// to fit.
//
// A key is known by 39 bits of its hash and its place in a table of millions, which the rest of the
// hash chooses. The odds that any two keys of a journal of six million look alike are one to some
// thousands. The second is then taken for sent and reported as one whose request has changed, because
// the digests differ: it is the safe mistake.
type index struct {
	seed   maphash.Seed
	tables []table // no table is ever rehashed: a full one is followed by a larger one
	text   []byte

	touched uint64
}

// table is open-addressed with linear probing. A word is 0 when it is free.
type table struct {
	words []uint64
	used  int
}

// The parts of a word, from the lowest bit: state 3, request 22, key 39.
const (
	stateBits   = 3
	requestBits = 22
	requestMask = 1<<requestBits - 1
	stateMask   = 1<<stateBits - 1
	keyShift    = stateBits + requestBits

	firstTable = 1 << 13
)

// newIndex has room for so many entries before it grows.
func newIndex(entries int) *index {
	x := &index{seed: maphash.MakeSeed()}
	x.grow(max(entries, firstTable))
	return x
}

// grow adds a table for so many entries.
func (x *index) grow(entries int) {
	x.tables = append(x.tables, table{words: make([]uint64, entries+entries/4)})
}

// nextTable is for how many entries the table is that follows a full one. Few tables make quick searches;
// large ones cost memory as soon as they are used.
func nextTable(entries int) int {
	const large = 1 << 20
	if entries < large {
		return 8 * entries
	}
	return 2 * entries
}

// hash is that of a key. The seed differs from process to process, so nobody can make keys that
// collide.
func (x *index) hash(id []byte, p Pixel) uint64 {
	x.text = binary.LittleEndian.AppendUint32(x.text[:0], uint32(p))
	x.text = append(x.text, id...)
	return maphash.Bytes(x.seed, x.text)
}

// get is what forbids sending a key, if anything does: best what is recorded of the same request,
// else of the others the one that forbids most, which same tells.
func (x *index) get(hash uint64, request Digest) (s State, same bool) {
	s, same = Fresh, true
	for i := range x.tables {
		for w := range x.tables[i].all(hash) {
			found, equal := State(*w&stateMask), sameRequest(*w, request)
			if equal && found != Unsent {
				return found, true
			}
			if found.weight() > s.weight() {
				s, same = found, found == Unsent
			}
		}
	}
	return s, same
}

// put records the state of a key and a request. What sending once came to is not forgotten when
// another attempt does not get so far.
func (x *index) put(hash uint64, request Digest, s State) {
	word := hash<<keyShift | (uint64(request)&requestMask)<<stateBits | uint64(s)
	last := &x.tables[len(x.tables)-1]
	if last.used+last.used/4 >= len(last.words) {
		x.grow(nextTable(last.used))
		last = &x.tables[len(x.tables)-1]
	}
	free := 0
	for i := range x.tables {
		t := &x.tables[i]
		at, known := t.place(hash, word)
		if known && s != Unsent {
			t.words[at] = word
		}
		if known {
			return
		}
		free = at
	}
	last.words[free] = word
	last.used++
}

// place is where the word of a key and a request stands, or would stand.
func (t *table) place(hash, word uint64) (at int, known bool) {
	for at = t.home(hash); t.words[at] != 0; at = t.behind(at) {
		if (t.words[at]^word)>>stateBits == 0 {
			return at, true
		}
	}
	return at, false
}

// putMany is put for many at once. Most of its time would go by waiting for memory, one word after the
// other; so it asks for all of them first.
func (x *index) putMany(entries []indexed) {
	var touched uint64
	for i := range x.tables {
		t := &x.tables[i]
		for j := range entries {
			touched |= t.words[t.home(entries[j].hash)]
		}
	}
	x.touched = touched // so that the compiler keeps the loop
	for i := range entries {
		e := &entries[i]
		x.put(e.hash, e.request, e.state)
	}
}

// indexed is what the index knows of one key.
type indexed struct {
	hash    uint64
	request Digest
	state   State
}

func sameRequest(word uint64, request Digest) bool {
	return word>>stateBits&requestMask == uint64(request)&requestMask
}

// all yields the words of a key. A table never gets full, so there is a free word to end at.
func (t *table) all(hash uint64) func(yield func(*uint64) bool) {
	return func(yield func(*uint64) bool) {
		for i := t.home(hash); t.words[i] != 0; i = t.behind(i) {
			if t.words[i]>>keyShift == hash<<keyShift>>keyShift && !yield(&t.words[i]) {
				return
			}
		}
	}
}

// home is where the words of a key begin.
func (t *table) home(hash uint64) int {
	high, _ := bits.Mul64(hash, uint64(len(t.words)))
	return int(high)
}

func (t *table) behind(i int) int {
	if i+1 == len(t.words) {
		return 0
	}
	return i + 1
}
