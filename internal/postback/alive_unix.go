//go:build unix

package postback

import (
	"errors"
	"net"
	"syscall"
)

// silence returns a function that asks the system whether a connection has neither been closed
// by the other side nor has anything to read. It does not block and reads nothing.
func silence(raw net.Conn) func() bool {
	carrier, ok := raw.(syscall.Conn)
	if !ok {
		return func() bool { return true }
	}
	socket, err := carrier.SyscallConn()
	if err != nil {
		return func() bool { return false }
	}
	var peeked error
	var one [1]byte
	peek := func(fd uintptr) {
		_, _, peeked = syscall.Recvfrom(int(fd), one[:], syscall.MSG_PEEK)
	}
	return func() bool {
		return socket.Control(peek) == nil && errors.Is(peeked, syscall.EAGAIN)
	}
}
