package catalog

import (
	"strings"

	"postback/internal/lazyre"
)

// MacroSpan is where a text has the form of another platform's macro: the bytes from Start to End,
// marks included, and the name between the marks.
type MacroSpan struct {
	Start, End int
	Word       string
}

// markedPattern is every form of macro that cannot stand in a URL otherwise. What begins with the
// mark of another form comes before it. The name is in one of the groups.
var markedPattern = lazyre.New(strings.Join([]string{
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
var wholePattern = lazyre.New(`^(?:\(([A-Za-z][\w.:-]*)\)|__([A-Z][A-Z0-9_]*)__|%([A-Za-z_]\w+)%)$`)

// guid is an identifier that Windows writes in curly brackets.
var guid = lazyre.New(`^\{[0-9A-Fa-f]{8}-`)

// FindMacros finds what looks like a macro of another platform in a text, wherever it stands.
func FindMacros(text string) []MacroSpan {
	var found []MacroSpan
	for _, at := range markedPattern.FindAllStringSubmatchIndex(text, -1) {
		if !guid.MatchString(text[at[0]:at[1]]) {
			found = append(found, MacroSpan{at[0], at[1], firstGroup(text, at)})
		}
	}
	return found
}

// WholeMacro is the name in a value that looks like a macro because there is nothing beside it.
func WholeMacro(value string) (word string, ok bool) {
	at := wholePattern.FindStringSubmatchIndex(value)
	return firstGroup(value, at), at != nil
}

// ExplainMacro is [Foreign] for a macro with any marks; word is the name between them.
func ExplainMacro(written, word string) ForeignMacro {
	m, ok := Foreign(written)
	if !ok {
		m, _ = Foreign("{" + strings.TrimPrefix(word, "$") + "}")
		m.Platforms = unlistedPlatforms(written)
	}
	isShouted := word == strings.ToUpper(word) && word != strings.ToLower(word)
	if m.Token.Open && isShouted { // a URL parameter is hardly called CLICKID
		m.Token.Name = strings.ToLower(m.Token.Name)
	}
	return m
}

// unlistedPlatforms names who writes macros with marks that are not among the dialects.
func unlistedPlatforms(written string) string {
	switch {
	case strings.HasPrefix(written, "__"):
		return "TikTok and others"
	case strings.HasPrefix(written, "{{"):
		return "template engines, Zapier, Make and others"
	}
	return "other platforms"
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
