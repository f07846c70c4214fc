package cli

import (
	"crypto/rand"
	"errors"
	"io"
	"os"
	"path/filepath"
)

// output opens what -o names, or stdout. Done must be called with whether the run succeeded: a
// file appears under its name only when it is complete.
func (a *app) output(path string) (w io.Writer, done func(ok bool) error, err error) {
	if path == "" || path == "-" {
		return a.env.Stdout, func(bool) error { return nil }, nil
	}
	old := existing(path)
	if old != nil && !old.Mode().IsRegular() {
		return openDevice(path)
	}
	if linked, err := filepath.EvalSymlinks(path); err == nil {
		path = linked // the link itself stays
	}
	f, err := createBeside(path)
	if err != nil {
		return nil, nil, outputError(err)
	}
	if old != nil {
		if err := f.Chmod(old.Mode().Perm()); err != nil {
			return nil, nil, outputError(errors.Join(err, finish(f, path, false)))
		}
	}
	return f, func(ok bool) error { return outputError(finish(f, path, ok)) }, nil
}

// existing is what stands at path, or nil. What else is in the way shows when the file is made.
func existing(path string) os.FileInfo {
	info, err := os.Stat(path)
	if err != nil {
		return nil
	}
	return info
}

// createBeside creates a file that is to take the place of another one, readable to whom the user
// lets read new files.
func createBeside(path string) (*os.File, error) {
	const mode = 0o666 // less what the user's mask takes away
	name := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+"."+rand.Text())
	return os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
}

// writeOutput writes to what -o names, or to stdout.
func (a *app) writeOutput(path string, write func(io.Writer) error) error {
	w, done, err := a.output(path)
	if err != nil {
		return err
	}
	err = outputError(write(w))
	if doneErr := done(err == nil); err == nil {
		err = doneErr
	}
	return err
}

// openDevice opens what must not be replaced by a file, such as /dev/null, a pipe or a terminal.
func openDevice(path string) (w io.Writer, done func(ok bool) error, err error) {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return nil, nil, outputError(err)
	}
	return f, func(bool) error { return outputError(f.Close()) }, nil
}

// finish gives a complete temporary file its name and removes an incomplete one.
func finish(f *os.File, path string, ok bool) error {
	err := f.Close()
	if ok && err == nil {
		err = os.Rename(f.Name(), path)
	}
	if !ok || err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}
