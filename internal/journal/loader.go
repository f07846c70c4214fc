package journal

// keyed is a sink that needs to know of an entry no more than its key and its state.
type keyed struct {
	index *index // for the hashes of keys
	open  window[loading]
	learn func(number uint64, e loading, s State)
}

// loading is an entry whose result has not been read.
type loading struct {
	hash    uint64
	request Digest
}

func (k *keyed) begin(*history) {}

func (k *keyed) claimed(c Claim, _ int) {
	k.open.push(loading{k.index.hash(c.CallID, c.Pixel), c.Request})
}

func (k *keyed) ended(number uint64, r result) bool {
	p := k.open.open(number)
	if p == nil {
		return false
	}
	p.ended = true
	k.learn(number, p.value, r.state())
	for ok := true; ok; {
		_, ok = k.open.shift()
	}
	return true
}

// loader fills the index with what a journal holds.
type loader struct {
	keyed
	ready []indexed // what the index is told next
	found Found
}

// loadBatch is how much the index is told at once.
const loadBatch = 512

// newLoader has room for so many entries.
func newLoader(entries int) *loader {
	l := &loader{found: Found{Entries: map[State]int{}}}
	l.keyed = keyed{index: newIndex(entries), learn: l.learn}
	return l
}

func (l *loader) learn(_ uint64, e loading, s State) {
	l.found.Entries[s]++
	if l.ready = append(l.ready, indexed{e.hash, e.request, s}); len(l.ready) == loadBatch {
		l.flush()
	}
}

func (l *loader) flush() {
	l.index.putMany(l.ready)
	l.ready = l.ready[:0]
}

// oldest is the number of the first entry without a result.
func (l *loader) oldest(h *history) uint64 {
	for number := range l.open.rest {
		return number
	}
	return h.next
}

// settle gives every entry without a result the one that the recovery knows. It returns them as the
// payload of a frame.
func (l *loader) settle(from *recovery) (b []byte) {
	for number, p := range l.open.rest {
		r := from.fate(number)
		b = appendResult(b, number, r)
		l.learn(number, p.value, r.state())
	}
	l.flush()
	return b
}
