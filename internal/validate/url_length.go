package validate

import (
	"fmt"
	"strings"

	"postback/internal/diag"
	"postback/internal/template"
)

// urlLength finds a URL that is longer than receivers take.
func urlLength() Rule {
	return Rule{
		Name:     "url-length",
		Severity: diag.Warning,
		Summary:  "a URL that is longer than receivers take",
		Long: `Servers refuse URLs that are longer than they are set up for: some from a query of 2,048
bytes on, most from 8,190 bytes on. The length is that of the template as it is sent, without
its tokens, so the real URL is longer still. Send the data in a body. What the platform itself
takes is not known.`,
		Source: "documented: the limits that IIS (maxQueryString), Apache (LimitRequestLine) and nginx (large_client_header_buffers) have unless they are changed",
		Wrong:  longExample(longQuery),
		Right:  example("url: https://receiver.test/p?id=[Call:InboundCallId]"),
		Check:  checkURLLength,
	}
}

// The lengths from which on URLs get lost, in bytes.
const (
	longQuery = 2048
	longURL   = 8190
)

func checkURLLength(p *Pass) {
	for px, v := range p.urls() {
		if v.text.Len() <= longQuery/len("%XX") { // however it is encoded
			continue
		}
		sent := sentLiterals(px.URL)
		_, query, _ := strings.Cut(sent, "?")
		switch {
		case len(sent) > longURL:
			p.Add(diag.Diagnostic{
				Severity: diag.Error, Span: v.span(0, len(v.literal)),
				Message: fmt.Sprintf("the URL has %d bytes without its tokens; most servers take no more than %d", len(sent), longURL),
			})
		case len(query) > longQuery:
			p.Report(v.span(v.query, v.queryEnd()), "the query has %d bytes without its tokens; some servers take no more than %d", len(query), longQuery)
		}
	}
}

// sentLiterals is the literal text of a URL as it is sent, without its fragment.
func sentLiterals(url *template.Template) string {
	var sent strings.Builder
	for _, s := range url.Segments() {
		sent.WriteString(s.Literal)
	}
	text, _, _ := strings.Cut(sent.String(), "#")
	return text
}

// longExample is a definitions file with a URL whose query has more than n bytes.
func longExample(n int) string {
	const word = "call-"
	return example("url: https://receiver.test/p?id=[Call:InboundCallId]&note=" + strings.Repeat(word, n/len(word)))
}
