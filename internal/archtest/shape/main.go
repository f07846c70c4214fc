// Command shape prints where the code of this module is largest and most tangled: a list to look
// at, not a gate. Tests and testdata do not count.
//
// Usage, from the root of the module:
//
//	go run ./internal/archtest/shape
package main

import (
	"fmt"
	"os"
)

func main() {
	files, err := measureTree(os.DirFS("."))
	if err == nil {
		err = write(os.Stdout, files)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "shape:", err)
		os.Exit(1)
	}
}
