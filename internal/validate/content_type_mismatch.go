package validate

import (
	"postback/internal/diag"
)

// contentTypeMismatch finds a body that is not what its content type says.
func contentTypeMismatch() Rule {
	return Rule{
		Name:     "content-type-mismatch",
		Severity: diag.Error,
		Summary:  "a body that is not what its content type says",
		Long: `The receiver reads the body as its content type says. JSON that is announced as a form, or a
form that is announced as JSON or XML, is refused or read as nothing. Values are also encoded by
the content type, so a wrong one damages them.`,
		Wrong: example("url: https://receiver.test/p", "method: POST", "content_type: application/x-www-form-urlencoded", `body: '{"id": "[Call:InboundCallId]"}'`),
		Right: example("url: https://receiver.test/p", "method: POST", "content_type: application/json", `body: '{"id": "[Call:InboundCallId]"}'`),
		Check: checkContentTypeMismatch,
	}
}

func checkContentTypeMismatch(p *Pass) {
	for v := range p.views() {
		if v.body != nil && hasMismatch(v.body) {
			announced := contentType(v.pixel)
			p.Report(announced.Span(0, announced.Len()), "the content type says %s and the body looks like %s", announced, guessType(v.body.literal))
		}
	}
}
