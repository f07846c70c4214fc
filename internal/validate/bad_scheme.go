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
		Source:   "documented: HTTP and HTTPS pixels",
		Wrong: `pixels:
  - name: Sale
    fire_on: converted
    url: ftp://receiver.test/p?id=[Call:InboundCallId]
`,
		Right: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]
`,
		Check: checkBadScheme,
	}
}

func checkBadScheme(p *Pass) {
	for _, v := range p.urls() {
		scheme := strings.ToLower(v.scheme)
		if scheme != "" && scheme != "http" && scheme != "https" && !hasHole(scheme) {
			p.Report(v.span(0, len(v.scheme)), "%s is not fired; only http and https are", v.scheme)
		}
	}
}
