package validate

import (
	"postback/internal/diag"
	"postback/internal/template"
)

// smartQuotes finds quotation marks or dashes of a word processor.
func smartQuotes() Rule {
	return Rule{
		Name:     "smart-quotes",
		Severity: diag.Error,
		Summary:  "quotation marks or dashes of a word processor",
		Long: `A word processor or a chat replaced straight quotes, hyphens or spaces by typographic ones.
They look right and are other characters: the receiver does not recognise what they are part
of. Type them again.`,
		Wrong: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]&kind=“call”
`,
		Right: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]&kind=call
`,
		Check: checkSmartQuotes,
	}
}

func checkSmartQuotes(p *Pass) {
	for t := range p.parts() {
		if t.template.Kind() == template.Header || t.template.Kind() == template.TextBody {
			continue // there such characters may be meant
		}
		literal := literals(t.template)
		for i, r := range literal {
			if name := typographic(r); name != "" && (t.template.Kind() == template.URL || isQuote(r)) {
				p.Report(t.template.Text().Span(i, i+len(string(r))), "%s in %s; type it again as plain text", name, t.what)
			}
		}
	}
}

// typographic names the characters that word processors put in place of plain ones.
func typographic(r rune) string {
	switch r {
	case '\u201c', '\u201d', '\u201e', '\u2018', '\u2019':
		return "a typographic quotation mark"
	case '\u2013', '\u2014':
		return "a dash in place of a hyphen"
	case '\u00a0', '\u202f', '\u200b', '\ufeff':
		return "a space that cannot be seen"
	}
	return ""
}

func isQuote(r rune) bool { return r >= '\u2018' && r <= '\u201e' }
