package template

import (
	"strings"

	"postback/internal/diag"
)

// shape is what one alternative between brackets and pipes looks like.
type shape uint8

const (
	shapeToken      shape = iota // Category:Name
	shapeIncomplete              // the same with the category, the name or all of it missing
	shapeWord                    // no colon, such as callId
	shapeOther                   // cannot be a token, such as 1,2 or "a"
)

// alternative is one of the texts between the pipes of a bracket.
type alternative struct {
	token      Token
	shape      shape
	text       string
	start, end int // in the input
}

// expr reads what stands in a bracket and reports what is wrong with it.
func (p *parser) expr(it item, source string) *Expr {
	e := &Expr{Span: p.template.text.Span(it.start, it.end), Source: source}
	alternatives := split(source, it.start)
	for _, a := range alternatives {
		if a.shape == shapeToken {
			e.Alternatives = append(e.Alternatives, a.token)
			e.spans = append(e.spans, p.template.text.Span(a.start, a.end))
		}
	}
	if e.NotAToken = len(e.Alternatives) == 0; e.NotAToken {
		p.noToken(e, alternatives)
		return e
	}
	for _, a := range alternatives {
		p.checkFallback(a)
	}
	return e
}

// split cuts a bracket that begins at offset start into its alternatives.
func split(source string, start int) []alternative {
	var list []alternative
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
	case !colon:
		return Token{}, wordShape(text)
	case category != "" && categoryLen(category) < len(category), name != "" && !isName(name):
		return Token{}, shapeOther
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

// wordShape tells a word from anything else without a colon.
func wordShape(text string) shape {
	if categoryLen(text) == len(text) {
		return shapeWord
	}
	return shapeOther
}

// noToken reports a bracket without any token in it.
func (p *parser) noToken(e *Expr, alternatives []alternative) {
	worst := shapeWord
	for _, a := range alternatives {
		if a.shape == shapeIncomplete && e.Source != "[]" {
			p.faults.Errorf(e.Span, RuleBadToken, "%s is not complete: %s", e.Source, howToWrite)
			return
		}
		worst = max(worst, a.shape)
	}
	if e.Source == "[]" || worst == shapeOther {
		p.faults.Warnf(e.Span, RuleSingleBracket, "single brackets open a macro; write [[ ]] for an array")
		return
	}
	p.faults.Warnf(e.Span, RuleNotAToken, "%s is not a token, so nothing is sent for it: %s", e.Source, howToWrite)
}

const howToWrite = "a token is written [Category:Name] or [tag:Category:Name]"

// checkFallback reports an alternative that is not a token, beside others that are.
func (p *parser) checkFallback(a alternative) {
	switch {
	case a.shape == shapeToken:
	case a.shape != shapeIncomplete && !strings.Contains(a.text, ":"):
		p.faults.Warnf(p.alternativeSpan(a), RuleNotAToken,
			"%s is not a token and literal defaults are not documented, so nothing is sent for it: %s", a.text, howToWrite)
	default:
		p.faults.Errorf(p.alternativeSpan(a), RuleBadToken, "the alternative %q is not complete: %s", a.text, howToWrite)
	}
}

// alternativeSpan is where the alternative stands; an empty one is shown with the pipe or bracket
// before it.
func (p *parser) alternativeSpan(a alternative) diag.Span {
	if a.start == a.end {
		a.start--
	}
	return p.template.text.Span(a.start, a.end)
}
