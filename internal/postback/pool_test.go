package postback

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestConnectionsAreReusedLastInFirstOut(t *testing.T) {
	t.Parallel()
	gate := make(chan struct{})
	ports := make(chan string, 16)
	r := serve(t, func(h hit) bool {
		ports <- h.conn.RemoteAddr().String()
		if h.line() == "GET /wait HTTP/1.1" {
			<-gate
		}
		return h.ok()
	})
	client := newClient(t, Options{})
	var group sync.WaitGroup
	for range 3 {
		group.Go(func() { r.fire(client, "/wait") })
	}
	for range 3 {
		<-ports
	}
	close(gate)
	group.Wait()
	r.fire(client, "/")
	last := <-ports
	for range 5 {
		r.fire(client, "/")
		if port := <-ports; port != last {
			t.Errorf("the request went over %s, not over %s again", port, last)
		}
	}
	if n := r.conns.Load(); n != 3 {
		t.Errorf("%d connections, want 3", n)
	}
}

// TestWhenConnectionsAreNotReused counts the connections of two requests one after the other.
func TestWhenConnectionsAreNotReused(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		answer string
		pause  time.Duration
		conns  int64
	}{
		"ordinary":      {answer: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", conns: 1},
		"chunked":       {answer: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", conns: 1},
		"close":         {answer: "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok", conns: 2},
		"HTTP/1.0":      {answer: "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", conns: 2},
		"HTTP/1.0 kept": {answer: "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok", conns: 1},
		"101":           {answer: "HTTP/1.1 101 Switching Protocols\r\n\r\n", conns: 2},
		"body too long": {answer: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 500 Smuggled\r\nContent-Length: 0\r\n\r\n", conns: 2},
		"over the limit": {
			answer: "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n123456789",
			conns:  2,
		},
		"expired":        {answer: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", pause: 250 * time.Millisecond, conns: 2},
		"patient":        {answer: "HTTP/1.1 200 OK\r\nKeep-Alive: timeout=5, max=9\r\nContent-Length: 2\r\n\r\nok", conns: 1},
		"impatient":      {answer: "HTTP/1.1 200 OK\r\nKeep-Alive: max=9, timeout=1\r\nContent-Length: 2\r\n\r\nok", conns: 2},
		"odd patience":   {answer: "HTTP/1.1 200 OK\r\nKeep-Alive: timeout=x\r\nContent-Length: 2\r\n\r\nok", conns: 1},
		"boundless wait": {answer: "HTTP/1.1 200 OK\r\nKeep-Alive: timeout=99999999999\r\nContent-Length: 2\r\n\r\nok", conns: 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := serve(t, func(h hit) bool { return h.reply("%s", test.answer) })
			client := newClient(t, Options{IdleTimeout: 200 * time.Millisecond, MaxBody: 5})
			first := r.fire(client, "/1")
			time.Sleep(test.pause)
			second := r.fire(client, "/2")
			if first.Status != second.Status || first.Failure != "" || second.Failure != "" {
				t.Errorf("%+v then %+v", first, second)
			}
			if n := r.conns.Load(); n != test.conns {
				t.Errorf("%d connections, want %d", n, test.conns)
			}
		})
	}
}

func TestPoolKeepsNoMoreThanItMay(t *testing.T) {
	t.Parallel()
	r := serve(t, func(h hit) bool { time.Sleep(20 * time.Millisecond); return h.ok() })
	client := newClient(t, Options{MaxIdle: 2})
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() { r.fire(client, "/") })
	}
	group.Wait()
	if n := idle(client); n != 2 {
		t.Errorf("%d idle connections, want 2", n)
	}
}

func TestPoolForgetsReceivers(t *testing.T) {
	t.Parallel()
	r := serve(t, hit.ok)
	client := newClient(t, Options{IdleTimeout: 50 * time.Millisecond, Dial: func(ctx context.Context, network, asked string) (net.Conn, error) {
		if strings.HasPrefix(asked, "host1") {
			return nil, errors.New("no")
		}
		return new(net.Dialer).DialContext(ctx, network, r.address)
	}})
	for i := range 20 { // one half of which cannot be reached
		client.Fire(context.Background(), &Request{URL: fmt.Appendf(nil, "http://host%d.example/", i)})
	}
	time.Sleep(60 * time.Millisecond)
	r.fire(client, "/")
	client.pool.mu.Lock()
	routes := len(client.pool.routes)
	client.pool.mu.Unlock()
	if routes > 1 {
		t.Errorf("%d routes are remembered", routes)
	}
	if n := idle(client); n != 1 {
		t.Errorf("%d idle connections", n)
	}
}

func TestClose(t *testing.T) {
	t.Parallel()
	arrived, gate := make(chan struct{}, 8), make(chan struct{})
	r := serve(t, func(h hit) bool {
		if h.line() == "GET /wait HTTP/1.1" {
			arrived <- struct{}{}
			<-gate
		}
		return h.ok()
	})
	client := newClient(t, Options{})
	r.fire(client, "/")
	if idle(client) != 1 {
		t.Error("the connection was not kept")
	}
	busy := make(chan *Outcome)
	go func() { busy <- r.fire(client, "/wait") }()
	<-arrived
	client.Close()
	close(gate)
	if out := <-busy; out.Status != 200 {
		t.Errorf("closing broke an exchange: %+v", out)
	}
	if n := idle(client); n != 0 {
		t.Errorf("%d connections are kept by a closed client", n)
	}
}

// idle counts the idle connections of a client.
func idle(c *Client) (n int) {
	c.pool.mu.Lock()
	defer c.pool.mu.Unlock()
	for _, r := range c.pool.routes {
		n += len(r.idle)
	}
	return n
}

func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	receivers := []*receiver{serve(t, hit.ok), serve(t, hit.ok), serve(t, hit.ok)}
	client := newClient(t, Options{IdleTimeout: time.Millisecond, MaxIdle: 4})
	var group sync.WaitGroup
	for w := range 16 {
		group.Go(func() {
			buffer := make([]byte, 0, 64)
			for i := range 100 {
				r := receivers[(w+i)%len(receivers)]
				buffer = fmt.Appendf(buffer[:0], "http://%s/%d/%d", r.address, w, i)
				out := client.Fire(context.Background(), &Request{URL: buffer})
				if out.Status != 200 || string(out.Body) != "ok" {
					t.Errorf("%+v", out)
				}
			}
		})
	}
	group.Wait()
	if n := receivers[0].hits.Load() + receivers[1].hits.Load() + receivers[2].hits.Load(); n != 1600 {
		t.Errorf("%d requests arrived, 1600 were fired", n)
	}
}
