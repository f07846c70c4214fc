package cli

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"postback/internal/listen"
)

// waitForChild is how long a command that was interrupted may take to end.
const waitForChild = 5 * time.Second

// serveWhile serves for as long as the command runs and ends with its exit code.
func (a *app) serveWhile(ctx context.Context, server *listen.Server, command []string) error {
	serving, stop := context.WithCancel(ctx)
	served := make(chan error, 1)
	go func() { served <- server.Serve(serving) }()
	err := a.child(ctx, command, server.URL())
	stop()
	if serveErr := <-served; serveErr != nil {
		return fail(CodeOutput, serveErr)
	}
	if failed := outputFailure(ctx); failed != nil {
		return failed
	}
	var exit *exec.ExitError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &exit):
		return silently(exitCodeOf(exit))
	}
	return failf(CodeUsage, "cannot run %s: %w", command[0], err)
}

// exitCodeOf is the exit code of a command, as a shell sees it when a signal ended it.
func exitCodeOf(exit *exec.ExitError) Code {
	const killed = 128
	if status, ok := exit.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return killed + Code(status.Signal())
	}
	return Code(exit.ExitCode())
}

// child runs the command with the receiver's URL in its environment. An interrupt reaches it from
// the terminal too, so it is given the time to end by itself.
func (a *app) child(ctx context.Context, command []string, url string) error {
	c := exec.CommandContext(ctx, command[0], command[1:]...) //nolint:gosec // the command is the user's own
	c.Stdin, c.Stdout, c.Stderr = a.env.Stdin, a.env.Stdout, a.env.Stderr
	c.Env = append(withoutVariable(os.Environ(), envName("to")), envName("to")+"="+url)
	c.Cancel = func() error { return c.Process.Signal(os.Interrupt) }
	c.WaitDelay = waitForChild
	return c.Run()
}

// withoutVariable is the environment without one of its variables.
func withoutVariable(environment []string, name string) []string {
	var kept []string
	for _, entry := range environment {
		if !strings.HasPrefix(entry, name+"=") {
			kept = append(kept, entry)
		}
	}
	return kept
}
