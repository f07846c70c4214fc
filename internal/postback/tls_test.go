package postback

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// authority signs certificates for tests.
type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
	pool        *x509.CertPool
}

func newAuthority(t testing.TB) *authority {
	t.Helper()
	a := &authority{key: newKey(t), pool: x509.NewCertPool()}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign, NotBefore: time.Unix(1, 0), NotAfter: time.Now().Add(time.Hour),
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, &a.key.PublicKey, a.key)
	if err != nil {
		t.Fatal(err)
	}
	if a.certificate, err = x509.ParseCertificate(raw); err != nil {
		t.Fatal(err)
	}
	a.pool.AddCert(a.certificate)
	return a
}

func newKey(t testing.TB) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// sign makes a certificate for names and addresses.
func (a *authority) sign(t testing.TB, from, until time.Time, names ...string) tls.Certificate {
	t.Helper()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "leaf"}, NotBefore: from, NotAfter: until,
	}
	for _, n := range names {
		if ip := net.ParseIP(n); ip != nil {
			template.IPAddresses = append(template.IPAddresses, ip)
		} else {
			template.DNSNames = append(template.DNSNames, n)
		}
	}
	key := newKey(t)
	raw, err := x509.CreateCertificate(rand.Reader, template, a.certificate, &key.PublicKey, a.key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{raw}, PrivateKey: key}
}

// serveTLS is serve behind TLS.
func serveTLS(t testing.TB, config *tls.Config, script func(hit) bool) *receiver {
	t.Helper()
	return serveConns(t, func(r *receiver, c net.Conn) {
		encrypted := tls.Server(c, config)
		r.converse(encrypted, script)
		_ = encrypted.Close()
	})
}

func TestTLSFailures(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	now, day := time.Now(), 24*time.Hour
	with := func(c tls.Certificate) *tls.Config { return &tls.Config{Certificates: []tls.Certificate{c}} }
	valid := a.sign(t, now.Add(-day), now.Add(day), "api.example")
	tests := map[string]struct {
		server *receiver
		roots  *x509.CertPool
		reason string
	}{
		"other name": {
			serveTLS(t, with(a.sign(t, now.Add(-day), now.Add(day), "other.example")), hit.ok), a.pool,
			"tls: certificate is for other.example, not api.example",
		},
		"many names": {
			serveTLS(t, with(a.sign(t, now.Add(-day), now.Add(day), "a.example", "b.example", "c.example", "127.0.0.1")), hit.ok), a.pool,
			"tls: certificate is for a.example, b.example, c.example and others, not api.example",
		},
		"no name": {
			serveTLS(t, with(a.sign(t, now.Add(-day), now.Add(day))), hit.ok), a.pool,
			"tls: certificate is for no host at all, not api.example",
		},
		"unknown authority": {
			serveTLS(t, with(valid), hit.ok), x509.NewCertPool(),
			"tls: certificate is signed by an unknown authority",
		},
		"expired": {
			serveTLS(t, with(a.sign(t, time.Unix(1, 0), time.Date(2024, 1, 2, 0, 0, 0, 0, time.UTC), "api.example")), hit.ok), a.pool,
			"tls: certificate expired on 2024-01-02",
		},
		"not yet valid": {
			serveTLS(t, with(a.sign(t, time.Date(2124, 1, 2, 0, 0, 0, 0, time.UTC), time.Date(2125, 1, 2, 0, 0, 0, 0, time.UTC), "api.example")), hit.ok), a.pool,
			"tls: certificate is not valid before 2124-01-02",
		},
		"no TLS": {
			serveConns(t, func(_ *receiver, c net.Conn) { _, _ = io.WriteString(c, "HTTP/1.0 400 Bad Request\r\n\r\n") }), a.pool,
			"tls: the receiver does not speak TLS on this port",
		},
		"hangs up": {
			serveConns(t, func(_ *receiver, c net.Conn) { _, _ = c.Read(make([]byte, 1)); reset(c) }), a.pool,
			"tls: the receiver hung up during the handshake",
		},
		"too old": {
			serveTLS(t, &tls.Config{Certificates: []tls.Certificate{valid}, MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}, hit.ok), a.pool,
			"tls: the receiver refuses: protocol version not supported",
		},
		"other protocols only": {
			serveTLS(t, &tls.Config{Certificates: []tls.Certificate{valid}, NextProtos: []string{"spdy/3"}}, hit.ok), a.pool,
			"tls: the receiver does not offer HTTP/1.1; it may speak HTTP/2 only",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := newClient(t, Options{RootCAs: test.roots, Dial: dialTo(test.server.address)})
			out := client.Fire(context.Background(), &Request{URL: []byte("https://api.example/?k=hunter2")})
			if out.Verdict != Failed || out.Failure != FailureTLS || out.Reason != test.reason || out.InDoubt {
				t.Errorf("%+v", out)
			}
		})
	}
}

// dialTo connects to address, whatever address is asked for.
func dialTo(address string) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, address)
	}
}

func TestTLSExchange(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	config := tlsFor(t, a, "api.example")
	r := serveTLS(t, config, hit.ok)
	client := newClient(t, Options{RootCAs: a.pool, Dial: dialTo(r.address)})
	for i := range 3 {
		out := client.Fire(context.Background(), &Request{URL: []byte("https://api.example/")})
		if out.Verdict != Unverified || string(out.Body) != "ok" || out.Timing.Reused != (i > 0) || (out.Timing.TLS > 0) != (i == 0) {
			t.Errorf("%+v", out)
		}
	}
	if n := r.conns.Load(); n != 1 {
		t.Errorf("%d connections", n)
	}
}

