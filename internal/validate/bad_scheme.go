package validate

import (
	"strings"

	"postback/internal/diag"
)

// badScheme finds a URL that is neither http nor https.
func badScheme() Rule {
	return Rule{
		Name:     "bad-scheme",
		Severity: diag.Error,
		Summary:  "a URL that is neither http nor https",
		Long:     `The platform fires pixels over http and https only.`,
		Source:   "documented: the platform supports HTTP and HTTPS postback pixels",
		Wrong:    example("url: ftp://receiver.test/p?id=[Call:InboundCallId]"),
		Right:    example("url: https://receiver.test/p?id=[Call:InboundCallId]"),
		Check:    checkBadScheme,
	}
}

func checkBadScheme(p *Pass) {
	for v := range p.addresses() {
		scheme := strings.ToLower(strings.TrimSpace(v.scheme))
		if scheme != "" && scheme != "http" && scheme != "https" && !hasHole(scheme) {
			p.Report(v.span(0, len(v.scheme)), "only http and https are possible, not %s%s",
				strings.TrimSpace(v.scheme), diag.DidYouMean(scheme, []string{"https", "http"}))
		}
	}
}
