package validate

import (
	"iter"
	"strings"

	"postback/internal/catalog"
	"postback/internal/diag"
	"postback/internal/lazyre"
	"postback/internal/template"
)

// tokensOf reads what stands in the brackets of a token or of a fallback; ok is false when a part
// of it is no token.
func tokensOf(inside string) (tokens []template.Token, ok bool) {
	for alternative := range strings.SplitSeq(inside, "|") {
		t, isToken := template.ParseToken(alternative)
		if !isToken || strings.ContainsAny(alternative, "[]") {
			return nil, false
		}
		tokens = append(tokens, t)
	}
	return tokens, true
}

// isExpression reports whether a token or a fallback can stand in brackets like this.
func isExpression(inside string) bool {
	_, ok := tokensOf(inside)
	return ok
}

// isKnownExpression reports whether, besides, every category of it exists.
func isKnownExpression(inside string) bool {
	tokens, ok := tokensOf(inside)
	for _, t := range tokens {
		_, known := catalog.LookupCategory(t.Category)
		ok = ok && known
	}
	return ok
}

// separator is a colon or a pipe with spaces around it.
var separator = lazyre.New(`\s*([:|])\s*`)

// respaced is what stands in brackets without the spaces that do not belong there; ok is false when
// that is no token either, or changes nothing.
func respaced(inside string) (token string, ok bool) {
	token = separator.ReplaceAllString(strings.TrimSpace(inside), "$1")
	return token, token != inside && isKnownExpression(token)
}

// tokenUse is one token of an expression: the whole of it, or an alternative.
type tokenUse struct {
	token template.Token
	span  diag.Span // with its brackets, unless it is one of several
	alone bool      // it is the whole expression
}

// tokens yields all tokens of all templates, but for those that have to be decoded first.
func (p *Pass) tokens() iter.Seq[tokenUse] {
	return func(yield func(tokenUse) bool) {
		for t := range p.templates() {
			for e := range t.template.Exprs() {
				if _, encoded := decodedExpr(e); !encoded && !yieldTokens(e, yield) {
					return
				}
			}
		}
	}
}

func yieldTokens(e *template.Expr, yield func(tokenUse) bool) bool {
	alone := !strings.Contains(e.Source, "|")
	for i, token := range e.Alternatives {
		use := tokenUse{token: token, span: e.AlternativeSpan(i), alone: alone}
		if alone {
			use.span = e.Span
		}
		if !yield(use) {
			return false
		}
	}
	return true
}
