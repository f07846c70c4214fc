package validate

import (
	"strings"

	"postback/internal/diag"
	"postback/internal/pixel"
)

// bodyWithoutContentType finds a body without a content type.
func bodyWithoutContentType() Rule {
	return Rule{
		Name:     "body-without-content-type",
		Severity: diag.Warning,
		Summary:  "a body without a content type",
		Long: `Without content_type no Content-Type header is sent, and receivers have been seen to take
such a body for empty. Say what it is.`,
		Source: "seen: bodies without a content type arrived empty",
		Wrong: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p
    method: POST
    body: '{"id": "[Call:InboundCallId]"}'
`,
		Right: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p
    method: POST
    content_type: application/json
    body: '{"id": "[Call:InboundCallId]"}'
`,
		Check: checkBodyWithoutContentType,
	}
}

func checkBodyWithoutContentType(p *Pass) {
	for _, px := range p.Set.Pixels {
		if px.Body != nil && !px.Body.Empty() && contentType(px) == "" {
			p.Report(px.Body.Text().Whole(), "the body has no content type; write content_type: %s", guessType(literals(px.Body)))
		}
	}
}

// contentType is the content type of a pixel's body, "" when nothing gives one.
func contentType(px *pixel.Pixel) string {
	if px.ContentType != nil {
		return px.ContentType.Value.Text().String()
	}
	for _, h := range px.Headers {
		if strings.EqualFold(h.Name.String(), "Content-Type") {
			return h.Value.Text().String()
		}
	}
	return ""
}

// guessType is the content type that a body looks like.
func guessType(literal string) string {
	trimmed := strings.TrimSpace(literal)
	switch {
	case strings.HasPrefix(trimmed, "{") || strings.HasPrefix(trimmed, "["):
		return "application/json"
	case strings.HasPrefix(trimmed, "<"):
		return "application/xml"
	case strings.Contains(trimmed, "=") && !strings.ContainsAny(trimmed, " \n"):
		return "application/x-www-form-urlencoded"
	}
	return "text/plain"
}
