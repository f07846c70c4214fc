package validate

import "postback/internal/diag"

// columnAsToken finds words that other programs put in brackets.
func columnAsToken() Rule {
	return Rule{
		Name:     "column-as-token",
		Severity: diag.Error,
		Summary:  "a column of the call report, or another program's placeholder, in brackets as if it were a token",
		Long: `[campaignName] is the name of a column, [callUUID] a placeholder of webhooks: neither is a
token, and nothing is sent for them. A token has a category and a colon. The finding names
the token that holds the value, where there is one.`,
		Source: "seen: a pixel with ten such words; that nothing is sent for a word without a colon is an assumption",
		Wrong:  example("url: https://receiver.test/p?call=[callUUID]&campaign=[campaignName]"),
		Right:  example("url: https://receiver.test/p?call=[Call:InboundCallId]&campaign=[tag:Campaign:Name]"),
		Check:  checkColumnAsToken,
	}
}

func checkColumnAsToken(p *Pass) {
	for _, s := range p.strays(strayColumn) {
		meant, _ := s.meant()
		if meant.Known {
			p.Report(s.span, "%s is not a token, so nothing is sent for it; write %s (%s)", s.written(), meant.Token, meant.Why)
		} else {
			p.Report(s.span, "%s is not a token, so nothing is sent for it: %s", s.written(), meant.Why)
		}
	}
}
