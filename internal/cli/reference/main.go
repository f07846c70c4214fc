// Command reference writes man pages, a page of Markdown for each command, and completion scripts
// into a folder. Releases are made of them; `make docs` puts the Markdown into internal/cli/docs.
package main

import (
	"fmt"
	"os"
	"strconv"
	"time"

	"postback/internal/cli"
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: reference VERSION FOLDER DATE, the date in seconds since 1970")
		os.Exit(2)
	}
	if err := write(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func write(version, folder, date string) error {
	seconds, err := strconv.ParseInt(date, 10, 64)
	if err != nil {
		return err
	}
	return cli.Reference{Version: version, Date: time.Unix(seconds, 0).UTC()}.Write(folder)
}
