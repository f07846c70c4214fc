package validate

import (
	"slices"

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
	for s := range p.strays(strayIndex) {
		p.Add(diag.Diagnostic{Span: s.span, Message: "single brackets open a token, so nothing is sent for " + s.written() + "; write [" + s.written() + "] for brackets that belong to the name", Fix: doubledAround(s.span)})
	}
	for s := range p.strays(strayWord) {
		if s.fallback {
			p.Add(diag.Diagnostic{Severity: diag.Warning, Span: s.span, Message: s.word + " is not a token, and a literal as a default is not documented: nothing is sent for it"})
			continue
		}
		p.Report(s.span, "%s is not a token, so nothing is sent for it: %s; write [[ ]] for brackets that are meant as text", s.written(), tokenForm)
	}
}

// doubledAround doubles the brackets at both ends of a span, if they stand there as written.
func doubledAround(span diag.Span) *diag.Fix {
	text := span.Text()
	if len(text) < 2 || !slices.Equal([]byte{text[0], text[len(text)-1]}, []byte("[]")) {
		return nil
	}
	return &diag.Fix{Message: "write [" + text + "]", Edits: []diag.Edit{{Span: span, Text: "[" + text + "]"}}}
}
