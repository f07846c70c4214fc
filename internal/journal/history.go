package journal

import (
	"encoding/json"
	"errors"
	"io"
)

// history is what the frames of a journal say, without its entries.
type history struct {
	header   Header
	journal  uint32 // its random number; 0 when not even the header is there
	sessions []Session
	names    names
	next     uint64 // the number of the next entry
	end      int64  // the offset behind the last frame
	torn     int64  // how many bytes of unfinished writes stand behind that
}

// sink takes in the entries of a journal while it is read.
type sink interface {
	// begin is told what the history is collected in.
	begin(h *history)
	// claimed is told of the entries in the order of their numbers. The claim is borrowed; the session
	// is the index of the one that claimed it.
	claimed(c Claim, session int)
	// ended is told of a result, and reports whether one was missing.
	ended(number uint64, r result) bool
}

// readHistory reads a journal from its first frame to its last, on a machine that was started as
// boot.
func readHistory(file storage, boot string, to sink) (*history, error) {
	s, err := newScanner(file)
	if err != nil {
		return nil, err
	}
	h := &history{}
	to.begin(h)
	for {
		f, err := s.next()
		var bad *frameError
		switch {
		case errors.Is(err, io.EOF):
			return h, nil
		case errors.As(err, &bad):
			return h, h.judge(s, bad, boot)
		case err != nil:
			return nil, err
		}
		if err := h.take(f, to); err != nil {
			return nil, err
		}
		h.end = f.head.next()
	}
}

// judge decides whether what cannot be read is a torn write, which ends the journal, or damage.
//
// A process that is killed leaves the beginning of its last write, so the file ends within a frame.
// A loss of power may leave anything of all that was written since the last sync. But nothing that
// had reached the disk can be lost in either way, and the frames behind it would know.
func (h *history) judge(s *scanner, bad *frameError, boot string) error {
	synced, err := s.witness(bad)
	if err != nil {
		return err
	}
	if synced > bad.at || !bad.short && !h.lostPower(boot) {
		return &CorruptError{bad.at, bad.why}
	}
	h.torn = s.size - bad.at
	return nil
}

// lostPower reports whether the machine was started again since the journal was last written.
func (h *history) lostPower(boot string) bool {
	last := h.last()
	return last == nil || boot == "" || last.Boot != boot
}

// lossy reports whether postbacks may have been sent that the journal does not know of.
func (h *history) lossy(boot string) bool {
	last := h.last()
	return last != nil && last.Durability == Process && !last.orderly && h.lostPower(boot)
}

// last is the last session, nil when there is none.
func (h *history) last() *Session {
	if len(h.sessions) == 0 {
		return nil
	}
	return &h.sessions[len(h.sessions)-1]
}

// take learns what a frame says.
func (h *history) take(f frame, to sink) (err error) {
	if (f.kind == kindHeader) != (f.at == 0) {
		return &CorruptError{f.at, "a frame of the kind " + f.kind.String() + " stands where it cannot"}
	}
	sound := true
	switch f.kind {
	case kindHeader:
		h.journal = f.journal
		h.header, err = readHeader(f.payload)
	case kindClaims:
		sound = readClaims(f.payload, func(number uint64, c Claim) bool { return h.claim(number, c, to) })
	case kindResults:
		sound = readResults(f.payload, to.ended)
	default:
		sound = h.remark(f)
	}
	if !sound {
		return &CorruptError{f.at, "the " + f.kind.String() + " contradict what stands before"}
	}
	return err
}

func (h *history) claim(number uint64, c Claim, to sink) bool {
	if number != h.next || int(c.Pixel) >= len(h.names.Pixels) || len(h.sessions) == 0 {
		return false
	}
	h.next++
	to.claimed(c, len(h.sessions)-1)
	return true
}

// remark learns what a frame without entries says.
func (h *history) remark(f frame) bool {
	if f.kind == kindSession {
		session := Session{first: h.next}
		err := json.Unmarshal(f.payload, &session)
		h.sessions = append(h.sessions, session)
		return err == nil
	}
	last := h.last()
	if last == nil {
		return false
	}
	switch f.kind {
	case kindMarks:
		last.marks, last.slots = f.at+headSize, f.length/slotSize
	case kindNames:
		return h.names.add(f.payload)
	case kindEnd:
		last.orderly = true
	}
	return true
}
