package validate

import (
	"strings"

	"postback/internal/diag"
	"postback/internal/pixel"
	"postback/internal/template"
)

// contentTypeMismatch finds a body that is not what its content type says.
func contentTypeMismatch() Rule {
	return Rule{
		Name:     "content-type-mismatch",
		Severity: diag.Error,
		Summary:  "a body that is not what its content type says",
		Long: `The receiver reads the body as its content type says. JSON that is announced as a form, or a
form that is announced as JSON, is refused or read as nothing. Values are also encoded by
the content type, so a wrong one damages them.`,
		Wrong: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p
    method: POST
    content_type: application/x-www-form-urlencoded
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
		Check: checkContentTypeMismatch,
	}
}

func checkContentTypeMismatch(p *Pass) {
	for _, px := range p.Set.Pixels {
		if px.Body == nil || px.Body.Empty() || contentType(px) == "" {
			continue
		}
		looks := guessType(literals(px.Body))
		announced := pixel.BodyKind(contentType(px))
		wrong := announced == template.FormBody && looks == "application/json" ||
			announced == template.JSONBody && looks == "application/x-www-form-urlencoded"
		if wrong {
			p.Report(contentTypeSpan(px), "the content type says %s and the body looks like %s", contentType(px), looks)
		}
	}
}

// contentTypeSpan is where the content type of a pixel is written.
func contentTypeSpan(px *pixel.Pixel) diag.Span {
	if px.ContentType != nil {
		return px.ContentType.Value.Text().Whole()
	}
	for _, h := range px.Headers {
		if strings.EqualFold(h.Name.String(), "Content-Type") {
			return h.Value.Text().Whole()
		}
	}
	return px.Body.Text().Whole()
}
