package postback

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// TestMain fails when goroutines outlive the tests.
func TestMain(m *testing.M) {
	flag.Parse()
	if flag.Lookup("test.fuzz").Value.String() != "" {
		os.Exit(m.Run()) // the fuzzer keeps goroutines of its own
	}
	before := runtime.NumGoroutine()
	code := m.Run()
	for wait := time.Millisecond; runtime.NumGoroutine() > before; wait *= 2 {
		if wait > 2*time.Second {
			stacks := make([]byte, 1<<20)
			fmt.Fprintf(os.Stderr, "leaked goroutines:\n%s\n", stacks[:runtime.Stack(stacks, true)])
			os.Exit(1)
		}
		time.Sleep(wait)
	}
	os.Exit(code)
}

// receiver is a raw TCP server. Its script is called for every request that was read in full.
type receiver struct {
	address string
	conns   atomic.Int64
	hits    atomic.Int64

	mu   sync.Mutex
	open map[net.Conn]bool
}

// hit is one request as it came over the wire.
type hit struct {
	conn   net.Conn
	number int    // of the request at the receiver, from 1
	onConn int    // of the request on its connection, from 1
	head   string // with the empty line
	body   string
}

func (h hit) line() string {
	line, _, _ := strings.Cut(h.head, "\r\n")
	return line
}

func (h hit) reply(format string, args ...any) bool {
	_, err := fmt.Fprintf(h.conn, format, args...)
	return err == nil
}

func (h hit) ok() bool { return h.reply("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") }

// serve starts a receiver. The script returns whether the connection stays open.
func serve(t testing.TB, script func(hit) bool) *receiver {
	t.Helper()
	return serveConns(t, func(r *receiver, c net.Conn) { r.converse(c, script) })
}

// serveConns starts a receiver that deals with whole connections.
func serveConns(t testing.TB, handle func(*receiver, net.Conn)) *receiver {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := &receiver{address: listener.Addr().String(), open: map[net.Conn]bool{}}
	var running sync.WaitGroup
	running.Go(func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			r.track(c, true)
			running.Go(func() {
				defer r.track(c, false)
				handle(r, c)
			})
		}
	})
	t.Cleanup(func() {
		_ = listener.Close()
		r.mu.Lock()
		for c := range r.open {
			_ = c.Close()
		}
		r.mu.Unlock()
		running.Wait()
	})
	return r
}

func (r *receiver) track(c net.Conn, open bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if open {
		r.conns.Add(1)
		r.open[c] = true
		return
	}
	delete(r.open, c)
	_ = c.Close()
}

func (r *receiver) converse(c net.Conn, script func(hit) bool) {
	in := bufio.NewReader(c)
	for n := 1; ; n++ {
		h, err := readHit(in)
		if err != nil {
			return
		}
		h.conn, h.onConn, h.number = c, n, int(r.hits.Add(1))
		if !script(h) {
			return
		}
	}
}

// readHit reads one request without the help of any HTTP library.
func readHit(in *bufio.Reader) (h hit, err error) {
	length := 0
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return h, err
		}
		h.head += line
		if line == "\r\n" {
			break
		}
		if rest, ok := strings.CutPrefix(line, "Content-Length: "); ok {
			_, _ = fmt.Sscan(rest, &length)
		}
	}
	body := make([]byte, length)
	_, err = io.ReadFull(in, body)
	h.body = string(body)
	return h, err
}

// reset closes a connection with RST instead of FIN.
func reset(c net.Conn) {
	if tcp, ok := c.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = c.Close()
}

func newClient(t testing.TB, o Options) *Client {
	t.Helper()
	c := NewClient(o)
	t.Cleanup(c.Close)
	return c
}

// fire sends a GET for path to the receiver.
func (r *receiver) fire(c *Client, path string) *Outcome {
	return c.Fire(context.Background(), &Request{URL: []byte("http://" + r.address + path)})
}

// ok200 is a handler for servers of net/http.
func ok200(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok") }

func mustURL(t testing.TB, s string) *url.URL {
	t.Helper()
	u, err := url.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return u
}
