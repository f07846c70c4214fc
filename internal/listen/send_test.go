package listen

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// clock is one whose time passes only when the test says so.
type clock struct {
	mu    sync.Mutex
	now   time.Time
	slept chan time.Duration // gets every pause that begins
	wake  chan struct{}      // lets one pause end
}

func newClock() *clock {
	return &clock{now: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), slept: make(chan time.Duration, 100), wake: make(chan struct{}, 100)}
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Sleep(ctx context.Context, d time.Duration) error {
	if d == 0 {
		return nil
	}
	c.slept <- d
	select {
	case <-c.wake:
		c.mu.Lock()
		defer c.mu.Unlock()
		c.now = c.now.Add(d)
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

const getAndClose = "GET / HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n"

// TestDelay: an answer waits, for longer than a request may take to arrive.
func TestDelay(t *testing.T) {
	t.Parallel()
	c := newClock()
	r := start(t, Options{Clock: c, Timeout: 300 * time.Millisecond, MaxRequests: 1, Responder: Always(Response{Status: 200, Delay: time.Minute})})
	conn := r.dial(t)
	if _, err := io.WriteString(conn, getAndClose); err != nil {
		t.Fatal(err)
	}
	if d := <-c.slept; d != time.Minute {
		t.Errorf("the pause is %v", d)
	}
	if got := r.next(t); got.Answer.Delay != time.Minute || !got.Time.Equal(c.now) { // shown before it is answered
		t.Errorf("shown %+v", got)
	}
	// A second, slow sender sees the time limit pass: only then the first is let go on.
	if answer := r.send(t, "POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 9\r\n\r\nabc"); !strings.HasPrefix(answer, "HTTP/1.1 503 ") && !strings.HasPrefix(answer, "HTTP/1.1 408 ") {
		t.Errorf("the slow sender is answered %q", answer)
	}
	select {
	case <-r.handler.Done():
		t.Error("it ended before the last answer")
	default:
	}
	c.wake <- struct{}{}
	if answer, err := io.ReadAll(conn); err != nil || !strings.HasPrefix(string(answer), "HTTP/1.1 200 ") {
		t.Errorf("answered %q, %v", answer, err)
	}
	r.end(t)
}

// TestDelayEndsWithItsSender: nobody waits for a sender that has gone, nor when the receiver stops.
func TestDelayEndsWithItsSender(t *testing.T) {
	t.Parallel()
	c := newClock()
	r := start(t, Options{Clock: c, MaxRequests: 1, Responder: Always(Response{Status: 200, Delay: time.Minute})})
	gone := r.dial(t)
	if _, err := io.WriteString(gone, "GET / HTTP/1.1\r\nHost: t\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	<-c.slept
	_ = gone.Close()
	<-r.handler.Done()

	stopped := start(t, Options{Clock: c, Responder: Always(Response{Status: 200, Delay: time.Minute})})
	waiting := stopped.dial(t)
	if _, err := io.WriteString(waiting, "GET / HTTP/1.1\r\nHost: t\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	<-c.slept
	stopped.stop()
	stopped.end(t)
	if answer, _ := io.ReadAll(waiting); len(answer) > 0 {
		t.Errorf("answered %q", answer)
	}
}

// TestReset: the sender sees a reset connection, and not one byte of an answer.
func TestReset(t *testing.T) {
	t.Parallel()
	r := start(t, Options{MaxRequests: 2, Responder: Always(Response{Reset: true, Status: 200})})
	for _, raw := range []string{"GET / HTTP/1.1\r\nHost: t\r\n\r\n", "POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\n\r\nabc"} {
		conn := r.dial(t)
		if _, err := io.WriteString(conn, raw); err != nil {
			t.Fatal(err)
		}
		if answer, err := io.ReadAll(conn); !errors.Is(err, syscall.ECONNRESET) || len(answer) > 0 {
			t.Errorf("answered %q, %v", answer, err)
		}
		if got := r.next(t); !got.Answer.Reset {
			t.Errorf("shown %+v", got.Answer)
		}
	}
	r.end(t)
}

// TestSlowBody: the head comes at once, and the body a byte at a time.
func TestSlowBody(t *testing.T) {
	t.Parallel()
	c := newClock()
	r := start(t, Options{Clock: c, Responder: Always(Response{Status: 200, Body: []byte("abc"), SlowBody: time.Second})})
	conn := r.dial(t)
	if _, err := io.WriteString(conn, getAndClose); err != nil {
		t.Fatal(err)
	}
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil || answer.ContentLength != 3 {
		t.Fatal(answer, err)
	}
	for _, want := range "abc" {
		b := make([]byte, 2)
		if n, err := answer.Body.Read(b); n != 1 || err != nil && !errors.Is(err, io.EOF) || b[0] != byte(want) {
			t.Errorf("read %q, %v; want %c", b[:n], err, want)
		}
		if d := <-c.slept; d != time.Second {
			t.Errorf("the pause is %v", d)
		}
		c.wake <- struct{}{}
	}
	if rest, err := io.ReadAll(answer.Body); len(rest) > 0 || err != nil {
		t.Errorf("the rest is %q, %v", rest, err)
	}
}

// TestSlowBodyEndsWithItsSender: what nobody reads is not sent to the end.
func TestSlowBodyEndsWithItsSender(t *testing.T) {
	t.Parallel()
	c := newClock()
	r := start(t, Options{Clock: c, MaxRequests: 1, Responder: Always(Response{Status: 200, Body: make([]byte, 1<<20), SlowBody: time.Second})})
	conn := r.dial(t)
	if _, err := io.WriteString(conn, getAndClose); err != nil {
		t.Fatal(err)
	}
	<-c.slept
	_ = conn.Close()
	<-r.handler.Done()
}

// TestWallClock: the clock of the machine sleeps, but no longer than somebody waits.
func TestWallClock(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	w := wallClock{}
	if err := w.Sleep(ctx, time.Hour); !errors.Is(err, context.Canceled) {
		t.Errorf("Sleep: %v", err)
	}
	if err := errors.Join(w.Sleep(ctx, 0), w.Sleep(t.Context(), time.Nanosecond)); err != nil || w.Now().IsZero() {
		t.Errorf("Sleep: %v", err)
	}
}

// TestPagePath: what belongs to the page is no postback, unless there is no page.
func TestPagePath(t *testing.T) {
	t.Parallel()
	page := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })
	for path, want := range map[string]string{
		"/_postback": "418", "/_postback/events": "418", "/_postback/": "418", "/_postbacks": "200", "/a/_postback": "200", "/": "200",
	} {
		r := start(t, Options{Page: page, MaxRequests: 1})
		request := strings.Replace(getAndClose, " / ", " "+path+" ", 1)
		if answer := r.send(t, request); !strings.HasPrefix(answer, "HTTP/1.1 "+want) {
			t.Errorf("%s is answered %q", path, answer)
		}
		if shown := len(r.shown) == 1; shown != (want == "200") {
			t.Errorf("%s is shown: %v", path, shown)
		}
	}
	r := start(t, Options{})
	r.send(t, strings.Replace(getAndClose, " / ", " /_postback ", 1))
	if got := r.next(t); got.Path != "/_postback" {
		t.Errorf("shown %+v", got)
	}
}
