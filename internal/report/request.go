package report

import (
	"slices"
	"strings"

	"postback/internal/plan"
	"postback/internal/postback"
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

// visibleRequest hides the secrets of a request.
func visibleRequest(f *plan.Firing, hide *redact.Redactor) request {
	headers, body := visibleContent(f, hide)
	return request{f.Request.Method, string(f.AppendShownURL(nil, hide)), headers, body}
}

// visibleContent is what belongs to a request beside its URL. Basic authentication is shown as the
// header that it becomes.
func visibleContent(f *plan.Firing, hide *redact.Redactor) (headers []header, body []byte) {
	r := &f.Request
	if sendsBasicAuth(r) {
		headers = append(headers, header{"Authorization", hide.Header("Authorization", basicAuth(r.BasicAuth))})
	}
	for _, h := range r.Headers {
		headers = append(headers, header{h.Name, hide.Header(h.Name, string(h.Value))})
	}
	if len(r.Body) == 0 {
		return headers, nil
	}
	return headers, hide.Body(contentType(headers), r.Body)
}

// sendsBasicAuth reports whether user name and password are sent: a header of the pixel's own goes
// before them.
func sendsBasicAuth(r *postback.Request) bool {
	isAuthorization := func(h postback.Header) bool { return strings.EqualFold(h.Name, "Authorization") }
	return r.BasicAuth != nil && !slices.ContainsFunc(r.Headers, isAuthorization)
}

func contentType(headers []header) string {
	for _, h := range headers {
		if strings.EqualFold(h.name, "Content-Type") {
			return h.value
		}
	}
	return ""
}
