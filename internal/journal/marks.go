package journal

// slot is a place in the marks of a session: one entry that has been begun, from before its first
// byte leaves until its result stands in a frame.
type slot int

const (
	slotWords = 4
	slotSize  = slotWords * wordSize
)

// The words of a slot.
const (
	wordEntry  = iota // the phase and the number of the entry
	wordPacked        // its result, once it has ended
	wordAt
	wordSum // a checksum of the result
)

// phase is how far the entry of a slot has come.
type phase uint64

const (
	phaseFree phase = iota
	phaseBegun
	phaseEnded
)

// The first word of a slot, from the lowest bit: phase 2, entry 46, a checksum of both 16. A word is
// stored as a whole, so a slot is never seen half written: its result is stored before its phase
// says that there is one.
const (
	phaseBits   = 2
	entryBits   = 46
	contentBits = phaseBits + entryBits
)

func slotWord(p phase, number uint64) uint64 {
	content := number<<phaseBits | uint64(p)
	return content | slotCheck(content)<<contentBits
}

// slotCheck is never 0, so that neither is the word of a slot that was ever used.
func slotCheck(content uint64) uint64 { return scatter(content+1)>>contentBits | 1 }

// scatter multiplies by the golden ratio, which spreads a change of any bit over the higher ones.
func scatter(x uint64) uint64 { return x * 0x9E3779B97F4A7C15 }

// check is the checksum of a result in a slot.
func (r result) check() uint64 { return scatter(scatter(r.packed)>>1^scatter(uint64(r.at))) | 1 }

// mark is what a slot says.
type mark struct {
	phase  phase
	number uint64
	result result // once it has ended
}

// readMark takes the words of a slot apart; ok is false when they are not those that were stored.
func readMark(words [slotWords]uint64) (m mark, ok bool) {
	if words[wordEntry] == 0 {
		return mark{}, true
	}
	content := words[wordEntry] & (1<<contentBits - 1)
	m.phase, m.number = phase(content&(1<<phaseBits-1)), content>>phaseBits
	if words[wordEntry]>>contentBits != slotCheck(content) {
		return m, false
	}
	if m.phase == phaseBegun {
		return m, true
	}
	m.result = result{words[wordPacked], int64(words[wordAt])}
	return m, m.phase == phaseEnded && words[wordSum] == m.result.check()
}

// begin marks an entry in a slot.
func (s slot) begin(r region, number uint64) error {
	return r.Store(int(s)*slotWords+wordEntry, slotWord(phaseBegun, number))
}

// end marks the result of the entry in a slot. The word with the phase comes last.
func (s slot) end(r region, number uint64, result result) error {
	words := [slotWords]uint64{slotWord(phaseEnded, number), result.packed, uint64(result.at), result.check()}
	for i := slotWords - 1; i >= 0; i-- {
		if err := r.Store(int(s)*slotWords+i, words[i]); err != nil {
			return err
		}
	}
	return nil
}
