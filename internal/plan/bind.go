package plan

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"postback/internal/pixel"
	"postback/internal/template"
)

// boundPixel is a pixel made ready for planning: its templates bound, and what can be said
// without a call already said.
type boundPixel struct {
	pixel   *pixel.Pixel
	url     *template.Bound
	headers []boundHeader
	body    *template.Bound // nil when there is none
	auth    *boundAuth      // nil when there is none
	grant   *boundGrant     // of the authentication that it names; nil when there is none
	filters []boundFilter

	// For results that are only shown; nil when only what is rendered can tell.
	shown      *template.Bound // the URL as it may be shown
	quotedURL  *template.Bound // that, as it is written within a document
	quotedBody *template.Bound // the body in the same way
	onlyShown  bool            // there is nothing to render of the request but its shown URL

	templates []*template.Bound // all that a request is rendered from
	validity  validity

	hasUnset   bool    // one of its variables has no value
	hostVaries bool    // a token stands in scheme, host or port
	broken     *Reason // why it can never be rendered; nil when it can
}

type boundHeader struct {
	name  string
	value *template.Bound
	fixed []byte // the value, when it is the same for all calls and no fault; else nil
}

type boundAuth struct{ username, password *template.Bound }

// boundFilter knows the number of each condition's token.
type boundFilter struct {
	filter *pixel.Filter
	tokens []int
}

func (p *Program) bind(definition *pixel.Pixel) *boundPixel {
	variables := p.variables(definition.Span.Source)
	bind := func(t *template.Template) *template.Bound { return p.layout.Bind(t, variables) }
	b := &boundPixel{pixel: definition, url: bind(definition.URL), grant: p.bindGrant(definition)}
	if definition.ContentType != nil {
		b.headers = append(b.headers, boundHeader{name: definition.ContentType.Name.String(), value: bind(definition.ContentType.Value)})
	}
	for _, h := range definition.Headers {
		b.headers = append(b.headers, boundHeader{name: h.Name.String(), value: bind(h.Value)})
	}
	if definition.Body != nil {
		b.body = bind(definition.Body)
	}
	if auth := definition.BasicAuth; auth != nil {
		b.auth = &boundAuth{bind(auth.Username), bind(auth.Password)}
	}
	b.hasUnset = len(p.set.Missing(definition)) > 0
	for i := range definition.Filters {
		b.filters = append(b.filters, p.bindFilter(&definition.Filters[i]))
	}
	for _, t := range b.parts() {
		b.templates = append(b.templates, t.bound)
	}
	return b
}

func (p *Program) bindFilter(f *pixel.Filter) boundFilter {
	b := boundFilter{filter: f}
	for _, c := range f.Conditions {
		b.tokens = append(b.tokens, p.layout.Token(c.Token))
	}
	return b
}

// inspect finds out what is wrong with the pixels whatever the call.
func (p *Program) inspect() {
	empty := p.layout.NewValues()
	empty.Reset(noValues{})
	p.inspectGrants(empty)
	for _, b := range p.pixels {
		for i := range b.headers {
			b.headers[i].fixed = fixedValue(b.headers[i].value, empty)
		}
		p.inspectPixel(b, empty)
	}
}

// fixedValue is the value of a header that has no token in it and no fault, or nil.
func fixedValue(value *template.Bound, empty *template.Values) []byte {
	rendered := value.Append([]byte{}, empty)
	if len(value.Slots()) > 0 || template.HeaderFault(rendered) >= 0 {
		return nil
	}
	return slices.Clip(rendered)
}

// validity says whether a body that has to be JSON is.
type validity uint8

const (
	valid   validity = iota // or the body is something else
	invalid                 // whatever the call
	varies                  // with the call
)

// bodyValidity judges a body once for all calls where that is possible: when every token stands
// within a string, where values are escaped, and no backslash is near that could take a part of one
// for its own.
func bodyValidity(body *template.Bound, empty *template.Values) validity {
	if body == nil || body.Template().Kind() != template.JSONBody {
		return valid
	}
	for e := range body.Template().Exprs() {
		if e.Position != template.JSONString {
			return varies
		}
	}
	rendered := body.Append(nil, empty)
	switch {
	case bytes.IndexByte(rendered, '\\') >= 0:
		return varies
	case json.Valid(rendered):
		return valid
	}
	return invalid
}

// inspectPixel looks at a pixel's header names, and at its URL with nothing in place of the tokens.
func (p *Program) inspectPixel(b *boundPixel, empty *template.Values) {
	for e := range b.pixel.URL.Exprs() {
		b.hostVaries = b.hostVaries || e.Position == template.Authority
	}
	b.validity = bodyValidity(b.body, empty)
	for _, h := range b.headers {
		if !pixel.IsHeaderName(h.name) {
			b.broken = &Reason{BadHeader, fmt.Sprintf("%q is not a header name; names are fixed text without spaces or tokens", h.name)}
			return
		}
	}
	if !b.hostVaries && !p.hostIsUnset(b) {
		b.broken = checkURL(string(b.url.Append(nil, empty)))
	}
}

// hostIsUnset reports whether the host is a variable without a value: then a placeholder stands for
// it, of which nothing can be said.
func (p *Program) hostIsUnset(b *boundPixel) bool {
	for v := range b.pixel.URL.Variables() {
		known, _ := p.set.Variable(b.pixel.Span.Source, v.Scheme, v.Name)
		if v.Position == template.Authority && !known.Known {
			return true
		}
	}
	return false
}

// noValues is a record in which every token is empty.
type noValues struct{}

func (noValues) Token(int) []byte { return nil }

// checkURL says why a rendered URL cannot be sent to; nil when it can.
func checkURL(rendered string) *Reason {
	u, err := url.Parse(rendered)
	switch {
	case err != nil:
		return &Reason{BadURL, "the URL cannot be read: " + parseFault(err)}
	case u.Scheme != "http" && u.Scheme != "https":
		return &Reason{BadURL, "the URL must begin with http:// or https://"}
	case u.Hostname() == "":
		return &Reason{BadURL, "the URL names no host"}
	case !isASCIIHost(u.Host):
		return &Reason{BadURL, "the host holds characters that no host name can; write an international name in its ASCII form, xn--…"}
	case !isPort(u.Port()):
		return &Reason{BadURL, "the port is not between 1 and 65535"}
	}
	return nil
}

// isASCIIHost reports whether a host can be looked up as it is written.
func isASCIIHost(host string) bool {
	return !strings.ContainsFunc(host, func(r rune) bool {
		return r <= ' ' || r >= utf8.RuneSelf || strings.ContainsRune("%\"<>^`{|}", r)
	})
}

// isPort reports whether a port is one, or left out.
func isPort(port string) bool {
	const highest = 65535
	n, err := strconv.Atoi(port)
	return port == "" || err == nil && n > 0 && n <= highest
}

// parseFault is the reason in an error of url.Parse without the URL, which may hold a secret.
func parseFault(err error) string {
	if e, ok := err.(*url.Error); ok { //nolint:errorlint // url.Parse returns this type itself
		return e.Err.Error()
	}
	return err.Error()
}
