package postback

import (
	"context"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
)

// ways are what a receiver may do to the second request on a connection.
var ways = map[string]func(net.Conn){
	"FIN": func(c net.Conn) { _ = c.Close() },
	"RST": reset,
	"FIN within the status line": func(c net.Conn) {
		_, _ = c.Write([]byte("HTTP/1.1 2"))
		_ = c.Close()
	},
	"RST within the headers": func(c net.Conn) {
		_, _ = c.Write([]byte("HTTP/1.1 200 OK\r\nX: "))
		reset(c)
	},
	"FIN within the body": func(c net.Conn) {
		_, _ = c.Write([]byte("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"))
		_ = c.Close()
	},
}

// TestNothingIsSentTwice lets a receiver count a request on a reused connection and then drop
// the connection: the moment in which net/http sends again.
func TestNothingIsSentTwice(t *testing.T) {
	t.Parallel()
	for way, drop := range ways {
		for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"} {
			t.Run(way+" "+method, func(t *testing.T) {
				t.Parallel()
				r := serve(t, func(h hit) bool {
					if h.onConn == 1 {
						return h.reply("HTTP/1.1 204 No Content\r\n\r\n")
					}
					drop(h.conn)
					return false
				})
				client := newClient(t, Options{})
				request := &Request{
					Method:  method,
					URL:     []byte("http://" + r.address + "/"),
					Headers: []Header{{"Idempotency-Key", []byte("k")}, {"X-Idempotency-Key", []byte("k")}},
				}
				if first := client.Fire(context.Background(), request); first.Status != 204 {
					t.Fatalf("first: %+v", first)
				}
				second := client.Fire(context.Background(), request)
				if !second.Timing.Reused {
					t.Fatal("the connection was not reused, so that this shows nothing")
				}
				if n := r.hits.Load(); n != 2 {
					t.Errorf("the receiver counts %d requests, 2 were fired", n)
				}
				if method == "HEAD" && strings.Contains(way, "body") {
					return // the answer to a HEAD is complete without its body
				}
				if second.Verdict != Failed || !second.InDoubt || second.Attempts != 1 {
					t.Errorf("%+v", second)
				}
			})
		}
	}
}

// TestDropsUnderLoad fires from many goroutines at a receiver that drops one request in ten.
func TestDropsUnderLoad(t *testing.T) {
	t.Parallel()
	const workers, each = 16, 100
	var mu sync.Mutex
	seen := map[string]int{}
	r := serve(t, func(h hit) bool {
		mu.Lock()
		seen[h.line()]++
		mu.Unlock()
		if h.number%10 == 0 {
			if h.number%20 == 0 {
				reset(h.conn)
			}
			return false
		}
		return h.ok()
	})
	client := newClient(t, Options{})
	var doubtful, accepted sync.Map
	var group sync.WaitGroup
	for w := range workers {
		group.Go(func() {
			for i := range each {
				path := fmt.Sprintf("/%d-%d", w, i)
				out := r.fire(client, path)
				if out.InDoubt {
					doubtful.Store(path, true)
				} else if out.Verdict == Unverified {
					accepted.Store(path, true)
				}
			}
		})
	}
	group.Wait()
	mu.Lock()
	defer mu.Unlock()
	for w := range workers {
		for i := range each {
			path := fmt.Sprintf("/%d-%d", w, i)
			n := seen["GET "+path+" HTTP/1.1"]
			_, isDoubtful := doubtful.Load(path)
			_, isAccepted := accepted.Load(path)
			if n > 1 || isAccepted && n != 1 || !isAccepted && !isDoubtful {
				t.Errorf("%s: arrived %d times, accepted %v, in doubt %v", path, n, isAccepted, isDoubtful)
			}
		}
	}
}

// TestIdleConnectionsThatClosedAreNotUsed closes connections between requests, in every way.
func TestIdleConnectionsThatClosedAreNotUsed(t *testing.T) {
	t.Parallel()
	for name, closing := range map[string]func(net.Conn){
		"FIN": func(c net.Conn) { _ = c.(*net.TCPConn).CloseWrite() },
		"RST": reset,
		"unasked answer": func(c net.Conn) {
			_, _ = c.Write([]byte("HTTP/1.1 500 Unasked\r\nContent-Length: 0\r\n\r\n"))
		},
		"408": func(c net.Conn) {
			_, _ = c.Write([]byte("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n"))
			_ = c.Close()
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			idle := make(chan net.Conn, 8)
			r := serve(t, func(h hit) bool {
				h.ok()
				if h.number == 1 {
					idle <- h.conn
				}
				return true
			})
			client := newClient(t, Options{})
			if out := r.fire(client, "/1"); out.Status != 200 {
				t.Fatalf("%+v", out)
			}
			closing(<-idle)
			time.Sleep(20 * time.Millisecond) // until it has arrived here
			out := r.fire(client, "/2")
			if out.Status != 200 || out.InDoubt || out.Timing.Reused || out.Attempts != 1 {
				t.Errorf("%+v", out)
			}
			if n := r.hits.Load(); n != 2 {
				t.Errorf("%d requests arrived, 2 were fired", n)
			}
		})
	}
}

// refusing is a connection on which writing fails from the second request on: what a connection
// that died unnoticed looks like.
type refusing struct {
	net.Conn
	writes int
	taken  int // bytes that the failing write takes all the same
}

func (c *refusing) Write(p []byte) (int, error) {
	if c.writes++; c.writes == 1 {
		return c.Conn.Write(p)
	}
	n, _ := c.Conn.Write(p[:c.taken])
	return n, &net.OpError{Op: "write", Err: fmt.Errorf("broken: %w", net.ErrClosed)}
}

func TestAnotherConnectionOnlyWhenNothingWasWritten(t *testing.T) {
	t.Parallel()
	for _, taken := range []int{0, 1} {
		r := serve(t, hit.ok)
		dials := 0
		client := newClient(t, Options{Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
			dials++
			c, err := new(net.Dialer).DialContext(ctx, network, address)
			if dials > 1 || err != nil {
				return c, err
			}
			return &refusing{Conn: c, taken: taken}, nil
		}, Timeout: 300 * time.Millisecond})
		r.fire(client, "/1")
		out := r.fire(client, "/2")
		if taken == 0 && (out.Status != 200 || dials != 2 || r.hits.Load() != 2 || out.Attempts != 1 || out.Timing.Reused) {
			t.Errorf("nothing written: %d dials, %+v", dials, out)
		}
		if taken == 1 && (out.Verdict != TimedOut || !out.InDoubt || dials != 1 || r.hits.Load() != 1) {
			t.Errorf("one byte written: %d dials, %+v", dials, out)
		}
	}
}
