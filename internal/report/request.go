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
	headers := visibleHeaders(f, hide)
	return request{f.Request.Method, string(f.AppendShownURL(nil, hide)), headers, visibleBody(f, hide, headers)}
}

// visibleHeaders hides the secrets of a request's headers. Basic authentication is shown as the
// header that it becomes.
func visibleHeaders(f *plan.Firing, hide *redact.Redactor) (headers []header) {
	r := &f.Request
	if sendsBasicAuth(f) {
		headers = append(headers, header{"Authorization", hide.Header("Authorization", basicAuth(r.BasicAuth))})
	}
	for _, h := range r.Headers {
		if !replaced(f, h.Name) {
			headers = append(headers, header{h.Name, hide.Header(h.Name, string(h.Value))})
		}
	}
	if f.Grant != nil { // whatever the token is, nobody sees it
		headers = append(headers, header{f.Grant.Header, f.Grant.Prefix + redact.Mask})
	}
	return headers
}

// visibleBody hides the secrets of a request's body.
func visibleBody(f *plan.Firing, hide *redact.Redactor, headers []header) []byte {
	if len(f.Request.Body) == 0 {
		return nil
	}
	return hide.Body(contentType(headers), f.Request.Body)
}

// replaced reports whether the token of an authentication takes the place of a header.
func replaced(f *plan.Firing, name string) bool {
	return f.Grant != nil && strings.EqualFold(f.Grant.Header, name)
}

// sendsBasicAuth reports whether user name and password are sent: a header of the pixel's own and the
// token of an authentication go before them.
func sendsBasicAuth(f *plan.Firing) bool {
	const name = "Authorization"
	isAuthorization := func(h postback.Header) bool { return strings.EqualFold(h.Name, name) }
	return f.Request.BasicAuth != nil && !replaced(f, name) && !slices.ContainsFunc(f.Request.Headers, isAuthorization)
}

func contentType(headers []header) string {
	for _, h := range headers {
		if strings.EqualFold(h.name, "Content-Type") {
			return h.value
		}
	}
	return ""
}
