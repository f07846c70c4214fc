package validate

import (
	"strings"

	"postback/internal/catalog"
	"postback/internal/diag"
)

// bareToken finds tokens that have lost their brackets.
func bareToken() Rule {
	return Rule{
		Name:     "bare-token",
		Severity: diag.Error,
		Summary:  "a token without its brackets, which is sent as text",
		Long: `id=Call:InboundCallId sends these words. A token is written in square brackets:
id=[Call:InboundCallId].`,
		Wrong: example("url: https://receiver.test/p?id=Call:InboundCallId"),
		Right: example("url: https://receiver.test/p?id=[Call:InboundCallId]"),
		Check: checkBareToken,
	}
}

func checkBareToken(p *Pass) {
	for _, f := range p.fields() {
		inside := strings.TrimSuffix(f.value, "]")
		if !isUnmistakable(inside) {
			continue
		}
		p.Add(replacing(f.span(), "["+inside+"]", f.value+" is sent as text, because a token stands in square brackets"))
	}
}

// isUnmistakable reports whether a text cannot be but a token without brackets: it exists, and in a
// category that takes any name it begins with tag:.
func isUnmistakable(inside string) bool {
	tokens, ok := tokensOf(inside)
	for _, t := range tokens {
		known, exists := catalog.Lookup(t.Category, t.Name)
		ok = ok && exists && (!known.Open || strings.HasPrefix(inside, "tag:"))
	}
	return ok
}
