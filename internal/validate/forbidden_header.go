package validate

import (
	"strings"

	"postback/internal/diag"
	"postback/internal/pixel"
)

// forbiddenHeader finds a header that is not the pixel's to set.
func forbiddenHeader() Rule {
	return Rule{
		Name:     "forbidden-header",
		Severity: diag.Error,
		Summary:  "a header that is not the pixel's to set, or whose name is none",
		Long: `Host, Content-Length and the headers that concern a single connection are set by whoever
sends the request. A value of one's own is dropped, or makes the request invalid. A header
name is fixed text of letters, digits and hyphens. Whether the platform fills in a token there
is not known; this tool does not.`,
		Source: "documented: RFC 9110, sections 5.1, 7.2, 7.6.1 and 8.6",
		Wrong:  example("url: https://receiver.test/p?id=[Call:InboundCallId]", "headers:", "  Content-Length: 12"),
		Right:  example("url: https://receiver.test/p?id=[Call:InboundCallId]", "headers:", "  X-Source: calls"),
		Check:  checkForbiddenHeader,
	}
}

// isForbidden reports whether a header belongs to the connection or to the sender.
func isForbidden(name string) bool {
	switch strings.ToLower(name) {
	case "host", "content-length", "connection", "keep-alive", "proxy-connection", "te", "trailer",
		"transfer-encoding", "upgrade", "proxy-authorization", "expect":
		return true
	}
	return false
}

func checkForbiddenHeader(p *Pass) {
	for _, px := range p.Set.Pixels {
		for _, h := range px.Headers {
			name := h.Name.String()
			switch {
			case isForbidden(name):
				p.Report(h.Name.Whole(), "the header %s is set by the sender; remove it", name)
			case strings.HasSuffix(name, ":"):
				p.Report(h.Name.Whole(), "%q is no header name: the colon does not belong to it", name)
			case !pixel.IsHeaderName(name):
				p.Report(h.Name.Whole(), "%q is no header name: it is fixed text of letters, digits and hyphens, without spaces or tokens", name)
			}
		}
	}
}
