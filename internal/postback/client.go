package postback

import (
	"bytes"
	"context"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"
)

// Firer sends a request and tells what came of it. Implementations are safe for concurrent use
// and send a request at most once.
type Firer interface {
	Fire(ctx context.Context, request *Request) *Outcome
}

// Defaults of Options.
const (
	DefaultTimeout = 10 * time.Second // as the platform
	DefaultMaxBody = 64 << 10
)

// Options configure a Client. The zero value is ready for use.
type Options struct {
	Timeout   time.Duration // for the whole exchange; 0 is DefaultTimeout
	MaxBody   int           // how many bytes of an answer's body are kept; 0 is DefaultMaxBody
	UserAgent string        // sent unless the request sets its own; "" sends none
	Endpoint  *url.URL      // sends everything to this scheme, host and port instead of the request's own
	HTTP2     bool          // offer HTTP/2; off, because it changes header names to lower case
	Insecure  bool          // trust any certificate
	RootCAs   *x509.CertPool
	Proxy     func(*url.URL) (*url.URL, error) // nil: from the environment
	Dial      func(ctx context.Context, network, address string) (net.Conn, error)
}

// Client is the Firer that uses the network.
type Client struct {
	options   Options
	transport *http.Transport
}

// NewClient returns a client. Close frees its connections.
func NewClient(options Options) *Client {
	if options.Timeout == 0 {
		options.Timeout = DefaultTimeout
	}
	if options.MaxBody == 0 {
		options.MaxBody = DefaultMaxBody
	}
	return &Client{options: options, transport: &http.Transport{DisableCompression: true}}
}

// Fire sends the request once and waits for the answer.
func (c *Client) Fire(ctx context.Context, request *Request) *Outcome {
	ctx, cancel := context.WithTimeout(ctx, c.options.Timeout)
	defer cancel()
	out := &Outcome{Begun: time.Now(), Attempts: 1}
	defer func() { out.Elapsed = time.Since(out.Begun) }()
	r, err := http.NewRequestWithContext(ctx, request.Method, string(request.URL), bytes.NewReader(request.Body))
	if err != nil {
		out.Verdict, out.Failure, out.Reason, out.Attempts = Unsent, FailureInvalid, "invalid request", 0
		return out
	}
	for _, h := range request.Headers {
		r.Header[h.Name] = append(r.Header[h.Name], string(h.Value))
	}
	response, err := c.transport.RoundTrip(r)
	if err != nil {
		out.Verdict, out.Failure, out.Reason, out.InDoubt = Failed, FailureConnect, "no answer", true
		return out
	}
	defer func() { _ = response.Body.Close() }()
	out.Status, out.Reason, out.Header = response.StatusCode, http.StatusText(response.StatusCode), response.Header
	out.Verdict = Rejected
	if out.Status/100 == 2 {
		out.Verdict = Unverified
	}
	out.Body, _ = io.ReadAll(io.LimitReader(response.Body, int64(c.options.MaxBody)))
	return out
}

// Close closes every idle connection.
func (c *Client) Close() { c.transport.CloseIdleConnections() }
