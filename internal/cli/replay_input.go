package cli

import (
	"errors"
	"io"
	"os"
	"sync/atomic"

	"postback/internal/journal"
)

// replayInput is the call records of a replay, with what is known of them as a whole.
type replayInput struct {
	io.Closer
	source   io.Reader
	identity journal.Input
	size     int64        // in bytes; 0 when it is not known
	read     atomic.Int64 // bytes read so far
}

// openReplayInput opens the call records and takes their identity, if they are in a file.
func (s *selection) openReplayInput(a *app) (*replayInput, error) {
	source, closer, err := s.openCalls(a)
	if err != nil {
		return nil, err
	}
	in := &replayInput{source: source, Closer: closer}
	f, isFile := source.(*os.File)
	if !isFile {
		return in, nil
	}
	info, err := f.Stat()
	if err == nil && info.Mode().IsRegular() {
		in.size = info.Size()
		in.identity, err = identify(s.call, f)
	}
	if err != nil {
		return nil, errors.Join(failf(CodeInput, "cannot read the call record: %w", err), closer.Close())
	}
	return in, nil
}

// identify reads the beginning of a file without moving in it.
func identify(name string, f io.ReaderAt) (journal.Input, error) {
	head := make([]byte, journal.InputHead)
	n, err := f.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return journal.Input{}, err
	}
	return journal.NewInput(name, head[:n]), nil
}

// Read implements [io.Reader].
func (in *replayInput) Read(p []byte) (int, error) {
	n, err := in.source.Read(p)
	in.read.Add(int64(n))
	return n, err
}
