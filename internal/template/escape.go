package template

import (
	"bytes"
	"encoding/binary"
	"slices"
	"unicode/utf8"
)

const (
	unreserved = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~" // RFC 3986, 2.3
	reserved   = ":/?#[]@!$&'()*+,;="                                                 // RFC 3986, 2.2
	hexDigits  = "0123456789ABCDEF"
)

// The tables are never written again.
var (
	componentEscapes = percentEscapes(unreserved)
	formEscapes      = componentEscapes.with(' ', '+')
	urlEscapes       = percentEscapes(unreserved + reserved)
	jsonPlain        = jsonPlainBytes()
)

// escapes says for each byte how it is written: up to three bytes, the first in the lowest bits,
// above them how many they are, and in the highest bit whether they differ from the byte. So a
// byte is written by one store, without a branch that the processor would have to guess.
type escapes [256]uint32

const (
	lengthShift = 24
	lengthMask  = 3
	changed     = 1 << 31
)

// percentEscapes writes the bytes of keep as they are and any other as %XX.
func percentEscapes(keep string) (e escapes) {
	for c := range e {
		e[c] = '%' | uint32(hexDigits[c>>4])<<8 | uint32(hexDigits[c&15])<<16 | 3<<lengthShift | changed
	}
	for i := range len(keep) {
		e[keep[i]] = uint32(keep[i]) | 1<<lengthShift
	}
	return e
}

// with is the same table but for c, which is written as the byte to.
func (e escapes) with(c, to byte) escapes {
	e[c] = uint32(to) | 1<<lengthShift | changed
	return e
}

// append appends value with each byte as the table says. Most values need no escape at all, so
// eight bytes are looked at together and copied when they stay as they are.
func (e *escapes) append(dst, value []byte) []byte {
	at := len(dst)
	dst = slices.Grow(dst, 3*len(value)+1) // one, as the last store writes four bytes
	dst = dst[:cap(dst)]
	for ; len(value) >= 8; value = value[8:] {
		v := (*[8]byte)(value)
		if (e[v[0]]|e[v[1]]|e[v[2]]|e[v[3]]|e[v[4]]|e[v[5]]|e[v[6]]|e[v[7]])&changed == 0 {
			*(*[8]byte)(dst[at : at+8]) = *v
			at += 8
		} else {
			at = e.put(dst, at, v[:])
		}
	}
	return dst[:e.put(dst, at, value)]
}

// put writes the bytes of value to dst from at on, one by one, and returns where they end. It may
// write up to three bytes more.
func (e *escapes) put(dst []byte, at int, value []byte) (end int) {
	for _, c := range value {
		entry := e[c]
		binary.LittleEndian.PutUint32(dst[at:at+4], entry)
		at += int(entry >> lengthShift & lengthMask)
	}
	return at
}

// appendURL appends text of a URL: what no URL may hold is percent-encoded, %XX stays as it is,
// and a % that two hex digits do not follow becomes %25.
func appendURL(dst, text []byte) []byte {
	for {
		n := bytes.IndexByte(text, '%')
		if n < 0 {
			return urlEscapes.append(dst, text)
		}
		dst = urlEscapes.append(dst, text[:n])
		text = text[n+1:]
		if len(text) >= 2 && isHex(text[0]) && isHex(text[1]) {
			dst = append(dst, '%')
		} else {
			dst = append(dst, "%25"...)
		}
	}
}

// encodedURL is [appendURL] for text that is kept. Nearly all text stays as it is.
func encodedURL(text string) string {
	var differs uint32
	for i := range len(text) {
		differs |= urlEscapes[text[i]]
	}
	if differs&changed == 0 {
		return text
	}
	return string(appendURL(nil, []byte(text)))
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f'
}

// jsonPlainBytes are the bytes that a JSON string holds as they are, whatever stands beside them.
func jsonPlainBytes() (plain [256]bool) {
	for c := ' '; c < utf8.RuneSelf; c++ {
		plain[c] = c != '"' && c != '\\'
	}
	return plain
}

// appendJSON appends value escaped for the inside of a JSON string.
func appendJSON(dst, value []byte) []byte {
	for {
		n := 0
		for n < len(value) && jsonPlain[value[n]] {
			n++
		}
		dst = append(dst, value[:n]...)
		if n == len(value) {
			return dst
		}
		r, size := utf8.DecodeRune(value[n:])
		dst = appendJSONRune(dst, r)
		value = value[n+size:]
	}
}

// appendJSONRune appends one rune that is not plain. Bytes that are not UTF-8 were decoded to
// U+FFFD.
func appendJSONRune(dst []byte, r rune) []byte {
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
	if r < ' ' {
		return append(dst, '\\', 'u', '0', '0', hexDigits[r>>4], hexDigits[r&15])
	}
	return utf8.AppendRune(dst, r)
}
