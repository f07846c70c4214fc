package journal

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// scanner reads the frames of a file from the first to the last.
type scanner struct {
	file    storage
	size    int64
	journal uint32 // its random number; 0 until the first frame has been read
	at      int64  // of the next frame
	buffer  []byte // what is in memory, from the offset start on
	start   int64
}

// frame is one that is whole. Its payload is valid until the next one is read; that of marks is not
// read at all.
type frame struct {
	head
	payload []byte
}

// frameError says that no frame can be read at an offset.
type frameError struct {
	at    int64
	short bool // the file ends within it
	why   string
}

func (b *frameError) Error() string { return fmt.Sprintf("byte %d: %s", b.at, b.why) }

const scanBuffer = 1 << 20

func newScanner(file storage) (*scanner, error) {
	size, err := file.Size()
	return &scanner{file: file, size: size}, err
}

// next reads a frame. The error is io.EOF at the end, a *frameError, or a failure to read.
func (s *scanner) next() (frame, error) {
	if s.at == s.size {
		return frame{}, io.EOF
	}
	h, err := s.head()
	if err != nil {
		return frame{}, err
	}
	if h.next() > s.size {
		return frame{}, &frameError{s.at, true, "the file ends within a frame"}
	}
	length := headSize
	if h.kind != kindMarks {
		length += h.length
	}
	b, err := s.bytes(length)
	if err != nil {
		return frame{}, err
	}
	if !h.whole(b) {
		return frame{}, &frameError{s.at, false, "the checksum of the " + h.kind.String() + " is wrong"}
	}
	s.journal, s.at = h.journal, h.next()
	return frame{h, b[headSize:]}, nil
}

// head reads the head of the next frame.
func (s *scanner) head() (head, error) {
	if s.size-s.at < headSize {
		return head{}, &frameError{s.at, true, "the file ends within a frame"}
	}
	b, err := s.bytes(headSize)
	if err != nil {
		return head{}, err
	}
	h, ok := readHead(b, s.at)
	if !ok || s.journal != 0 && h.journal != s.journal {
		return head{}, &frameError{s.at, false, "no frame begins here"}
	}
	return h, nil
}

// bytes are the next n bytes of the file, which has them.
func (s *scanner) bytes(n int) ([]byte, error) {
	have := s.start + int64(len(s.buffer)) - s.at
	if have < int64(n) {
		if err := s.fill(n); err != nil {
			return nil, err
		}
	}
	return s.buffer[s.at-s.start:][:n], nil
}

// fill reads on so that n bytes from the next frame on are in memory.
func (s *scanner) fill(n int) error {
	size := min(int64(max(n, scanBuffer)), s.size-s.at)
	if int64(cap(s.buffer)) < size {
		s.buffer = make([]byte, size)
	}
	s.buffer, s.start = s.buffer[:size], s.at
	if _, err := s.file.ReadAt(s.buffer, s.at); err != nil && !errors.Is(err, io.EOF) {
		s.buffer = s.buffer[:0]
		return fmt.Errorf("cannot read byte %d: %w", s.at, err)
	}
	return nil
}

// witness looks behind a bad frame for one that is whole, and returns the largest offset that such
// frames know to have been on disk; 0 when there is none.
func (s *scanner) witness(bad *frameError) (synced int64, err error) {
	for at := bad.at + alignment; at+headSize <= s.size; at += alignment {
		s.at = at
		if at, err = s.candidate(); err != nil || at < 0 {
			return synced, err
		}
		s.at = at
		if f, err := s.next(); err == nil {
			synced = max(synced, f.synced)
		}
	}
	return synced, nil
}

// candidate is the offset, from the next one on, where the first bytes of a frame stand; negative
// when there is none.
func (s *scanner) candidate() (int64, error) {
	for s.size-s.at >= headSize {
		chunk, err := s.bytes(int(min(s.size-s.at, scanBuffer)))
		if err != nil {
			return 0, err
		}
		for from := 0; ; from++ {
			i := bytes.Index(chunk[from:], []byte(magic))
			if i < 0 {
				break
			}
			if from += i; (s.at+int64(from))%alignment == 0 {
				return s.at + int64(from), nil
			}
		}
		s.at += int64(len(chunk)) - int64(len(chunk)%alignment)
		if len(chunk) < scanBuffer {
			break
		}
	}
	return -1, nil
}

// countEntries is how many entries the sound part of the file claims, without reading it all.
func (s *scanner) countEntries() int {
	var count int
	var b [headSize + claimsHead]byte
	for at := int64(0); ; {
		n, _ := s.file.ReadAt(b[:], at)
		if n < headSize {
			return count
		}
		h, ok := readHead(b[:], at)
		if !ok {
			return count
		}
		if h.kind == kindClaims && n == len(b) {
			count += int(binary.LittleEndian.Uint32(b[headSize+8:]))
		}
		at = h.next()
	}
}

// String is the kind in plain words.
func (k kind) String() string {
	return [...]string{"", "header", "session", "marks", "names", "claims", "results", "end"}[k]
}
