package postback

import (
	"net/url"
	"slices"
	"sync"
	"time"
)

// pool keeps the routes and, for each, the connections that wait for their next request. The
// one used last is handed out first, so that those which are not needed grow old and are closed.
type pool struct {
	endpoint    *location // where everything goes, nil for where the request says
	chooseProxy func(*url.URL) (*url.URL, error)
	permit      func(host string) bool // nil permits all
	denyPrivate bool
	maxIdle     int
	idleTimeout time.Duration

	mu     sync.Mutex
	routes map[routeKey]*route
	swept  time.Time // when sweep ran last
	closed bool
}

// routeKey is what a route is found by.
type routeKey struct {
	secure    bool
	authority string // as written
}

func newPool(o Options) *pool {
	p := &pool{
		chooseProxy: o.Proxy,
		permit:      o.Permit,
		denyPrivate: o.DenyPrivate,
		maxIdle:     o.MaxIdle,
		idleTimeout: o.IdleTimeout,
		routes:      map[routeKey]*route{},
	}
	if o.Endpoint != nil {
		p.endpoint = &location{secure: o.Endpoint.Scheme == "https", authority: []byte(o.Endpoint.Host)}
	}
	return p
}

// enter returns the route for a location and counts the caller among its users, until leave.
func (p *pool) enter(l location) (*route, error) {
	if p.endpoint != nil {
		l = *p.endpoint
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	r := p.routes[routeKey{l.secure, string(l.authority)}]
	if r == nil {
		var err error
		if r, err = p.newRoute(l); err != nil {
			return nil, err
		}
		p.routes[routeKey{l.secure, string(l.authority)}] = r
	}
	r.users++
	return r, nil
}

// newRoute makes the route for a location, its proxy chosen.
func (p *pool) newRoute(l location) (*route, error) {
	r, err := newRoute(l.secure, string(l.authority))
	if err != nil {
		return nil, err
	}
	if r.proxy, err = p.chooseProxy(r.url()); err != nil {
		return nil, invalid("the proxy for this receiver is set to something that is not a URL")
	}
	return r, p.forbid(r)
}

// leave ends what enter began. Now and then it cleans up.
func (p *pool) leave(r *route, now time.Time) {
	p.mu.Lock()
	r.users--
	expired := p.sweep(now)
	p.mu.Unlock()
	closeAll(expired)
}

// take returns an idle connection, nil when there is none that may be used.
func (p *pool) take(r *route, now time.Time) *conn {
	for {
		c := p.pop(r)
		if c == nil || now.Before(c.expires) && c.quiet() {
			return c
		}
		c.close()
	}
}

func (p *pool) pop(r *route) *conn {
	p.mu.Lock()
	defer p.mu.Unlock()
	last := len(r.idle) - 1
	if last < 0 {
		return nil
	}
	c := r.idle[last]
	r.idle[last] = nil
	r.idle = r.idle[:last]
	return c
}

// put keeps a connection for the next request, or closes it.
func (p *pool) put(r *route, c *conn, now time.Time) {
	c.expires = now.Add(min(p.idleTimeout, c.patience))
	p.mu.Lock()
	keep := !p.closed && len(r.idle) < p.maxIdle
	if keep {
		r.idle = append(r.idle, c)
	}
	p.mu.Unlock()
	if !keep {
		c.close()
	}
}

// sweep removes what has expired and the routes that nobody uses, if it is time again, so that
// neither piles up while requests go to ever new receivers. It returns the connections to be closed.
func (p *pool) sweep(now time.Time) []*conn {
	if now.Sub(p.swept) < p.idleTimeout {
		return nil
	}
	p.swept = now
	return p.remove(func(c *conn) bool { return !now.Before(c.expires) })
}

// remove takes out the idle connections that match, and the routes that are then of no use.
func (p *pool) remove(matches func(*conn) bool) (removed []*conn) {
	for key, r := range p.routes {
		for _, c := range r.idle {
			if matches(c) {
				removed = append(removed, c)
			}
		}
		r.idle = slices.DeleteFunc(r.idle, matches)
		if len(r.idle) == 0 && r.users == 0 {
			delete(p.routes, key)
		}
	}
	return removed
}

// purge closes all idle connections, to make room for another one, and reports whether there were any.
func (p *pool) purge() bool {
	p.mu.Lock()
	idle := p.remove(func(*conn) bool { return true })
	p.mu.Unlock()
	closeAll(idle)
	return len(idle) > 0
}

// close closes the idle connections; those in use are closed by put.
func (p *pool) close() {
	p.mu.Lock()
	p.closed = true
	idle := p.remove(func(*conn) bool { return true })
	p.mu.Unlock()
	closeAll(idle)
}

// closeAll is called without the lock: closing a TLS connection writes to it.
func closeAll(conns []*conn) {
	for _, c := range conns {
		c.close()
	}
}
