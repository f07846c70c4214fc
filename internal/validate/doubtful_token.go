package validate

import (
	"postback/internal/catalog"
	"postback/internal/diag"
)

// doubtfulToken notes tokens on which little is known to rely.
func doubtfulToken() Rule {
	return Rule{
		Name:     "doubtful-token",
		Severity: diag.Note,
		Summary:  "a token that exists, as far as is known, and that there is a reason not to rely on",
		Long:     `The finding says what speaks against the token. Look at the call log of a real call before you rely on it.`,
		Source:   "the table of tokens (postback list tokens)",
		Wrong:    firingOn("connected", "url: https://receiver.test/p?id=[Call:InboundCallId]&at=[Call:CallConnectedTimestamp]"),
		Right:    firingOn("connected", "url: https://receiver.test/p?id=[Call:InboundCallId]&at=[Call:CallConnectionDt]"),
		Check:    checkDoubtfulToken,
	}
}

func checkDoubtfulToken(p *Pass) {
	for _, t := range p.templates() {
		for e := range t.template.Exprs() {
			if len(e.Alternatives) != 1 { // in a fallback, the others make up for it
				continue
			}
			token, _ := catalog.Lookup(e.Alternatives[0].Category, e.Alternatives[0].Name)
			if token.Doubtful != "" {
				p.Report(e.Span, "%s is doubtful: %s", e.Source, token.Doubtful)
			}
		}
	}
}
