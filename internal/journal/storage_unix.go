//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package journal

import (
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"sync/atomic"
	"syscall"
	"unsafe"
)

// lock makes the process the only writer of the file for as long as it has it open. A process
// that is killed holds it no longer.
func lock(f *os.File) error {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return ErrInUse
	}
	return err
}

// unlock has nothing to do: closing the file is enough.
func unlock(*os.File) error { return nil }

// locked reports whether another process writes the file.
func locked(f *os.File) bool {
	if syscall.Flock(int(f.Fd()), syscall.LOCK_SH|syscall.LOCK_NB) != nil {
		return true
	}
	_ = syscall.Flock(int(f.Fd()), syscall.LOCK_UN)
	return false
}

// ignoreUnsupported forgives file systems whose folders cannot be synced.
func ignoreUnsupported(err error) error {
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) {
		return nil
	}
	return err
}

// mapped is a region that is mapped into memory.
type mapped struct {
	pages []byte // whole pages, as mmap wants them
	words []uint64
}

func mapRegion(f *os.File, at int64, length int) (region, error) {
	before := int(at % int64(os.Getpagesize()))
	pages, err := syscall.Mmap(int(f.Fd()), at-int64(before), before+length, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED)
	if err != nil {
		return nil, fmt.Errorf("cannot map it into memory: %w", err)
	}
	first := (*uint64)(unsafe.Pointer(&pages[before])) // aligned: at is a multiple of 8, and a page is too
	return &mapped{pages, unsafe.Slice(first, length/wordSize)}, nil
}

// Store implements region. A file system that copies what it overwrites can run full here, which
// the kernel tells by a fault.
func (m *mapped) Store(word int, value uint64) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if recover() != nil {
			err = errFault
		}
	}()
	atomic.StoreUint64(&m.words[word], value)
	return nil
}

// Close implements region.
func (m *mapped) Close() error { return syscall.Munmap(m.pages) }

var errFault = errors.New("the file cannot be written: the disk may be full or gone")
