package listen

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// patience is how long a test waits for what must happen.
const patience = 10 * time.Second

// running is a server under test, with what it has shown.
type running struct {
	*Server
	shown  chan *Received
	served chan error
	stop   context.CancelFunc
}

// start serves on a free port until the test ends.
func start(t *testing.T, opt Options) *running {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	r := &running{shown: make(chan *Received, 1000), served: make(chan error, 1), stop: cancel}
	if opt.OnRequest == nil {
		opt.OnRequest = func(got *Received) { r.shown <- got }
	}
	server, err := Listen(ctx, opt)
	if err != nil {
		t.Fatal(err)
	}
	r.Server = server
	go func() { r.served <- server.Serve(ctx) }()
	t.Cleanup(cancel)
	return r
}

// next is the next request that was shown.
func (r *running) next(t *testing.T) *Received {
	t.Helper()
	select {
	case got := <-r.shown:
		return got
	case <-time.After(patience):
		t.Fatal("no request was shown")
		return nil
	}
}

// end waits until Serve has returned.
func (r *running) end(t *testing.T) {
	t.Helper()
	select {
	case err := <-r.served:
		if err != nil {
			t.Errorf("Serve: %v", err)
		}
	case <-time.After(patience):
		t.Fatal("Serve does not return")
	}
}

// send writes raw bytes to the server and returns all that it answers.
func (r *running) send(t *testing.T, raw string) string {
	t.Helper()
	conn := r.dial(t)
	if _, err := io.WriteString(conn, raw); err != nil {
		t.Fatal(err)
	}
	answer, err := io.ReadAll(conn)
	if err != nil {
		t.Fatal(err)
	}
	return string(answer)
}

func (r *running) dial(t *testing.T) net.Conn {
	t.Helper()
	conn, err := net.DialTimeout("tcp", r.Addr().String(), patience)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	return conn
}

func TestServerShowsWhatWasSent(t *testing.T) {
	t.Parallel()
	r := start(t, Options{})
	answer := r.send(t, "PATCH /a%2Fb?x=1&x=%zz&+= HTTP/1.1\r\nHost: test\r\nx-key:  v \r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi")
	if !strings.HasPrefix(answer, "HTTP/1.1 200 OK\r\n") || !strings.HasSuffix(answer, "\r\n\r\nOK") {
		t.Errorf("answered %q", answer)
	}
	got := r.next(t)
	if got.Method != "PATCH" || got.Path != "/a/b" || got.URI != "/a%2Fb?x=1&x=%zz&+=" || string(got.Body) != "hi" {
		t.Errorf("got %+v", got)
	}
	if len(got.Query) != 3 || !got.Query[1].Malformed || got.Query[2].Name != " " {
		t.Errorf("query %+v", got.Query)
	}
	if r.URL() != "http://"+r.Addr().String() {
		t.Errorf("URL is %q", r.URL())
	}
	if got.RemoteAddr == "" || got.Host != "test" || !strings.Contains(fmt.Sprint(got.Headers), "{X-Key v}") {
		t.Errorf("sender %q, host %q, headers %v", got.RemoteAddr, got.Host, got.Headers)
	}
}

func TestServerAnswersWithoutBodyWhereThereIsNone(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{
		"HEAD / HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n": "HTTP/1.1 204 No Content",
		"GET / HTTP/1.0\r\n\r\n":                                  "HTTP/1.0 204 No Content",
	} {
		r := start(t, Options{Responder: Always(Plain(204, ""))})
		if answer := r.send(t, raw); !strings.HasPrefix(answer, want) || !strings.HasSuffix(answer, "\r\n\r\n") {
			t.Errorf("%q is answered %q", raw, answer)
		}
	}
}

func TestServerRefusesALongBody(t *testing.T) {
	t.Parallel()
	r := start(t, Options{MaxBody: 4})
	chunked := "POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n"
	if answer := r.send(t, chunked); !strings.HasPrefix(answer, "HTTP/1.1 413 ") {
		t.Errorf("answered %q", answer)
	}
	if got := r.next(t); !got.BodyTruncated || string(got.Body) != "abcd" || got.Answer.Status != 413 {
		t.Errorf("got %+v", got)
	}
}

