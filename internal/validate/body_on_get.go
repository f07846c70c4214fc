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
a GET. Set the method, or move the data into the query. GET is the method of a pixel that names
none.`,
		Source: "documented: the platform offers content type and body for methods other than GET",
		Wrong:  example("url: https://receiver.test/p", "content_type: application/json", `body: '{"id": "[Call:InboundCallId]"}'`),
		Right:  example("url: https://receiver.test/p", "method: POST", "content_type: application/json", `body: '{"id": "[Call:InboundCallId]"}'`),
		Check:  checkBodyOnGet,
	}
}

func checkBodyOnGet(p *Pass) {
	for v := range p.views() {
		if v.body != nil && v.pixel.Method == "GET" {
			p.Report(v.body.span(), "a GET has no body; write method: POST, or move the data into the query")
		}
	}
}
