//go:build !linux || 386 || s390x

package main

import (
	"fmt"
	"os"
)

// cannotForbid is the exit code of nosocket where sockets cannot be forbidden.
const cannotForbid = 77

// nosocket works on Linux only.
func nosocket([]string) int {
	fmt.Fprintln(os.Stderr, "nosocket: sockets cannot be forbidden on this system")
	return cannotForbid
}
