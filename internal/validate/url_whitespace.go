package validate

import (
	"strings"

	"postback/internal/diag"
)

// urlWhitespace finds white space or a line break in a URL.
func urlWhitespace() Rule {
	return Rule{
		Name:     "url-whitespace",
		Severity: diag.Error,
		Summary:  "white space or a line break in a URL",
		Long: `A URL holds no white space. A line break that came along when the URL was pasted is sent as
%0A or ends the URL, and the receiver answers Bad Request. Remove it, or write %20 where a
space is meant.`,
		Source: "documented: the partner's guide names line breaks as the first cause of a failing pixel",
		Wrong: `pixels:
  - name: Sale
    fire_on: converted
    url: "https://receiver.test/p?id=[Call:InboundCallId]&kind=phone call"
`,
		Right: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]&kind=phone%20call
`,
		Check: checkURLWhitespace,
	}
}

func checkURLWhitespace(p *Pass) {
	for _, v := range p.urls() {
		for start := 0; start < len(v.literal); start++ {
			end := start
			for end < len(v.literal) && strings.IndexByte(" \t\r\n", v.literal[end]) >= 0 {
				end++
			}
			if end > start {
				p.Add(whitespaceFinding(v, start, end))
				start = end
			}
		}
	}
}

// whitespaceFinding knows how to mend white space at the ends of a URL and beside its delimiters,
// where none can have been meant.
func whitespaceFinding(v *urlView, start, end int) diag.Diagnostic {
	d := diag.Diagnostic{Span: v.span(start, end), Message: "a URL holds no white space; remove it, or write %20 for a space that is meant"}
	if strings.ContainsAny(v.literal[start:end], "\r\n") {
		d.Message = "a line break in a URL: it came along when the URL was pasted; join the lines"
	}
	atEnd := start == 0 || end == len(v.literal)
	if atEnd || strings.IndexByte("?&=/", v.literal[start-1]) >= 0 || strings.IndexByte("?&=/", v.literal[end]) >= 0 {
		d.Fix = &diag.Fix{Message: "remove the white space", Edits: []diag.Edit{{Span: d.Span}}}
	}
	return d
}
