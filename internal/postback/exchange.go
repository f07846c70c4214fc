package postback

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math"
	"net/http"
	"time"
)

// stage is what an exchange is doing, in words that fit behind "timeout after 10s".
type stage string

const (
	stageStart   stage = "before sending"
	stageLookup  stage = "looking up the host name"
	stageConnect stage = "connecting"
	stageProxy   stage = "waiting for the proxy"
	stageTLS     stage = "in the TLS handshake"
	stageSend    stage = "sending the request"
	stageHead    stage = "waiting for the response headers"
	stageBody    stage = "reading the response body"
)

// exchange is one firing under way. It belongs to one goroutine.
type exchange struct {
	client   *Client
	ctx      context.Context
	request  *Request
	deadline time.Time
	outcome  *Outcome

	route  *route
	stage  stage
	sent   bool // a byte of the request may have left
	ended  time.Time
	answer answerHead
}

// maxPooledMessage keeps a huge body from staying in memory for good.
const maxPooledMessage = 64 << 10

// run carries the exchange out and fills in the outcome but for Elapsed.
func (x *exchange) run() {
	x.stage = stageStart
	m, err := x.prepare()
	if err != nil {
		x.fail(err)
		return
	}
	defer func() { x.client.pool.leave(x.route, x.ended) }()
	buffer := x.client.message()
	*buffer = m.append((*buffer)[:0])
	x.outcome.Attempts = 1
	x.outcome.Origin = x.route.origin
	x.deliver(*buffer)
	if cap(*buffer) <= maxPooledMessage {
		x.client.messages.Put(buffer)
	}
}

// prepare checks the request and decides what it leaves open.
func (x *exchange) prepare() (m message, err error) {
	if err := x.ctx.Err(); err != nil {
		return m, err
	}
	if err := x.request.check(); err != nil {
		return m, err
	}
	where, err := locate(x.request.URL)
	if err != nil {
		return m, err
	}
	if x.route, err = x.client.pool.enter(where); err != nil {
		return m, err
	}
	m = message{request: x.request, method: x.request.Method, where: where, host: x.route.host, via: x.route}
	m.agent = x.client.options.UserAgent
	if m.method == "" {
		m.method = http.MethodGet
	}
	if own := x.request.header("Host"); own != nil && len(own.Value) > 0 && x.client.options.Endpoint == nil {
		m.host = string(own.Value)
	}
	return m, nil
}

// deliver sends the message over an idle connection or a new one and reads the answer.
//
// It begins anew in one case alone: when a connection that was idle refused the very first byte.
// Nothing has been sent then, so what follows is not a second sending.
func (x *exchange) deliver(message []byte) {
	for {
		c := x.client.pool.take(x.route, x.outcome.Begun)
		x.outcome.Timing.Reused = c != nil
		if c == nil {
			var err error
			if c, err = x.dial(); err != nil {
				x.fail(err)
				return
			}
		}
		x.outcome.Address = c.address
		err := x.talk(c, message)
		if err == nil {
			return
		}
		if !x.outcome.Timing.Reused || x.sent || x.overdue() {
			x.fail(err)
			return
		}
	}
}

// overdue reports whether the exchange has to end, because of the time or the caller.
func (x *exchange) overdue() bool {
	return x.ctx.Err() != nil || !time.Now().Before(x.deadline)
}

// talk sends the message and reads the answer over c, which is the pool's or closed afterwards.
func (x *exchange) talk(c *conn, message []byte) error {
	err := c.limit(x.ctx, x.deadline)
	reusable := false
	if err == nil {
		reusable, err = x.converse(c, message)
	}
	c.release()
	x.ended = time.Now()
	if reusable && err == nil && x.ctx.Err() == nil {
		x.client.pool.put(x.route, c, x.ended)
	} else {
		c.close()
	}
	return err
}

// converse sends the message and reads the answer. It reports whether another request may follow
// on the connection.
func (x *exchange) converse(c *conn, message []byte) (reusable bool, err error) {
	x.stage = stageSend
	n, unwritten := c.stream.Write(message)
	x.sent = n > 0
	if x.client.options.Record {
		x.outcome.Sent = bytes.Clone(message[:n])
	}
	if !x.sent || unwritten != nil && isTimeout(unwritten) {
		return false, unwritten
	}
	// A receiver that has seen enough may answer and hang up before the end of a long body.
	x.stage = stageHead
	if err := x.recordHead(c); err != nil {
		return false, err
	}
	x.stage = stageBody
	c.wire.budget = math.MaxInt64
	complete, err := x.receiveBody(c)
	return complete && unwritten == nil && c.heed(&x.answer), err
}

// recordHead is receiveHead; it keeps the head as it was received, if that is asked for.
func (x *exchange) recordHead(c *conn) error {
	if !x.client.options.Record {
		return x.receiveHead(c)
	}
	c.wire.record = &x.outcome.Received
	err := x.receiveHead(c)
	c.wire.record = nil
	if err == nil { // what is behind the head is the body
		x.outcome.Received = x.outcome.Received[:len(x.outcome.Received)-c.reader.Buffered()]
	}
	return err
}

// receiveHead waits for the answer and notes what its head says.
func (x *exchange) receiveHead(c *conn) error {
	c.wire.budget = maxHead
	first, err := c.reader.Peek(1)
	if err != nil {
		return err
	}
	x.outcome.Timing.FirstByte = time.Since(x.outcome.Begun)
	if first[0] != 'H' {
		arrived, _ := c.reader.Peek(c.reader.Buffered())
		return errNotHTTP(arrived)
	}
	if x.answer, err = c.readHead(x.request.Method, &x.route.heads); err != nil {
		return err
	}
	x.outcome.Status = x.answer.status
	x.outcome.Protocol = x.answer.protocol
	x.outcome.Header = x.answer.header
	x.outcome.Reason = x.answer.reason
	x.outcome.Verdict = statusVerdict(x.answer.status)
	return nil
}

// receiveBody reads the body as far as it is kept, and reports whether that was all of it.
func (x *exchange) receiveBody(c *conn) (complete bool, err error) {
	if x.answer.status == http.StatusSwitchingProtocols {
		return false, nil
	}
	x.outcome.Body, err = x.answer.read(c.reader, x.client.options.MaxBody)
	if errors.Is(err, io.EOF) {
		return true, nil
	}
	x.outcome.BodyTruncated = true
	return false, err
}
