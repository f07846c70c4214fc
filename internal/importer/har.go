package importer

import (
	"fmt"
	"slices"
	"strings"

	"postback/internal/diag"
	"postback/internal/jsondoc"
	"postback/internal/pixel"
)

// HAR makes a pixel of each request in a HAR file whose URL chosen accepts.
func HAR(src *diag.Source, chosen func(url string) bool, options Options) *Result {
	d := &draft{source: "a HAR file", options: options}
	values := jsondoc.Parse(src, &d.findings)
	if d.findings.HasErrors() {
		return d.finish()
	}
	entries := values[0].Get("log")
	if entries != nil {
		entries = entries.Get("entries")
	}
	switch {
	case len(values) > 1:
		d.findings.Errorf(first(values[1].Span), RuleSource, "expected nothing behind the HAR")
	case entries == nil || entries.Kind != jsondoc.Array:
		d.findings.Errorf(first(values[0].Span), RuleSource, "this is no HAR file: it has no log.entries")
	default:
		d.harEntries(entries, chosen)
	}
	return d.finish()
}

func (d *draft) harEntries(entries *jsondoc.Value, chosen func(string) bool) {
	for _, entry := range entries.Items {
		r := entry.Get("request")
		if r == nil || r.Get("url") == nil || r.Get("url").Kind != jsondoc.String {
			d.findings.Errorf(first(entry.Span), RuleSource, "this entry has no request with a URL")
			continue
		}
		if chosen(r.Field("url")) {
			d.harRequest(r)
		}
	}
	if len(d.requests) == 0 && !d.findings.HasErrors() {
		d.findings.Errorf(first(entries.Span), RuleSource, "none of the %d requests can become a pixel, or none was chosen", len(entries.Items))
	}
}

func (d *draft) harRequest(v *jsondoc.Value) {
	r := &request{span: v.Get("url").Span, enabled: true, url: v.Field("url"), method: strings.ToUpper(v.Field("method"))}
	switch {
	case !beginsURL.MatchString(r.url):
		d.skip(r, "its URL begins with neither http:// nor https://")
		return
	case r.method != "" && !slices.Contains(pixel.Methods(), r.method):
		d.skip(r, fmt.Sprintf("a pixel cannot use the method %s", r.method))
		return
	}
	d.harHeaders(v, r)
	if !d.harBody(v.Get("postData"), r) {
		return
	}
	d.requests = append(d.requests, r)
}

// skip tells of a request that no pixel is made of.
func (d *draft) skip(r *request, why string) {
	d.skipped++
	d.findings.Add(diag.Diagnostic{Severity: diag.Note, Rule: RuleLeftOut, Span: r.span, Message: "this request is left out: " + why})
}

// harHeaders takes the headers but for those that belong to the connection or to the browser.
func (d *draft) harHeaders(v *jsondoc.Value, r *request) {
	var left []string
	if headers := v.Get("headers"); headers != nil {
		for _, h := range headers.Items {
			name, value := h.Field("name"), h.Field("value")
			if isBrowsers(name) {
				left = append(left, name)
				continue
			}
			r.headers = append(r.headers, header{name, value})
		}
	}
	if len(left) > 0 {
		r.tell("Left out, as whoever sends the request sets them: " + strings.Join(left, ", ") + ".")
	}
}

// isBrowsers reports whether a header is set by whoever sends a request, whatever the request.
func isBrowsers(name string) bool {
	name = strings.ToLower(name)
	for _, prefix := range []string{":", "sec-", "proxy-"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return slices.Contains([]string{
		"host", "connection", "content-length", "accept-encoding", "te", "trailer", "transfer-encoding", "upgrade",
		"keep-alive", "expect", "upgrade-insecure-requests", "dnt", "pragma", "priority",
	}, name)
}

// harBody takes the body; ok is false when the request cannot become a pixel.
func (d *draft) harBody(data *jsondoc.Value, r *request) (ok bool) {
	if data == nil {
		return true
	}
	if _, declared := r.header("Content-Type"); !declared {
		r.contentType = data.Field("mimeType")
	}
	text := data.Get("text")
	params := data.Get("params")
	switch {
	case data.Field("encoding") == "base64":
		d.skip(r, "its body is not text")
		return false
	case text != nil && (text.Text != "" || params == nil):
		body := text.Text
		r.body = &body
	case params != nil && strings.HasPrefix(r.bodyType(), "multipart/"):
		d.skip(r, "a pixel cannot send a multipart body")
		return false
	case params != nil:
		body := formOf(params)
		r.body = &body
	}
	return true
}

// formOf is the body that a list of parameters was sent as.
func formOf(params *jsondoc.Value) string {
	var pairs []string
	for _, p := range params.Items {
		pairs = append(pairs, p.Field("name")+"="+p.Field("value"))
	}
	return strings.Join(pairs, "&")
}
