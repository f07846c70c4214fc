//go:build !unix

package postback

import "net"

// silence cannot be asked for here; a connection that was closed shows when it is used.
func silence(net.Conn) func() bool { return func() bool { return true } }
