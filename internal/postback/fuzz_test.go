package postback

import (
	"bufio"
	"context"
	"net"
	"testing"
	"time"
)

// answering is an Options.Dial to a receiver that gives one answer and hangs up. It has no socket.
func answering(text []byte) func(context.Context, string, string) (net.Conn, error) {
	return func(context.Context, string, string) (net.Conn, error) {
		near, far := net.Pipe()
		go func() {
			defer func() { _ = far.Close() }()
			if _, err := readHit(bufio.NewReader(far)); err == nil {
				_, _ = far.Write(text)
			}
		}()
		return near, nil
	}
}

// FuzzAnswer holds outcomes of arbitrary answers against what every outcome promises.
func FuzzAnswer(f *testing.F) {
	for _, s := range []string{
		"", "H", "HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcd", "HTTP/1.0 999\r\n\r\nx",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nT: x\r\n\r\n", "HTTP/1.1 100 \r\n\r\nHTTP/1.1 404 No\r\nContent-Length: 9\r\n\r\nx",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		const limit = 16
		client := NewClient(Options{Dial: answering(text), MaxBody: limit, Timeout: 5 * time.Second})
		defer client.Close()
		o := client.Fire(context.Background(), &Request{URL: []byte("http://h.example/")})
		switch o.Verdict {
		case Unverified:
			if o.Failure != "" || o.InDoubt || o.Status < 200 || o.Status > 299 {
				t.Errorf("%+v", o)
			}
		case Rejected:
			if o.InDoubt || o.Status >= 200 && o.Status <= 299 {
				t.Errorf("%+v", o)
			}
		case Failed:
			if o.Failure == "" || !o.InDoubt || o.Reason == "" {
				t.Errorf("%+v", o)
			}
		default:
			t.Errorf("%+v", o)
		}
		if len(o.Body) > limit || o.Attempts != 1 || (o.Status == 0) != (o.Header == nil) {
			t.Errorf("%+v", o)
		}
	})
}
