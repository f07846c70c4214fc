package journal

// chooser finds the last word on each postback: the entries that no other one supersedes. Its memory is that of
// an index, and of two numbers for each postback that has several entries.
//
// What was sent supersedes earlier entries of the same request, and what was not sent, of whatever request: a
// postback whose request was changed before the first of its bytes left is still the same one.
type chooser struct {
	keyed
	since     map[uint64]uint64 // by key or postback: the number of its first entry that may count
	weak      map[uint64]bool   // the numbers of entries that were not sent, behind one that was
	history   *history
	recovered *recovery // nil for a journal that is being written: what is open is under way
}

// choose reads a journal for its last words, on a machine that was started as boot.
func choose(file storage, boot string, inUse bool) (*chooser, error) {
	scan, err := newScanner(file)
	if err != nil {
		return nil, err
	}
	c := newChooser(scan.countEntries())
	if c.history, err = readHistory(file, boot, c); err != nil {
		return nil, err
	}
	if c.history.journal == 0 {
		return nil, ErrForeign
	}
	if !inUse {
		if c.recovered, err = newRecovery(file, c.history, boot, 0); err != nil {
			return nil, err
		}
	}
	c.finish()
	return c, nil
}

// newChooser has room for so many entries.
func newChooser(entries int) *chooser {
	c := &chooser{since: map[uint64]uint64{}, weak: map[uint64]bool{}}
	c.keyed = keyed{index: newIndex(entries), learn: c.learnt}
	return c
}

// learnt takes in an entry. Those of one postback come in the order of their numbers: a process claims it once
// at most, and settles what was open before.
func (c *chooser) learnt(number uint64, e loading, s State) {
	known, same := c.index.get(e.hash, e.request)
	c.index.put(e.hash, e.request, s)
	switch {
	case known == Fresh:
	case known == Unsent:
		c.since[e.key()] = number
	case s == Unsent:
		c.weak[number] = true
	case same:
		c.since[e.postback()] = number
	}
}

// key stands for the call and the pixel of an entry, postback for its request too.
func (e loading) key() uint64      { return e.hash }
func (e loading) postback() uint64 { return scatter(e.hash) ^ uint64(e.request) }

// finish takes in what has no result.
func (c *chooser) finish() {
	for number, p := range c.open.rest {
		state := Claimed
		if c.recovered != nil {
			state = c.recovered.fate(number).state()
		}
		c.learnt(number, p.value, state)
	}
}

// counts reports whether an entry is the last word on its postback.
func (c *chooser) counts(number uint64, claim Claim) bool {
	e := loading{c.index.hash(claim.CallID, claim.Pixel), claim.Request}
	return !c.weak[number] && number >= c.since[e.key()] && number >= c.since[e.postback()]
}
