package validate

import (
	"postback/internal/diag"
)

// bodyWithoutContentType finds a body without a content type.
func bodyWithoutContentType() Rule {
	return Rule{
		Name:     "body-without-content-type",
		Severity: diag.Warning,
		Summary:  "a body without a content type",
		Long: `Without content_type no Content-Type header is sent, and receivers have been seen to take
such a body for empty. Say what it is. What the platform sends of its own accord is not known.`,
		Source: "seen: a receiver that got pixels without a Content-Type, some of them with an empty body",
		Wrong:  example("url: https://receiver.test/p", "method: POST", `body: '{"id": "[Call:InboundCallId]"}'`),
		Right:  example("url: https://receiver.test/p", "method: POST", "content_type: application/json", `body: '{"id": "[Call:InboundCallId]"}'`),
		Check:  checkBodyWithoutContentType,
	}
}

func checkBodyWithoutContentType(p *Pass) {
	for v := range p.views() {
		if v.body != nil && v.pixel.Method != "GET" && contentType(v.pixel).Len() == 0 { // on a GET it is another mistake
			p.Report(v.body.span(), "the body has no content type; write content_type: %s", guessType(v.body.literal))
		}
	}
}
