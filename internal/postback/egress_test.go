package postback

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/binary"
	"net"
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestDenyPrivate(t *testing.T) {
	t.Parallel()
	r := serve(t, hit.ok)
	_, port, _ := net.SplitHostPort(r.address)
	tests := map[string]struct {
		url     string
		resolve map[string]string
		reason  string
	}{
		"loopback":           {"http://127.0.0.1:" + port, nil, "127.0.0.1"},
		"a name of loopback": {"http://localhost:" + port, nil, ""},
		"IPv6":               {"http://[::1]:" + port, nil, "::1"},
		"IPv4 within IPv6":   {"http://[::ffff:127.0.0.1]:" + port, nil, ""},
		"everything":         {"http://0.0.0.0:" + port, nil, "0.0.0.0"},
		"link local":         {"http://169.254.169.254/latest/meta-data/", nil, "169.254.169.254"},
		"private":            {"http://10.1.2.3/", nil, "10.1.2.3"},
		"https":              {"https://192.168.0.1/", nil, "192.168.0.1"},
		"resolved":           {"http://api.example:" + port, map[string]string{"api.example": "127.0.0.1"}, "127.0.0.1"},
		"odd spelling":       {"http://2130706433:" + port, map[string]string{"2130706433": "127.0.0.1"}, "127.0.0.1"},
	}
	for name, test := range tests {
		client := newClient(t, Options{DenyPrivate: true, Resolve: test.resolve, Timeout: 2 * time.Second})
		out := client.Fire(context.Background(), &Request{URL: []byte(test.url)})
		if out.Verdict != Unsent || out.Failure != FailureBlocked || out.Attempts != 0 || out.InDoubt {
			t.Errorf("%s: %+v", name, out)
		}
		if !strings.HasPrefix(out.Reason, "blocked: "+test.reason) || !strings.HasSuffix(out.Reason, " is not a public address, and --deny-private lets no other pass") {
			t.Errorf("%s: %s", name, out.Reason)
		}
	}
	if n := r.conns.Load(); n != 0 {
		t.Errorf("%d connections were made", n)
	}
}

// What a name server may say in place of an address.
const (
	nxDomain = "there is no such name"
	noData   = "the name has no address"
	servFail = "the name server is broken"
	noReply  = "nothing"
)

// rebinding is a name server that says of every name that it is at the first of the addresses, then
// at the second, and so on. The last stays.
func rebinding(t testing.TB, addresses ...string) (address string) {
	t.Helper()
	socket, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		buffer := make([]byte, 512)
		for asked := 0; ; {
			n, from, err := socket.ReadFrom(buffer)
			if err != nil {
				return
			}
			question := buffer[:n]
			says := addresses[min(asked, len(addresses)-1)]
			if isA := bytes.Contains(question, []byte{0, 1, 0, 1}); isA {
				asked++
			} else if net.ParseIP(says) != nil {
				says = noData
			}
			if says != noReply {
				_, _ = socket.WriteTo(dnsReply(question, says), from)
			}
		}
	}()
	t.Cleanup(func() {
		_ = socket.Close()
		<-done
	})
	return socket.LocalAddr().String()
}

// dnsReply answers a question.
func dnsReply(question []byte, says string) []byte {
	const response, recursion, lifetime = 0x81, 0x80, 0
	end := 12 + bytes.IndexByte(question[12:], 0) + 5 // behind the name, its type and its class
	reply := append([]byte{}, question[:end]...)
	reply[2], reply[3] = response, recursion|map[string]byte{servFail: 2, nxDomain: 3}[says]
	address := net.ParseIP(says).To4()
	binary.BigEndian.PutUint16(reply[6:], uint16(min(len(address), 1)))
	clear(reply[8:12])
	if address == nil {
		return reply
	}
	reply = append(reply, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, lifetime, 0, byte(len(address)))
	return append(reply, address...)
}

// TestRebinding: a name that led to a public address when somebody looked leads to this machine when
// the connection is made.
func TestRebinding(t *testing.T) {
	t.Parallel()
	r := serve(t, hit.ok)
	_, port, _ := net.SplitHostPort(r.address)
	names := rebinding(t, "93.184.216.34", "127.0.0.1")
	lookUp := Options{nameServer: names}.resolver().LookupHost
	if first, err := lookUp(t.Context(), "rebind.example"); err != nil || first[0] != "93.184.216.34" {
		t.Fatal(first, err)
	}
	guarded := newClient(t, Options{DenyPrivate: true, nameServer: names, Timeout: 5 * time.Second})
	out := guarded.Fire(context.Background(), &Request{URL: []byte("http://rebind.example:" + port)})
	if out.Failure != FailureBlocked || !strings.Contains(out.Reason, "127.0.0.1") {
		t.Errorf("%+v", out)
	}
	open := newClient(t, Options{nameServer: names, Timeout: 5 * time.Second})
	if out = open.Fire(context.Background(), &Request{URL: []byte("http://rebind.example:" + port)}); out.Status != 200 {
		t.Errorf("without the guard, which shows that the name leads here: %+v", out)
	}
}

