// Command postback renders, fires and checks pay-per-call tracking pixels offline.
package main

import (
	"os"

	"postback/internal/cli"
)

// version is set when a release is built.
var version = "dev"

func main() {
	os.Exit(cli.Main(cli.OSEnv(version)))
}
