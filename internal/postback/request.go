package postback

import (
	"bytes"
	"slices"
)

// Header is one header field. Name is sent as written, in the place where it stands.
type Header struct {
	Name  string
	Value []byte // any bytes but control characters; a tab is allowed
}

// BasicAuth is the user name and password of HTTP basic authentication.
type BasicAuth struct {
	Username string
	Password string
}

// Request is one rendered postback. Its byte slices may be borrowed from whoever rendered it and
// are then valid only until the next one is rendered; Clone detaches it. A Firer does not keep
// them beyond its return.
type Request struct {
	// Method is sent as written; "" is GET.
	Method string
	// URL is absolute, http or https. Path and query are sent byte for byte, a fragment is not
	// sent, a user name and password in it become basic authentication.
	URL []byte
	// Headers are sent in this order, Content-Type included; nothing is added but what HTTP
	// needs. A Host replaces the one of the URL. Content-Length, Transfer-Encoding and Trailer
	// are left out: they follow from the body.
	Headers []Header
	// Body is sent when it is not empty, with any method.
	Body []byte
	// BasicAuth is nil for none. An Authorization among the Headers goes before it, and it goes
	// before what the URL holds.
	BasicAuth *BasicAuth
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
