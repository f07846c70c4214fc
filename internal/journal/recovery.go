package journal

import (
	"encoding/binary"
	"fmt"
)

// recovery knows what became of the entries without a result once nobody works on them any more.
type recovery struct {
	sessions []Session
	marks    []map[uint64]mark // by session: those of its slots; nil where they cannot be trusted
}

// newRecovery reads the marks of the sessions that claimed entries from the number oldest on. Those
// of a session that just stopped are worth something only while the kernel that had them in memory
// still runs.
func newRecovery(file storage, h *history, boot string, oldest uint64) (*recovery, error) {
	r := &recovery{sessions: h.sessions, marks: make([]map[uint64]mark, len(h.sessions))}
	for i := range h.sessions {
		s := &h.sessions[i]
		if i+1 < len(h.sessions) && h.sessions[i+1].first <= oldest {
			continue // all its entries are settled
		}
		trusted := s.orderly || boot != "" && s.Boot == boot
		marks, err := readMarks(file, s, trusted)
		if err != nil {
			return nil, err
		}
		if err := checkClaimed(marks, h, s); err != nil {
			return nil, err
		}
		if trusted {
			r.marks[i] = marks
		}
	}
	return r, nil
}

// checkClaimed makes sure that the claims are there of all that was begun: they were on disk before.
func checkClaimed(marks map[uint64]mark, h *history, s *Session) error {
	for number := range marks {
		if number >= h.next && s.Durability == Power {
			return &CorruptError{h.end, fmt.Sprintf("postback %d was begun, and its claim is missing", number)}
		}
	}
	return nil
}

// readMarks reads the slots of a session that are in use.
func readMarks(file storage, s *Session, trusted bool) (map[uint64]mark, error) {
	b := make([]byte, s.slots*slotSize)
	if _, err := file.ReadAt(b, s.marks); err != nil && len(b) > 0 {
		return nil, fmt.Errorf("cannot read byte %d: %w", s.marks, err)
	}
	marks := map[uint64]mark{}
	for at := 0; at < len(b); at += slotSize {
		var words [slotWords]uint64
		for i := range words {
			words[i] = binary.LittleEndian.Uint64(b[at+i*wordSize:])
		}
		m, ok := readMark(words)
		if !ok && trusted {
			return nil, &CorruptError{s.marks + int64(at), "a mark is not one that was written"}
		}
		if ok && m.phase != phaseFree {
			marks[m.number] = m
		}
	}
	return marks, nil
}

// fate is the result of an entry that has none in a frame.
func (r *recovery) fate(number uint64) result {
	i := len(r.sessions) - 1
	for r.sessions[i].first > number {
		i--
	}
	m, marked := r.marks[i][number]
	switch {
	case r.marks[i] == nil, m.phase == phaseBegun:
		return result{packed: lost}
	case !marked:
		return result{packed: idle}
	}
	return m.result
}
