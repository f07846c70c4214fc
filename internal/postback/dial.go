package postback

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http/httptrace"
	"sync/atomic"
	"time"
)

// dialer opens connections to receivers.
type dialer struct {
	tcp func(ctx context.Context, network, address string) (net.Conn, error)
	tls *tls.Config
}

func newDialer(o Options) *dialer {
	return &dialer{
		tcp: o.Dial,
		tls: &tls.Config{
			MinVersion:         tls.VersionTLS12,
			RootCAs:            o.RootCAs,
			InsecureSkipVerify: o.Insecure, //nolint:gosec // the user asks for it and is warned
			NextProtos:         []string{"http/1.1"},
			ClientSessionCache: tls.NewLRUClientSessionCache(0),
		},
	}
}

// dial opens a new connection to the receiver, through its proxy if it has one.
func (x *exchange) dial() (*conn, error) {
	ctx, cancel := context.WithDeadline(x.ctx, x.deadline)
	defer cancel()
	raw, err := x.dialTCP(ctx)
	if isExhausted(err) && x.client.pool.purge() {
		raw, err = x.dialTCP(ctx)
	}
	if err != nil {
		return nil, err
	}
	stream, err := x.upgrade(ctx, raw)
	if err != nil {
		_ = raw.Close()
		return nil, err
	}
	return newConn(stream, raw), nil
}

// dialTCP opens the TCP connection and measures it.
func (x *exchange) dialTCP(ctx context.Context) (net.Conn, error) {
	x.stage = stageConnect
	begun := time.Now()
	names := lookup{origin: begun}
	raw, err := x.client.dialer.tcp(names.watch(ctx), "tcp", x.route.hop())
	took := time.Since(begun)
	x.outcome.Timing.DNS = names.took()
	x.outcome.Timing.Connect = took - x.outcome.Timing.DNS
	if unresolved := new(net.DNSError); errors.As(err, &unresolved) {
		x.stage = stageLookup
	}
	return raw, err
}

// lookup measures the resolution of a host name. The net package may race several connections,
// hence the atomics.
type lookup struct {
	origin      time.Time
	begun, done atomic.Int64 // nanoseconds since origin, 0 for not yet
}

func (l *lookup) watch(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		DNSStart: func(httptrace.DNSStartInfo) { l.begun.Store(int64(time.Since(l.origin))) },
		DNSDone:  func(httptrace.DNSDoneInfo) { l.done.Store(int64(time.Since(l.origin))) },
	})
}

func (l *lookup) took() time.Duration {
	if l.done.Load() == 0 {
		return 0
	}
	return time.Duration(l.done.Load() - l.begun.Load())
}

// upgrade turns the TCP connection into one that requests can be written to: through the proxy,
// if there is one, and encrypted, if the receiver is to be reached by https.
func (x *exchange) upgrade(ctx context.Context, raw net.Conn) (net.Conn, error) {
	stream := raw
	if proxy := x.route.proxy; proxy != nil {
		x.stage = stageProxy
		var err error
		if proxy.Scheme == "https" {
			if stream, err = x.encrypt(ctx, stream, proxy.Hostname()); err != nil {
				return nil, err
			}
		}
		if err = x.tunnel(ctx, stream); err != nil {
			return nil, err
		}
	}
	if !x.route.secure {
		return stream, nil
	}
	x.stage = stageTLS
	begun := time.Now()
	defer func() { x.outcome.Timing.TLS = time.Since(begun) }()
	return x.encrypt(ctx, stream, x.route.name)
}

// encrypt carries out the TLS handshake with a host of that name.
func (x *exchange) encrypt(ctx context.Context, stream net.Conn, name string) (net.Conn, error) {
	config := x.client.dialer.tls.Clone()
	config.ServerName = name
	encrypted := tls.Client(stream, config)
	if err := encrypted.HandshakeContext(ctx); err != nil {
		return nil, err
	}
	return encrypted, nil
}
