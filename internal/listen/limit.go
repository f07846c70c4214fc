package listen

import (
	"net"
	"sync"
)

// maxConnections is how many senders are served at once; further ones wait to be accepted.
const maxConnections = 512

// limited accepts no more connections at once than its semaphore holds. Unlike those of x/net its
// connections remain TCP connections, which can be reset.
type limited struct {
	*net.TCPListener
	semaphore chan struct{}
	closed    chan struct{}
	close     func()
}

func newLimited(listener *net.TCPListener, limit int) *limited {
	closed := make(chan struct{})
	return &limited{listener, make(chan struct{}, limit), closed, sync.OnceFunc(func() { close(closed) })}
}

// Accept implements [net.Listener].
func (l *limited) Accept() (net.Conn, error) {
	select {
	case l.semaphore <- struct{}{}:
	case <-l.closed:
		return nil, net.ErrClosed
	}
	conn, err := l.AcceptTCP()
	if err != nil {
		<-l.semaphore
		return nil, err
	}
	return &limitedConn{conn, sync.OnceFunc(func() { <-l.semaphore })}, nil
}

// Close implements [net.Listener].
func (l *limited) Close() error {
	l.close()
	return l.TCPListener.Close()
}

// limitedConn makes room for another one when it is closed.
type limitedConn struct {
	*net.TCPConn
	release func()
}

// Close implements [net.Conn].
func (c *limitedConn) Close() error {
	defer c.release()
	return c.TCPConn.Close()
}
