package validate

import (
	"strings"

	"postback/internal/diag"
)

// plainHTTP finds http in place of https.
func plainHTTP() Rule {
	return Rule{
		Name:     "plain-http",
		Severity: diag.Warning,
		Summary:  "http in place of https",
		Long: `The caller's number, the amounts and every key in the URL travel readable by everybody on
the way, and some receivers refuse plain http. Write https.`,
		Wrong: `pixels:
  - name: Sale
    fire_on: converted
    url: http://receiver.test/p?id=[Call:InboundCallId]
`,
		Right: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]
`,
		Check: checkPlainHTTP,
	}
}

func checkPlainHTTP(p *Pass) {
	for _, v := range p.urls() {
		if strings.EqualFold(v.scheme, "http") && !isLoopback(v.literal[v.host[0]:v.host[1]]) {
			p.Report(v.span(0, len(v.scheme)), "http sends the call's data readable to everybody on the way; write https")
		}
	}
}

// isLoopback reports whether a host is the machine itself, where nobody listens on the way.
func isLoopback(host string) bool {
	name, _, _ := strings.Cut(host, ":")
	return name == "localhost" || strings.HasPrefix(name, "127.") || strings.HasPrefix(host, "[::1]")
}
