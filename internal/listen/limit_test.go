package listen

import (
	"errors"
	"io"
	"net"
	"testing"
)

// TestLimited: a connection more than there may be waits until another one ends.
func TestLimited(t *testing.T) {
	t.Parallel()
	listener, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	l := newLimited(listener, 2)
	accepted := make(chan net.Conn, 3)
	ended := make(chan error, 1)
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				ended <- err
				return
			}
			accepted <- conn
		}
	}()
	for range 3 {
		conn, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = conn.Close() })
	}
	first, second := <-accepted, <-accepted
	if len(l.semaphore) != 2 || len(accepted) != 0 {
		t.Errorf("%d are open, and %d more were accepted", len(l.semaphore), len(accepted))
	}
	_ = first.Close()
	_ = first.Close() // makes room for one, and not for two
	third := <-accepted
	if _, err := io.WriteString(third, "x"); err != nil || len(l.semaphore) != 2 {
		t.Errorf("the third: %v, %d are open", err, len(l.semaphore))
	}
	_ = l.Close()
	_ = l.Close()
	if err := <-ended; !errors.Is(err, net.ErrClosed) {
		t.Errorf("Accept after Close: %v", err)
	}
	_, _ = second.Close(), third.Close()
}
