package postback

import (
	"context"
	"errors"
	"net"
	"strings"
	"syscall"
	"testing"
	"time"
)

// unused returns a local address at which nothing listens.
func unused(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

// answer is a receiver that writes the text and hangs up.
func answer(t testing.TB, text string) *receiver {
	return serve(t, func(h hit) bool {
		_, _ = h.conn.Write([]byte(text))
		return false
	})
}

// failureCase is a receiver's misbehaviour and what is to be said about it.
type failureCase struct {
	address string
	verdict Verdict
	failure Failure
	reason  string // ADDRESS stands for address
	inDoubt bool
	status  int
}

func TestFailuresOfTheReceiver(t *testing.T) {
	t.Parallel()
	silent := serve(t, func(hit) bool { time.Sleep(time.Second); return false })
	tests := map[string]failureCase{
		"refused": {unused(t), Failed, FailureRefused, "refused: nothing listens at ADDRESS", false, 0},
		"no such host": {
			"no-such-host.invalid:80", Failed, FailureDNS,
			"dns: no such host no-such-host.invalid", false, 0,
		},
		"no answer": {
			silent.address, TimedOut, FailureTimeout,
			"timeout after 300ms waiting for the response headers", true, 0,
		},
		"hangs up": {
			serve(t, func(hit) bool { return false }).address, Failed, FailureReset,
			"reset by the receiver after the request was sent: it may have been received", true, 0,
		},
		"resets": {
			serve(t, func(h hit) bool { reset(h.conn); return false }).address, Failed, FailureReset,
			"reset by the receiver after the request was sent: it may have been received", true, 0,
		},
		"hangs up before reading": {serveConns(t, func(_ *receiver, c net.Conn) {
			time.Sleep(20 * time.Millisecond)
			reset(c)
		}).address, Failed, FailureReset, "reset by the receiver after the request was sent: it may have been received", true, 0},
		"broken status line": {
			answer(t, "HTTP/1.1 200 O").address, Failed, FailureReset,
			"reset by the receiver within the response headers: it may have been received", true, 0,
		},
		"broken headers": {
			answer(t, "HTTP/1.1 200 OK\r\nA: b\r\n").address, Failed, FailureReset,
			"reset by the receiver within the response headers: it may have been received", true, 0,
		},
		"not HTTP": {
			answer(t, "SSH-2.0-OpenSSH_9\r\n").address, Failed, FailureProtocol,
			"protocol: the answer is not HTTP", true, 0,
		},
		"starts like HTTP": {
			answer(t, "Hello api_key=hunter2\r\n\r\n").address, Failed, FailureProtocol,
			"protocol: the answer is not valid HTTP", true, 0,
		},
		"TLS": {
			answer(t, "\x15\x03\x01\x00\x02\x02\x16").address, Failed, FailureProtocol,
			"protocol: the answer is TLS, not HTTP: the port may expect https", true, 0,
		},
		"malformed status code": {
			answer(t, "HTTP/1.1 2x0 OK\r\n\r\n").address, Failed, FailureProtocol,
			"protocol: the answer is not valid HTTP", true, 0,
		},
		"status 099": {
			answer(t, "HTTP/1.1 099 Low\r\n\r\n").address, Failed, FailureProtocol,
			"protocol: the answer has no valid status code", true, 0,
		},
		"malformed header": {
			answer(t, "HTTP/1.1 200 OK\r\nno colon\r\n\r\n").address, Failed, FailureProtocol,
			"protocol: the answer is not valid HTTP", true, 0,
		},
		"two lengths": {
			answer(t, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab").address, Failed, FailureProtocol,
			"protocol: the answer is not valid HTTP", true, 0,
		},
		"endless headers": {serve(t, func(h hit) bool {
			h.reply("HTTP/1.1 200 OK\r\n")
			for h.reply("X-%d: %s\r\n", 1, strings.Repeat("x", 1000)) {
			}
			return false
		}).address, Failed, FailureProtocol, "protocol: the response headers exceed 64 KiB", true, 0},
		"one endless header": {serve(t, func(h hit) bool {
			h.reply("HTTP/1.1 200 ")
			for h.reply("%s", strings.Repeat("x", 1000)) {
			}
			return false
		}).address, Failed, FailureProtocol, "protocol: the response headers exceed 64 KiB", true, 0},
		"endless interim answers": {serve(t, func(h hit) bool {
			for h.reply("HTTP/1.1 103 Early Hints\r\n\r\n") {
			}
			return false
		}).address, Failed, FailureProtocol, "protocol: the receiver answers 1xx without end", true, 0},
		"body too short": {
			answer(t, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc").address, Failed, FailureTruncated,
			"truncated: the connection broke within the body of the answer: it may have been received", true, 200,
		},
		"broken chunk": {
			answer(t, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab").address, Failed, FailureTruncated,
			"truncated: the connection broke within the body of the answer: it may have been received", true, 200,
		},
		"malformed chunk": {
			answer(t, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nab").address, Failed, FailureTruncated,
			"truncated: the connection broke within the body of the answer: it may have been received", true, 200,
		},
		"drip": {serve(t, func(h hit) bool {
			h.reply("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
			for h.reply("x") {
				time.Sleep(50 * time.Millisecond)
			}
			return false
		}).address, TimedOut, FailureTimeout, "timeout after 300ms reading the response body", true, 200},
		"refusal with a broken body": {
			answer(t, "HTTP/1.1 403 Forbidden\r\nContent-Length: 9\r\n\r\nabc").address, Rejected, FailureTruncated,
			"Forbidden", false, 403,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := newClient(t, Options{Timeout: 300 * time.Millisecond})
			out := client.Fire(context.Background(), &Request{URL: []byte("http://" + test.address + "/hunter2?api_key=hunter2")})
			want := strings.ReplaceAll(test.reason, "ADDRESS", test.address)
			if out.Verdict != test.verdict || out.Failure != test.failure || out.Reason != want ||
				out.InDoubt != test.inDoubt || out.Status != test.status || out.Attempts != 1 {
				t.Errorf("%+v, want %+v", out, test)
			}
			if out.Elapsed <= 0 || out.Elapsed > 5*time.Second {
				t.Errorf("took %s", out.Elapsed)
			}
		})
	}
}

func TestFailuresToConnect(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		err     error
		failure Failure
		reason  string
	}{
		"no route":    {opError("connect", syscall.EHOSTUNREACH), FailureUnreachable, "unreachable: no route to api.example:80"},
		"no network":  {opError("connect", syscall.ENETUNREACH), FailureUnreachable, "unreachable: no route to api.example:80"},
		"descriptors": {opError("socket", syscall.EMFILE), FailureConnect, "connect: too many open files on this machine"},
		"reset":       {opError("connect", syscall.ECONNRESET), FailureReset, "reset while connecting to api.example:80"},
		"other":       {opError("connect", syscall.EACCES), FailureConnect, "connect: permission denied"},
		"guard":       {errors.New("blocked by policy"), FailureConnect, "connect: blocked by policy"},
		"name server": {
			&net.DNSError{Name: "api.example", Err: "server misbehaving"}, FailureDNS,
			"dns: cannot look up api.example: server misbehaving",
		},
		"name server is slow": {
			&net.DNSError{Name: "api.example", Err: "i/o timeout", IsTimeout: true}, FailureTimeout,
			"timeout looking up the host name",
		},
		"connection timeout": {opError("connect", syscall.ETIMEDOUT), FailureTimeout, "timeout connecting"},
	}
	for name, test := range tests {
		client := newClient(t, Options{Dial: func(context.Context, string, string) (net.Conn, error) { return nil, test.err }})
		out := client.Fire(context.Background(), &Request{URL: []byte("http://api.example/?k=v")})
		if out.Failure != test.failure || out.Reason != test.reason || out.InDoubt || out.Attempts != 1 {
			t.Errorf("%s: %+v", name, out)
		}
	}
}

func opError(call string, errno syscall.Errno) error {
	return &net.OpError{Op: "dial", Net: "tcp", Err: &sysError{call, errno}}
}

// sysError is os.SyscallError without the name of the call in its text.
type sysError struct {
	call  string
	errno syscall.Errno
}

func (e *sysError) Error() string { return e.errno.Error() }
func (e *sysError) Unwrap() error { return e.errno }
func (e *sysError) Timeout() bool { return e.errno.Timeout() }

func TestCancellation(t *testing.T) {
	t.Parallel()
	arrived := make(chan struct{}, 1)
	r := serve(t, func(hit) bool {
		arrived <- struct{}{}
		time.Sleep(time.Second)
		return false
	})
	url := []byte("http://" + r.address + "/")
	client := newClient(t, Options{})

	t.Run("before", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		out := client.Fire(ctx, &Request{URL: url})
		if out.Verdict != Unsent || out.Failure != FailureCancelled || out.Reason != "cancelled before sending" || out.Attempts != 0 {
			t.Errorf("%+v", out)
		}
	})
	t.Run("deadline passed before", func(t *testing.T) {
		ctx, cancel := context.WithDeadline(context.Background(), time.Unix(1, 0))
		defer cancel()
		out := client.Fire(ctx, &Request{URL: url})
		if out.Verdict != Unsent || out.Failure != FailureTimeout || out.Reason != "timeout before sending" {
			t.Errorf("%+v", out)
		}
	})
	t.Run("while connecting", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		hanging := newClient(t, Options{Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
			cancel()
			<-ctx.Done()
			return nil, ctx.Err()
		}})
		out := hanging.Fire(ctx, &Request{URL: url})
		if out.Verdict != Unsent || out.Failure != FailureCancelled || out.Reason != "cancelled connecting" || out.InDoubt {
			t.Errorf("%+v", out)
		}
	})
	t.Run("while waiting", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		go func() { <-arrived; cancel() }()
		out := client.Fire(ctx, &Request{URL: url})
		want := "cancelled waiting for the response headers: it may have been received"
		if out.Verdict != Failed || out.Failure != FailureCancelled || out.Reason != want || !out.InDoubt {
			t.Errorf("%+v", out)
		}
	})
	t.Run("deadline of the caller", func(t *testing.T) {
		ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
		defer cancel()
		out := client.Fire(ctx, &Request{URL: url})
		if out.Verdict != TimedOut || !strings.HasSuffix(out.Reason, "ms waiting for the response headers") || !out.InDoubt {
			t.Errorf("%+v", out)
		}
	})
}

