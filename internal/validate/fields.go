package validate

import (
	"regexp"
	"strings"

	"postback/internal/template"
)

// field is a value that stands in a request as it is: no token and no variable is in it.
type field struct {
	part
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

// fieldsOf takes one template apart. Fields may be empty, or hold a [hole].
func fieldsOf(t part) []field {
	literal := t.literal
	switch t.template.Kind() {
	case template.URL:
		return urlFields(t, literal)
	case template.FormBody:
		return paramFields(t, viewForm(t.template))
	case template.Header:
		return []field{headerField(t, literal)}
	case template.JSONBody:
		return jsonFields(t, literal)
	case template.TextBody:
		if strings.HasPrefix(strings.TrimSpace(literal), "{") { // JSON without its content type
			return jsonFields(t, literal)
		}
	}
	return elementFields(t, literal)
}

func urlFields(t part, literal string) []field {
	v := t.url
	fields := pieces(t, literal, hostLabel, v.host, ".:@")
	fields = append(fields, pieces(t, literal, pathSegment, v.path, "/")...)
	return append(fields, paramFields(t, v.params)...)
}

// pieces are the parts of a range between separators.
func pieces(t part, literal string, kind place, at [2]int, separators string) []field {
	var fields []field
	for start := at[0]; start < at[1]; {
		end := at[1]
		if n := strings.IndexAny(literal[start:at[1]], separators); n >= 0 {
			end = start + n
		}
		fields = append(fields, field{part: t, place: kind, value: literal[start:end], start: start})
		start = end + 1
	}
	return fields
}

func paramFields(t part, params []paramView) []field {
	var fields []field
	for _, p := range params {
		if p.literalValue {
			fields = append(fields, field{part: t, place: parameter, name: p.name, value: p.value, start: p.valueStart})
		}
	}
	return fields
}

// scheme is the word before a credential in a header.
var scheme = regexp.MustCompile(`^(?i:bearer|basic|token|digest|apikey) +`)

func headerField(t part, literal string) field {
	words := strings.Fields(t.what)
	start := len(scheme.FindString(literal))
	return field{part: t, place: headerValue, name: words[len(words)-1], value: literal[start:], start: start}
}

// jsonFields are the strings of a JSON text that are values, under the nearest name before them.
func jsonFields(t part, literal string) []field {
	var fields []field
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
			fields = append(fields, field{part: t, place: jsonString, name: name, value: text, start: i + 1})
		}
		i = end
	}
	return fields
}

// elementPattern is an element of XML with nothing but text in it.
var elementPattern = regexp.MustCompile(`<([A-Za-z][\w:.-]*)[^<>]*>([^<>]+)</`)

func elementFields(t part, literal string) []field {
	var fields []field
	for _, m := range elementPattern.FindAllStringSubmatchIndex(literal, -1) {
		fields = append(fields, field{part: t, place: element, name: literal[m[2]:m[3]], value: literal[m[4]:m[5]], start: m[4]})
	}
	return fields
}
