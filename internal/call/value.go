package call

import (
	"bytes"
	"strconv"
)

// Kind is what a value is. The zero Kind is Absent.
type Kind uint8

// The kinds of values.
const (
	Absent    Kind = iota // the record does not have it
	String                // text, possibly empty
	Number                // a JSON number, with its own text
	Bool                  // true or false
	Null                  // null
	Composite             // an object or array, as raw JSON
)

// Carrier is the place of a record that a value was found in. Of several carriers of the same
// name the smallest wins.
type Carrier uint8

// The carriers, the best first.
const (
	NoCarrier   Carrier = iota
	MessageTags         // an element of "message-tags"
	FlatTag             // a key "tag:User:gclid"
	NestedTag           // {"tag":{"User":{"gclid":…}}}
	FlatCall            // a key "Call:InboundCallId"
	LogTags             // "tags" of the older call log
	TopColumn           // a key of the record, or a column of a CSV file
	LogColumn           // "columns" of the older call log
)

// String says in words where the value was found.
func (c Carrier) String() string {
	switch c {
	case MessageTags:
		return "message-tags"
	case FlatTag:
		return "flat tag"
	case NestedTag:
		return "nested tag"
	case FlatCall:
		return "flat Call key"
	case LogTags:
		return "tags of the older call log"
	case TopColumn:
		return "column"
	case LogColumn:
		return "columns of the older call log"
	}
	return "nowhere"
}

// Value is one value as it stood in the record. It aliases the bytes that the record was read
// from and is valid as long as its record. The zero Value is absent.
type Value struct {
	raw     []byte // without the quotes of a string
	field   *field
	index   int32 // position in the field's array
	kind    Kind
	escaped bool // raw holds backslash escapes
}

// Kind says what the value is.
func (v Value) Kind() Kind { return v.kind }

// AppendText appends the value as text: a string decoded, a number with the record's own
// digits, true or false, nothing for null, and raw JSON for an object or array.
func (v Value) AppendText(dst []byte) []byte {
	switch {
	case v.kind == Null:
		return dst
	case v.escaped:
		return appendUnescaped(dst, v.raw)
	}
	return append(dst, v.raw...)
}

// Text is the value as text; see AppendText.
func (v Value) Text() string {
	if v.kind == Null {
		return ""
	}
	if v.escaped {
		return string(appendUnescaped(nil, v.raw))
	}
	return string(v.raw)
}

// Bool understands true and false, and the strings true, false, yes and no in any case. For
// anything else ok is false.
func (v Value) Bool() (value, ok bool) {
	switch {
	case v.kind == Bool:
		return v.raw[0] == 't', true
	case v.kind != String:
		return false, false
	case bytes.EqualFold(v.raw, []byte("true")), bytes.EqualFold(v.raw, []byte("yes")):
		return true, true
	case bytes.EqualFold(v.raw, []byte("false")), bytes.EqualFold(v.raw, []byte("no")):
		return false, true
	}
	return false, false
}

// Carrier is the kind of place that the value was found in.
func (v Value) Carrier() Carrier {
	if v.field == nil {
		return NoCarrier
	}
	return v.field.carrier
}

// Path is the exact place in the record, for people: "message-tags[3]", "tag:User:gclid",
// "columns.callDt", or the header of a CSV column. It is "" for an absent value.
func (v Value) Path() string {
	switch {
	case v.field == nil:
		return ""
	case v.field.listed:
		return v.field.path + "[" + strconv.Itoa(int(v.index)) + "]"
	}
	return v.field.path
}

// field describes one place of a record that values come from. It never changes once made, so
// records may keep pointing at it.
type field struct {
	name    Name
	carrier Carrier
	path    string
	listed  bool // an element of an array: the path needs the entry's index
}
