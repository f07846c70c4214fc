package validate

import (
	"postback/internal/diag"
)

// bodyOnGet finds a body on a pixel whose method is GET.
func bodyOnGet() Rule {
	return Rule{
		Name:     "body-on-get",
		Severity: diag.Error,
		Summary:  "a body on a pixel whose method is GET",
		Long: `The platform offers a body for POST, PUT and PATCH only, and receivers pass over the body of
a GET. Set the method, or move the data into the query.`,
		Source: "documented: content type and body are offered for non-GET methods",
		Wrong: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p
    content_type: application/json
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
		Check: checkBodyOnGet,
	}
}

func checkBodyOnGet(p *Pass) {
	for _, px := range p.Set.Pixels {
		if px.Body != nil && !px.Body.Empty() && px.Method == "GET" {
			p.Report(px.Body.Text().Whole(), "a GET has no body; write method: POST, or move the data into the query")
		}
	}
}
