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

func TestProxyThatHangs(t *testing.T) {
	t.Parallel()
	mute := serveConns(t, func(_ *receiver, c net.Conn) { until(c) })
	for proxy, url := range map[string]string{"http": "https://x.example/", "socks5": "http://x.example/"} {
		t.Run(proxy, func(t *testing.T) {
			t.Parallel()
			client := newClient(t, Options{Timeout: limit, Proxy: through(proxy + "://" + mute.address)})
			out := client.Fire(context.Background(), &Request{URL: []byte(url)})
			if out.Verdict != TimedOut || out.Reason != "timeout after "+limit.String()+" waiting for the proxy" || out.InDoubt {
				t.Errorf("%+v", out)
			}
		})
	}
}
