package validate

import (
	"net/netip"
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
the way, and some receivers refuse plain http. Write https. The machine itself, such as
localhost, is not reported.`,
		Source: "documented: Everflow's conversion error 6 is a postback over http",
		Wrong:  example("url: http://receiver.test/p?id=[Call:InboundCallId]"),
		Right:  example("url: https://receiver.test/p?id=[Call:InboundCallId]"),
		Check:  checkPlainHTTP,
	}
}

func checkPlainHTTP(p *Pass) {
	for v := range p.addresses() {
		if strings.EqualFold(v.scheme, "http") && !isLoopback(v.hostName()) {
			p.Report(v.span(0, len(v.scheme)), "http sends everything readable to everybody on the way; write https")
		}
	}
}

// isLoopback reports whether a host is the machine itself, so that nobody is on the way.
func isLoopback(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.IsLoopback()
}
