// Command reference writes man pages, a page of Markdown for each command, and completion scripts
// into a folder. Releases are made of them; `make docs` puts the Markdown into internal/cli/docs.
package main

import (
	"fmt"
	"os"

	"postback/internal/cli"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: reference VERSION FOLDER")
		os.Exit(2)
	}
	if err := (cli.Reference{Version: os.Args[1]}).Write(os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
