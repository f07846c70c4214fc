package validate

import (
	"slices"
	"strings"

	"postback/internal/diag"
	"postback/internal/template"
)

// exampleHost finds the hosts that documentation uses and that answer.
func exampleHost() Rule {
	return Rule{
		Name:     "example-host",
		Severity: diag.Warning,
		Summary:  "a host of documentation: example.com, example.net or example.org",
		Long: `These hosts exist for documentation and belong to nobody who waits for a postback; they may
even answer. Write the receiver's own host. Names that end in .example, .invalid or .test can
never be found, so that firing at them fails in plain sight: they are for examples and tests.`,
		Source: "documented: RFC 2606",
		Wrong:  example("url: https://tracker.example.com/p?id=[Call:InboundCallId]"),
		Right:  example("url: https://receiver.test/p?id=[Call:InboundCallId]"),
		Check:  checkExampleHost,
	}
}

func checkExampleHost(p *Pass) {
	for t := range p.templates() {
		if t.template.Kind() != template.URL {
			continue
		}
		v := t.url
		start, end := hostName(v.literal, v.host)
		if host := v.literal[start:end]; isExampleHost(host) {
			p.Report(v.span(start, end), "%s is a host of documentation; write the receiver's own host", host)
		}
	}
}

// hostName is the range of the host without user and port.
func hostName(literal string, at [2]int) (start, end int) {
	start, end = at[0], at[1]
	if n := strings.LastIndexByte(literal[start:end], '@'); n >= 0 {
		start += n + 1
	}
	if n := strings.IndexByte(literal[start:end], ':'); n >= 0 {
		end = start + n
	}
	return start, end
}

func isExampleHost(host string) bool {
	host = "." + strings.ToLower(strings.TrimSuffix(host, "."))
	return slices.ContainsFunc([]string{".example.com", ".example.net", ".example.org"}, func(suffix string) bool {
		return strings.HasSuffix(host, suffix)
	})
}
