package postback

import (
	"context"
	"encoding/base64"
	"io"
	"net"
	"net/url"
	"strings"
	"testing"
	"time"
)

// through is an Options.Proxy that always says the same.
func through(proxy string) func(*url.URL) (*url.URL, error) {
	return func(*url.URL) (*url.URL, error) { return url.Parse(proxy) }
}

func TestPlainRequestThroughProxy(t *testing.T) {
	t.Parallel()
	proxy, hits := echo(t)
	client := newClient(t, Options{Proxy: through("http://user:pa%3Ass@" + proxy.address), UserAgent: "postback/1"})
	for range 2 {
		out := client.Fire(context.Background(), &Request{URL: []byte("http://API.example:8080//p?q=[1]#f"), Headers: []Header{{"a", []byte("b")}}})
		if out.Status != 200 {
			t.Fatalf("%+v", out)
		}
		want := "GET http://API.example:8080//p?q=[1] HTTP/1.1\r\nHost: API.example:8080\r\nUser-Agent: postback/1\r\na: b\r\n" +
			"Proxy-Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte("user:pa:ss")) + "\r\n\r\n"
		if got := (<-hits).head; got != want {
			t.Errorf("got %q", got)
		}
	}
	if n := proxy.conns.Load(); n != 1 {
		t.Errorf("%d connections", n)
	}
}

// relay connects two connections until one of them ends.
func relay(a, b net.Conn) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, _ = io.Copy(a, b)
		_ = a.Close()
	}()
	_, _ = io.Copy(b, a)
	_ = b.Close()
	<-done
}

func TestTunnelThroughProxy(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	config := tlsFor(t, a, "api.example", "proxy.example")
	receiver := serveTLS(t, config, hit.ok)
	connects := make(chan string, 4)
	script := func(h hit) bool {
		connects <- h.head
		upstream, err := net.Dial("tcp", receiver.address)
		if err != nil || !h.reply("HTTP/1.1 200 Connection established\r\n\r\n") {
			return false
		}
		relay(h.conn, upstream)
		return false
	}
	for scheme, proxy := range map[string]string{
		"http":  serve(t, script).address,
		"https": serveTLS(t, config, script).address,
	} {
		dial := func(ctx context.Context, network, address string) (net.Conn, error) {
			if address != "proxy.example:8" {
				t.Errorf("connected to %s", address)
			}
			return new(net.Dialer).DialContext(ctx, network, proxy)
		}
		client := newClient(t, Options{RootCAs: a.pool, Proxy: through(scheme + "://u:p@proxy.example:8"), Dial: dial})
		for range 2 {
			out := client.Fire(context.Background(), &Request{URL: []byte("https://api.example/x")})
			if out.Status != 200 || string(out.Body) != "ok" {
				t.Fatalf("%s: %+v", scheme, out)
			}
		}
		want := "CONNECT api.example:443 HTTP/1.1\r\nHost: api.example:443\r\nProxy-Authorization: Basic dTpw\r\n\r\n"
		if got := <-connects; got != want {
			t.Errorf("%s: %q", scheme, got)
		}
		if len(connects) != 0 {
			t.Errorf("%s: the tunnel was not used again", scheme)
		}
		client.Close()
	}
}

func TestProxyFailures(t *testing.T) {
	t.Parallel()
	nothing := unused(t)
	tests := map[string]struct {
		proxy  string
		url    string
		kind   Failure
		reason string
	}{
		"refuses":         {"http://" + answer(t, "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n").address, "https://x.example/", FailureProxy, "proxy: it answers 407 Proxy Authentication Required"},
		"no proxy":        {"http://" + answer(t, "hello\r\n").address, "https://x.example/", FailureProxy, "proxy: it does not speak the protocol of a proxy, or hung up"},
		"not there":       {"http://" + nothing, "https://x.example/", FailureRefused, "refused: nothing listens at the proxy " + nothing},
		"socks deaf":      {"socks5://" + serveConns(t, func(_ *receiver, c net.Conn) { _, _ = c.Read(make([]byte, 1)); reset(c) }).address, "http://x.example/", FailureProxy, "proxy: it does not speak the protocol of a proxy, or hung up"},
		"socks auth":      {"socks5://" + scripted(t, "\x05\xff").address, "http://x.example/", FailureProxy, "proxy: it accepts none of the ways to authenticate"},
		"socks password":  {"socks5://u:p@" + scripted(t, "\x05\x02", "\x01\x01").address, "http://x.example/", FailureProxy, "proxy: it refuses the user name or password"},
		"socks refuses":   {"socks5://" + scripted(t, "\x05\x00", "\x05\x05\x00\x01\x00\x00\x00\x00\x00\x00").address, "http://x.example/", FailureProxy, "proxy: it refuses to connect to the receiver (SOCKS reply 5)"},
		"socks long name": {"socks5://" + scripted(t, "\x05\x00").address, "http://" + strings.Repeat("x", 256) + "/", FailureProxy, "proxy: the host name is too long for it"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := newClient(t, Options{Proxy: through(test.proxy), Timeout: 2 * time.Second})
			out := client.Fire(context.Background(), &Request{URL: []byte(test.url)})
			if out.Verdict != Failed || out.Failure != test.kind || out.Reason != test.reason || out.InDoubt {
				t.Errorf("%+v", out)
			}
		})
	}
}

