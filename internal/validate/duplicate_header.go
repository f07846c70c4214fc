package validate

import (
	"strings"

	"postback/internal/diag"
)

// duplicateHeader finds a header that is set twice.
func duplicateHeader() Rule {
	return Rule{
		Name:     "duplicate-header",
		Severity: diag.Warning,
		Summary:  "a header that is set twice",
		Long: `Header names do not depend on case, so two that differ only in it are one header with two
values, and content_type sets Content-Type too. Receivers differ in which value they take.
Remove one.`,
		Wrong: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]
    headers:
      X-Source: calls
      x-source: ringba
`,
		Right: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]
    headers:
      X-Source: calls
`,
		Check: checkDuplicateHeader,
	}
}

func checkDuplicateHeader(p *Pass) {
	for _, px := range p.Set.Pixels {
		first := map[string]diag.Span{}
		if px.ContentType != nil {
			first["content-type"] = px.ContentType.Value.Text().Whole()
		}
		if px.BasicAuth != nil {
			first["authorization"] = px.BasicAuth.Username.Text().Whole()
		}
		for _, h := range px.Headers {
			key := strings.ToLower(h.Name.String())
			earlier, twice := first[key]
			if !twice {
				first[key] = h.Name.Whole()
				continue
			}
			p.Add(diag.Diagnostic{
				Span: h.Name.Whole(), Message: "the header " + h.Name.String() + " is set twice; remove one",
				Related: []diag.Related{{Span: earlier, Message: "it is set here first"}},
			})
		}
	}
}
