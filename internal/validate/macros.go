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

// markedPattern is every form of macro that cannot stand in a URL otherwise. What begins with the
// mark of another form comes before it. The name is in one of the groups.
var markedPattern = lazily(strings.Join([]string{
	`\{\{([^{}"\[\]\x00]+)\}\}`,
	`\$\{\(?([A-Za-z][^{}"\[\]\x00]*?)(?:\)!)?\}`,
	`\{[$%]?([A-Za-z][\w.?:\- ]*)%?\}`,
	`<<([A-Za-z][\w.-]*)>>`,
	`--A--([\w.-]+)--B--`,
	`%%([A-Za-z][\w.:-]*)%%`,
	`#([A-Za-z][\w.:-]*)#`,
	`(?i:%7B%7B|%7B)([A-Za-z][\w.-]*)(?i:%7D%7D|%7D)`,
}, "|"))

// wholePattern is every form that is one only where it is all there is of a value.
var wholePattern = lazily(`^(?:\(([A-Za-z][\w.:-]*)\)|__([A-Z][A-Z0-9_]*)__|%([A-Za-z_]\w+)%)$`)

// guid is an identifier that Windows writes in curly brackets.
var guid = lazily(`^\{[0-9A-Fa-f]{8}-`)

// macrosOf is what looks like a macro of another platform in a template, wherever it stands.
func macrosOf(t *part) []macro {
	literal := t.literal
	begin := firstMark(literal)
	if begin < 0 {
		return nil
	}
	var found []macro
	rest := literal[begin:]
	for _, at := range markedPattern.FindAllStringSubmatchIndex(rest, -1) {
		m := macro{part: t, start: begin + at[0], end: begin + at[1], written: rest[at[0]:at[1]], inside: firstGroup(rest, at)}
		if !guid.MatchString(m.written) && (t.template.Kind() == template.URL || standsAlone(literal, m)) {
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
	at := wholePattern.FindStringSubmatchIndex(f.value)
	if at == nil || f.place == hostLabel || f.place == pathSegment || isAnalytics(f.value) {
		return macro{}, false
	}
	return macro{part: f.part, start: f.start, end: f.start + len(f.value), written: f.value, inside: firstGroup(f.value, at), doubtful: true}, true
}

// firstGroup is the group of a match that took part in it.
func firstGroup(text string, match []int) string {
	for i := 2; i < len(match); i += 2 {
		if match[i] >= 0 {
			return strings.TrimSpace(text[match[i]:match[i+1]])
		}
	}
	return ""
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
func (m macro) explained() catalog.ForeignMacro {
	known, ok := catalog.Foreign(m.written)
	if !ok {
		known, _ = catalog.Foreign("{" + strings.TrimPrefix(m.inside, "$") + "}")
		known.Platforms = m.platforms()
	}
	if known.Token.Open && isShouted(known.Word) { // a URL parameter is hardly called CLICKID
		known.Token.Name = strings.ToLower(known.Token.Name)
	}
	return known
}

// platforms names who writes macros with these marks, where the catalogue does not.
func (m macro) platforms() string {
	switch {
	case strings.HasPrefix(m.written, "%%"):
		return "Google Ad Manager and others"
	case strings.HasPrefix(m.written, "__"):
		return "TikTok and others"
	case strings.HasPrefix(m.written, "{{"):
		return "template engines, Zapier, Make and others"
	}
	return "other platforms"
}
