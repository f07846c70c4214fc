package importer

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"postback/internal/diag"
)

// value is one JSON value and where it stands.
type value struct {
	span    diag.Span
	kind    kind
	text    string // of a string, decoded; of a number, true, false and null, as written
	items   []*value
	members []member
}

// member is one member of an object, in the order of the source.
type member struct {
	name  string
	value *value
}

type kind uint8

const (
	isNull kind = iota
	isBool
	isNumber
	isString
	isArray
	isObject
)

// String names the kind with its article.
func (k kind) String() string {
	return [...]string{"null", "true or false", "a number", "a string", "a list", "an object"}[k]
}

// maxDepth is the number of levels that arrays and objects may be nested.
const maxDepth = 128

// parseJSON reads all values of a source, one behind the other. What is no JSON is reported with its
// place, and then there is no value.
func parseJSON(src *diag.Source, findings *diag.List) []*value {
	p := &jsonParser{src: src, text: src.Content(), findings: findings}
	if start := strings.TrimLeft(strings.TrimPrefix(p.text, "\ufeff"), " \t\r\n"); strings.HasPrefix(start, "<") {
		at := len(p.text) - len(start)
		p.fail(at, at+1, "this is HTML or XML and not JSON; was an error page or a login page saved?")
		return nil
	}
	if !p.checkBytes() {
		return nil
	}
	p.decoder = json.NewDecoder(strings.NewReader(p.text[p.base:]))
	p.decoder.UseNumber()
	var values []*value
	for strings.TrimLeft(p.text[p.offset():], " \t\r\n") != "" {
		v := p.value(0)
		if v == nil {
			return nil
		}
		values = append(values, v)
	}
	if len(values) == 0 {
		p.fail(0, 0, "the input is empty")
	}
	return values
}

type jsonParser struct {
	src      *diag.Source
	text     string
	base     int // where the decoder began
	decoder  *json.Decoder
	findings *diag.List
}

func (p *jsonParser) fail(start, end int, format string, args ...any) {
	p.findings.Errorf(p.src.Span(start, end), RuleJSON, format, args...)
}

// checkBytes refuses what the decoder would silently replace.
func (p *jsonParser) checkBytes() bool {
	if strings.HasPrefix(p.text, "\ufeff") {
		p.base = len("\ufeff")
	}
	if utf8.ValidString(p.text) {
		return true
	}
	at := 0
	for r, size := utf8.DecodeRuneInString(p.text); r != utf8.RuneError || size > 1; r, size = utf8.DecodeRuneInString(p.text[at:]) {
		at += size
	}
	p.fail(at, at+1, "the byte 0x%02X is not UTF-8", p.text[at])
	return false
}

// offset is how far the decoder has read.
func (p *jsonParser) offset() int { return p.base + int(p.decoder.InputOffset()) }

// skip is the offset of what comes next behind white space, commas and colons.
func (p *jsonParser) skip() int {
	at := p.offset()
	return at + len(p.text[at:]) - len(strings.TrimLeft(p.text[at:], " \t\r\n,:"))
}

// token is the next token and where it stands. After a fault, which is reported, ok is false.
func (p *jsonParser) token() (token json.Token, span diag.Span, ok bool) {
	start := p.skip()
	token, err := p.decoder.Token()
	if err == nil {
		return token, p.src.Span(start, p.offset()), true
	}
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		p.fail(len(p.text), len(p.text), "the JSON ends too early; was all of it saved?")
	case errors.As(err, &syntax):
		at := min(p.base+max(int(syntax.Offset)-1, 0), len(p.text))
		at = max(at, start)
		p.fail(at, min(at+1, len(p.text)), "this is not JSON: %s", syntax.Error())
	default:
		p.fail(start, start, "this is not JSON: %v", err)
	}
	return nil, diag.Span{}, false
}

// value reads one value; nil after a fault.
func (p *jsonParser) value(depth int) *value {
	token, span, ok := p.token()
	if !ok {
		return nil
	}
	switch t := token.(type) {
	case json.Delim:
		return p.collection(t, span, depth+1)
	case string:
		if strings.ContainsRune(t, 0) {
			p.fail(span.Start, span.End, "this text holds a NUL, which no request can")
			return nil
		}
		return &value{span: span, kind: isString, text: t}
	case json.Number:
		return &value{span: span, kind: isNumber, text: t.String()}
	case bool:
		return &value{span: span, kind: isBool, text: fmt.Sprint(t)}
	}
	return &value{span: span, kind: isNull, text: "null"}
}

// collection reads the array or object that an opening bracket begins.
func (p *jsonParser) collection(opening json.Delim, span diag.Span, depth int) *value {
	if depth > maxDepth {
		p.fail(span.Start, span.End, "nested more than %d levels deep", maxDepth)
		return nil
	}
	v := &value{kind: isArray}
	if opening == '{' {
		v.kind = isObject
	}
	seen := map[string]bool{}
	for p.decoder.More() {
		name := ""
		if v.kind == isObject {
			key, keySpan, ok := p.token()
			if !ok {
				return nil
			}
			name, _ = key.(string)
			if seen[name] {
				p.fail(keySpan.Start, keySpan.End, "the key %q stands twice in the same object", name)
				return nil
			}
			seen[name] = true
		}
		item := p.value(depth)
		if item == nil {
			return nil
		}
		if v.kind == isObject {
			v.members = append(v.members, member{name, item})
		} else {
			v.items = append(v.items, item)
		}
	}
	_, closing, ok := p.token()
	if !ok {
		return nil
	}
	v.span = p.src.Span(span.Start, closing.End)
	return v
}

// get is the member of that name, nil when there is none or when it is null.
func (v *value) get(name string) *value {
	for _, m := range v.members {
		if m.name == name && m.value.kind != isNull {
			return m.value
		}
	}
	return nil
}

// field is the text of a member that is a string or a number; "" when there is none.
func (v *value) field(name string) string {
	if m := v.get(name); m != nil && (m.kind == isString || m.kind == isNumber) {
		return m.text
	}
	return ""
}

// names are the names of all members that say something.
func (v *value) names() []string {
	var names []string
	for _, m := range v.members {
		if m.value.kind != isNull {
			names = append(names, m.name)
		}
	}
	return names
}

// compact is the value's own text without white space between its parts, to compare values by.
func (v *value) compact() string {
	var b bytes.Buffer
	_ = json.Compact(&b, []byte(v.span.Text())) // it is JSON, or there would be no value
	return b.String()
}
