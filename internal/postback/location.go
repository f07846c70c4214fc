package postback

import (
	"bytes"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// invalid is why a request cannot be built: a sentence that holds no part of it but header names.
type invalid string

func (e invalid) Error() string { return string(e) }

// location is a URL cut into the parts that matter for sending. The parts are slices of it.
type location struct {
	secure    bool   // https
	userinfo  []byte // "user:password", still percent-encoded
	authority []byte // host and port
	path      []byte // "" or from the first slash
	query     []byte // "" or from the question mark; may be just that
}

// locate cuts a URL. It takes any byte that can stand in a request line and changes none.
func locate(raw []byte) (location, error) {
	var l location
	for _, c := range raw {
		if c <= ' ' || c >= 0x7f {
			return l, invalid("the URL holds a space, a control character or an unencoded non-ASCII character")
		}
	}
	scheme, rest, ok := bytes.Cut(raw, []byte("://"))
	switch {
	case !ok:
		return l, invalid("the URL is not absolute: http:// or https:// is missing")
	case bytes.EqualFold(scheme, []byte("https")):
		l.secure = true
	case !bytes.EqualFold(scheme, []byte("http")):
		return l, invalid("the scheme of the URL is neither http nor https")
	}
	rest, _, _ = bytes.Cut(rest, []byte("#"))
	if i := bytes.IndexByte(rest, '?'); i >= 0 {
		rest, l.query = rest[:i], rest[i:]
	}
	l.authority = rest
	if i := bytes.IndexByte(rest, '/'); i >= 0 {
		l.authority, l.path = rest[:i], rest[i:]
	}
	if i := bytes.LastIndexByte(l.authority, '@'); i >= 0 {
		l.userinfo, l.authority = l.authority[:i], l.authority[i+1:]
	}
	return l, nil
}

// auth is the basic authentication that the URL asks for, nil when it holds no user.
func (l location) auth() *BasicAuth {
	if len(l.userinfo) == 0 {
		return nil
	}
	user, password, _ := strings.Cut(string(l.userinfo), ":")
	return &BasicAuth{Username: decoded(user), Password: decoded(password)}
}

// decoded undoes percent-encoding; text that is not validly encoded is taken as it is.
func decoded(s string) string {
	if d, err := url.PathUnescape(s); err == nil {
		return d
	}
	return s
}

// route is a receiver: where requests to one scheme, host and port go, and by which way. It is
// immutable but for what is kept in it.
type route struct {
	secure  bool
	host    string   // for the Host header: as written, without an empty port
	name    string   // the host alone, for the certificate
	address string   // host and port, to connect to
	proxy   *url.URL // nil for none
	origin  string   // scheme, host and port

	heads headReader // of its answers
	idle  []*conn    // unused connections, the most recently used last; guarded by pool.mu
	users int        // exchanges under way; guarded by pool.mu
}

// newRoute reads "host:port".
func newRoute(secure bool, authority string) (*route, error) {
	host, port, err := splitAuthority(authority)
	if err != nil {
		return nil, err
	}
	r := &route{secure: secure, host: strings.TrimSuffix(authority, ":"), name: strings.Trim(host, "[]")}
	if port == "" {
		port = defaultPort(r.scheme())
	}
	r.address = host + ":" + port
	r.origin = r.scheme() + "://" + r.host
	return r, nil
}

// scheme is "http" or "https".
func (r *route) scheme() string {
	if r.secure {
		return "https"
	}
	return "http"
}

// url is the receiver as the choice of a proxy wants it.
func (r *route) url() *url.URL { return &url.URL{Scheme: r.scheme(), Host: r.address} }

// splitAuthority cuts "host:port"; an IPv6 address keeps its brackets, a missing port is "".
func splitAuthority(authority string) (host, port string, err error) {
	host = authority
	if i := strings.LastIndexByte(authority, ':'); i > strings.LastIndexByte(authority, ']') {
		host, port = authority[:i], authority[i+1:]
	}
	if !validHost(host) {
		return "", "", invalid("the URL holds no valid host name; one with other characters than letters, digits, dots and hyphens is written in its xn-- form")
	}
	if n, err := strconv.ParseUint(port, 10, 16); port != "" && (err != nil || n == 0) {
		return "", "", invalid("the port in the URL is not a number from 1 to 65535")
	}
	return host, port, nil
}

func validHost(host string) bool {
	if literal, ok := strings.CutPrefix(host, "["); ok {
		literal, ok = strings.CutSuffix(literal, "]")
		address, err := netip.ParseAddr(literal)
		return ok && err == nil && address.Is6() && address.Zone() == ""
	}
	return host != "" && strings.Trim(strings.ToLower(host), "abcdefghijklmnopqrstuvwxyz0123456789.-_") == ""
}

func defaultPort(scheme string) string {
	switch scheme {
	case "https":
		return "443"
	case "socks5", "socks5h":
		return "1080"
	}
	return "80"
}
