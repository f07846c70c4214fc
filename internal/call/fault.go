package call

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// fault is what is wrong with the bytes that a scanner was given.
type fault struct {
	at      int // the offset of the byte that is wrong
	message string
	short   bool // the bytes end too early; nothing else is wrong with them
	list    bool // no fault: the list of records of an envelope begins here
	crowded bool // there are more different keys than the scanner may learn
}

// failf notes a fault and returns -1.
func (s *Scanner) failf(at int, format string, args ...any) int {
	s.fault = fault{at: at, message: fmt.Sprintf(format, args...)}
	return -1
}

// short notes that data ends where something is still expected, and returns -1.
func (s *Scanner) short(data []byte, expected string) int {
	s.fault = fault{at: len(data), message: "the record ends too early: expected " + expected, short: true}
	return -1
}

// crowded notes that the record has too many different keys, and returns -1.
func (s *Scanner) crowded(at int) int {
	s.failf(at, "a single record of more than %d different keys, the most that are read", maxKeys)
	s.fault.crowded = true
	return -1
}

func (s *Scanner) shortIn(data []byte, first bool, bracket byte) int {
	what := "a comma or "
	if first {
		what = map[byte]string{'{': "a key or ", '[': "a value or "}[bracket]
	}
	return s.short(data, what+fmt.Sprintf("%q", bracket+2))
}

// duplicate reports the key that begins somewhere behind data[i].
func (s *Scanner) duplicate(data []byte, i int, key string) int {
	return s.failf(i+bytes.IndexByte(data[i:], '"'), "the key %q stands twice in the same object", key)
}

// found describes the byte at data[i] for a message.
func found(data []byte, i int) string {
	if i >= len(data) {
		return "the end"
	}
	switch c := data[i]; {
	case c == '\n' || c == '\r':
		return "the end of the line"
	case c < ' ' || c == 0x7F:
		return fmt.Sprintf("the control character U+%04X", c)
	}
	if r, size := utf8.DecodeRune(data[i:]); r != utf8.RuneError || size > 1 {
		return fmt.Sprintf("%q", r)
	}
	return fmt.Sprintf("the byte 0x%02X", data[i])
}
