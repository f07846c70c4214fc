package validate

import (
	"strings"

	"postback/internal/catalog"
	"postback/internal/template"
)

// macro is a place in literal text that has the form of another platform's macro.
type macro struct {
	*part
	start, end int // in the text of the template
	written    string
	inside     string // between the marks
	doubtful   bool   // the form has other uses too
}

// macrosOf is what looks like a macro of another platform in a template, wherever it stands.
func macrosOf(t *part) []macro {
	literal := t.literal
	begin := firstMark(literal)
	if begin < 0 {
		return nil
	}
	var found []macro
	for _, at := range catalog.FindMacros(literal[begin:]) {
		start, end := begin+at.Start, begin+at.End
		m := macro{part: t, start: start, end: end, written: literal[start:end], inside: at.Word}
		if t.template.Kind() == template.URL || standsAlone(literal, m) {
			found = append(found, m)
		}
	}
	return found
}

// firstMark is the offset of the first mark of a macro, or -1. Most templates hold none, and this
// is quicker than the pattern.
func firstMark(literal string) int {
	for i := range len(literal) {
		if strings.IndexByte("{$#<%-", literal[i]) >= 0 && beginsMacro(literal[i], literal[i+1:]) {
			return i
		}
	}
	return -1
}

// beginsMacro reports whether a macro may begin with a byte and what follows it.
func beginsMacro(mark byte, rest string) bool {
	next := byteAt(rest, 0)
	isLetter := 'a' <= next|0x20 && next|0x20 <= 'z'
	switch mark {
	case '{':
		return isLetter || strings.IndexByte("{$%", next) >= 0
	case '$':
		return next == '{'
	case '#':
		return isLetter
	case '<':
		return next == '<'
	case '%':
		return next == '%' || next == '7'
	}
	return strings.HasPrefix(rest, "-A--")
}

// wholeMacro is a value that looks like a macro because there is nothing beside it.
func wholeMacro(f field) (m macro, ok bool) {
	if strings.IndexByte("(_%", f.value[0]) < 0 {
		return macro{}, false
	}
	word, ok := catalog.WholeMacro(f.value)
	if !ok || f.place == hostLabel || f.place == pathSegment || isAnalytics(f.value) {
		return macro{}, false
	}
	return macro{part: f.part, start: f.start, end: f.start + len(f.value), written: f.value, inside: word, doubtful: true}, true
}

// standsAlone reports whether what looks like a macro has a value's delimiters on both sides: in a
// body, curly brackets and number signs also belong to JSON, queries, programs and colours.
func standsAlone(literal string, m macro) bool {
	before, after := byteAt(literal, m.start-1), byteAt(literal, m.end)
	marks := func(prefix string) bool { return strings.HasPrefix(m.written, prefix) }
	inJSON := m.template.Kind() == template.JSONBody
	switch {
	case marks("{{"), marks("${"), marks("--A--"):
		return true
	case marks("#"):
		return strings.IndexByte("\x01\"=>", before) >= 0 && strings.IndexByte("\x01\"&<", after) >= 0
	case m.template.Kind() == template.Header:
		return true
	case inJSON && before != '"' && marks("{") && strings.HasSuffix(strings.TrimRight(literal[:m.start], " \t\r\n"), ":"):
		return true // "amount": {payout}
	}
	return strings.IndexByte("\x01\"'=>,&/|-_", before) >= 0 && strings.IndexByte("\x01\"'<,&/|-_", after) >= 0
}

// byteAt is the byte at an offset, or 1 outside the text.
func byteAt(text string, at int) byte {
	if at < 0 || at >= len(text) {
		return 1
	}
	return text[at]
}

// isAnalytics reports whether a value is one of those that Google Analytics writes in parentheses.
func isAnalytics(value string) bool {
	switch strings.Trim(strings.ToLower(value), "()") {
	case "none", "direct", "organic", "referral", "other", "unknown", "not_set", "not_provided", "null", "empty", "blank":
		return true
	}
	return false
}

// explained is what the catalogue knows of a macro, whatever its marks.
func (m macro) explained() catalog.ForeignMacro { return catalog.ExplainMacro(m.written, m.inside) }
