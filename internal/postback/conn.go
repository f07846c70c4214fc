package postback

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"math"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

// maxHead bounds the head of an answer: status line and headers, interim answers included.
const maxHead = 64 << 10

// readSize is how much of an answer is read at once: more than most heads need, and little enough for
// ten thousand connections.
const readSize = 2 << 10

// maxInterim bounds the number of interim (1xx) answers before the final one.
const maxInterim = 5

// What can be wrong with an answer beyond what net/http finds.
const (
	errHeadTooLarge = protocolError("the response headers exceed 64 KiB")
	errInterim      = protocolError("the receiver answers 1xx without end")
	errStatus       = protocolError("the answer has no valid status code")
)

// protocolError is what is wrong with an answer, in words of our own.
type protocolError string

func (e protocolError) Error() string { return string(e) }

// errNotHTTP says what an answer that begins so may be instead of HTTP.
func errNotHTTP(answer []byte) error {
	const alert, handshake = 0x15, 0x16 // TLS records
	const settings = 4                  // the first HTTP/2 frame of a server, behind three bytes of length
	switch {
	case answer[0] == alert, answer[0] == handshake:
		return protocolError("the answer is TLS, not HTTP: the port may expect https")
	case len(answer) > 3 && answer[0] == 0 && answer[3] == settings:
		return protocolError("the answer is HTTP/2: the receiver speaks nothing older")
	}
	return protocolError("the answer is not HTTP")
}

// conn is one connection to a receiver or to a proxy before it. Its owner is one exchange or
// the pool, never both.
type conn struct {
	stream  net.Conn    // what requests are written to: the TCP connection or TLS above it
	silent  func() bool // asks the system, see silence
	address string      // IP address and port of the other end
	wire    wire
	reader  *bufio.Reader
	expires time.Time // when it is too old to be used again

	watched <-chan struct{} // of the context that is waited for
	unwatch func() bool     // ends the waiting
	guard   sync.Mutex      // held while serving or the deadline changes
	serving <-chan struct{} // of the context of the exchange under way, nil for none

	// patience is how long the receiver will wait for another request, as it said in a
	// Keep-Alive header; by default for ever.
	patience time.Duration
}

// newConn wraps stream, which is raw or TLS above it.
func newConn(stream, raw net.Conn) *conn {
	c := &conn{stream: stream, silent: silence(raw), address: raw.RemoteAddr().String(), patience: math.MaxInt64}
	c.wire = wire{source: stream, budget: maxHead}
	c.reader = bufio.NewReaderSize(&c.wire, readSize)
	return c
}

// wire reads from a connection as long as its budget lasts: no head of an answer is endless.
type wire struct {
	source net.Conn
	budget int64   // bytes
	record *[]byte // where to keep what is read, nil for nowhere
}

func (w *wire) Read(p []byte) (int, error) {
	if w.budget <= 0 {
		return 0, errHeadTooLarge
	}
	n, err := w.source.Read(p[:min(int64(len(p)), w.budget)])
	w.budget -= int64(n)
	if w.record != nil {
		*w.record = append(*w.record, p[:n]...)
	}
	return n, err
}

func (c *conn) close() {
	c.watch(context.Background())
	_ = c.stream.Close()
}

// limit ends everything on the connection at the deadline, or when the context ends, until release.
func (c *conn) limit(ctx context.Context, deadline time.Time) error {
	c.watch(ctx)
	c.guard.Lock()
	c.serving = ctx.Done()
	err := c.stream.SetDeadline(deadline)
	c.guard.Unlock()
	if err == nil {
		err = ctx.Err() // a context that ended before had no effect
	}
	return err
}

// release ends what limit began.
func (c *conn) release() {
	c.guard.Lock()
	c.serving = nil
	c.guard.Unlock()
}

// watch waits for the end of a context in place of the one before. Most requests of a run have the same
// one, so that there is mostly nothing to do.
func (c *conn) watch(ctx context.Context) {
	done := ctx.Done()
	if c.watched == done {
		return
	}
	if c.unwatch != nil {
		c.unwatch()
	}
	c.watched, c.unwatch = done, nil
	if done != nil {
		c.unwatch = context.AfterFunc(ctx, func() { c.interrupt(done) })
	}
}

// interrupt ends what goes on for the context that is known by done, if anything does.
func (c *conn) interrupt(done <-chan struct{}) {
	c.guard.Lock()
	defer c.guard.Unlock()
	if c.serving == done {
		_ = c.stream.SetDeadline(time.Unix(1, 0))
	}
}

// quiet reports whether an idle connection is still open and nothing has arrived on it. What
// arrives unasked would be taken for the answer to the next request, and its verdict with it.
func (c *conn) quiet() bool {
	if c.reader.Buffered() > 0 || !c.silent() {
		return false
	}
	if _, encrypted := c.stream.(*tls.Conn); !encrypted {
		return true
	}
	// TLS may have taken more from the socket than it handed on. With a deadline in the past it
	// looks at that and at nothing else.
	if c.stream.SetReadDeadline(time.Unix(1, 0)) != nil {
		return false
	}
	_, err := c.reader.Peek(1)
	return errors.Is(err, os.ErrDeadlineExceeded)
}

// readHead reads the head of the final answer to a request of the given method; heads are those of the receiver.
func (c *conn) readHead(method string, heads *headReader) (answerHead, error) {
	var asked *http.Request // nil is a GET
	if method == http.MethodHead {
		asked = &http.Request{Method: method}
	} else if a, ok := heads.ordinary(c.reader); ok {
		return a, nil
	}
	for range maxInterim + 1 {
		response, err := http.ReadResponse(c.reader, asked)
		if err != nil {
			return answerHead{}, err
		}
		if response.StatusCode < 100 {
			return answerHead{}, errStatus
		}
		if response.StatusCode >= 200 || response.StatusCode == http.StatusSwitchingProtocols {
			return answerTo(response), nil
		}
	}
	return answerHead{}, errInterim
}

// heed remembers what the answer says about the connection and reports whether another request
// may follow on it.
func (c *conn) heed(a *answerHead) bool {
	for _, value := range a.header["Keep-Alive"] {
		if _, seconds, ok := strings.Cut(strings.ToLower(value), "timeout="); ok {
			c.limitPatience(seconds)
		}
	}
	return !a.closes && a.status >= 200 && c.reader.Buffered() == 0
}

// limitPatience takes in the number that text begins with. A second less is counted on, for the
// way that the request has to go.
func (c *conn) limitPatience(text string) {
	digits := text[:len(text)-len(strings.TrimLeft(text, "0123456789"))]
	if seconds, err := strconv.Atoi(digits); err == nil && seconds < 3600 {
		c.patience = time.Duration(seconds-1) * time.Second
	}
}
