package postback

import (
	"bytes"
	"slices"
)

// Header is one header field. Name is sent as written; Value may hold any byte but CR, LF and
// NUL.
type Header struct {
	Name  string
	Value []byte
}

// BasicAuth is the user name and password of HTTP basic authentication.
type BasicAuth struct {
	Username string
	Password string
}

// Request is one rendered postback. Its byte slices may be borrowed from whoever rendered it and
// are then valid only until the next one is rendered; Clone detaches it.
type Request struct {
	Method    string     // "" is GET
	URL       []byte     // absolute, http or https; path and query are sent byte for byte
	Headers   []Header   // Content-Type included; nothing is added to them but what HTTP needs
	Body      []byte     // sent when not empty, with any method
	BasicAuth *BasicAuth // nil for none; an Authorization among Headers wins
}

// Clone returns a copy that shares no memory with r.
func (r *Request) Clone() *Request {
	c := *r
	c.URL = bytes.Clone(r.URL)
	c.Body = bytes.Clone(r.Body)
	c.Headers = slices.Clone(r.Headers)
	for i := range c.Headers {
		c.Headers[i].Value = bytes.Clone(c.Headers[i].Value)
	}
	if r.BasicAuth != nil {
		auth := *r.BasicAuth
		c.BasicAuth = &auth
	}
	return &c
}
