package report

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math/bits"
	"strings"
	"unicode/utf8"
)

// writeDocument writes a value as one line of JSON.
func writeDocument(w io.Writer, v any) error {
	encoded, err := encodeJSON(v)
	if err != nil {
		return err
	}
	_, err = w.Write(append(encoded, '\n'))
	return err
}

// encodeJSON is json.Marshal without escaping & < >, which URLs are full of, and with all control
// characters escaped, which a terminal would obey.
func encodeJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(v)
	return escapeControls(bytes.TrimSuffix(b.Bytes(), []byte("\n"))), err
}

// escapeControls escapes the control characters that JSON allows: they stand in strings only.
func escapeControls(encoded []byte) []byte {
	if !bytes.ContainsFunc(encoded, isControl) {
		return encoded
	}
	var b bytes.Buffer
	for _, r := range string(encoded) {
		if isControl(r) {
			fmt.Fprintf(&b, `\u%04x`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.Bytes()
}

// appendJSONString appends what encodeJSON makes of a string, without its overhead.
func appendJSONString(dst, s []byte) []byte {
	return append(AppendQuoted(append(dst, '"'), s), '"')
}

// AppendQuoted appends a text as all JSON of this package has it between the quotes of a string.
func AppendQuoted(dst, s []byte) []byte {
	for {
		n := plainLen(s)
		dst = append(dst, s[:n]...)
		if n == len(s) {
			return dst
		}
		if s[n] == '"' || s[n] == '\\' { // bodies that are JSON themselves are full of them
			dst = append(dst, '\\', s[n])
			s = s[n+1:]
			continue
		}
		r, size := utf8.DecodeRune(s[n:])
		dst = appendJSONRune(dst, r, size)
		s = s[n+size:]
	}
}

// plainLen is how many bytes at the beginning of s stand in a string of JSON as they are: ASCII but
// for control characters, quotes and backslashes. It looks at eight bytes at a time: subtracting
// sets the high bit of a byte that is what is looked for, and at worst of one behind it.
func plainLen(s []byte) int {
	const every, high = 0x0101010101010101, 0x8080808080808080
	n := 0
	for ; n+8 <= len(s); n += 8 {
		x := binary.LittleEndian.Uint64(s[n:])
		special := (x - ' '*every) | (x ^ '"'*every - every) | (x ^ '\\'*every - every) | (x ^ 0x7f*every - every) | x
		if special &= high; special != 0 {
			return n + bits.TrailingZeros64(special)/8
		}
	}
	for n < len(s) && s[n] >= ' ' && s[n] < 0x7f && s[n] != '"' && s[n] != '\\' {
		n++
	}
	return n
}

// appendJSONRune appends a rune that may not stand in a string of JSON as it is; size is 1 for a
// byte that is no UTF-8.
func appendJSONRune(dst []byte, r rune, size int) []byte {
	const special, letters = "\b\f\n\r\t", "bfnrt"
	if i := strings.IndexRune(special, r); i >= 0 {
		return append(dst, '\\', letters[i])
	}
	if isControl(r) || r == '\u2028' || r == '\u2029' || r == utf8.RuneError && size == 1 {
		return fmt.Appendf(dst, `\u%04x`, r)
	}
	return utf8.AppendRune(dst, r)
}
