package golden

import (
	"strings"

	"postback/internal/diag"
	"postback/internal/pixel"
	"postback/internal/plan"
	"postback/internal/template"
)

// Request is a request as its receiver reads it.
type Request struct {
	URL   string // as it is sent
	Body  string
	Parts map[Part][]*Value // decoded, in order

	bodySpan diag.Span // where the definitions write the body
}

// Value is everything that a request says under one name.
type Value struct {
	Name   string
	Values []string // one for each time that the name is there
	Raw    []string // the same as they are sent, where that may differ
	Tokens string   // the tokens that they came from, as the definitions write them
	Span   diag.Span
}

// String is all values in one line.
func (v *Value) String() string { return strings.Join(v.Values, valueSeparator) }

// RequestOf decodes the request of a pixel that fires. Unlike the firing it stays valid.
func RequestOf(f *plan.Firing) *Request {
	r := &Request{URL: string(f.Request.URL), Body: string(f.Request.Body), Parts: map[Part][]*Value{}}
	url := f.Pixel.URL.Text().Whole()
	r.add(Method, Value{Span: f.Pixel.Name.Whole()}, f.Request.Method)
	r.address(f.Anatomy(), url)
	for _, h := range f.Request.Headers {
		r.add(Header, Value{Name: h.Name, Span: headerSpan(f.Pixel, h.Name)}, string(h.Value))
	}
	if auth := f.Request.BasicAuth; auth != nil {
		r.add(BasicAuth, Value{Name: "username", Span: f.Pixel.BasicAuth.Username.Text().Whole()}, auth.Username)
		r.add(BasicAuth, Value{Name: "password", Span: f.Pixel.BasicAuth.Password.Text().Whole()}, auth.Password)
	}
	if f.Grant != nil {
		r.add(Auth, Value{Span: f.Pixel.Authentication.Whole()}, f.Grant.Name)
	}
	if f.Pixel.Body != nil {
		r.bodySpan = f.Pixel.Body.Text().Whole()
	}
	if form, ok := f.FormParameters(); ok {
		r.parameters(Form, form)
	} else if f.Pixel.Body != nil && f.Pixel.Body.Kind() == template.JSONBody {
		r.Parts[JSON] = leaves(r.Body, r.bodySpan)
	}
	return r
}

// address adds the parts of a URL.
func (r *Request) address(a plan.Anatomy, span diag.Span) {
	r.add(Endpoint, Value{Span: span}, a.Endpoint)
	r.parameters(Parameter, a.Parameters)
	if a.Fragment != "" {
		r.add(Fragment, Value{Span: span}, a.Fragment)
	}
}

func (r *Request) parameters(part Part, parameters []plan.Parameter) {
	for _, p := range parameters {
		v := r.add(part, Value{Name: p.Name, Tokens: strings.Join(p.Tokens, ""), Span: p.Span}, p.Value)
		v.Raw = append(v.Raw, p.Raw)
	}
}

// add adds a value under a name, which may be there already.
func (r *Request) add(part Part, v Value, text string) *Value {
	for _, known := range r.Parts[part] {
		if sameName(part, known.Name, v.Name) {
			known.Values = append(known.Values, text)
			known.Tokens += v.Tokens
			return known
		}
	}
	v.Values = []string{text}
	r.Parts[part] = append(r.Parts[part], &v)
	return &v
}

// sameName reports whether two names mean the same: those of headers do so whatever their case.
func sameName(part Part, a, b string) bool {
	return a == b || part == Header && strings.EqualFold(a, b)
}

// headerSpan is where the definitions write a header.
func headerSpan(p *pixel.Pixel, name string) diag.Span {
	for _, h := range p.Headers {
		if h.Name.String() == name {
			return h.Name.Whole()
		}
	}
	if p.ContentType != nil {
		return p.ContentType.Value.Text().Whole()
	}
	return p.Name.Whole()
}

// wants turns what a request says into what another one is to say.
func wants(part Part, values []*Value) *List {
	list := &List{Part: part}
	for _, v := range values {
		f := &Field{Name: v.Name, before: v}
		for _, text := range v.Values {
			f.Wants = append(f.Wants, equals(text))
		}
		list.Fields = append(list.Fields, f)
	}
	return list
}
