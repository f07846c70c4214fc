package postback

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"
)

// Pointer is a JSON pointer (RFC 6901): "" is the whole document, "/a/0" the first item of its member a.
type Pointer string

// Valid reports whether the pointer is well-formed: empty, or parts that each begin with a slash.
func (p Pointer) Valid() bool { return p == "" || p[0] == '/' }

// In finds what the pointer points to in a document as [DecodeJSON] gives it.
func (p Pointer) In(document any) (value any, ok bool) {
	if p == "" || !p.Valid() {
		return document, p == ""
	}
	unescape := strings.NewReplacer("~1", "/", "~0", "~")
	for part := range strings.SplitSeq(string(p[1:]), "/") {
		if document, ok = step(document, unescape.Replace(part)); !ok {
			return nil, false
		}
	}
	return document, true
}

// step goes one level down.
func step(value any, part string) (any, bool) {
	switch value := value.(type) {
	case map[string]any:
		member, ok := value[part]
		return member, ok
	case []any:
		i, err := strconv.Atoi(part)
		if err != nil || i < 0 || i >= len(value) || strconv.Itoa(i) != part {
			return nil, false
		}
		return value[i], true
	}
	return nil, false
}

var errManyDocuments = errors.New("there is more than one JSON value")

// DecodeJSON reads a body that is one JSON value, behind a byte order mark if need be. Numbers
// become [json.Number]: they keep their text.
func DecodeJSON(body []byte) (any, error) {
	decoder := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(body, []byte("\ufeff"))))
	decoder.UseNumber()
	var document any
	if err := decoder.Decode(&document); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errManyDocuments
	}
	return document, nil
}

// JSONText is the text of what a pointer points to in a body; ok is false when the body is no JSON or
// has nothing there.
func JSONText(body []byte, pointer string) (text string, ok bool) {
	document, err := DecodeJSON(body)
	if err != nil {
		return "", false
	}
	value, ok := Pointer(pointer).In(document)
	if !ok {
		return "", false
	}
	return TextOfJSON(value), true
}

// TextOfJSON is the text of a value: of a string what it says, of a number or word how it is written,
// of an object or array its compact JSON with sorted keys.
func TextOfJSON(value any) string {
	if s, ok := value.(string); ok {
		return s
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(value) // what was decoded can be encoded
	return strings.TrimSuffix(b.String(), "\n")
}
