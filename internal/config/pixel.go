package config

import (
	"fmt"
	"slices"
	"strings"

	"postback/internal/call"
	"postback/internal/diag"
	"postback/internal/pixel"
	"postback/internal/template"
	"postback/internal/yamldoc"
)

func (l *loader) pixel(n *yamldoc.Node) {
	o := yamldoc.ReadObject(n, &pixelObject, &l.diags)
	if !o.Exists() {
		return
	}
	p := &pixel.Pixel{Span: o.Span()}
	p.Name, _ = o.RequiredText("name")
	p.FireOn, p.FireOnText = l.event(o)
	p.Method = l.oneOf(o, "method", pixel.Methods())
	p.Encoding = l.encoding(o)
	if url, ok := o.RequiredText("url"); ok {
		p.URL = l.template(url, template.URL, p.Encoding)
	}
	p.Headers = l.headers(o.Object("headers"))
	if contentType, ok := optionalText(o, "content_type"); ok {
		l.checkContentType(contentType, p.Headers)
		p.ContentType = &pixel.Header{Name: contentTypeName(), Value: l.template(contentType, template.Header, p.Encoding)}
	}
	if body, ok := o.Text("body"); ok {
		p.Body = l.template(body, pixel.BodyKind(declaredType(p)), p.Encoding)
	}
	p.BasicAuth = l.basicAuth(o.ReadObject("basic_auth", &basicAuthObject))
	p.Authentication, _ = optionalText(o, "authentication")
	p.Filters = l.filters(o.Items("filters"))
	p.Expect = l.expect(o)
	p.Enabled = o.Bool("enabled", true)
	o.Close()
	l.set.Pixels = append(l.set.Pixels, p)
}

// optionalText is the text of a key that may be left out, but not be empty.
func optionalText(o *yamldoc.Object, key string) (diag.Text, bool) {
	if !o.Has(key) {
		return diag.Text{}, false
	}
	return o.RequiredText(key)
}

// checkContentType refuses a content type beside a header that says it too: both would be sent.
func (l *loader) checkContentType(contentType diag.Text, headers []pixel.Header) {
	for _, h := range headers {
		if strings.EqualFold(h.Name.String(), "Content-Type") {
			l.diags.Add(diag.Diagnostic{
				Severity: diag.Error, Rule: RuleConflict, Span: contentType.Whole(),
				Message: fmt.Sprintf("content_type and the header %s exclude each other; remove one", h.Name),
				Related: []diag.Related{{Span: h.Name.Whole(), Message: "the header stands here"}},
			})
		}
	}
}

// contentTypeName is the header that content_type sets; it comes from no source.
func contentTypeName() diag.Text { return diag.Opaque("Content-Type", diag.Span{}) }

// declaredType is the content type of a pixel's body, by content_type or by a header.
func declaredType(p *pixel.Pixel) string {
	if p.ContentType != nil {
		return p.ContentType.Value.Text().String()
	}
	return typeIn(p.Headers)
}

// typeIn is the content type that headers declare.
func typeIn(headers []pixel.Header) string {
	for _, h := range headers {
		if strings.EqualFold(h.Name.String(), "Content-Type") {
			return h.Value.Text().String()
		}
	}
	return ""
}

// template parses text and remembers the variables in it for later.
func (l *loader) template(text diag.Text, kind template.Kind, encoding template.Encoding) *template.Template {
	t, faults := template.Parse(text, kind, encoding)
	l.diags = append(l.diags, faults...)
	for v := range t.Variables() {
		l.uses = append(l.uses, variableUse{scheme: v.Scheme, name: v.Name, span: v.Span})
	}
	return t
}

func (l *loader) event(o *yamldoc.Object) (call.Event, diag.Text) {
	if n := o.Node("fire_on"); n != nil && n.Kind == yamldoc.Sequence {
		l.diags.Errorf(n.Span, RuleUnknownEvent, "a pixel fires on one event; write a pixel for each")
		return 0, diag.Text{}
	}
	text, ok := o.RequiredText("fire_on")
	if !ok {
		return 0, text
	}
	event, known := call.ParseEvent(text.String())
	if !known {
		l.diags.Errorf(text.Whole(), RuleUnknownEvent, "unknown event %q%s", text,
			diag.OrOneOf(text.String(), call.EventNames()))
	}
	return event, text
}

// oneOf reads a word that has to be one of those allowed, in any case; the first is the default.
func (l *loader) oneOf(o *yamldoc.Object, key string, allowed []string) string {
	text, ok := o.Text(key)
	if !ok {
		return allowed[0]
	}
	i := slices.IndexFunc(allowed, func(word string) bool { return strings.EqualFold(word, text.String()) })
	if i < 0 {
		l.diags.Errorf(text.Whole(), RuleUnknownValue, "unknown %s %q%s", key, text, diag.OrOneOf(text.String(), allowed))
		return allowed[0]
	}
	return allowed[i]
}

func (l *loader) encoding(o *yamldoc.Object) template.Encoding {
	encoding, _ := template.ParseEncoding(l.oneOf(o, "encoding", template.EncodingNames()))
	return encoding
}

func (l *loader) headers(o *yamldoc.Object) []pixel.Header {
	var headers []pixel.Header
	for _, e := range o.Entries() {
		if value, ok := yamldoc.AsText(e.Value, "the header "+e.Key.String(), &l.diags); ok {
			headers = append(headers, pixel.Header{Name: e.Key, Value: l.template(value, template.Header, template.Component)})
		}
	}
	return headers
}

func (l *loader) basicAuth(o *yamldoc.Object) *pixel.BasicAuth {
	if !o.Exists() {
		return nil
	}
	username, _ := o.RequiredText("username")
	password, _ := o.Text("password")
	o.Close()
	return &pixel.BasicAuth{
		Username: l.template(username, template.Header, template.Component),
		Password: l.template(password, template.Header, template.Component),
	}
}
