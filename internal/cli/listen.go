package cli

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"postback/internal/listen"
	"postback/internal/report"
)

// listenOptions is everything that listen can be told.
type listenOptions struct {
	format      string
	address     string
	public      bool
	status      int
	maxRequests int
}

// waitForChild is how long a command that was interrupted may take to end.
const waitForChild = 5 * time.Second

// defaultListenAddress is where listen waits when nobody says otherwise.
const defaultListenAddress = "127.0.0.1:8080"

func (a *app) listenCommand() *cobra.Command {
	o := &listenOptions{}
	c := &cobra.Command{
		Use:   "listen [flags] [-- COMMAND [ARG...]]",
		Short: "Receive postbacks on this machine and show them decoded",
		Long: `Listen takes requests on the loopback interface, prints each one with its parameters
decoded, and answers all with the same status. It ends at an interrupt, or after
--max-requests.

With a COMMAND it listens on a free port, runs the command with POSTBACK_TO set to
its own URL, so that "postback fire" sends to it, and ends with the command's exit
code.`,
		Example: `  postback listen
  postback listen --status 400 --format ndjson
  postback listen -- postback fire -f examples/kayzen -c examples/kayzen/call.json`,
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			if c.ArgsLenAtDash() != 0 && len(args) > 0 {
				return failf(CodeUsage, "listen takes no arguments; put -- before a command to run")
			}
			if len(args) > 0 && !c.Flags().Changed("address") {
				o.address = listen.DefaultAddress
			}
			return a.listen(c.Context(), o, args)
		},
	}
	flags := c.Flags()
	flags.StringVar(&o.format, "format", report.ReceivedFormats()[0], "output `format`: "+listWords(report.ReceivedFormats()))
	flags.StringVar(&o.address, "address", defaultListenAddress, "`host:port` to listen on; port 0 takes a free one")
	flags.BoolVar(&o.public, "public", false, "allow an address that other machines can reach")
	flags.IntVar(&o.status, "status", 200, "HTTP `status` of every answer")
	flags.IntVar(&o.maxRequests, "max-requests", 0, "stop after this `number` of requests")
	return c
}

func (a *app) listen(ctx context.Context, o *listenOptions, command []string) error {
	if err := (&presentation{format: o.format}).check(report.ReceivedFormats()); err != nil {
		return err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	write := report.NewReceivedWriter(o.format, a.env.Stdout, a.style(a.env.Stdout))
	server, err := listen.Listen(ctx, listen.Options{
		Address: o.address, Public: o.public, Status: o.status, MaxRequests: o.maxRequests,
		OnRequest: func(r *listen.Received) {
			if err := write(r); err != nil {
				cancel(outputError(err))
			}
		},
	})
	if err != nil {
		return failf(CodeUsage, "%w", err)
	}
	a.talk("listening on %s, answering %d", server.URL(), o.status)
	if len(command) > 0 {
		return a.listenWhile(ctx, server, command)
	}
	if err := server.Serve(ctx); err != nil {
		return fail(CodeOutput, err)
	}
	return outputFailure(ctx)
}

// outputFailure is the error of a writer that ended the run; an interrupt is none.
func outputFailure(ctx context.Context) error {
	var f *failure
	if errors.As(context.Cause(ctx), &f) {
		return f
	}
	return nil
}

// listenWhile serves for as long as the command runs and ends with its exit code.
func (a *app) listenWhile(ctx context.Context, server *listen.Server, command []string) error {
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
