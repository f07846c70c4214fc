package journal

import (
	"errors"
	"io"
	"os"
	"time"

	"postback/internal/postback"
)

// Entry is one claim of a postback and what came of it. A postback that was tried more than once has
// several.
type Entry struct {
	Number  uint64
	CallID  string
	Pixel   PixelName
	Request Digest
	State   State
	Session int // the index of the session that claimed it

	// What follows is known when it ended.
	Verdict  postback.Verdict // "" when its process stopped before
	Failure  postback.Failure
	Status   int
	Attempts int
	Elapsed  time.Duration
	At       time.Time // the moment it ended, by the clock of that time; zero when it is not known
}

// Summary is what a journal holds.
type Summary struct {
	Header   Header
	Sessions []Session
	Entries  map[State]int
	Size     int64 // bytes
	Torn     int64 // of those, the bytes of an unfinished write at the end
	InUse    bool  // a process is writing it
	Lossy    bool  // see LossError

	Interrupted bool // the last process that wrote it did not close it
}

// Total is the number of all entries.
func (s *Summary) Total() int {
	total := 0
	for _, n := range s.Entries {
		total += n
	}
	return total
}

// Read reads the journal at path without changing it and calls each, unless it is nil, for every
// entry, in the order of their numbers. The entry is valid during the call. What a process that no
// longer runs left open is told as the next one will settle it.
func Read(path string, each func(*Entry) error) (*Summary, error) {
	return readFile(path, read, each)
}

// ReadLast is Read for the last word on each postback alone: what [Compact] would keep. The summary counts no
// other entries.
func ReadLast(path string, each func(*Entry) error) (*Summary, error) {
	return readFile(path, readLast, each)
}

// Is reports whether a file begins as a journal does.
func Is(file io.ReaderAt) bool {
	var b [len(magic)]byte
	n, _ := file.ReadAt(b[:], 0)
	return string(b[:n]) == magic
}

// ReadHeader is what the journal at path was begun with.
func ReadHeader(path string) (Header, error) {
	f, err := os.Open(path)
	if err != nil {
		return Header{}, err
	}
	defer func() { _ = f.Close() }()
	header, err := firstHeader(osFile{f})
	return header, inJournal(path, err)
}

func firstHeader(file storage) (Header, error) {
	s, err := newScanner(file)
	if err != nil {
		return Header{}, err
	}
	first, err := s.next()
	var bad *frameError
	switch {
	case errors.Is(err, io.EOF), errors.As(err, &bad) && bad.short:
		return Header{}, ErrForeign
	case errors.As(err, &bad):
		return Header{}, &CorruptError{bad.at, bad.why}
	case err != nil:
		return Header{}, err
	case first.kind != kindHeader:
		return Header{}, &CorruptError{first.at, "it does not begin with a header"}
	}
	return readHeader(first.payload)
}

// reading is a way to read a journal, on a machine that was started as boot.
type reading func(file storage, boot string, inUse bool, each func(*Entry) error) (*Summary, error)

func readFile(path string, read reading, each func(*Entry) error) (*Summary, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	inUse := locked(f)
	summary, err := read(osFile{f}, bootID(), inUse, each)
	return summary, inJournal(path, err)
}

func read(file storage, boot string, inUse bool, each func(*Entry) error) (*Summary, error) {
	r := &reader{each: each}
	return r.read(file, boot, inUse)
}

func readLast(file storage, boot string, inUse bool, each func(*Entry) error) (*Summary, error) {
	size, err := file.Size()
	if err != nil {
		return nil, err
	}
	file = still{file, size}
	chosen, err := choose(file, boot, inUse)
	if err != nil {
		return nil, err
	}
	r := &reader{each: each, chosen: chosen}
	return r.read(file, boot, inUse)
}

// still is a file as long as it was once: it can be read twice, though a process writes it.
type still struct {
	storage
	size int64
}

// Size implements storage.
func (s still) Size() (int64, error) { return s.size, nil }

// reader hands out the entries of a journal.
type reader struct {
	summary Summary
	each    func(*Entry) error
	err     error    // of each
	chosen  *chooser // of the entries to hand out; nil for all of them
	names   *names
	open    window[*Entry] // nil for those that are not handed out
	spare   []*Entry
}

func (r *reader) read(file storage, boot string, inUse bool) (*Summary, error) {
	size, err := file.Size()
	if err != nil {
		return nil, err
	}
	r.summary = Summary{Entries: map[State]int{}, Size: size, InUse: inUse}
	h, err := readHistory(file, boot, r)
	if err == nil && h.journal == 0 {
		err = ErrForeign
	}
	if err == nil {
		err = r.finish(file, h, boot)
	}
	if err != nil {
		return nil, err
	}
	return &r.summary, r.err
}

func (r *reader) begin(h *history) { r.names = &h.names }

func (r *reader) claimed(c Claim, session int) {
	if r.chosen != nil && !r.chosen.counts(r.open.next(), c) {
		r.open.push(nil)
		return
	}
	e := &Entry{}
	if last := len(r.spare) - 1; last >= 0 {
		e, r.spare = r.spare[last], r.spare[:last]
	}
	*e = Entry{
		Number: r.open.next(), CallID: string(c.CallID), Pixel: r.names.Pixels[c.Pixel],
		Request: c.Request, State: Claimed, Session: session,
	}
	r.open.push(e)
}

func (r *reader) ended(number uint64, result result) bool {
	p := r.open.open(number)
	if p == nil {
		return false
	}
	p.ended = true
	r.fill(p.value, result)
	r.emit()
	return true
}

// fill puts a result into its entry, if that is to be handed out.
func (r *reader) fill(e *Entry, result result) {
	if e == nil {
		return
	}
	e.State, e.Verdict, e.Status = result.state(), result.verdict(), result.status()
	e.Attempts, e.Elapsed = result.attempts(), result.elapsed()
	if result.at != 0 {
		e.At = time.UnixMicro(result.at).UTC()
	}
	if n := result.failure() - 1; n >= 0 && n < len(r.names.Failures) {
		e.Failure = postback.Failure(r.names.Failures[n])
	}
}

// emit hands out the entries that have ended and have no open one before them.
func (r *reader) emit() {
	for {
		e, ok := r.open.shift()
		if !ok {
			return
		}
		if e == nil {
			continue
		}
		r.summary.Entries[e.State]++
		if r.each != nil && r.err == nil {
			r.err = r.each(e)
		}
		r.spare = append(r.spare, e)
	}
}

// finish hands out the entries that have not ended.
func (r *reader) finish(file storage, h *history, boot string) error {
	s := &r.summary
	s.Header, s.Sessions, s.Torn, s.Lossy = h.header, h.sessions, h.torn, !s.InUse && h.lossy(boot)
	s.Interrupted = !s.InUse && h.last() != nil && !h.last().orderly
	if s.InUse { // what is open is under way
		for _, p := range r.open.rest {
			p.ended = true
		}
		r.emit()
		return nil
	}
	recovered, err := newRecovery(file, h, boot, 0)
	if err != nil {
		return err
	}
	for number, p := range r.open.rest {
		p.ended = true
		r.fill(p.value, recovered.fate(number))
	}
	r.emit()
	return nil
}
