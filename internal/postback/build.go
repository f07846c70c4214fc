package postback

import (
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
)

// message is a request with all decided that it leaves open, ready to be turned into bytes.
type message struct {
	request *Request
	method  string
	where   location
	host    string // for the Host header
	via     *route // for the form of the request line, and the proxy's password
	agent   string // the User-Agent to add, "" for none
}

// check reports why a request cannot be sent, whoever it is for.
func (r *Request) check() error {
	if !isToken(r.Method) && r.Method != "" || r.Method == "CONNECT" {
		return invalid("the method is not one that a postback can have")
	}
	for _, h := range r.Headers {
		if !isToken(h.Name) {
			return invalid("a header name is empty or holds a space or another character that no name may hold")
		}
		if !isFieldValue(h.Value) {
			return invalid("the value of header " + h.Name + " holds a line break or another control character")
		}
	}
	return nil
}

// isToken reports whether s is a token in the sense of RFC 9110, as methods and names must be.
func isToken(s string) bool {
	for _, c := range []byte(s) {
		isWord := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
		if !isWord && strings.IndexByte("!#$%&'*+-.^_`|~", c) < 0 {
			return false
		}
	}
	return s != ""
}

func isFieldValue(value []byte) bool {
	for _, c := range value {
		if c < ' ' && c != '\t' || c == 0x7f {
			return false
		}
	}
	return true
}

// header returns the first header of that name, nil when there is none.
func (r *Request) header(name string) *Header {
	for i := range r.Headers {
		if strings.EqualFold(r.Headers[i].Name, name) {
			return &r.Headers[i]
		}
	}
	return nil
}

// append appends the whole request as it goes over the connection: Host and User-Agent, the
// headers of the request in their order, what follows from the rest of it, and the body.
func (m *message) append(dst []byte) []byte {
	dst = slices.Grow(dst, len(m.request.URL)+len(m.request.Body))
	dst = m.appendRequestLine(dst)
	dst = appendField(dst, "Host", m.host)
	if m.agent != "" && m.request.header("User-Agent") == nil {
		dst = appendField(dst, "User-Agent", m.agent)
	}
	for i := range m.request.Headers {
		if h := &m.request.Headers[i]; !isDerived(h.Name) {
			dst = appendField(dst, h.Name, h.Value)
		}
	}
	dst = m.appendAuthorization(dst)
	dst = m.appendContentLength(dst)
	dst = append(dst, "\r\n"...)
	return append(dst, m.request.Body...)
}

// appendRequestLine writes path and query as they stand. A proxy that is to pass on a plain
// request wants the whole URL.
func (m *message) appendRequestLine(dst []byte) []byte {
	dst = append(dst, m.method...)
	dst = append(dst, ' ')
	if m.via.absoluteForm() {
		dst = append(dst, "http://"...)
		dst = append(dst, m.via.host...)
	}
	if len(m.where.path) == 0 {
		dst = append(dst, '/')
	}
	dst = append(dst, m.where.path...)
	dst = append(dst, m.where.query...)
	return append(dst, " HTTP/1.1\r\n"...)
}

// isDerived reports whether a header is written by append itself, whatever the request says.
func isDerived(name string) bool {
	switch len(name) {
	case len("Host"), len("Trailer"), len("Content-Length"), len("Transfer-Encoding"):
		return strings.EqualFold(name, "Host") || strings.EqualFold(name, "Trailer") ||
			strings.EqualFold(name, "Content-Length") || strings.EqualFold(name, "Transfer-Encoding")
	}
	return false
}

func (m *message) appendAuthorization(dst []byte) []byte {
	if m.via.absoluteForm() {
		if auth := proxyAuth(m.via.proxy); auth != nil {
			dst = appendField(dst, "Proxy-Authorization", auth.credentials())
		}
	}
	auth := m.request.BasicAuth
	if auth == nil {
		auth = m.where.auth()
	}
	if auth == nil || m.request.header("Authorization") != nil {
		return dst
	}
	return appendField(dst, "Authorization", auth.credentials())
}

// appendContentLength names the length of the body, of an empty one only where the method makes
// the receiver expect one.
func (m *message) appendContentLength(dst []byte) []byte {
	n := len(m.request.Body)
	if n == 0 && m.method != "POST" && m.method != "PUT" && m.method != "PATCH" {
		return dst
	}
	return appendField(dst, "Content-Length", strconv.Itoa(n))
}

// credentials is the value of an Authorization header.
func (a *BasicAuth) credentials() string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(a.Username+":"+a.Password))
}

func appendField[T string | []byte](dst []byte, name string, value T) []byte {
	dst = append(dst, name...)
	dst = append(dst, ": "...)
	dst = append(dst, value...)
	return append(dst, "\r\n"...)
}
