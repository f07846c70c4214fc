package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

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
func appendJSONString[T string | []byte](dst []byte, s T) []byte {
	dst = append(dst, '"')
	start := 0
	for i := 0; i < len(s); {
		if c := s[i]; c >= ' ' && c < 0x7f && c != '"' && c != '\\' {
			i++
			continue
		}
		dst = append(dst, s[start:i]...)
		r, size := utf8.DecodeRuneInString(string(s[i:min(i+utf8.UTFMax, len(s))]))
		dst = appendJSONRune(dst, r, size)
		i += size
		start = i
	}
	return append(append(dst, s[start:]...), '"')
}

// appendJSONRune appends a rune that may not stand in a string of JSON as it is; size is 1 for a
// byte that is no UTF-8.
func appendJSONRune(dst []byte, r rune, size int) []byte {
	switch r {
	case '"', '\\':
		return append(dst, '\\', byte(r))
	case '\b':
		return append(dst, `\b`...)
	case '\f':
		return append(dst, `\f`...)
	case '\n':
		return append(dst, `\n`...)
	case '\r':
		return append(dst, `\r`...)
	case '\t':
		return append(dst, `\t`...)
	}
	if isControl(r) || r == '\u2028' || r == '\u2029' || r == utf8.RuneError && size == 1 {
		return fmt.Appendf(dst, `\u%04x`, r)
	}
	return utf8.AppendRune(dst, r)
}
