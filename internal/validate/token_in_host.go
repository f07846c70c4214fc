package validate

import (
	"postback/internal/diag"
	"postback/internal/template"
)

// RuleTokenInHost is the rule about tokens that would choose where a request goes. A call shows where
// that is, and --allow-host may name it.
const RuleTokenInHost = "token-in-host"

// tokenInHost finds tokens that would choose where a request goes.
func tokenInHost() Rule {
	return Rule{
		Name:     RuleTokenInHost,
		Severity: diag.Error,
		Summary:  "a token in the scheme, host or port of a URL",
		Long: `The call would choose where its own data goes. What the platform does with such a URL is not
documented; this tool refuses to send it unless --allow-host names the host that comes out.
Write the host out, with a pixel and a filter for each, or keep the part that changes in
${env:NAME}.`,
		Source: "unknown: whether the platform replaces tokens in the host",
		Wrong:  example("url: https://[tag:User:domain]/p?id=[Call:InboundCallId]"),
		Right:  example("url: https://receiver.test/p?id=[Call:InboundCallId]"),
		Check:  checkTokenInHost,
	}
}

func checkTokenInHost(p *Pass) {
	for t := range p.templates() {
		for e := range t.template.Exprs() {
			if e.Position == template.Authority && !e.NotAToken {
				p.Report(e.Span, "%s stands in the host, so the call would choose where the request goes; write the host out", e.Source)
			}
		}
	}
}
