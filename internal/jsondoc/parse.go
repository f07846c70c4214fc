package jsondoc

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"postback/internal/diag"
)

// RuleSyntax is the rule of what is no JSON.
const RuleSyntax = "json-syntax"

// Value is one JSON value and where it stands.
type Value struct {
	Span    diag.Span
	Kind    Kind
	Text    string // of a string, decoded; of a number, true, false and null, as written
	Items   []*Value
	Members []Member
}

// Member is one member of an object, in the order of the source.
type Member struct {
	Name  string
	Value *Value
}

// Kind is what a value is.
type Kind uint8

// The kinds of values.
const (
	Null Kind = iota
	Bool
	Number
	String
	Array
	Object
)

// String names the kind with its article.
func (k Kind) String() string {
	return [...]string{"null", "true or false", "a number", "a string", "a list", "an object"}[k]
}

// MaxDepth is the number of levels that arrays and objects may be nested.
const MaxDepth = 128

// Parse reads all values of a source, one behind the other. What is no JSON is reported with its
// place, and then there is no value.
func Parse(src *diag.Source, findings *diag.List) []*Value {
	p := &parser{src: src, text: src.Content(), findings: findings}
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
	var values []*Value
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

type parser struct {
	src      *diag.Source
	text     string
	base     int // where the decoder began
	decoder  *json.Decoder
	findings *diag.List
}

func (p *parser) fail(start, end int, format string, args ...any) {
	p.findings.Errorf(p.src.Span(start, end), RuleSyntax, format, args...)
}

// checkBytes refuses what the decoder would silently replace.
func (p *parser) checkBytes() bool {
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
func (p *parser) offset() int { return p.base + int(p.decoder.InputOffset()) }

// skip is the offset of what comes next behind white space, commas and colons.
func (p *parser) skip() int {
	at := p.offset()
	return at + len(p.text[at:]) - len(strings.TrimLeft(p.text[at:], " \t\r\n,:"))
}

// token is the next token and where it stands. After a fault, which is reported, ok is false.
func (p *parser) token() (token json.Token, span diag.Span, ok bool) {
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
		at := p.place(syntax)
		p.fail(at, min(at+1, len(p.text)), "this is not JSON: %s", syntax.Error())
	default:
		p.fail(start, start, "this is not JSON: %v", err)
	}
	return nil, diag.Span{}, false
}

// place is where the character stands that a fault names. The decoder's offset is before it or behind
// it.
func (p *parser) place(syntax *json.SyntaxError) int {
	at := min(p.base+int(syntax.Offset), len(p.text))
	_, named, _ := strings.Cut(syntax.Error(), "invalid character ")
	if before := max(at-1, 0); at > 0 && (at == len(p.text) || !strings.HasPrefix(named, strconv.QuoteRune(rune(p.text[at])))) {
		return before
	}
	return at
}

// value reads one value; nil after a fault.
func (p *parser) value(depth int) *Value {
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
		return &Value{Span: span, Kind: String, Text: t}
	case json.Number:
		return &Value{Span: span, Kind: Number, Text: t.String()}
	case bool:
		return &Value{Span: span, Kind: Bool, Text: fmt.Sprint(t)}
	}
	return &Value{Span: span, Kind: Null, Text: "null"}
}

// collection reads the array or object that an opening bracket begins.
func (p *parser) collection(opening json.Delim, span diag.Span, depth int) *Value {
	if depth > MaxDepth {
		p.fail(span.Start, span.End, "nested more than %d levels deep", MaxDepth)
		return nil
	}
	v := &Value{Kind: Array}
	if opening == '{' {
		v.Kind = Object
	}
	names := map[string]bool{}
	for p.decoder.More() {
		if !p.entry(v, names, depth) {
			return nil
		}
	}
	_, closing, ok := p.token()
	if !ok {
		return nil
	}
	v.Span = p.src.Span(span.Start, closing.End)
	return v
}

// entry reads the next item of an array, or the next member of an object, which has the names so far.
// It reports false after a fault.
func (p *parser) entry(v *Value, names map[string]bool, depth int) bool {
	if v.Kind == Array {
		item := p.value(depth)
		v.Items = append(v.Items, item)
		return item != nil
	}
	key, span, ok := p.token()
	if !ok {
		return false
	}
	name, _ := key.(string)
	if names[name] {
		p.fail(span.Start, span.End, "the key %q stands twice in the same object", name)
		return false
	}
	names[name] = true
	value := p.value(depth)
	v.Members = append(v.Members, Member{name, value})
	return value != nil
}

// Get is the member of that name, nil when there is none or when it is null.
func (v *Value) Get(name string) *Value {
	for _, m := range v.Members {
		if m.Name == name && m.Value.Kind != Null {
			return m.Value
		}
	}
	return nil
}

// Field is the text of a member that is a string or a number; "" when there is none.
func (v *Value) Field(name string) string {
	if m := v.Get(name); m != nil && (m.Kind == String || m.Kind == Number) {
		return m.Text
	}
	return ""
}

// Names are the names of all members that say something.
func (v *Value) Names() []string {
	var names []string
	for _, m := range v.Members {
		if m.Value.Kind != Null {
			names = append(names, m.Name)
		}
	}
	return names
}

// Compact is the value's own text without white space between its parts, to compare values by.
func (v *Value) Compact() string {
	var b bytes.Buffer
	_ = json.Compact(&b, []byte(v.Span.Text())) // it is JSON, or there would be no value
	return b.String()
}
