package report

import (
	"strings"

	"postback/internal/plan"
	"postback/internal/redact"
)

// request is a firing's request as it may be shown: secrets hidden.
type request struct {
	method  string
	url     string
	headers []header
	body    []byte
}

type header struct{ name, value string }

// visibleRequest hides the secrets of a request. Basic authentication is shown as the header
// that it becomes.
func visibleRequest(f *plan.Firing, hide *redact.Redactor) request {
	r := &f.Request
	shown := request{method: r.Method, url: string(hide.AppendURL(nil, r.URL))}
	if r.BasicAuth != nil {
		shown.headers = append(shown.headers, header{"Authorization", hide.Header("Authorization", basicAuth(r.BasicAuth))})
	}
	for _, h := range r.Headers {
		shown.headers = append(shown.headers, header{h.Name, hide.Header(h.Name, string(h.Value))})
	}
	shown.body = hide.Body(contentType(shown.headers), r.Body)
	return shown
}

func contentType(headers []header) string {
	for _, h := range headers {
		if strings.EqualFold(h.name, "Content-Type") {
			return h.value
		}
	}
	return ""
}
