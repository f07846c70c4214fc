package validate

import (
	"strings"

	"postback/internal/diag"
)

// forbiddenHeader finds a header that is not the pixel's to set.
func forbiddenHeader() Rule {
	return Rule{
		Name:     "forbidden-header",
		Severity: diag.Error,
		Summary:  "a header that is not the pixel's to set",
		Long: `Host, Content-Length and the headers that concern a single connection are set by whoever
sends the request. A value of one's own is dropped, or makes the request invalid. A header
name is fixed text of letters, digits and hyphens; a token in it is not filled in.`,
		Wrong: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]
    headers:
      Content-Length: 12
`,
		Right: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]
    headers:
      X-Source: calls
`,
		Check: checkForbiddenHeader,
	}
}

// forbidden are the headers that belong to the connection or to the sender (RFC 9110, section 7.6.1).
func forbidden(name string) bool {
	switch strings.ToLower(name) {
	case "host", "content-length", "connection", "keep-alive", "proxy-connection", "te", "trailer",
		"transfer-encoding", "upgrade", "proxy-authorization", "proxy-authenticate", "expect":
		return true
	}
	return false
}

func checkForbiddenHeader(p *Pass) {
	for _, px := range p.Set.Pixels {
		for _, h := range px.Headers {
			name := h.Name.String()
			switch {
			case forbidden(name):
				p.Report(h.Name.Whole(), "the header %s is set by the sender; remove it", name)
			case !isHeaderName(name):
				p.Report(h.Name.Whole(), "%q is no header name: it is fixed text of letters, digits and hyphens, without spaces or tokens", name)
			}
		}
	}
}

// isHeaderName reports whether HTTP allows the name (a token of RFC 9110, section 5.6.2).
func isHeaderName(name string) bool {
	const word = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-.^_`|~"
	return name != "" && strings.Trim(name, word) == ""
}