// TestTLSDrops is TestNothingIsSentTwice behind TLS.
func TestTLSDrops(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	config := tlsFor(t, a, "api.example")
	r := serveTLS(t, config, func(h hit) bool { return h.number%2 == 1 && h.ok() })
	client := newClient(t, Options{RootCAs: a.pool, Dial: dialTo(r.address)})
	for i := range 6 {
		out := client.Fire(context.Background(), &Request{URL: []byte("https://api.example/")})
		if i%2 == 0 && out.Status != 200 || i%2 == 1 && (out.Verdict != Failed || !out.InDoubt || !out.Timing.Reused) {
			t.Errorf("%d: %+v", i, out)
		}
	}
	if n := r.hits.Load(); n != 6 {
		t.Errorf("%d requests arrived, 6 were fired", n)
	}
}

// TestTLSLeavesNoAnswerBehind has a second answer arrive with the first, hidden inside TLS.
func TestTLSLeavesNoAnswerBehind(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	config := tlsFor(t, a, "api.example")
	r := serveConns(t, func(r *receiver, c net.Conn) {
		corked := &corkedConn{Conn: c}
		r.converse(tls.Server(corked, config), func(h hit) bool {
			corked.corked = true
			h.reply("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
			h.reply("HTTP/1.1 500 Unasked\r\nContent-Length: 0\r\n\r\n")
			corked.corked = false
			_, _ = corked.Write(nil)
			return true
		})
	})
	client := newClient(t, Options{RootCAs: a.pool, Dial: dialTo(r.address)})
	for range 4 {
		out := client.Fire(context.Background(), &Request{URL: []byte("https://api.example/")})
		if out.Status != 200 || out.Timing.Reused {
			t.Errorf("%+v", out)
		}
	}
}

// corkedConn collects what is written while corked and writes it in one go.
type corkedConn struct {
	net.Conn
	corked bool
	held   []byte
}

func (c *corkedConn) Write(p []byte) (int, error) {
	c.held = append(c.held, p...)
	if c.corked {
		return len(p), nil
	}
	_, err := c.Conn.Write(c.held)
	c.held = nil
	return len(p), err
}

// TestTLSWithoutFarewell has the body end with the connection, without a close_notify.
func TestTLSWithoutFarewell(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	config := tlsFor(t, a, "api.example")
	r := serveConns(t, func(r *receiver, c net.Conn) {
		r.converse(tls.Server(c, config), func(h hit) bool {
			h.reply("HTTP/1.1 200 OK\r\n\r\nok")
			_ = c.Close()
			return false
		})
	})
	out := newClient(t, Options{RootCAs: a.pool, Dial: dialTo(r.address)}).
		Fire(context.Background(), &Request{URL: []byte("https://api.example/")})
	if out.Verdict != Unverified || string(out.Body) != "ok" || out.BodyTruncated || out.Failure != "" {
		t.Errorf("%+v", out)
	}
}

// TestReceiverWithHTTP2 shows that HTTP/1.1 is spoken to a receiver that would prefer HTTP/2.
func TestReceiverWithHTTP2(t *testing.T) {
	t.Parallel()
	var hits atomic.Int64
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		hits.Add(1)
		if r.ProtoMajor != 1 {
			t.Errorf("spoke %s", r.Proto)
		}
		if r.URL.Path == "/drop" {
			panic(http.ErrAbortHandler)
		}
		ok200(w, r)
	}))
	server.EnableHTTP2 = true
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	client := newClient(t, Options{RootCAs: roots})
	for _, path := range []string{"/", "/drop", "/"} {
		out := client.Fire(context.Background(), &Request{URL: []byte(server.URL + path)})
		if dropped := path == "/drop"; dropped != out.InDoubt || dropped == (out.Status == 200) {
			t.Errorf("%s: %+v", path, out)
		}
	}
	if n := hits.Load(); n != 3 {
		t.Errorf("%d requests arrived, 3 were fired", n)
	}
}

// TestClientCertificateAsked has the receiver refuse after the handshake, as TLS 1.3 does.
func TestClientCertificateAsked(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	config := &tls.Config{
		Certificates: []tls.Certificate{a.sign(t, time.Unix(1, 0), time.Now().Add(time.Hour), "api.example")},
		ClientAuth:   tls.RequireAnyClientCert,
	}
	r := serveTLS(t, config, hit.ok)
	out := newClient(t, Options{RootCAs: a.pool, Dial: dialTo(r.address)}).
		Fire(context.Background(), &Request{URL: []byte("https://api.example/")})
	if out.Failure != FailureTLS || !strings.Contains(out.Reason, "certificate required") || out.Verdict != Failed {
		t.Errorf("%+v", out)
	}
}

// tlsFor is the configuration of a server with a certificate for names.
func tlsFor(t testing.TB, a *authority, names ...string) *tls.Config {
	t.Helper()
	return &tls.Config{Certificates: []tls.Certificate{a.sign(t, time.Unix(1, 0), time.Now().Add(time.Hour), names...)}}
}