func TestTimeoutStages(t *testing.T) {
	t.Parallel()
	hang := func(ctx context.Context, _, _ string) (net.Conn, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	nameless := &net.Dialer{Resolver: &net.Resolver{PreferGo: true, Dial: hang}}
	mute := serveConns(t, func(_ *receiver, c net.Conn) {
		_ = c.(*net.TCPConn).SetReadBuffer(4096)
		<-t.Context().Done()
	})
	narrow := func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := new(net.Dialer).DialContext(ctx, network, address)
		if err == nil {
			err = c.(*net.TCPConn).SetWriteBuffer(4096)
		}
		return c, err
	}
	tests := map[string]struct {
		options Options
		request Request
		reason  string
		inDoubt bool
	}{
		"lookup":  {Options{Dial: nameless.DialContext}, Request{URL: []byte("http://x.example/")}, "looking up the host name", false},
		"connect": {Options{Dial: hang}, Request{URL: []byte("http://x.example/")}, "connecting", false},
		"tls":     {Options{}, Request{URL: []byte("https://" + mute.address)}, "in the TLS handshake", false},
		"proxy": {
			Options{Proxy: through("http://" + mute.address)},
			Request{URL: []byte("https://x.example/")},
			"waiting for the proxy", false,
		},
		"socks": {
			Options{Proxy: through("socks5://" + mute.address)},
			Request{URL: []byte("http://x.example/")},
			"waiting for the proxy", false,
		},
		"send": {
			Options{Dial: narrow},
			Request{URL: []byte("http://" + mute.address), Method: "POST", Body: make([]byte, 2<<20)},
			"sending the request", true,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.options.Timeout = time.Second
			out := newClient(t, test.options).Fire(context.Background(), &test.request)
			if out.Verdict != TimedOut || out.Reason != "timeout after 1s "+test.reason || out.InDoubt != test.inDoubt {
				t.Errorf("%+v", out)
			}
		})
	}
}
