package postback

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
)

// proxyFromEnvironment is the choice of the proxy variables for a receiver.
func proxyFromEnvironment(receiver *url.URL) (*url.URL, error) {
	return http.ProxyFromEnvironment(&http.Request{URL: receiver})
}

// hop is the address to connect to: the proxy's or the receiver's.
func (r *route) hop() string {
	if r.proxy == nil {
		return r.address
	}
	port := r.proxy.Port()
	if port == "" {
		port = defaultPort(r.proxy.Scheme)
	}
	return net.JoinHostPort(r.proxy.Hostname(), port)
}

// hopName is hop as a person wants to read it.
func (r *route) hopName() string {
	if r.proxy == nil {
		return r.address
	}
	return "the proxy " + r.hop()
}

// absoluteForm reports whether requests go to a proxy that reads them and passes them on; it is
// given the whole URL.
func (r *route) absoluteForm() bool { return r.proxy != nil && !r.secure && !isSOCKS(r.proxy) }

func isSOCKS(proxy *url.URL) bool { return proxy.Scheme == "socks5" || proxy.Scheme == "socks5h" }

// proxyAuth is the user and password that the proxy wants, nil for none.
func proxyAuth(proxy *url.URL) *BasicAuth {
	if proxy.User == nil {
		return nil
	}
	password, _ := proxy.User.Password()
	return &BasicAuth{Username: proxy.User.Username(), Password: password}
}

// proxyError is how a proxy refused to connect to the receiver.
type proxyError string

func (e proxyError) Error() string { return string(e) }

// tunnel makes the proxy at the other end of stream connect to the receiver, so that what is
// written to stream from then on goes there. Plain requests need none.
func (x *exchange) tunnel(ctx context.Context, stream net.Conn) error {
	if x.route.absoluteForm() {
		return nil
	}
	c := &conn{stream: stream}
	if err := c.limit(ctx, x.deadline); err != nil {
		return err
	}
	defer func() {
		c.release()
		c.watch(context.Background())
	}()
	open := connectHTTP
	if isSOCKS(x.route.proxy) {
		open = connectSOCKS
	}
	if err := open(stream, x.route); err != nil {
		return err
	}
	return ctx.Err()
}

// connectHTTP asks an HTTP proxy for a tunnel.
func connectHTTP(stream net.Conn, r *route) error {
	message := []byte("CONNECT " + r.address + " HTTP/1.1\r\nHost: " + r.address + "\r\n")
	if auth := proxyAuth(r.proxy); auth != nil {
		message = appendField(message, "Proxy-Authorization", auth.credentials())
	}
	if _, err := stream.Write(append(message, "\r\n"...)); err != nil {
		return err
	}
	// The receiver does not speak before it is spoken to, so that nothing is lost in the buffer.
	reader := bufio.NewReader(&wire{source: stream, budget: maxHead})
	answer, err := http.ReadResponse(reader, &http.Request{Method: http.MethodConnect})
	if err != nil {
		return err
	}
	if answer.StatusCode != http.StatusOK {
		return proxyError("it answers " + strconv.Itoa(answer.StatusCode) + " " + http.StatusText(answer.StatusCode))
	}
	return nil
}

// The parts of SOCKS 5 that are used: RFC 1928 and, for the password, RFC 1929.
const (
	socksVersion     = 5
	socksNoAuth      = 0
	socksPassword    = 2
	socksConnect     = 1
	socksIPv4        = 1
	socksDomain      = 3
	socksIPv6        = 4
	socksAuthVersion = 1
)

// connectSOCKS asks a SOCKS 5 proxy for a tunnel. The proxy resolves the name of the receiver.
func connectSOCKS(stream net.Conn, r *route) error {
	if err := socksAuthenticate(stream, proxyAuth(r.proxy)); err != nil {
		return err
	}
	host, port, err := net.SplitHostPort(r.address)
	if err != nil || len(host) > 255 {
		return proxyError("the host name is too long for it")
	}
	number, _ := strconv.ParseUint(port, 10, 16)
	request := append([]byte{socksVersion, socksConnect, 0, socksDomain, byte(len(host))}, host...)
	if _, err := stream.Write(append(request, byte(number>>8), byte(number))); err != nil {
		return err
	}
	var reply [5]byte
	if _, err := io.ReadFull(stream, reply[:]); err != nil {
		return err
	}
	if reply[0] != socksVersion || reply[1] != 0 {
		return proxyError("it refuses to connect to the receiver (SOCKS reply " + strconv.Itoa(int(reply[1])) + ")")
	}
	_, err = io.CopyN(io.Discard, stream, socksAddressRest(reply[3], reply[4]))
	return err
}

// socksAddressRest is how many bytes of an address are left behind its first one, port included.
func socksAddressRest(kind, first byte) int64 {
	switch kind {
	case socksIPv4:
		return 4 - 1 + 2
	case socksIPv6:
		return 16 - 1 + 2
	}
	return int64(first) + 2
}

// socksAuthenticate greets the proxy and tells it the password, if it wants one.
func socksAuthenticate(stream net.Conn, auth *BasicAuth) error {
	greeting := []byte{socksVersion, 1, socksNoAuth}
	if auth != nil {
		greeting = []byte{socksVersion, 2, socksNoAuth, socksPassword}
	}
	method, err := socksAsk(stream, greeting)
	if err != nil || method == socksNoAuth {
		return err
	}
	if method != socksPassword || auth == nil || len(auth.Username) > 255 || len(auth.Password) > 255 {
		return proxyError("it accepts none of the ways to authenticate")
	}
	login := append([]byte{socksAuthVersion, byte(len(auth.Username))}, auth.Username...)
	login = append(append(login, byte(len(auth.Password))), auth.Password...)
	status, err := socksAsk(stream, login)
	if err == nil && status != 0 {
		err = proxyError("it refuses the user name or password")
	}
	return err
}

// socksAsk writes a question and returns the second byte of the answer, which decides.
func socksAsk(stream net.Conn, question []byte) (byte, error) {
	if _, err := stream.Write(question); err != nil {
		return 0, err
	}
	var answer [2]byte
	_, err := io.ReadFull(stream, answer[:])
	return answer[1], err
}
