package validate

import (
	"postback/internal/diag"
	"postback/internal/lazyre"
	"postback/internal/template"
)

// htmlEscape finds &amp; in place of &.
func htmlEscape() Rule {
	return Rule{
		Name:     "html-escape",
		Severity: diag.Error,
		Summary:  "&amp; in place of &",
		Long: `The URL was copied out of the source of a web page. The receiver sees parameters called
amp;name. Write a plain &.`,
		Wrong: example(`url: "https://receiver.test/p?id=[Call:InboundCallId]&amp;event=sale"`),
		Right: example("url: https://receiver.test/p?id=[Call:InboundCallId]&event=sale"),
		Check: checkHTMLEscape,
	}
}

// escapedAmpersand is & as web pages write it, once or several times over.
var escapedAmpersand = lazyre.New(`(?i)&(?:amp;|#0*38;|#x0*26;)+`)

func checkHTMLEscape(p *Pass) {
	for t := range p.templates() {
		if kind := t.template.Kind(); kind != template.URL && kind != template.FormBody {
			continue
		}
		literal := t.literal
		for _, m := range escapedAmpersand.FindAllStringIndex(literal, -1) {
			p.Add(replacing(t.template.Text().Span(m[0], m[1]), "&", literal[m[0]:m[1]]+" is how a web page writes an ampersand"))
		}
	}
}
