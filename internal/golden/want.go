package golden

import (
	"regexp"
	"strings"

	"postback/internal/yamldoc"
)

// wantKind is how a value is held against a want.
type wantKind uint8

const (
	wantEqual wantKind = iota
	wantMatch
	wantPresent
	wantAbsent
)

// Want is what one value is to be.
type Want struct {
	kind    wantKind
	text    string
	pattern *regexp.Regexp

	node *yamldoc.Node
}

// equals wants exactly this value.
func equals(text string) Want { return Want{text: text} }

// accepts reports whether a value that is there is as wanted.
func (w Want) accepts(value string) bool {
	switch w.kind {
	case wantEqual:
		return value == w.text
	case wantMatch:
		return w.pattern.MatchString(value)
	case wantPresent:
		return true
	}
	return false
}

// String is the want in words, or the value that is wanted.
func (w Want) String() string {
	switch w.kind {
	case wantMatch:
		return "(matching " + w.pattern.String() + ")"
	case wantPresent:
		return "(any value)"
	case wantAbsent:
		return "(absent)"
	}
	return w.text
}

// absent reports whether the field is to be absent.
func (f *Field) absent() bool { return len(f.Wants) == 1 && f.Wants[0].kind == wantAbsent }

// exact reports whether the field names the values that it wants.
func (f *Field) exact() bool {
	for _, w := range f.Wants {
		if w.kind != wantEqual {
			return false
		}
	}
	return true
}

// String is all that is wanted, in one line.
func (f *Field) String() string {
	var words []string
	for _, w := range f.Wants {
		words = append(words, w.String())
	}
	return strings.Join(words, valueSeparator)
}

// valueSeparator stands between the values of a name that is there several times.
const valueSeparator = ", "
