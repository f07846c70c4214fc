package validate

import "postback/internal/diag"

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

// checkDoubtfulToken leaves fallbacks alone: there, the other alternatives make up for it.
func checkDoubtfulToken(p *Pass) {
	for use := range p.tokens() {
		if known := p.survey.known[use.token]; known != nil && known.Doubtful != "" && use.alone {
			p.Report(use.span, "%s is doubtful: %s", use.token, known.Doubtful)
		}
	}
}
