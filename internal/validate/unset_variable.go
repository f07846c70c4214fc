package validate

import (
	"postback/internal/diag"
	"postback/internal/pixel"
)

// unsetVariable notes variables that have no value here.
func unsetVariable() Rule {
	return Rule{
		Name:     "unset-variable",
		Severity: diag.Note,
		Summary:  "a ${env:NAME} or ${file:PATH} that has no value here",
		Long: `Definitions can be checked where their secrets are not, so this is a note. Rendering shows
the variable as it is written; firing refuses to send without a value. If it should be set
here, look at its spelling.`,
		Wrong: example("url: https://receiver.test/p?id=[Call:InboundCallId]", "headers:", `  X-Partner: "${env:RECEIVER_KEYS}"`),
		Right: example("url: https://receiver.test/p?id=[Call:InboundCallId]", "headers:", `  X-Partner: "${env:RECEIVER_KEY}"`),
		Check: checkUnsetVariable,
	}
}

// checkUnsetVariable notes each variable once, where it stands first.
func checkUnsetVariable(p *Pass) {
	noted := map[string]bool{}
	for t := range p.templates() {
		for use := range t.template.Variables() {
			v, ok := p.Set.Variable(use.Span.Source, use.Scheme, use.Name)
			if !ok || v.Known || noted[v.Reason] {
				continue
			}
			noted[v.Reason] = true
			p.Report(use.Span, "%s, so firing would refuse to send%s", v.Reason, whoUses(t.pixel))
		}
	}
}

// whoUses names the pixel that a variable stands in, if it is a pixel's.
func whoUses(px *pixel.Pixel) string {
	if px == nil {
		return ""
	}
	return " " + px.Name.String()
}
