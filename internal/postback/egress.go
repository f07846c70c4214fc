package postback

import (
	"context"
	"net"
	"strings"
	"syscall"
	"time"

	"code.dny.dev/ssrf"
)

// blocked is why the options forbid to send, in words of our own.
type blocked string

func (e blocked) Error() string { return string(e) }

// guardedDial is the dialer of the net package under the rules of the options.
func (o Options) guardedDial() func(ctx context.Context, network, address string) (net.Conn, error) {
	dialer := &net.Dialer{Resolver: o.resolver()}
	if o.DenyPrivate {
		dialer.Control = publicOnly()
	}
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		return dialer.DialContext(ctx, network, o.resolved(address))
	}
}

// resolver looks up names. Left to itself the net package would wait for a silent name server long
// after the exchange has ended.
func (o Options) resolver() *net.Resolver {
	return &net.Resolver{
		PreferGo: o.nameServer != "",
		Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
			if o.nameServer != "" {
				network, address = "udp", o.nameServer
			}
			c, err := new(net.Dialer).DialContext(ctx, network, address)
			if err == nil {
				context.AfterFunc(ctx, func() { _ = c.SetDeadline(time.Unix(1, 0)) })
			}
			return c, err
		},
	}
}

// resolved replaces the host in "host:port" by the address that Resolve gives it.
func (o Options) resolved(address string) string {
	if len(o.Resolve) == 0 {
		return address
	}
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return address
	}
	host = strings.ToLower(host)
	for _, name := range []string{net.JoinHostPort(host, port), host} {
		if ip, ok := o.Resolve[name]; ok {
			return net.JoinHostPort(ip, port)
		}
	}
	return address
}

// publicOnly refuses addresses that are not public. The system is about to connect to what it is
// given, so that no second look-up of a name can lead elsewhere.
func publicOnly() func(network, address string, _ syscall.RawConn) error {
	guardian := ssrf.New(ssrf.WithAnyPort())
	return func(network, address string, socket syscall.RawConn) error {
		if guardian.Safe(network, address, socket) == nil {
			return nil
		}
		host, _, err := net.SplitHostPort(address)
		if err != nil {
			host = address
		}
		return blocked(host + " is not a public address, and --deny-private lets no other pass")
	}
}

// forbid says why no request may take this route; nil when one may.
func (p *pool) forbid(r *route) error {
	switch {
	case p.endpoint == nil && p.permit != nil && !p.permit(r.name):
		return blocked("--allow-host does not name the host " + r.name)
	case p.denyPrivate && r.proxy != nil:
		return blocked("the proxy " + r.hop() + " would choose the address, so that --deny-private could not be kept; NO_PROXY goes past it")
	}
	return nil
}
