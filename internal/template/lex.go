package template

import (
	"strings"
	"unicode"
)

// itemKind says what an item is.
type itemKind uint8

const (
	itemText             itemKind = iota // sent as written, a lone ] included
	itemOpen                             // [[
	itemClose                            // ]]
	itemBracket                          // [ to the first ], whatever is in between
	itemVariable                         // ${env:NAME} or ${file:PATH}
	itemUnclosedBracket                  // the [ alone; what follows is read as text
	itemUnclosedVariable                 // the ${env: alone; what follows is read as text
)

// item is one lexical unit: the bytes [start, end) of the input. Items tile the input.
type item struct {
	kind       itemKind
	start, end int
}

// lexer cuts a template into items, from left to right, in time linear to its length.
type lexer struct {
	input     string
	pos       int
	lastClose int // offset of the last ], so that no bracket looks for one in vain
}

func newLexer(input string) *lexer {
	return &lexer{input: input, lastClose: strings.LastIndexByte(input, ']')}
}

// next returns the item at the present position; ok is false at the end of the input.
func (l *lexer) next() (it item, ok bool) {
	rest := l.input[l.pos:]
	switch {
	case rest == "":
		return item{}, false
	case strings.HasPrefix(rest, "[["):
		return l.emit(itemOpen, len("[[")), true
	case strings.HasPrefix(rest, "]]"):
		return l.emit(itemClose, len("]]")), true
	case rest[0] == '[':
		return l.bracket(rest), true
	case variablePrefix(rest) != "":
		return l.variable(rest), true
	}
	return l.emit(itemText, textLen(rest)), true
}

func (l *lexer) emit(kind itemKind, n int) item {
	it := item{kind: kind, start: l.pos, end: l.pos + n}
	l.pos = it.end
	return it
}

// bracket reads from a single [. One that begins like a token was meant as one, so a second [
// before the ] shows that its own ] was forgotten.
func (l *lexer) bracket(rest string) item {
	if l.pos > l.lastClose {
		return l.emit(itemUnclosedBracket, len("["))
	}
	if beginsLikeToken(rest[1:]) {
		if next := 1 + strings.IndexAny(rest[1:], "[]"); rest[next] == '[' {
			return l.emit(itemUnclosedBracket, len("["))
		}
	}
	return l.emit(itemBracket, strings.IndexByte(rest, ']')+1)
}

// variable reads from ${env: or ${file: up to the closing brace. Characters that no name of a
// variable holds end the search, so that what follows a forgotten brace is still read.
func (l *lexer) variable(rest string) item {
	prefix := variablePrefix(rest)
	n := strings.IndexFunc(rest[len(prefix):], func(r rune) bool {
		return r == '}' || strings.ContainsRune(`{[]"`, r) || unicode.IsControl(r)
	})
	if n < 0 || rest[len(prefix)+n] != '}' {
		return l.emit(itemUnclosedVariable, len(prefix))
	}
	return l.emit(itemVariable, len(prefix)+n+1)
}

// variablePrefix returns the ${env: or ${file: with which s begins, or "".
func variablePrefix(s string) string {
	for _, prefix := range [...]string{"${env:", "${file:"} {
		if strings.HasPrefix(s, prefix) {
			return prefix
		}
	}
	return ""
}

// textLen is the length of the text at the start of s: up to the next byte that may begin
// another item. Its first byte is text whatever it is.
func textLen(s string) int {
	if n := strings.IndexAny(s[1:], "[]$"); n >= 0 {
		return n + 1
	}
	return len(s)
}

// beginsLikeToken reports whether s begins with a category and a colon.
func beginsLikeToken(s string) bool {
	n := categoryLen(s)
	return n > 0 && n < len(s) && s[n] == ':'
}

// isCategory reports whether s can be the category of a token.
func isCategory(s string) bool { return s != "" && categoryLen(s) == len(s) }

// categoryLen is the length of the category at the start of s; 0 when there is none.
func categoryLen(s string) int {
	for i, r := range s {
		if !unicode.IsLetter(r) && (i == 0 || !continuesCategory(r)) {
			return i
		}
	}
	return len(s)
}

func continuesCategory(r rune) bool {
	return unicode.IsDigit(r) || strings.ContainsRune(" -_/.", r)
}

// isName reports whether s can be the name of a token.
func isName(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return strings.ContainsRune(`[]|"'`, r) || unicode.IsControl(r)
	})
}
