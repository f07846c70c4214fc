package listen

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/netip"
	"time"
)

// grace is how long the last requests get when a server stops.
const grace = 2 * time.Second

// maxHeader is how many bytes a request's head may have: some senders put very much into a URL.
const maxHeader = 1 << 20

// Server is a [Handler] bound to an address.
type Server struct {
	handler  *Handler
	listener net.Listener
	http     *http.Server
}

// Listen binds the address. Connections are accepted from now on, and served by [Server.Serve].
// An address that other machines can reach is refused unless the options say Public.
func Listen(ctx context.Context, opt Options) (*Server, error) {
	handler, err := NewHandler(opt)
	if err != nil {
		return nil, err
	}
	opt = handler.opt
	listener, err := bind(ctx, opt.Address, opt.Public)
	if err != nil {
		return nil, err
	}
	server := &Server{handler: handler, listener: listener, http: newHTTPServer(handler, opt)}
	// What a request waits for ends when the server stops: a delay, a page that is looked at.
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	server.http.BaseContext = func(net.Listener) context.Context { return running }
	server.http.RegisterOnShutdown(stop)
	return server, nil
}

// newHTTPServer sets the limits that keep a slow or careless sender from holding the receiver.
func newHTTPServer(handler http.Handler, opt Options) *http.Server {
	complaints := opt.Log
	if complaints == nil {
		complaints = log.New(io.Discard, "", 0)
	}
	return &http.Server{
		Handler:        handler,
		ReadTimeout:    opt.Timeout,
		WriteTimeout:   2 * opt.Timeout, // for what is written before an answer has its own limit
		IdleTimeout:    opt.Timeout,
		MaxHeaderBytes: maxHeader,
		ErrorLog:       complaints,
	}
}

// bind listens on the address. Unless it may be public, both what is asked for and what a host
// name turned out to be must be loopback.
func bind(ctx context.Context, address string, public bool) (net.Listener, error) {
	if !public {
		if err := requireLoopback(address); err != nil {
			return nil, err
		}
	}
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("cannot listen: %w", err)
	}
	if bound := listener.Addr().String(); !public && requireLoopback(bound) != nil {
		_ = listener.Close()
		return nil, fmt.Errorf("%s is %s here, which other machines can reach", address, bound)
	}
	tcp, ok := listener.(*net.TCPListener)
	if !ok {
		return nil, fmt.Errorf("cannot listen: %s is no TCP address", address)
	}
	return newLimited(tcp, maxConnections), nil
}

// requireLoopback refuses an address that other machines can reach.
func requireLoopback(address string) error {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("cannot listen on %q: %w", address, err)
	}
	if host == "localhost" {
		return nil
	}
	if ip, err := netip.ParseAddr(host); err == nil && ip.Unmap().IsLoopback() {
		return nil
	}
	return fmt.Errorf("other machines can reach %q, and requests may hold secrets: listen on 127.0.0.1:%s, or allow a public address", address, port)
}

// Addr is the address that is bound, with the port that was chosen.
func (s *Server) Addr() net.Addr { return s.listener.Addr() }

// URL is the address as a URL without a path: "http://127.0.0.1:8080".
func (s *Server) URL() string { return "http://" + s.Addr().String() }

// Serve takes requests until ctx ends, MaxRequests have come or [Server.Shutdown] is called, and
// lets the last ones finish. A stop that was asked for is not an error. It can be called once.
func (s *Server) Serve(ctx context.Context) error {
	served := make(chan error, 1)
	go func() { served <- s.http.Serve(s.listener) }()
	select {
	case err := <-served:
		return unlessStopped(err)
	case <-ctx.Done():
	case <-s.handler.Done():
	}
	s.stop(ctx)
	return unlessStopped(<-served)
}

// stop lets the last requests finish, though not for long, and cuts off the rest.
func (s *Server) stop(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	if s.http.Shutdown(ctx) != nil {
		_ = s.http.Close()
	}
}

// unlessStopped drops the error that tells of an orderly stop.
func unlessStopped(err error) error {
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return fmt.Errorf("cannot go on listening: %w", err)
}

// Shutdown takes no further requests and waits until those under way are answered, or ctx ends:
// then it returns its error, and they go on.
func (s *Server) Shutdown(ctx context.Context) error {
	err := s.http.Shutdown(ctx)
	// The server does not know the listener before Serve; after it, it is closed already.
	_ = s.listener.Close()
	return err
}
