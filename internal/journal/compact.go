package journal

import (
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"
)

// Compact rewrites the journal at path with the last word on each postback, without the sessions that
// wrote them, and puts it in the place of the old one when it is complete. It returns the sizes before and
// after.
func Compact(path, tool string) (before, after int64, err error) {
	old, err := openLocked(path)
	if err != nil {
		return 0, 0, inJournal(path, err)
	}
	defer func() { err = inJournal(path, errors.Join(err, osFile{old}.Close())) }()
	fresh, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return 0, 0, err
	}
	err = compact(osFile{old}, osFile{fresh}, bootID(), tool)
	if err == nil {
		before, err = osFile{old}.Size()
	}
	if err == nil {
		after, err = osFile{fresh}.Size()
	}
	err = errors.Join(err, fresh.Close())
	if err == nil {
		err = os.Rename(fresh.Name(), path)
	}
	if err != nil {
		return 0, 0, errors.Join(err, os.Remove(fresh.Name()))
	}
	return before, after, syncFolder(path)
}

// compact copies what counts from one storage to another, which is on disk when it returns.
func compact(from, to storage, boot, tool string) error {
	size, err := from.Size()
	if err != nil {
		return err
	}
	if err := refuseForeign(from, size); err != nil {
		return err
	}
	chosen, err := choose(from, boot, false)
	if err != nil {
		return err
	}
	c := &copier{to: to, chosen: chosen}
	c.start(chosen.history, boot, tool)
	if _, err := readHistory(from, boot, c); err != nil {
		return err
	}
	return c.finish(chosen.recovered)
}

// copier writes the entries that count, in their order.
type copier struct {
	to      storage
	chosen  *chooser
	open    window[copied]
	frames  frames
	next    uint64
	claims  batch
	results []byte
	err     error
}

type copied struct {
	claim  Claim
	result result
	counts bool
}

// copyBatch is the number of entries that share a frame.
const copyBatch = 1024

// start writes what stands before the entries.
func (c *copier) start(h *history, boot, tool string) {
	now := time.Now().UTC()
	c.frames.journal = rand.Uint32() | 1
	c.frames.add(kindHeader, appendJSON(h.header))
	c.frames.add(kindSession, appendJSON(Session{Tool: tool, Process: os.Getpid(), Boot: boot, Started: now, Durability: Power}))
	c.frames.add(kindNames, appendJSON(h.names))
}

func (c *copier) begin(*history) {}

func (c *copier) claimed(claim Claim, _ int) {
	e := copied{counts: c.chosen.counts(c.open.next(), claim)}
	if e.counts {
		claim.CallID = append([]byte(nil), claim.CallID...)
		e.claim = claim
	}
	c.open.push(e)
}

func (c *copier) ended(number uint64, r result) bool {
	p := c.open.open(number)
	if p == nil {
		return false
	}
	p.value.result, p.ended = r, true
	c.emit()
	return true
}

// emit takes over the entries that have ended and have no open one before them.
func (c *copier) emit() {
	for {
		e, ok := c.open.shift()
		if !ok {
			return
		}
		if e.counts {
			c.results = appendResult(c.results, c.next+uint64(c.claims.count), e.result)
			c.claims.add(e.claim)
		}
		if c.claims.count == copyBatch {
			c.write()
		}
	}
}

// write writes the frames of a batch.
func (c *copier) write() {
	if c.claims.count > 0 {
		c.frames.add(kindClaims, c.claims.payload(c.next))
		c.frames.add(kindResults, func(b []byte) []byte { return append(b, c.results...) })
	}
	if c.err == nil { // the file gets its name when it is on disk, so each frame may say so of those before
		_, c.err = c.to.WriteAt(c.frames.bytes, c.frames.at)
	}
	c.next += uint64(c.claims.count)
	c.frames.at += int64(len(c.frames.bytes))
	c.frames.synced = c.frames.at
	c.frames.bytes, c.results = c.frames.bytes[:0], c.results[:0]
	c.claims.reset()
}

// finish writes what is left and ends the session.
func (c *copier) finish(from *recovery) error {
	for number, p := range c.open.rest {
		p.value.result, p.ended = from.fate(number), true
	}
	c.emit()
	c.write()
	c.frames.add(kindEnd, appendJSON(ending{time.Now().UTC()}))
	c.write()
	if c.err != nil {
		return c.err
	}
	return c.to.Sync()
}
