package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets the test binary be the program itself: in every test of this package, and in what
// it starts, "postback" is a command on the path. So is "nosocket", see [nosocket].
//
// Under the race detector a program sleeps for a second before it ends; these are hundreds.
func TestMain(m *testing.M) {
	_ = os.Setenv("GORACE", os.Getenv("GORACE")+" atexit_sleep_ms=0")
	testscript.Main(m, map[string]func(){
		"postback": main,
		"nosocket": func() { os.Exit(nosocket(os.Args[1:])) },
	})
}
