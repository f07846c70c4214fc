package journal

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"time"

	"postback/internal/postback"
)

// Options say what a journal is opened for.
type Options struct {
	// Header is what a new journal is begun with and an old one is held against. Format and
	// Created are filled in.
	Header Header
	// AnyDefinitions, AnyInput and AnyLoss go on where a [MismatchError] or a [LossError] would
	// end the attempt.
	AnyDefinitions, AnyInput, AnyLoss bool
	Durability                        Durability
	InFlight                          int // how many postbacks may be under way at once

	now func() time.Time // the clock of this session; nil for that of the machine
}

// Journal is a journal that is open for writing, by this process alone. Look, Claim, Commit
// and Pixel belong to one goroutine; everything else is safe for concurrent use. After the first error all methods fail:
// nothing may be sent any more.
type Journal struct {
	file  storage
	log   *log
	index *index
	batch batch // claimed, not committed
	marks region
	found Found
}

// Found is what a journal held when it was opened.
type Found struct {
	Created bool          // it is new
	Header  Header        // what it was begun with
	Entries map[State]int // by state; what was under way when its process ended is unknown or unsent
	Torn    int64         // bytes of an unfinished write that were dropped
}

// spare is how many slots there are beyond the postbacks under way: those of results that wait for
// their frame. More of them make fewer and larger frames.
func (o *Options) spare() int {
	const each, most = 8, 512
	return min(each*o.InFlight, most)
}

func (o *Options) slots() int { return o.InFlight + o.spare() }

// Open opens the journal at path or begins it. What an earlier process left open is settled.
// The error is a [*CorruptError], [*MismatchError] or [*LossError] where it is about what the
// journal holds.
func Open(path string, o Options) (*Journal, error) {
	f, err := openLocked(path)
	if err != nil {
		return nil, inJournal(path, err)
	}
	j, err := open(osFile{f}, o, bootID())
	if err != nil {
		return nil, inJournal(path, errors.Join(err, osFile{f}.Close()))
	}
	return j, nil
}

// inJournal says which journal an error is about.
func inJournal(path string, err error) error {
	var file *os.PathError
	if err == nil || errors.As(err, &file) {
		return err
	}
	return fmt.Errorf("journal %s: %w", path, err)
}

// open is Open above any storage, on a machine that was started as boot.
func open(file storage, o Options, boot string) (*Journal, error) {
	if o.now == nil {
		o.now = time.Now
	}
	o.Header.Format, o.Header.Created = formatVersion, o.now().UTC()
	o.InFlight = max(o.InFlight, 1)
	if o.Durability == "" {
		o.Durability = Power
	}
	scan, err := newScanner(file)
	if err != nil {
		return nil, err
	}
	if err := refuseForeign(file, scan.size); err != nil {
		return nil, err
	}
	loaded := newLoader(scan.countEntries())
	h, err := readHistory(file, boot, loaded)
	if err != nil {
		return nil, err
	}
	if h.journal != 0 {
		if err := o.check(h, boot); err != nil {
			return nil, err
		}
	}
	recovered, err := newRecovery(file, h, boot, loaded.oldest(h))
	if err != nil {
		return nil, err
	}
	if h.torn > 0 {
		if err := file.Truncate(h.end); err != nil {
			return nil, err
		}
	}
	f, marksAt := o.opening(h, boot)
	if settled := loaded.settle(recovered); len(settled) > 0 {
		f.add(kindResults, func(b []byte) []byte { return append(b, settled...) })
	}
	return begin(file, &o, h, f, marksAt, loaded)
}

// opening are the first frames of a session, and where its marks will stand.
func (o *Options) opening(h *history, boot string) (f frames, marksAt int64) {
	f = frames{journal: h.journal, at: h.end}
	if h.journal == 0 {
		f.journal = rand.Uint32() | 1
		f.add(kindHeader, appendJSON(o.Header))
	}
	f.add(kindSession, appendJSON(Session{
		Tool: o.Header.Tool, Process: os.Getpid(), Boot: boot, Started: o.now().UTC(), Durability: o.Durability,
	}))
	marksAt = h.end + int64(len(f.bytes)) + headSize
	f.add(kindMarks, func(b []byte) []byte { return append(b, make([]byte, o.slots()*slotSize)...) })
	return f, marksAt
}

// begin starts a session with its first frames.
func begin(file storage, o *Options, h *history, f frames, marksAt int64, loaded *loader) (*Journal, error) {
	found := loaded.found
	found.Created, found.Torn, found.Header = h.journal == 0, h.torn, h.header
	if found.Created {
		found.Header = o.Header
	}
	l, err := newLog(file, f, h, o)
	if err != nil {
		return nil, err
	}
	marks, err := file.Map(marksAt, o.slots()*slotSize)
	if err != nil {
		return nil, err
	}
	return &Journal{file: file, log: l, index: loaded.index, marks: marks, found: found}, nil
}

// Found is what the journal held when it was opened.
func (j *Journal) Found() Found { return j.found }

// Pixel is the number of a pixel and its event.
func (j *Journal) Pixel(event, name string) (Pixel, error) {
	return j.log.pixel(PixelName{event, name})
}

// Look is what the journal knows of a postback, and whether its request is the same as then.
func (j *Journal) Look(c Claim) (s State, same bool) {
	return j.index.get(j.index.hash(c.CallID, c.Pixel), c.Request)
}

// Claim adds the intent to send a postback to those that the next Commit writes down, and returns its
// number. What Look says of the postback is the caller's to heed; from now on it says Claimed.
func (j *Journal) Claim(c Claim) (number uint64) {
	number = j.log.next + uint64(j.batch.count)
	j.batch.add(c)
	j.index.put(j.index.hash(c.CallID, c.Pixel), c.Request, Claimed)
	return number
}

// Commit writes down what has been claimed, and returns when it is safe to begin with it.
func (j *Journal) Commit() error {
	if j.batch.count == 0 {
		return nil
	}
	defer j.batch.reset()
	return j.log.claim(&j.batch)
}

// Begun is a postback that is being sent.
type Begun struct {
	number uint64
	slot   slot
}

// Begin marks a claimed postback before its first byte leaves. End has to follow.
func (j *Journal) Begin(number uint64) (Begun, error) {
	s, err := j.log.slot()
	if err == nil {
		err = j.log.fail(s.begin(j.marks, number))
	}
	return Begun{number, s}, err
}

// End records what came of a postback.
func (j *Journal) End(b Begun, o *postback.Outcome) error {
	r, err := j.log.result(o)
	if err != nil {
		return err
	}
	if err := b.slot.end(j.marks, b.number, r); err != nil {
		return j.log.fail(err)
	}
	return j.log.end(b.number, r, b.slot)
}

// Release records that a claimed postback will not be sent by this process.
func (j *Journal) Release(number uint64) error {
	return j.log.end(number, result{idle, j.log.now().UnixMicro()}, noSlot)
}

// Sync makes what has ended survive what claims do. To call it now and then keeps few postbacks in
// doubt after a loss of power.
func (j *Journal) Sync() error { return j.log.sync() }

// Close ends the session. It fails when results could not be written, now or before.
func (j *Journal) Close() error {
	err := j.log.close()
	return errors.Join(err, j.marks.Close(), j.file.Close())
}
