package template

import "unicode/utf8"

// Encoding is a pixel's choice of how values are written where a URL or a form is written.
type Encoding uint8

// The encodings.
const (
	Component Encoding = iota // percent-encodes everything but letters, digits and - . _ ~
	Form                      // as Component, but a space is written as +
	Raw                       // encodes nothing but what no URL may hold
)

// ParseEncoding returns the encoding called s: "component", "form" or "raw".
func ParseEncoding(s string) (Encoding, bool) {
	for _, e := range [...]Encoding{Component, Form, Raw} {
		if e.String() == s {
			return e, true
		}
	}
	return Component, false
}

// EncodingNames are the names that [ParseEncoding] knows.
func EncodingNames() []string {
	return []string{Component.String(), Form.String(), Raw.String()}
}

// String is the name of the encoding.
func (e Encoding) String() string {
	switch e {
	case Component:
		return "component"
	case Form:
		return "form"
	case Raw:
		return "raw"
	}
	return "unknown encoding"
}

// class is what a position and an encoding come to: one way of writing a value.
type class uint8

const (
	classAsIs      class = iota
	classComponent       // percent-encoded but for the unreserved characters
	classForm            // the same, with + for a space
	classURL             // percent-encoded where no URL may hold the byte
	classJSON            // escaped for the inside of a JSON string
)

func classOf(pos Position, enc Encoding) class {
	switch pos {
	case HeaderValue, JSONBare, Text:
		return classAsIs
	case JSONString:
		return classJSON
	case Authority:
		return classURL
	case Path, Query, Fragment, FormValue:
	}
	switch enc {
	case Form:
		return classForm
	case Raw:
		return classURL
	default:
		return classComponent
	}
}

// AppendEncoded appends value to dst as it is written at pos:
//
//	Path, Query, Fragment, FormValue   percent-encoded, as enc says
//	JSONString                         escaped; bytes that are not UTF-8 become U+FFFD
//	HeaderValue, JSONBare, Text        as it is
//	Authority                          as it is, but for bytes that no URL may hold
//
// Nothing is checked: a line break in a header value and a token in the authority are for the
// caller to refuse.
func AppendEncoded(dst, value []byte, pos Position, enc Encoding) []byte {
	return classOf(pos, enc).append(dst, value)
}

func (c class) append(dst, value []byte) []byte {
	switch c {
	case classComponent:
		return appendPercent(dst, value, &unreserved)
	case classForm:
		return appendForm(dst, value)
	case classURL:
		return appendURL(dst, value)
	case classJSON:
		return appendJSON(dst, value)
	case classAsIs:
	}
	return append(dst, value...)
}

const hexDigits = "0123456789ABCDEF"

// byteSet is a set of bytes.
type byteSet [256]bool

// setOf returns the letters, the digits and the bytes of extra.
func setOf(extra string) (set byteSet) {
	for c := range 256 {
		set[c] = 'a' <= c|0x20 && c|0x20 <= 'z' && c < 0x80 || '0' <= c && c <= '9'
	}
	for i := range len(extra) {
		set[extra[i]] = true
	}
	return set
}

var (
	unreserved = setOf("-._~")                        // RFC 3986, 2.3
	urlBytes   = setOf("-._~" + ":/?#[]@!$&'()*+,;=") // and 2.2: all that a URL may hold but %
)

func appendPercent(dst, value []byte, keep *byteSet) []byte {
	for _, c := range value {
		if keep[c] {
			dst = append(dst, c)
		} else {
			dst = append(dst, '%', hexDigits[c>>4], hexDigits[c&15])
		}
	}
	return dst
}

func appendForm(dst, value []byte) []byte {
	for _, c := range value {
		switch {
		case unreserved[c]:
			dst = append(dst, c)
		case c == ' ':
			dst = append(dst, '+')
		default:
			dst = append(dst, '%', hexDigits[c>>4], hexDigits[c&15])
		}
	}
	return dst
}

// appendURL appends text of a URL: what no URL may hold is percent-encoded, %XX stays as it is,
// and a % that is not followed by two hex digits becomes %25.
func appendURL(dst, text []byte) []byte {
	for i, c := range text {
		if urlBytes[c] || c == '%' && i+2 < len(text) && isHex(text[i+1]) && isHex(text[i+2]) {
			dst = append(dst, c)
		} else {
			dst = append(dst, '%', hexDigits[c>>4], hexDigits[c&15])
		}
	}
	return dst
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f'
}

func appendJSON(dst, value []byte) []byte {
	for len(value) > 0 {
		r, size := utf8.DecodeRune(value)
		switch {
		case r == '"' || r == '\\':
			dst = append(dst, '\\', byte(r))
		case r < 0x20:
			dst = appendControl(dst, byte(r))
		default:
			dst = utf8.AppendRune(dst, r)
		}
		value = value[size:]
	}
	return dst
}

func appendControl(dst []byte, c byte) []byte {
	switch c {
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
	return append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
}
