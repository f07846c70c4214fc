package validate

import (
	"strings"

	"postback/internal/lazyre"
	"postback/internal/template"
)

// field is a value that stands in a request as it is: no token and no variable is in it.
type field struct {
	*part
	place place
	name  string // of the parameter, header, member or element; "" when it has none
	value string
	start int // of the value in the text of the template
}

// place says what a field is.
type place uint8

const (
	hostLabel place = iota
	pathSegment
	parameter
	headerValue
	jsonString
	element
)

// fields are the literal values of every request, in the order of the definitions.
func (p *Pass) fields() []field { return p.survey.fields }

// appendFields takes one template apart and adds the values that are literal and not empty.
func appendFields(fields []field, t *part) []field {
	add := func(f field) {
		if f.value != "" && !hasHole(f.value) {
			f.part = t
			fields = append(fields, f)
		}
	}
	switch t.template.Kind() {
	case template.URL:
		addPieces(add, t.literal, hostLabel, t.url.host, ".:@")
		addPieces(add, t.literal, pathSegment, t.url.path, "/")
		addParams(add, t.params)
	case template.FormBody:
		addParams(add, t.params)
	case template.Header:
		add(headerField(t))
	case template.JSONBody:
		addStrings(add, t.literal)
	case template.TextBody:
		if strings.HasPrefix(strings.TrimSpace(t.literal), "{") { // JSON without its content type
			addStrings(add, t.literal)
		} else {
			addElements(add, t.literal)
		}
	}
	return fields
}

// addPieces adds the parts of a range between separators.
func addPieces(add func(field), literal string, kind place, at [2]int, separators string) {
	for start := at[0]; start < at[1]; {
		end := at[1]
		if n := strings.IndexAny(literal[start:at[1]], separators); n >= 0 {
			end = start + n
		}
		add(field{place: kind, value: literal[start:end], start: start})
		start = end + 1
	}
}

func addParams(add func(field), params []paramView) {
	for i := range params {
		if p := &params[i]; p.literalValue {
			add(field{place: parameter, name: p.name, value: p.value, start: p.valueStart})
		}
	}
}

// scheme is the word before a credential in a header.
var scheme = lazyre.New(`^(?i:bearer|basic|token|digest|apikey) +`)

func headerField(t *part) field {
	start := len(scheme.FindString(t.literal))
	return field{place: headerValue, name: t.what[strings.LastIndexByte(t.what, ' ')+1:], value: t.literal[start:], start: start}
}

// addStrings adds the strings of a JSON text that are values, under the nearest name before them.
func addStrings(add func(field), literal string) {
	name := ""
	for i := 0; i < len(literal); i++ {
		if literal[i] != '"' {
			continue
		}
		end := stringEnd(literal, i)
		text := literal[i+1 : max(i+1, end)]
		if strings.HasPrefix(strings.TrimLeft(literal[end+1:], " \t\r\n"), ":") {
			name = text
		} else {
			add(field{place: jsonString, name: name, value: text, start: i + 1})
		}
		i = end
	}
}

// elementPattern is an element of XML with nothing but text in it.
var elementPattern = lazyre.New(`<([A-Za-z][\w:.-]*)[^<>]*>([^<>]+)</`)

func addElements(add func(field), literal string) {
	for _, m := range elementPattern.FindAllStringSubmatchIndex(literal, -1) {
		add(field{place: element, name: literal[m[2]:m[3]], value: literal[m[4]:m[5]], start: m[4]})
	}
}
