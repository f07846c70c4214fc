package pixel

import (
	"iter"
	"slices"
	"strings"

	"postback/internal/call"
	"postback/internal/diag"
	"postback/internal/receiver"
	"postback/internal/template"
)

// Pixel is a tracking pixel: the request that the platform makes when a call of a campaign it is
// attached to reaches one event.
type Pixel struct {
	Name           diag.Text
	FireOn         call.Event
	FireOnText     diag.Text // as written, for pointing at
	Method         string    // one of Methods
	URL            *template.Template
	Headers        []Header // in the order written
	ContentType    *Header  // the Content-Type that content_type asks for; nil when it is not given
	Body           *template.Template
	BasicAuth      *BasicAuth
	Authentication diag.Text // name under authentications; empty for none
	Filters        []Filter  // all must hold
	Expect         *Expect   // what the author counts as accepted; nil when the pixel says nothing
	Encoding       template.Encoding
	Enabled        bool
	Span           diag.Span
}

// Expected is what the pixel expects of the answers to it; nil when it says nothing.
func (p *Pixel) Expected() *receiver.Expect {
	if p.Expect == nil {
		return nil
	}
	return &p.Expect.Expect
}

// Templates yields every template of the pixel: URL, headers, body and credentials.
func (p *Pixel) Templates() iter.Seq[*template.Template] {
	templates := []*template.Template{p.URL}
	for _, h := range p.Headers {
		templates = append(templates, h.Value)
	}
	if p.ContentType != nil {
		templates = append(templates, p.ContentType.Value)
	}
	if p.Body != nil {
		templates = append(templates, p.Body)
	}
	if p.BasicAuth != nil {
		templates = append(templates, p.BasicAuth.Username, p.BasicAuth.Password)
	}
	return slices.Values(templates)
}

// Methods are the HTTP methods that the platform offers for a pixel; the first is the default.
func Methods() []string { return []string{"GET", "POST", "PUT", "PATCH"} }

// Header is one request header: a literal name, and a value that may hold tokens.
type Header struct {
	Name  diag.Text
	Value *template.Template
}

// BasicAuth is a user name and password for HTTP basic authentication. Both may hold variables.
type BasicAuth struct {
	Username, Password *template.Template
}

// Expect is the author's rule for telling an accepted postback from a rejected one: either the
// name of a known receiver or conditions on the response.
type Expect struct {
	receiver.Expect
	Named diag.Text // the receiver's name as written; empty when conditions are given
	Span  diag.Span
}

// Campaign groups the pixels that fire for its calls and the publishers that bring them.
type Campaign struct {
	Name       diag.Text
	ID         diag.Text // the platform's id, "CA…"; empty when not given
	TrackingID diag.Text // value of [tag:Campaign:TrackingId]
	Pixels     []Attachment
	Publishers []Publisher
	Span       diag.Span
}

// Attachment is one pixel in a campaign's list; Name is where the campaign names it.
type Attachment struct {
	Name  diag.Text
	Pixel *Pixel
}

// Publisher is a source of calls within a campaign.
type Publisher struct {
	Name  diag.Text
	ID    diag.Text // the platform's id, "AF…"
	SubID diag.Text // value of [tag:Publisher:SubId]
	Span  diag.Span
}

// Authentication says how to obtain a token that the receiver wants to see in a header.
// Exactly one of OAuth2 and Request is set.
type Authentication struct {
	Name    diag.Text
	OAuth2  *OAuth2
	Request *TokenRequest
	Header  string // header that carries the token
	Prefix  string // written before the token
	Span    diag.Span
}

// Templates yields every template of the authentication.
func (a *Authentication) Templates() iter.Seq[*template.Template] {
	var templates []*template.Template
	if a.OAuth2 != nil {
		templates = append(templates, a.OAuth2.TokenURL, a.OAuth2.ClientID, a.OAuth2.ClientSecret)
	}
	if r := a.Request; r != nil {
		templates = append(templates, r.URL)
		for _, h := range r.Headers {
			templates = append(templates, h.Value)
		}
		if r.Body != nil {
			templates = append(templates, r.Body)
		}
	}
	return slices.Values(templates)
}

// OAuth2 is the client-credentials grant of RFC 6749 section 4.4.
type OAuth2 struct {
	TokenURL, ClientID, ClientSecret *template.Template
	Scopes                           []diag.Text
}

// TokenRequest is the platform's "dynamic token": a request whose JSON answer holds the token.
type TokenRequest struct {
	Method    string
	URL       *template.Template
	Headers   []Header
	Body      *template.Template
	Token     diag.Text // JSON pointer to the token
	ExpiresIn diag.Text // JSON pointer to its lifetime in seconds; empty when there is none
}

// Attached reports whether the campaign has the pixel.
func (c *Campaign) Attached(p *Pixel) bool {
	return slices.ContainsFunc(c.Pixels, func(a Attachment) bool { return a.Pixel == p })
}

// BodyKind is how tokens in a body are written for a Content-Type header value, as far as its
// literal beginning tells: JSON, a form, or plain text.
func BodyKind(contentType string) template.Kind {
	media, _, _ := strings.Cut(strings.ToLower(contentType), ";")
	media = strings.TrimSpace(media)
	switch {
	case media == "application/json" || strings.HasSuffix(media, "+json") || media == "text/json":
		return template.JSONBody
	case media == "application/x-www-form-urlencoded":
		return template.FormBody
	}
	return template.TextBody
}

// IsHeaderName reports whether HTTP allows the name: one or more token characters of RFC 9110.
func IsHeaderName(name string) bool {
	for i := range len(name) {
		c := name[i]
		isWord := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
		if !isWord && !strings.ContainsRune("!#$%&'*+-.^_`|~", rune(c)) {
			return false
		}
	}
	return name != ""
}
