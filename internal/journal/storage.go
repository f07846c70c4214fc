package journal

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// storage is the file of a journal. Tests put one beneath that loses power, tears writes and
// runs full.
type storage interface {
	io.ReaderAt
	io.WriterAt
	// Sync returns when everything written before is on disk, what a region holds included.
	Sync() error
	Truncate(size int64) error
	Size() (int64, error)
	// Map makes a part of the file, which has been written, changeable word by word.
	Map(at int64, length int) (region, error)
	Close() error
}

// region is a part of a file whose words change in place. A store of a word happens as a whole,
// outlives the process at once and the power at the next Sync.
type region interface {
	Store(word int, value uint64) error
	Close() error
}

const wordSize = 8

// osFile is the storage that everything but tests uses.
type osFile struct{ *os.File }

func (f osFile) Size() (int64, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

func (f osFile) Sync() error { return datasync(f.File) }

// Close makes way for another writer.
func (f osFile) Close() error { return errors.Join(unlock(f.File), f.File.Close()) }

func (f osFile) Map(at int64, length int) (region, error) { return mapRegion(f.File, at, length) }

// private is the mode of a journal: ids of calls are nobody else's business.
const private = 0o600

// openLocked opens or creates the file at path and makes this process its only writer.
func openLocked(path string) (*os.File, error) {
	for {
		f, err := openFile(path)
		if err != nil {
			return nil, err
		}
		if err := lock(f); err != nil {
			return nil, errors.Join(err, f.Close())
		}
		if isAt(f, path) {
			return f, nil
		}
		_ = f.Close() // compact has put another file in its place before it was locked
	}
}

// openFile opens the file at path. A new one is in its folder for good when this returns.
func openFile(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if !errors.Is(err, fs.ErrNotExist) {
		return f, err
	}
	if f, err = os.OpenFile(path, os.O_RDWR|os.O_CREATE, private); err != nil {
		return nil, err
	}
	if err := syncFolder(path); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// isAt reports whether f is the file that path leads to.
func isAt(f *os.File, path string) bool {
	mine, err := f.Stat()
	if err != nil {
		return false
	}
	there, err := os.Stat(path)
	return err == nil && os.SameFile(mine, there)
}

// syncFolder makes the name of a new file survive.
func syncFolder(path string) error {
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer func() { _ = folder.Close() }()
	return ignoreUnsupported(folder.Sync())
}
