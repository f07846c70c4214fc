package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets the test binary be the program itself: in every test of this package, and in what
// it starts, "postback" is a command on the path. So is "nosocket", see [nosocket].
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"postback": main,
		"nosocket": func() { os.Exit(nosocket(os.Args[1:])) },
	})
}
