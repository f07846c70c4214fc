package journal

import (
	"slices"
	"sync"
	"time"

	"postback/internal/postback"
)

// log appends frames to the file. It knows what is on disk, and which slots wait for the frame
// of their results.
type log struct {
	file       storage
	durability Durability
	now        func() time.Time // tells when; nothing is ordered by it, because clocks are set back

	mu     sync.Mutex
	broken error // the first failure; nothing is written after it
	frames frames
	names  names  // of which the file knows
	next   uint64 // the number of the next claim; of the goroutine that claims
	ended  []byte // results that have no frame yet
	batch  int    // how long they may get
	used   []slot // those that hold them in the meantime
	free   []slot
}

// noSlot stands for the slot of a postback that was never begun.
const noSlot slot = -1

// newLog writes the first frames of a session, all of which are on disk when it returns.
func newLog(file storage, f frames, h *history, o *Options) (*log, error) {
	l := &log{file: file, durability: o.Durability, now: o.now, frames: f, names: h.names, next: h.next, batch: o.spare() / 2 * resultSize}
	for i := range o.slots() {
		l.free = append(l.free, slot(i))
	}
	err := l.write()
	if err == nil {
		err = l.settle()
	}
	return l, err
}

// write appends the frames that have been built. The caller holds mu.
func (l *log) write() error {
	if l.broken != nil || len(l.frames.bytes) == 0 {
		return l.broken
	}
	if _, err := l.file.WriteAt(l.frames.bytes, l.frames.at); err != nil {
		l.broken = err
		_ = l.file.Truncate(l.frames.at) // a torn frame is no harm; this only makes it tidy
		return err
	}
	l.frames.at += int64(len(l.frames.bytes))
	l.frames.bytes = l.frames.bytes[:0]
	return nil
}

// settle waits for the disk, without holding mu: what others write meanwhile is not waited for.
// After a failed sync the kernel may have dropped what it could not write, so there is no second try.
func (l *log) settle() error {
	l.mu.Lock()
	reached, err := l.frames.at, l.broken
	l.mu.Unlock()
	if err != nil {
		return err
	}
	err = l.file.Sync()
	l.mu.Lock()
	defer l.mu.Unlock()
	if err == nil {
		l.frames.synced = max(l.frames.synced, reached)
	}
	if l.broken == nil {
		l.broken = err
	}
	return l.broken
}

// fail notes a failure that happened elsewhere.
func (l *log) fail(err error) error {
	if err == nil {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.broken == nil {
		l.broken = err
	}
	return l.broken
}

// claim appends a frame of claims, with the results that wait, and returns when it will survive.
func (l *log) claim(b *batch) error {
	l.mu.Lock()
	l.frameResults()
	l.frames.add(kindClaims, b.payload(l.next))
	l.next += uint64(b.count)
	err := l.write()
	l.mu.Unlock()
	if err == nil && l.durability == Power {
		err = l.settle()
	}
	return err
}

// pixel is the number of a name, which is told to the file when it is new.
func (l *log) pixel(name PixelName) (Pixel, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	i := slices.Index(l.names.Pixels, name)
	if i < 0 {
		i = len(l.names.Pixels)
		l.names.Pixels = append(l.names.Pixels, name)
		l.frames.add(kindNames, appendJSON(names{Pixels: []PixelName{name}}))
	}
	return Pixel(i), l.write()
}

// failure is the number of a failure, counted from 1, which is told to the file when it is new.
func (l *log) failure(f postback.Failure) (int, error) {
	if f == "" {
		return 0, nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	i := slices.Index(l.names.Failures, string(f))
	if i < 0 {
		i = len(l.names.Failures)
		l.names.Failures = append(l.names.Failures, string(f))
		l.frames.add(kindNames, appendJSON(names{Failures: []string{string(f)}}))
	}
	return i + 1, l.write()
}

// result is what is stored of an outcome.
func (l *log) result(o *postback.Outcome) (result, error) {
	failure, err := l.failure(o.Failure)
	return result{pack(o, failure), l.now().UnixMicro()}, err
}

// slot takes a free one.
func (l *log) slot() (slot, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.free) == 0 {
		if err := l.flush(); err != nil {
			return 0, err
		}
	}
	last := len(l.free) - 1
	if last < 0 {
		l.broken = errFull
	}
	if l.broken != nil {
		return 0, l.broken
	}
	s := l.free[last]
	l.free = l.free[:last]
	return s, nil
}

// end notes a result, and writes it with others when there are enough of them.
func (l *log) end(number uint64, r result, s slot) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ended = appendResult(l.ended, number, r)
	if s != noSlot {
		l.used = append(l.used, s)
	}
	if len(l.ended) < l.batch {
		return l.broken
	}
	return l.flush()
}

// flush writes the results that wait and frees their slots. The caller holds mu.
func (l *log) flush() error {
	l.frameResults()
	return l.write()
}

// frameResults builds the frame of the results that wait. Their slots are free as soon as it is
// written: until then mu is held, or there was a failure, after which no slot is given out.
func (l *log) frameResults() {
	if len(l.ended) == 0 {
		return
	}
	l.frames.add(kindResults, func(b []byte) []byte { return append(b, l.ended...) })
	l.free = append(l.free, l.used...)
	l.ended, l.used = l.ended[:0], l.used[:0]
}

// sync writes the results that wait and, where claims are made to survive the loss of power, waits
// for the disk.
func (l *log) sync() error {
	l.mu.Lock()
	err := l.flush()
	behind := l.frames.synced < l.frames.at
	l.mu.Unlock()
	if err == nil && behind && l.durability == Power {
		err = l.settle()
	}
	return err
}

// close ends the session in order, if nothing failed before. The frame that says so is written when
// everything before it is on disk, and can then tell.
func (l *log) close() error {
	l.mu.Lock()
	err := l.flush()
	l.mu.Unlock()
	if err == nil {
		err = l.settle()
	}
	if err == nil {
		l.mu.Lock()
		l.frames.add(kindEnd, appendJSON(ending{l.now().UTC()}))
		err = l.write()
		l.mu.Unlock()
	}
	if err == nil {
		err = l.settle()
	}
	_ = l.fail(errClosed)
	return err
}
