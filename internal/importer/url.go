package importer

import (
	"strings"

	"postback/internal/diag"
	"postback/internal/lazyre"
)

// URLs makes a pixel of each source, which is one URL as somebody pasted it. A URL with tokens of the
// platform in it is a template already and stays as it is. In any other one brackets are text.
func URLs(sources []*diag.Source, options Options) *Result {
	d := &draft{source: "a URL", options: options}
	for _, src := range sources {
		d.readURL(src)
	}
	return d.finish()
}

// beginsURL is how a URL begins: with a scheme that pixels can use, or with a token in its place.
var beginsURL = lazyre.New(`^(?i:https?://|\[[^\]]+\]|\$\{env:[^}]+\})`)

func (d *draft) readURL(src *diag.Source) {
	text := unwrapped(strings.TrimSpace(src.Content()))
	r := &request{span: src.Span(0, len(src.Content())), enabled: true, method: "GET", url: text, template: hasToken(text)}
	switch {
	case text == "":
		d.findings.Errorf(r.span, RuleURL, "the URL is empty")
	case strings.Contains(text, "\x00"):
		d.findings.Errorf(r.span, RuleURL, "a URL cannot hold a NUL")
	case !beginsURL.MatchString(text):
		d.findings.Errorf(r.span, RuleURL, "this is no URL of a pixel: it begins with neither http:// nor https://")
	}
	d.requests = append(d.requests, r)
}

// unwrapped is a URL without the quotes or the angle brackets that it was pasted with.
func unwrapped(s string) string {
	for _, pair := range []string{`""`, "''", "<>"} {
		if len(s) > 1 && s[0] == pair[0] && s[len(s)-1] == pair[1] {
			return strings.TrimSpace(s[1 : len(s)-1])
		}
	}
	return s
}
