package validate

import (
	"strings"

	"postback/internal/diag"
	"postback/internal/pixel"
)

// duplicateHeader finds a header that is set twice.
func duplicateHeader() Rule {
	return Rule{
		Name:     "duplicate-header",
		Severity: diag.Warning,
		Summary:  "a header that is set twice",
		Long: `Header names do not depend on case, so two that differ only in it are one header with two
values; basic_auth and authentication set a header too. Receivers differ in which value they
take. Remove one.`,
		Source: "documented: RFC 9110, section 5.1, on the names of header fields",
		Wrong:  example("url: https://receiver.test/p?id=[Call:InboundCallId]", "headers:", "  X-Source: calls", "  x-source: ringba"),
		Right:  example("url: https://receiver.test/p?id=[Call:InboundCallId]", "headers:", "  X-Source: calls"),
		Check:  checkDuplicateHeader,
	}
}

func checkDuplicateHeader(p *Pass) {
	authentications := map[string]*pixel.Authentication{}
	for _, a := range p.Set.Authentications {
		authentications[a.Name.String()] = a
	}
	for _, px := range p.Set.Pixels {
		first := map[string]origin{}
		for _, o := range headerOrigins(px, authentications[px.Authentication.String()]) {
			earlier, twice := first[strings.ToLower(o.name)]
			if !twice {
				first[strings.ToLower(o.name)] = o
				continue
			}
			p.Add(diag.Diagnostic{
				Span: o.span, Message: "the header " + o.name + " is set twice; remove one",
				Related: []diag.Related{{Span: earlier.span, Message: earlier.how}},
			})
		}
	}
}

// origin is a place that sets a header.
type origin struct {
	name, how string
	span      diag.Span
}

// headerOrigins are all places that set a header of a pixel; those that only imply one come first.
func headerOrigins(px *pixel.Pixel, authentication *pixel.Authentication) []origin {
	var all []origin
	if px.BasicAuth != nil {
		all = append(all, origin{"Authorization", "basic_auth sets it here", px.BasicAuth.Username.Text().Whole()})
	}
	if authentication != nil {
		all = append(all, origin{authentication.Header, "this authentication sets it", px.Authentication.Whole()})
	}
	for _, h := range px.Headers {
		all = append(all, origin{h.Name.String(), "it is set here first", h.Name.Whole()})
	}
	return all
}
