//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package journal

import (
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"os"
)

// lock makes the process the only writer of the file by way of a second one beside it. When a
// process is killed that one stays and has to be removed by hand.
func lock(f *os.File) error {
	beside, err := os.OpenFile(f.Name()+".lock", os.O_WRONLY|os.O_CREATE|os.O_EXCL, private)
	if errors.Is(err, fs.ErrExist) {
		return ErrInUse
	}
	if err != nil {
		return err
	}
	return beside.Close()
}

// unlock ends what lock began.
func unlock(f *os.File) error { return os.Remove(f.Name() + ".lock") }

// locked reports whether another process writes the file.
func locked(f *os.File) bool {
	_, err := os.Stat(f.Name() + ".lock")
	return err == nil
}

func ignoreUnsupported(error) error { return nil }

// written is a region that is written to the file at each store.
type written struct {
	file io.WriterAt
	at   int64
}

func mapRegion(f *os.File, at int64, _ int) (region, error) { return written{f, at}, nil }

// Store implements region.
func (w written) Store(word int, value uint64) error {
	_, err := w.file.WriteAt(binary.LittleEndian.AppendUint64(nil, value), w.at+int64(word)*wordSize)
	return err
}

// Close implements region.
func (written) Close() error { return nil }
