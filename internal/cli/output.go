package cli

import (
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
	const readable = 0o644
	mode := os.FileMode(readable)
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return openDevice(path)
	} else if err == nil {
		mode = info.Mode().Perm()
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real // a link stays a link
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return nil, nil, outputError(err)
	}
	return f, func(ok bool) error { return outputError(finish(f, path, mode, ok)) }, nil
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

// finish gives a complete temporary file its name and mode and removes an incomplete one.
func finish(f *os.File, path string, mode os.FileMode, ok bool) error {
	err := f.Chmod(mode)
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if ok && err == nil {
		return os.Rename(f.Name(), path)
	}
	_ = os.Remove(f.Name())
	return err
}