func TestServerDoesNotWaitForSlowSenders(t *testing.T) {
	t.Parallel()
	r := start(t, Options{Timeout: 500 * time.Millisecond})
	if answer := r.send(t, "GET / HTTP/1.1\r\nHost: t\r\nX-Slow: "); strings.Contains(answer, "200") {
		t.Errorf("half a head is answered %q", answer)
	}
	if answer := r.send(t, "POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 9\r\n\r\nabc"); !strings.HasPrefix(answer, "HTTP/1.1 408 ") {
		t.Errorf("half a body is answered %q", answer)
	}
	if got := r.next(t); !got.BodyTruncated || string(got.Body) != "abc" || got.Answer.Status != 408 {
		t.Errorf("got %+v", got)
	}
	if answer := r.send(t, "GET / HTTP/1.1\r\nHost: t\r\n\r\n"); !strings.HasPrefix(answer, "HTTP/1.1 200 ") {
		t.Errorf("the next sender is answered %q", answer) // and the idle connection was closed, or send would not return
	}
}

func TestServerStopsAfterMaxRequests(t *testing.T) {
	t.Parallel()
	r := start(t, Options{MaxRequests: 3})
	for range 3 {
		answer := r.send(t, "GET /ev?x=1 HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n")
		if !strings.HasPrefix(answer, "HTTP/1.1 200 ") {
			t.Errorf("answered %q", answer)
		}
	}
	r.end(t)
	if _, err := net.DialTimeout("tcp", r.Addr().String(), time.Second); err == nil {
		t.Error("the port is still open")
	}
}

// TestServerCountsExactly: of many that come at once exactly as many are taken as were asked for.
func TestServerCountsExactly(t *testing.T) {
	t.Parallel()
	const senders, wanted = 40, 25
	r := start(t, Options{MaxRequests: wanted})
	var taken atomic.Int64
	var wait sync.WaitGroup
	var conns []net.Conn
	for range senders {
		conns = append(conns, r.dial(t))
	}
	for _, conn := range conns {
		wait.Go(func() {
			_, _ = io.WriteString(conn, getAndClose)
			answer, _ := io.ReadAll(conn) // nothing, when the port was closed before it was looked at
			if strings.HasPrefix(string(answer), "HTTP/1.1 200 ") {
				taken.Add(1)
			} else if len(answer) > 0 && !strings.HasPrefix(string(answer), "HTTP/1.1 503 ") {
				t.Errorf("answered %q", answer)
			}
		})
	}
	wait.Wait()
	r.end(t)
	if len(r.shown) != wanted || taken.Load() != wanted {
		t.Errorf("%d were shown and %d answered, want %d", len(r.shown), taken.Load(), wanted)
	}
}

func TestServerRefusesALongHead(t *testing.T) {
	t.Parallel()
	r := start(t, Options{})
	conn := r.dial(t)
	long := strings.Repeat("x", 1<<20+1<<13)
	go func() { _, _ = io.WriteString(conn, "GET /?"+long+" HTTP/1.1\r\nHost: t\r\n\r\n") }()
	if status, err := bufio.NewReader(conn).ReadString('\n'); err != nil || !strings.HasPrefix(status, "HTTP/1.1 431 ") {
		t.Errorf("answered %q, %v", status, err)
	}
	if len(r.shown) > 0 {
		t.Error("it was shown")
	}
}

func TestServerFinishesWhatIsUnderWay(t *testing.T) {
	t.Parallel()
	entered, release := make(chan struct{}), make(chan struct{})
	r := start(t, Options{OnRequest: func(*Received) { close(entered); <-release }})
	conn := r.dial(t)
	if _, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: t\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	<-entered
	r.stop()
	close(release)
	if answer, err := io.ReadAll(conn); err != nil || !strings.HasPrefix(string(answer), "HTTP/1.1 200 ") {
		t.Errorf("answered %q, %v", answer, err)
	}
	r.end(t)
}

