package validate

import (
	"postback/internal/diag"
	"postback/internal/lazyre"
)

// escapedToken finds tokens in double brackets, which are text.
func escapedToken() Rule {
	return Rule{
		Name:     "escaped-token",
		Severity: diag.Error,
		Summary:  "a token in double brackets, which is sent as text",
		Long: `[[ and ]] send brackets, so [[Call:InboundCallId]] sends the words [Call:InboundCallId] and no
value. Write [Call:InboundCallId] for the value, and [[[Call:InboundCallId]]] for an array
with the value in it.`,
		Source: "documented for arrays in a body; that [[ means the same everywhere is an assumption",
		Wrong:  example("url: https://receiver.test/p?id=[[Call:InboundCallId]]"),
		Right:  example("url: https://receiver.test/p?id=[Call:InboundCallId]"),
		Check:  checkEscapedToken,
	}
}

// escapedPattern is whatever stands in double brackets and has no others in it.
var escapedPattern = lazyre.New(`\[\[([^\[\]\x00]+)\]\]`)

func checkEscapedToken(p *Pass) {
	for t := range p.templates() {
		text := t.template.Text()
		for _, m := range escapedPattern.FindAllStringSubmatchIndex(t.literal, -1) {
			if inside := text.Slice(m[2], m[3]).String(); isKnownExpression(inside) {
				p.Report(text.Span(m[0], m[1]), "double brackets send brackets, here the text [%s]; write [%s] for the value, or [[[%s]]] for an array with it", inside, inside, inside)
			}
		}
	}
}