func TestDenyPrivateTakesNoProxy(t *testing.T) {
	t.Parallel()
	proxy := serve(t, hit.ok)
	client := newClient(t, Options{DenyPrivate: true, Proxy: through("http://" + proxy.address)})
	out := client.Fire(context.Background(), &Request{URL: []byte("http://api.example/")})
	want := "blocked: the proxy " + proxy.address + " would choose the address, so that --deny-private could not be kept; NO_PROXY goes past it"
	if out.Failure != FailureBlocked || out.Reason != want || proxy.conns.Load() != 0 {
		t.Errorf("%+v", out)
	}
}

func TestPermit(t *testing.T) {
	t.Parallel()
	r := serve(t, hit.ok)
	permit := func(host string) bool { return host == "Good.example" || host == "::1" }
	client := newClient(t, Options{Permit: permit, Dial: dialTo(r.address)})
	for host, allowed := range map[string]bool{
		"Good.example": true, "Good.example:8080": true, "user@Good.example": true, "[::1]:80": true,
		"evil.example": false, "Good.example@evil.example": false,
	} {
		out := client.Fire(context.Background(), &Request{URL: []byte("http://" + host + "/")})
		if allowed && out.Status != 200 || !allowed && out.Reason != "blocked: --allow-host does not name the host evil.example" {
			t.Errorf("%s: %+v", host, out)
		}
	}
	instead := newClient(t, Options{Permit: permit, Endpoint: mustURL(t, "http://"+r.address)})
	if out := instead.Fire(context.Background(), &Request{URL: []byte("http://evil.example/")}); out.Status != 200 {
		t.Errorf("the endpoint itself: %+v", out)
	}
}

func TestResolve(t *testing.T) {
	t.Parallel()
	o := Options{Resolve: map[string]string{"a.example": "10.0.0.1", "a.example:81": "10.0.0.2", "b.example": "::1"}}
	for address, want := range map[string]string{
		"a.example:80": "10.0.0.1:80", "A.Example:80": "10.0.0.1:80", "a.example:81": "10.0.0.2:81", "b.example:1": "[::1]:1",
		"c.example:80": "c.example:80", "odd": "odd",
	} {
		if got := o.resolved(address); got != want {
			t.Errorf("%s: %s, want %s", address, got, want)
		}
	}
}

// TestResolvedNameStaysTheName: the address is another, what the certificate and the Host header
// have to say is not.
func TestResolvedNameStaysTheName(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	hosts := make(chan string, 1)
	r := serveTLS(t, tlsFor(t, a, "api.example"), func(h hit) bool {
		hosts <- h.head
		return h.ok()
	})
	_, port, _ := net.SplitHostPort(r.address)
	client := newClient(t, Options{RootCAs: a.pool, Resolve: map[string]string{"api.example:" + port: "127.0.0.1"}})
	out := client.Fire(context.Background(), &Request{URL: []byte("https://api.example:" + port + "/")})
	if out.Status != 200 || out.Address != r.address || out.Origin != "https://api.example:"+port {
		t.Fatalf("%+v", out)
	}
	if head := <-hosts; !strings.Contains(head, "\r\nHost: api.example:"+port+"\r\n") {
		t.Error(head)
	}
}

func TestInsecure(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	expired := a.sign(t, time.Unix(1, 0), time.Unix(2, 0), "other.example")
	r := serveTLS(t, &tls.Config{Certificates: []tls.Certificate{expired}}, hit.ok)
	request := &Request{URL: []byte("https://" + r.address + "/")}
	if out := newClient(t, Options{}).Fire(context.Background(), request); out.Failure != FailureTLS {
		t.Errorf("%+v", out)
	}
	if out := newClient(t, Options{Insecure: true}).Fire(context.Background(), request); out.Status != 200 {
		t.Errorf("%+v", out)
	}
}

// TestProxyIsChosenForTheEndpoint: the endpoint, not what the pixel names, decides.
func TestProxyIsChosenForTheEndpoint(t *testing.T) {
	t.Parallel()
	r := serve(t, hit.ok)
	var asked []string
	client := newClient(t, Options{Endpoint: mustURL(t, "http://"+r.address), Proxy: func(u *url.URL) (*url.URL, error) {
		asked = append(asked, u.Host)
		return nil, nil
	}})
	client.Fire(context.Background(), &Request{URL: []byte("https://api.example/")})
	if len(asked) != 1 || asked[0] != r.address {
		t.Errorf("a proxy was asked for %v", asked)
	}
}
