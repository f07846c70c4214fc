package postback

import (
	"context"
	"strings"
	"testing"
	"time"
)

// TestRecord holds what is said to have gone over the connection against what did.
func TestRecord(t *testing.T) {
	t.Parallel()
	const interim, head = "HTTP/1.1 103 Early\r\nx-A:  1\r\n\r\n", "HTTP/1.1 200 Fine\r\nx-B:2\r\nX-a: 3\r\nContent-Length: 4\r\n\r\n"
	arrived := make(chan string, 1)
	r := serve(t, func(h hit) bool {
		arrived <- h.head + h.body
		h.reply("%s%sbody", interim, head)
		return true
	})
	client := newClient(t, Options{Record: true, UserAgent: "postback/1"})
	for range 2 { // the second time over the same connection
		out := client.Fire(context.Background(), &Request{
			Method: "POST", URL: []byte("http://" + r.address + "/p?q"), Headers: []Header{{"x-y", []byte("z")}}, Body: []byte("hello"),
		})
		if sent := <-arrived; string(out.Sent) != sent {
			t.Errorf("sent %q, recorded %q", sent, out.Sent)
		}
		if string(out.Received) != interim+head || string(out.Body) != "body" {
			t.Errorf("recorded %q and %q", out.Received, out.Body)
		}
		if out.Origin != "http://"+r.address || out.Address != r.address {
			t.Errorf("went to %s, %s", out.Origin, out.Address)
		}
	}
}

func TestRecordOfAnAnswerThatBreaks(t *testing.T) {
	t.Parallel()
	const half = "HTTP/1.1 200 OK\r\nX-Begun: y"
	out := answer(t, half).fire(newClient(t, Options{Record: true}), "/")
	if out.Failure != FailureReset || string(out.Received) != half || !strings.HasPrefix(string(out.Sent), "GET / HTTP/1.1\r\n") {
		t.Errorf("%+v", out)
	}
}

func TestNothingIsRecordedUnasked(t *testing.T) {
	t.Parallel()
	out := serve(t, hit.ok).fire(newClient(t, Options{}), "/")
	if out.Sent != nil || out.Received != nil {
		t.Errorf("%+v", out)
	}
	gone := newClient(t, Options{Record: true, Timeout: time.Second}).Fire(context.Background(), &Request{URL: []byte("http://" + unused(t))})
	if gone.Address != "" || gone.Received != nil || gone.Origin == "" {
		t.Errorf("%+v", gone)
	}
}
