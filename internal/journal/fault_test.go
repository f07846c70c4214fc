package journal

import (
	"encoding/binary"
	"errors"
	"io"
	"slices"
	"syscall"
)

// disk is a storage in memory that fails as real ones do: the process may be killed at any byte that
// it writes, the power may go, and the disk may be full.
type disk struct {
	cache  []byte // what readers see
	stable []byte // what has been synced
	dirty  []change
	budget int  // bytes that may still be written before the end comes; negative for any number
	full   bool // the end is a full disk and not a kill
	dead   bool // the process has been killed: nothing works any more
}

// change is something that was done since the last sync.
type change struct {
	at   int64
	data []byte // nil for truncation to at
}

var errKilled = errors.New("killed")

func newDisk() *disk { return &disk{budget: -1} }

func (d *disk) ReadAt(p []byte, at int64) (int, error) {
	if d.dead {
		return 0, errKilled
	}
	if at >= int64(len(d.cache)) {
		return 0, io.EOF
	}
	n := copy(p, d.cache[at:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func (d *disk) WriteAt(p []byte, at int64) (int, error) {
	if d.dead {
		return 0, errKilled
	}
	n := len(p)
	if d.budget >= 0 {
		n = min(n, d.budget)
		d.budget -= n
	}
	d.change(change{at, slices.Clone(p[:n])})
	if n == len(p) {
		return n, nil
	}
	if d.full {
		return n, syscall.ENOSPC
	}
	d.dead = true
	return n, errKilled
}

func (d *disk) change(c change) {
	d.cache = apply(d.cache, c)
	d.dirty = append(d.dirty, c)
}

// apply makes a change to the content of a file.
func apply(content []byte, c change) []byte {
	if c.data == nil && c.at < int64(len(content)) {
		return content[:c.at]
	}
	if end := int(c.at) + len(c.data); end > len(content) {
		content = append(content, make([]byte, end-len(content))...)
	}
	copy(content[c.at:], c.data)
	return content
}

func (d *disk) Sync() error {
	if d.dead {
		return errKilled
	}
	d.stable, d.dirty = slices.Clone(d.cache), nil
	return nil
}

func (d *disk) Truncate(size int64) error {
	if d.dead {
		return errKilled
	}
	d.change(change{at: size})
	return nil
}

func (d *disk) Size() (int64, error) { return int64(len(d.cache)), nil }

func (d *disk) Map(at int64, length int) (region, error) {
	if d.dead {
		return nil, errKilled
	}
	if at%wordSize != 0 || at+int64(length) > int64(len(d.cache)) {
		return nil, errors.New("no such part of the file")
	}
	return diskRegion{d, at}, nil
}

func (d *disk) Close() error { return nil }

// diskRegion stores whole words, as mapped memory does.
type diskRegion struct {
	disk *disk
	at   int64
}

func (r diskRegion) Store(word int, value uint64) error {
	if r.disk.budget >= 0 && r.disk.budget < wordSize && !r.disk.full {
		r.disk.dead = true
	}
	if r.disk.dead {
		return errKilled
	}
	if r.disk.budget >= wordSize && !r.disk.full {
		r.disk.budget -= wordSize
	}
	r.disk.change(change{r.at + int64(word)*wordSize, binary.LittleEndian.AppendUint64(nil, value)})
	return nil
}

func (r diskRegion) Close() error { return nil }

// afterKill is what the next process finds: all that was written.
func (d *disk) afterKill() *disk {
	return &disk{cache: slices.Clone(d.cache), stable: slices.Clone(d.stable), dirty: slices.Clone(d.dirty), budget: -1}
}

// afterPowerLoss is what the next process finds when, of what was not synced, only a part reached the
// disk, in any order: survives says how many bytes of a change did, and whether the file has become
// as long as the change makes it all the same.
func (d *disk) afterPowerLoss(survives func(size int) (n int, grown bool)) *disk {
	content := slices.Clone(d.stable)
	for _, c := range d.dirty {
		n, grown := survives(len(c.data))
		switch {
		case c.data == nil:
			if grown {
				content = apply(content, c)
			}
			continue
		case n > 0:
			content = apply(content, change{c.at, c.data[:n]})
		}
		if end := int(c.at) + len(c.data); grown && end > len(content) {
			content = append(content, make([]byte, end-len(content))...)
		}
	}
	return &disk{cache: content, stable: slices.Clone(content), budget: -1}
}

func isFull(err error) bool { return errors.Is(err, syscall.ENOSPC) }