// scripted answers each thing that is written to it with the next text.
func scripted(t testing.TB, answers ...string) *receiver {
	return serveConns(t, func(_ *receiver, c net.Conn) {
		buffer := make([]byte, 1024)
		for _, a := range answers {
			if _, err := c.Read(buffer); err != nil {
				return
			}
			_, _ = io.WriteString(c, a)
		}
		_, _ = c.Read(buffer)
	})
}

func TestSOCKS(t *testing.T) {
	t.Parallel()
	target, hits := echo(t)
	for kind, bound := range map[string]string{
		"IPv4": "\x01\x7f\x00\x00\x01\x00\x50", "IPv6": "\x04" + strings.Repeat("\x00", 16) + "\x00\x50", "name": "\x03\x03abc\x00\x50",
	} {
		asked := make(chan string, 1)
		proxy := serveConns(t, func(_ *receiver, c net.Conn) {
			buffer := make([]byte, 1024)
			for _, reply := range []string{"\x05\x02", "\x01\x00", "\x05\x00\x00" + bound} {
				n, err := c.Read(buffer)
				if err != nil {
					return
				}
				if strings.HasPrefix(reply, "\x05\x00\x00") {
					asked <- string(buffer[:n])
				}
				_, _ = io.WriteString(c, reply)
			}
			upstream, err := net.Dial("tcp", target.address)
			if err == nil {
				relay(c, upstream)
			}
		})
		client := newClient(t, Options{Proxy: through("socks5h://user:pass@" + proxy.address)})
		out := client.Fire(context.Background(), &Request{URL: []byte("http://api.example:8081/p")})
		if out.Status != 200 {
			t.Fatalf("%s: %+v", kind, out)
		}
		if got := <-asked; got != "\x05\x01\x00\x03\x0bapi.example\x1f\x91" {
			t.Errorf("%s: asked for %q", kind, got)
		}
		if got := (<-hits).line(); got != "GET /p HTTP/1.1" {
			t.Errorf("%s: %q", kind, got)
		}
		client.Close()
	}
}

func TestProxyThatIsNoURL(t *testing.T) {
	t.Parallel()
	client := newClient(t, Options{Proxy: through("http://a b:secret@c")})
	out := client.Fire(context.Background(), &Request{URL: []byte("http://x.example/")})
	if out.Verdict != Unsent || out.Failure != FailureInvalid || strings.Contains(out.Reason, "secret") {
		t.Errorf("%+v", out)
	}
}

func TestHop(t *testing.T) {
	t.Parallel()
	for proxy, want := range map[string]string{
		"http://p": "p:80", "https://p": "p:443", "socks5://p": "p:1080", "http://[::1]:3": "[::1]:3",
	} {
		r := &route{address: "x:1", proxy: mustURL(t, proxy)}
		if got := r.hop(); got != want {
			t.Errorf("%s: %s", proxy, got)
		}
	}
}

// TestLoopbackNeedsNoProxy shows that the proxy variables are asked, and what they never apply to.
func TestLoopbackNeedsNoProxy(t *testing.T) {
	t.Parallel()
	proxy, err := proxyFromEnvironment(mustURL(t, "http://127.0.0.1:80"))
	if proxy != nil || err != nil {
		t.Errorf("%v %v", proxy, err)
	}
}
