package template

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
		return componentEscapes.append(dst, value)
	case classForm:
		return formEscapes.append(dst, value)
	case classURL:
		return appendURL(dst, value)
	case classJSON:
		return appendJSON(dst, value)
	case classAsIs:
	}
	return append(dst, value...)
}
