package validate

import (
	"fmt"
	"strings"

	"postback/internal/diag"
)

// urlLength finds a URL that is longer than receivers take.
func urlLength() Rule {
	return Rule{
		Name:     "url-length",
		Severity: diag.Warning,
		Summary:  "a URL that is longer than receivers take",
		Long: `Many servers and proxies refuse URLs over 8,192 bytes, and some things on the way over
2,048. The length is that of the template without its tokens, so the real URL is longer
still. Send the data in a body.`,
		Wrong: longExample(longURL),
		Right: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]
`,
		Check: checkURLLength,
	}
}

// The lengths from which on URLs get lost, in bytes.
const (
	longURL    = 2048
	tooLongURL = 8192
)

func checkURLLength(p *Pass) {
	for _, v := range p.urls() {
		length := len(v.literal) - strings.Count(v.literal, string(hole))
		if length <= longURL {
			continue
		}
		d := diag.Diagnostic{Span: v.text.Whole(), Message: fmt.Sprintf("the URL has %d bytes without its tokens; some servers take no more than %d", length, longURL)}
		if length > tooLongURL {
			d.Severity = diag.Error
			d.Message = fmt.Sprintf("the URL has %d bytes without its tokens; most servers refuse more than %d", length, tooLongURL)
		}
		p.Add(d)
	}
}

// longExample is a definitions file with a URL of n bytes in one parameter.
func longExample(n int) string {
	return exampleWithToken("[Call:InboundCallId]&note=" + strings.Repeat("x", n))
}
