package validate

import (
	"postback/internal/diag"
)

// htmlEscape finds &amp; in place of &.
func htmlEscape() Rule {
	return Rule{
		Name:     "html-escape",
		Severity: diag.Error,
		Summary:  "&amp; in place of &",
		Long: `The URL was copied out of the source of a web page. The receiver sees parameters called
amp;name. Write a plain &.`,
		Wrong: `pixels:
  - name: Sale
    fire_on: converted
    url: "https://receiver.test/p?id=[Call:InboundCallId]&amp;event=sale"
`,
		Right: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]&event=sale
`,
		Check: checkHTMLEscape,
	}
}

func checkHTMLEscape(p *Pass) {
	const escaped = "&amp;"
	for _, v := range p.urls() {
		for at := range occurrences(v.literal, escaped) {
			span := v.span(at, at+len(escaped))
			p.Add(diag.Diagnostic{
				Span: span, Message: "&amp; is how a web page writes &; write a plain &",
				Fix: &diag.Fix{Message: "write &", Edits: []diag.Edit{{Span: span, Text: "&"}}},
			})
		}
	}
}
