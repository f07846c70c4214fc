package validate

import (
	"net/url"
	"strings"

	"postback/internal/diag"
	"postback/internal/lazyre"
	"postback/internal/template"
)

// encodedToken finds tokens that were percent-encoded.
func encodedToken() Rule {
	return Rule{
		Name:     "encoded-token",
		Severity: diag.Error,
		Summary:  "a token that is percent-encoded and so is sent as text",
		Long: `A URL copied from a browser or another program has %5B and %5D for its brackets. The platform
does not decode them: it sees no token and sends the text. The same holds for a %20 or %3A
inside the brackets, which belongs to the name then. Write the token as it is.`,
		Source: "that the platform looks for tokens before it decodes anything is an assumption",
		Wrong:  example("url: https://receiver.test/p?id=%5BCall:InboundCallId%5D"),
		Right:  example("url: https://receiver.test/p?id=[Call:InboundCallId]"),
		Check:  checkEncodedToken,
	}
}

// encodedPattern is a bracket of which at least the beginning is encoded, up to its end. Nothing in
// it may begin or end something else.
var encodedPattern = lazyre.New(`(?i)%(?:25)?5B([^\[\]\x00&#?"<>{}]{1,200}?)(?:%(?:25)?5D|\])`)

func checkEncodedToken(p *Pass) {
	for t := range p.templates() {
		for e := range t.template.Exprs() {
			if token, ok := decodedExpr(e); ok {
				p.Add(replacing(e.Span, token, "percent-encoding inside the brackets is taken for a part of the name"))
			}
		}
		for _, m := range encodedPattern.FindAllStringSubmatchIndex(t.literal, -1) {
			text := t.template.Text()
			if token, ok := decodedToken(text.Slice(m[2], m[3]).String()); ok {
				p.Add(replacing(text.Span(m[0], m[1]), token, "encoded brackets are sent as text"))
			}
		}
	}
}

// decodedExpr is the token that is written in part in percent-encoding inside its brackets.
func decodedExpr(e *template.Expr) (token string, ok bool) {
	inside := strings.TrimSuffix(strings.TrimPrefix(e.Source, "["), "]")
	if !strings.Contains(inside, "%") {
		return "", false
	}
	return decodedToken(inside)
}

// decodedToken decodes what stands between brackets; ok is false when that is no token.
func decodedToken(inside string) (token string, ok bool) {
	inside, err := url.PathUnescape(inside)
	if err != nil {
		return "", false
	}
	if twice, err := url.PathUnescape(inside); err == nil { // as some programs encode
		inside = twice
	}
	return "[" + inside + "]", isKnownExpression(inside)
}
