package schema

import (
	"strings"
	"unicode"
)

// Value is what may stand behind a key: [Text], [Bool], [Int], [Number], [True], [List], [Map],
// [Either] or an [Object].
type Value interface {
	// schema is the value's JSON Schema; objects are referred to and added to the document.
	schema(d *document) node
}

// node is a JSON Schema, or a part of one.
type node map[string]any

// Text is a scalar, taken as it is written: 0048 and true are texts too.
type Text struct {
	NonEmpty bool
	OneOf    []string // words, of which it has to be one, in any case
	Pattern  string   // what it has to match, or be one of OneOf
}

func (t Text) schema(*document) node {
	scalar := node{"type": []string{"string", "number", "boolean"}}
	switch {
	case len(t.OneOf) > 0:
		pattern := t.Pattern
		if pattern == "" {
			pattern = "^(" + strings.Join(anyCase(t.OneOf), "|") + ")$"
		}
		return node{"anyOf": []node{{"enum": t.OneOf}, {"type": "string", "pattern": pattern}}}
	case t.Pattern != "": // a pattern says nothing of numbers
		return node{"type": "string", "pattern": t.Pattern}
	case t.NonEmpty:
		scalar["minLength"] = 1
	}
	return scalar
}

// anyCase are patterns for words in whatever case.
func anyCase(words []string) []string {
	var patterns []string
	for _, word := range words {
		var b strings.Builder
		for _, r := range word {
			if upper, lower := unicode.ToUpper(r), unicode.ToLower(r); upper != lower {
				b.WriteString("[" + string(upper) + string(lower) + "]")
			} else {
				b.WriteString(`\` + string(r))
			}
		}
		patterns = append(patterns, b.String())
	}
	return patterns
}

// String is a JSON string.
type String struct{}

func (String) schema(*document) node { return node{"type": "string"} }

// Words are texts of which it has to be one, exactly.
type Words []string

func (w Words) schema(*document) node { return node{"enum": []string(w)} }

// Bool is true or false.
type Bool struct{ Default bool }

func (b Bool) schema(*document) node { return node{"type": "boolean", "default": b.Default} }

// True is true and nothing else.
type True struct{}

func (True) schema(*document) node { return node{"const": true} }

// Int is a whole number.
type Int struct{ Min, Max int }

func (i Int) schema(*document) node {
	n := node{"type": "integer"}
	if i.Max > i.Min {
		n["minimum"], n["maximum"] = i.Min, i.Max
	}
	return n
}

// Number is any number.
type Number struct{}

func (Number) schema(*document) node { return node{"type": "number"} }

// List is a list of values.
type List struct {
	Of       Value
	NonEmpty bool
}

func (l List) schema(d *document) node {
	n := node{"type": "array", "items": l.Of.schema(d)}
	if l.NonEmpty {
		n["minItems"] = 1
	}
	return n
}

// Map is a mapping with names of the user's own.
type Map struct {
	Names string // a pattern that they match; "" for any
	Of    Value
}

func (m Map) schema(d *document) node {
	n := node{"type": "object", "additionalProperties": m.Of.schema(d)}
	if m.Names != "" {
		n["propertyNames"] = node{"pattern": m.Names}
	}
	return n
}

// Either is one of several kinds of values.
type Either []Value

func (e Either) schema(d *document) node {
	var kinds []node
	for _, v := range e {
		kinds = append(kinds, v.schema(d))
	}
	return node{"anyOf": kinds}
}

// Any is anything at all.
type Any struct{}

func (Any) schema(*document) node { return node{} }

// OneOrMore is a value, or a list of such values.
func OneOrMore(v Value) Value { return Either{v, List{Of: v}} }
