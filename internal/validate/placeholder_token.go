package validate

import (
	"postback/internal/catalog"
	"postback/internal/diag"
)

// placeholderToken finds placeholders of instructions that stand in brackets.
func placeholderToken() Rule {
	return Rule{
		Name:     "placeholder-token",
		Severity: diag.Error,
		Summary:  "a placeholder of some instructions in brackets, which the platform takes for a token",
		Long: `[YOUR_OFFER_ID] in instructions is to be replaced, brackets included. Left as it is, the
platform reads a token that it does not have and sends nothing, even in the middle of a host.
Put your own value there, or the token that holds it.`,
		Source: "documented: the platform's own article on TUNE prints such a URL; that nothing is sent is an assumption",
		Wrong:  example("url: https://receiver.test/aff_lsr?offer_id=[YOUR_OFFER_ID]&id=[Call:InboundCallId]"),
		Right:  example("url: https://receiver.test/aff_lsr?offer_id=[tag:Campaign:TrackingId]&id=[Call:InboundCallId]"),
		Check:  checkPlaceholderToken,
	}
}

func checkPlaceholderToken(p *Pass) {
	for _, s := range p.strays(strayPlaceholder) {
		instead := "put your own value there"
		if meant, ok := catalog.Meant(s.word); ok && meant.Known {
			instead += ", or " + meant.Token.String() + " (" + meant.Why + ")"
		}
		p.Report(s.span, "%s is a placeholder of some instructions, and in brackets a token that does not exist: nothing is sent for it; %s", s.written(), instead)
	}
}
