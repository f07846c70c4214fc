package call

import (
	"encoding/binary"
	"fmt"
	"math/bits"
	"unicode/utf8"
)

const (
	everyByte = 0x0101010101010101
	highBits  = 0x8080808080808080
)

// quoted reads the string that begins at data[start], behind its quote, and returns the position of
// the closing quote, or -1 after a fault. Ordinary strings, of plain ASCII, end here.
//
// It looks at eight bytes at a time. Subtracting sets the high bit of a byte that was what is
// looked for; a borrow can mark a byte wrongly, but only behind the first right one.
func (s *Scanner) quoted(data []byte, start int) (end int, escaped bool) {
	i := start
	for i+8 <= len(data) {
		x := binary.LittleEndian.Uint64(data[i : i+8 : i+8])
		hit := (special(x) | x) & highBits
		if hit == 0 {
			i += 8
			continue
		}
		if i += bits.TrailingZeros64(hit) / 8; data[i] == '"' {
			return i, false
		}
		break
	}
	return s.text(data, i)
}

// stringEnd is the position, from i on, of the first byte that may not stand in a string as it is:
// a quote, a backslash or a control character. It is len(data) when there is none.
func stringEnd(data []byte, i int) int {
	for i+8 <= len(data) {
		x := binary.LittleEndian.Uint64(data[i : i+8 : i+8])
		if hit := special(x) &^ x & highBits; hit != 0 {
			return i + bits.TrailingZeros64(hit)/8
		}
		i += 8
	}
	for i < len(data) && data[i] >= ' ' && data[i] != '"' && data[i] != '\\' {
		i++
	}
	return i
}

func special(x uint64) uint64 {
	quote := (x ^ '"'*everyByte) - everyByte
	backslash := (x ^ '\\'*everyByte) - everyByte
	control := x - ' '*everyByte
	return quote | backslash | control
}

// text reads the rest of a string, from data[i] on: what stands before it is plain ASCII. It returns
// the position of the closing quote, or -1 after a fault.
func (s *Scanner) text(data []byte, i int) (end int, escaped bool) {
	for start := i; ; {
		i = stringEnd(data, i)
		switch {
		case i >= len(data):
			return s.short(data, "the closing quote of a string"), escaped
		case data[i] == '"':
			if !utf8.Valid(data[start:i]) {
				return s.badUTF8(data, start, i), escaped
			}
			return i, escaped
		case data[i] < ' ':
			return s.badControl(data, i), escaped
		}
		escaped = true
		if i = s.escape(data, i); i < 0 {
			return -1, escaped
		}
	}
}

// escape reads the escape sequence at data[i] and returns the position behind it, or -1.
func (s *Scanner) escape(data []byte, i int) int {
	if i+1 >= len(data) {
		return s.short(data, "the rest of an escape sequence")
	}
	switch data[i+1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return i + 2
	case 'u':
		return s.unicodeEscape(data, i)
	}
	return s.failf(i, `after a backslash a string has one of " \ / b f n r t u, not %s`, found(data, i+1))
}

// unicodeEscape reads \uXXXX at data[i], and the second half with it when it is the first half
// of a surrogate pair. Half a pair stands for no character at all and is refused.
func (s *Scanner) unicodeEscape(data []byte, i int) int {
	first, problem := hex4(data, i+2)
	if problem >= 0 {
		return s.badHex(data, problem)
	}
	if first < 0xD800 || first > 0xDFFF {
		return i + 6
	}
	if first > 0xDBFF {
		return s.failf(i, `\u%04X is the second half of a surrogate pair without the first`, first)
	}
	for k, want := range []byte(`\u`) {
		if i+6+k >= len(data) {
			return s.short(data, "the second half of a surrogate pair")
		}
		if data[i+6+k] != want {
			return s.failf(i, `\u%04X is half a surrogate pair; the other half must follow it`, first)
		}
	}
	second, problem := hex4(data, i+8)
	if problem >= 0 {
		return s.badHex(data, problem)
	}
	if second < 0xDC00 || second > 0xDFFF {
		return s.failf(i, `\u%04X is half a surrogate pair and \u%04X is not the other half`, first, second)
	}
	return i + 12
}

func (s *Scanner) badHex(data []byte, at int) int {
	if at >= len(data) {
		return s.short(data, "four hexadecimal digits")
	}
	return s.failf(at, `\u needs four hexadecimal digits, found %s`, found(data, at))
}

// hex4 is the value of the four hexadecimal digits at data[i]; problem is the position of the
// first byte that is none, or -1.
func hex4(data []byte, i int) (value rune, problem int) {
	for end := i + 4; i < end; i++ {
		if i >= len(data) {
			return 0, i
		}
		digit := hexDigit(data[i])
		if digit < 0 {
			return 0, i
		}
		value = value<<4 | digit
	}
	return value, -1
}

func hexDigit(c byte) rune {
	switch {
	case c >= '0' && c <= '9':
		return rune(c - '0')
	case c >= 'a' && c <= 'f':
		return rune(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return rune(c-'A') + 10
	}
	return -1
}

// badUTF8 reports the first byte of data[i:end] that is not UTF-8.
func (s *Scanner) badUTF8(data []byte, i, end int) int {
	for i < end {
		r, size := utf8.DecodeRune(data[i:end])
		if r == utf8.RuneError && size == 1 {
			break
		}
		i += size
	}
	return s.failf(i, "the byte 0x%02X is not UTF-8", data[i])
}

// appendUnescaped appends the text of a string whose escapes are known to be right.
func appendUnescaped(dst, raw []byte) []byte {
	for i := 0; i < len(raw); {
		if raw[i] != '\\' {
			dst = append(dst, raw[i])
			i++
			continue
		}
		if raw[i+1] != 'u' {
			dst = append(dst, unescaped(raw[i+1]))
			i += 2
			continue
		}
		r, _ := hex4(raw, i+2)
		i += 6
		if r >= 0xD800 && r <= 0xDBFF {
			low, _ := hex4(raw, i+2)
			r = (r-0xD800)<<10 + (low - 0xDC00) + 0x10000
			i += 6
		}
		dst = utf8.AppendRune(dst, r)
	}
	return dst
}

func unescaped(c byte) byte {
	switch c {
	case 'b':
		return '\b'
	case 'f':
		return '\f'
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	}
	return c
}

func (s *Scanner) badControl(data []byte, i int) int {
	return s.failf(i, "a string cannot hold a %s as it is; write it as %s", controlName(data[i]), controlEscape(data[i]))
}

func controlName(c byte) string {
	switch c {
	case '\n':
		return "line feed"
	case '\r':
		return "carriage return"
	case '\t':
		return "tab"
	}
	return fmt.Sprintf("control character U+%04X", c)
}

func controlEscape(c byte) string {
	switch c {
	case '\n':
		return `\n`
	case '\r':
		return `\r`
	case '\t':
		return `\t`
	}
	return fmt.Sprintf(`\u%04x`, c)
}
