package postback

import (
	"context"
	"crypto/x509"
	"net"
	"net/url"
	"sync"
	"time"
)

// Firer sends a request and tells what came of it. Implementations are safe for concurrent use,
// send a request at most once and never return nil.
type Firer interface {
	Fire(ctx context.Context, request *Request) *Outcome
}

// Defaults of Options.
const (
	DefaultTimeout     = 10 * time.Second // the platform's own
	DefaultMaxBody     = 64 << 10
	DefaultMaxIdle     = 256
	DefaultIdleTimeout = 4 * time.Second
)

// Options configure a Client. The zero value is ready for use.
type Options struct {
	// Timeout is for the whole exchange, from the look-up of the name to the last byte of the
	// answer. 0 is DefaultTimeout.
	Timeout time.Duration
	// MaxBody is how many bytes of an answer's body are kept; the rest is not read. 0 is
	// DefaultMaxBody.
	MaxBody int
	// MaxIdle is how many unused connections are kept for each receiver. 0 is DefaultMaxIdle.
	MaxIdle int
	// IdleTimeout is how long an unused connection is kept. 0 is DefaultIdleTimeout, which is
	// below the five seconds after which Apache and Node hang up: a request that crosses their
	// farewell is in doubt, and that costs more than a handshake.
	IdleTimeout time.Duration
	// UserAgent is sent with requests that set none; "" sends none.
	UserAgent string
	// Endpoint, when not nil, receives every request: its scheme, host and port replace those
	// of the request, in the Host header too. Path and query stay.
	Endpoint *url.URL
	// Permit says whether requests may go to a host; nil permits every one. An Endpoint is not
	// asked about.
	Permit func(host string) bool
	// DenyPrivate refuses every connection to an address that is not public, whatever name led to
	// it, and every proxy, because a proxy would choose the address.
	DenyPrivate bool
	// Resolve gives hosts ("host" or "host:port", in lower case) the IP address to connect to.
	Resolve map[string]string
	// RootCAs are the trusted authorities; nil is the system's.
	RootCAs *x509.CertPool
	// Insecure takes any certificate, even that of an impostor.
	Insecure bool
	// Record keeps what goes over the connection: Outcome.Sent and Outcome.Received.
	Record bool
	// Proxy chooses the proxy for a receiver (http, https, socks5), nil for none. A nil
	// function is the choice of HTTP_PROXY, HTTPS_PROXY and NO_PROXY.
	Proxy func(receiver *url.URL) (*url.URL, error)
	// Dial opens TCP connections in place of the net package; Resolve and DenyPrivate are then its
	// own business. It is given the address of the proxy where there is one.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)

	nameServer string // address to ask by UDP, for tests; "" for the system's
}

// withDefaults returns the options with every zero filled in.
func (o Options) withDefaults() Options {
	o.Timeout = orDefault(o.Timeout, DefaultTimeout)
	o.MaxBody = orDefault(o.MaxBody, DefaultMaxBody)
	o.MaxIdle = orDefault(o.MaxIdle, DefaultMaxIdle)
	o.IdleTimeout = orDefault(o.IdleTimeout, DefaultIdleTimeout)
	if o.Proxy == nil {
		o.Proxy = proxyFromEnvironment
	}
	if o.Dial == nil {
		o.Dial = o.guardedDial()
	}
	return o
}

func orDefault[T ~int | ~int64](value, fallback T) T {
	if value == 0 {
		return fallback
	}
	return value
}

// Client is the Firer that uses the network. It keeps connections open between requests.
type Client struct {
	options  Options
	dialer   *dialer
	pool     *pool
	messages sync.Pool // of *[]byte: requests in their final form
}

// NewClient returns a client, to be closed when done.
func NewClient(options Options) *Client {
	options = options.withDefaults()
	return &Client{options: options, dialer: newDialer(options), pool: newPool(options)}
}

// Close closes the idle connections, and the busy ones as soon as they become idle.
func (c *Client) Close() { c.pool.close() }

// Fire sends the request, once, and waits for the answer. The end of ctx ends the exchange.
func (c *Client) Fire(ctx context.Context, request *Request) *Outcome {
	begun := time.Now()
	x := &exchange{
		client:   c,
		ctx:      ctx,
		request:  request,
		deadline: begun.Add(c.options.Timeout),
		outcome:  &Outcome{Begun: begun},
	}
	if d, ok := ctx.Deadline(); ok && d.Before(x.deadline) {
		x.deadline = d
	}
	x.run()
	x.outcome.Elapsed = x.ended.Sub(begun)
	return x.outcome
}

// message returns an empty or used buffer for a request in its final form.
func (c *Client) message() *[]byte {
	if buffer, ok := c.messages.Get().(*[]byte); ok {
		return buffer
	}
	return new([]byte)
}