func TestServerCutsOffWhatDoesNotEnd(t *testing.T) {
	t.Parallel()
	r := start(t, Options{})
	conn := r.dial(t)
	if _, err := io.WriteString(conn, "POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 9\r\n\r\nabc"); err != nil {
		t.Fatal(err)
	}
	// A second, complete request shows that the first one has reached the server.
	r.send(t, "GET / HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n")
	began := time.Now()
	r.stop()
	r.end(t)
	if waited := time.Since(began); waited > grace+3*time.Second {
		t.Errorf("stopping took %v", waited)
	}
}

func TestShutdown(t *testing.T) {
	t.Parallel()
	r := start(t, Options{})
	r.send(t, "GET / HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n")
	if err := r.Shutdown(t.Context()); err != nil {
		t.Error(err)
	}
	r.end(t)
}

func TestShutdownGivesUpWithItsContext(t *testing.T) {
	t.Parallel()
	entered, release := make(chan struct{}), make(chan struct{})
	r := start(t, Options{OnRequest: func(*Received) { close(entered); <-release }})
	t.Cleanup(func() { close(release) })
	conn := r.dial(t)
	if _, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: t\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	<-entered
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if err := r.Shutdown(ctx); err == nil {
		t.Error("Shutdown did not wait for the request under way")
	}
}

func TestShutdownBeforeServe(t *testing.T) {
	t.Parallel()
	s, err := Listen(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Shutdown(t.Context()); err != nil {
		t.Error(err)
	}
	if _, err := net.DialTimeout("tcp", s.Addr().String(), time.Second); err == nil {
		t.Error("the port is still open")
	}
	if err := s.Serve(t.Context()); err != nil {
		t.Errorf("Serve after Shutdown: %v", err)
	}
}

func TestServeSaysWhyItCannotGoOn(t *testing.T) {
	t.Parallel()
	s, err := Listen(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	_ = s.listener.Close()
	if err := s.Serve(t.Context()); err == nil || !strings.Contains(err.Error(), "cannot go on listening") {
		t.Errorf("got %v", err)
	}
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	cases := []struct {
		address string
		public  bool
		problem string // "" when it is accepted
	}{
		{"", false, ""},
		{"127.0.0.1:0", false, ""},
		{"127.8.8.8:0", false, ""},
		{"localhost:0", false, ""},
		{":0", false, "other machines can reach"},
		{"0.0.0.0:0", false, "other machines can reach"},
		{"[::]:0", false, "other machines can reach"},
		{"192.0.2.1:0", false, "other machines can reach"},
		{"example.com:8080", false, "listen on 127.0.0.1:8080"},
		{"8080", false, "missing port"},
		{"127.0.0.1:99999", false, "cannot listen"},
		{"0.0.0.0:0", true, ""},
		{"192.0.2.1:0", true, "cannot listen"}, // it is not an address of this machine
	}
	for _, c := range cases {
		s, err := Listen(t.Context(), Options{Address: c.address, Public: c.public})
		switch {
		case c.problem == "" && err != nil:
			t.Errorf("%q: %v", c.address, err)
		case c.problem != "" && (err == nil || !strings.Contains(err.Error(), c.problem)):
			t.Errorf("%q: got %v, want something of %q", c.address, err, c.problem)
		}
		if err == nil {
			_ = s.Shutdown(t.Context())
		}
	}
	if _, err := Listen(t.Context(), Options{MaxRequests: -1}); err == nil {
		t.Error("a limit below zero is accepted")
	}
}

func TestManySenders(t *testing.T) {
	t.Parallel()
	const senders, each = 6, 20
	r := start(t, Options{MaxRequests: senders * each})
	var wait sync.WaitGroup
	for range senders {
		conn := r.dial(t)
		wait.Go(func() {
			answers := bufio.NewReader(conn)
			for range each {
				if _, err := io.WriteString(conn, "GET /?a=1 HTTP/1.1\r\nHost: t\r\n\r\n"); err != nil {
					t.Error(err)
					return
				}
				answer, err := http.ReadResponse(answers, nil)
				if err != nil || answer.StatusCode != 200 {
					t.Errorf("answered %v, %v", answer, err)
					return
				}
				_ = answer.Body.Close() // reads it to its end
			}
		})
	}
	wait.Wait()
	r.end(t)
	for want := 1; want <= senders*each; want++ {
		if got := r.next(t); got.Seq != want {
			t.Fatalf("request %d was shown in place %d", got.Seq, want)
		}
	}
}
