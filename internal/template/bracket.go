package template

import (
	"strings"

	"postback/internal/diag"
)

// shape is what one alternative of a bracket looks like.
type shape uint8

const (
	shapeToken      shape = iota // Category:Name
	shapeIncomplete              // the same, but the category, the name or all of it is missing
	shapeMalformed               // with a colon, but no token, such as 1:2 or {"a":1}
	shapeWord                    // without a colon, a word such as callId
	shapeText                    // without a colon, anything else, such as 1,2 or "a"
)

// alternative is one of the texts between the pipes of a bracket.
type alternative struct {
	token      Token
	shape      shape
	text       string
	start, end int // in the input
}

const howToWrite = "a token is written [Category:Name] or [tag:Category:Name]"

// expr reads what stands in a bracket and reports what is wrong with it.
func (p *parser) expr(it item, source string) *Expr {
	e := &Expr{Span: p.span(it.start, it.end), Source: source}
	var few [4]alternative
	alternatives := split(few[:0], source, it.start)
	for _, a := range alternatives {
		if a.shape == shapeToken {
			e.add(a.token, p.span(a.start, a.end))
		}
	}
	e.NotAToken = len(e.Alternatives) == 0
	if e.NotAToken {
		p.checkBracket(e, alternatives)
	} else {
		p.checkFallback(alternatives)
	}
	return e
}

// split cuts a bracket that begins at offset start into its alternatives, which it adds to a list.
func split(list []alternative, source string, start int) []alternative {
	if source == "[]" {
		return append(list, alternative{shape: shapeText})
	}
	at := start + len("[")
	for text := range strings.SplitSeq(source[1:len(source)-1], "|") {
		token, shape := readToken(text)
		list = append(list, alternative{token: token, shape: shape, text: text, start: at, end: at + len(text)})
		at += len(text) + len("|")
	}
	return list
}

// readToken reads [tag:]Category:Name.
func readToken(text string) (Token, shape) {
	rest, prefixed := cutTag(text)
	category, name, colon := strings.Cut(rest, ":")
	switch {
	case text == "" || prefixed && !colon:
		return Token{}, shapeIncomplete
	case !colon && isCategory(text):
		return Token{}, shapeWord
	case !colon:
		return Token{}, shapeText
	case category != "" && !isCategory(category) || name != "" && !isName(name):
		return Token{}, shapeMalformed
	case category == "" || name == "":
		return Token{}, shapeIncomplete
	}
	return Token{Category: category, Name: name}, shapeToken
}

func cutTag(text string) (rest string, found bool) {
	const prefix = "tag:"
	if len(text) < len(prefix) || !strings.EqualFold(text[:len(prefix)], prefix) {
		return text, false
	}
	return text[len(prefix):], true
}

// checkBracket reports a bracket without any token in it. The first reason that holds for one of
// the alternatives says what was most likely meant.
func (p *parser) checkBracket(e *Expr, alternatives []alternative) {
	shapes := map[shape]bool{}
	for _, a := range alternatives {
		shapes[a.shape] = true
	}
	switch {
	case shapes[shapeIncomplete]:
		p.faults.Errorf(e.Span, RuleBadToken, "%s is not a complete token: %s", e.Source, howToWrite)
	case shapes[shapeMalformed] || shapes[shapeText]:
		p.faults.Warnf(e.Span, RuleSingleBracket, "single brackets open a macro; write [[ ]] for an array")
	default:
		p.faults.Warnf(e.Span, RuleNotAToken, "%s is not a token, so nothing is sent for it: %s", e.Source, howToWrite)
	}
}

// checkFallback reports the alternatives that are not tokens, beside at least one that is.
func (p *parser) checkFallback(alternatives []alternative) {
	for _, a := range alternatives {
		switch a.shape {
		case shapeWord, shapeText:
			p.faults.Warnf(p.span(a.start, a.end), RuleNotAToken,
				"%s is not a token, and a literal as a default is not documented, so nothing is sent for it: %s", a.text, howToWrite)
		case shapeIncomplete, shapeMalformed:
			p.faults.Errorf(p.alternativeSpan(a), RuleBadToken, "%q is not a complete token: %s", a.text, howToWrite)
		case shapeToken:
		}
	}
}

// alternativeSpan is where an alternative stands; an empty one is shown by the pipe or bracket
// before it.
func (p *parser) alternativeSpan(a alternative) diag.Span {
	if a.start == a.end {
		return p.span(a.start-1, a.end)
	}
	return p.span(a.start, a.end)
}
