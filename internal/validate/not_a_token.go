package validate

import (
	"strings"

	"postback/internal/diag"
	"postback/internal/template"
)

// notAToken finds whatever else stands in single brackets and is no token.
func notAToken() Rule {
	return Rule{
		Name:     template.RuleNotAToken,
		Severity: diag.Error,
		Summary:  "something else in single brackets that is not a token",
		Long: `A [ opens a token everywhere. A word without a colon is none, and nothing is sent for it. A
token is written [Category:Name]; a bracket that is meant as text is written [[ and ]], also
in the name of a parameter such as filter[[status]]. A literal as the default of a fallback
is not documented: send it in another way.`,
		Source: "documented: \"[\" opens a macro; that nothing is sent for a word without a colon is an assumption",
		Wrong:  example("url: https://receiver.test/p?id=[Call:InboundCallId]&filter[status]=sold"),
		Right:  example("url: https://receiver.test/p?id=[Call:InboundCallId]&filter[[status]]=sold"),
		Check:  checkNotAToken,
	}
}

const tokenForm = "a token is written [Category:Name] or [tag:Category:Name]"

func checkNotAToken(p *Pass) {
	for _, b := range p.brackets(template.RuleSingleBracket) {
		if token, ok := respacedExpr(b.segment.Expr); ok {
			p.Add(replacing(b.span, token, "spaces do not belong there in a token, so that nothing is sent for "+excerpt(b.segment.Expr.Source)))
		}
	}
	for _, s := range p.strays(strayIndex) {
		p.Add(replacing(s.span, "["+s.written()+"]", "single brackets open a token, so nothing is sent for "+s.written()+", which belongs to a name"))
	}
	for _, s := range p.strays(strayWord) {
		if s.fallback {
			p.Add(diag.Diagnostic{Severity: diag.Warning, Span: s.span, Message: s.word + " is not a token, and a literal as a default is not documented: nothing is sent for it"})
			continue
		}
		p.Report(s.span, "%s is not a token, so nothing is sent for it: %s; write [[ ]] for brackets that are meant as text", s.written(), tokenForm)
	}
}

// respacedExpr is the token that an expression would be without spaces in the wrong places.
func respacedExpr(e *template.Expr) (token string, ok bool) {
	token, ok = respaced(strings.TrimSuffix(strings.TrimPrefix(e.Source, "["), "]"))
	return "[" + token + "]", ok
}

// replacing is a finding with the certain correction of writing something else.
func replacing(span diag.Span, text, why string) diag.Diagnostic {
	return diag.Diagnostic{
		Span:    span,
		Message: why + "; write " + text,
		Fix:     &diag.Fix{Message: "write " + text, Edits: []diag.Edit{{Span: span, Text: text}}},
	}
}
