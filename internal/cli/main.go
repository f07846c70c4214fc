package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"postback/internal/redact"
)

// Main runs the program and returns its exit code.
func Main(env Env) int {
	ctx, stop := withSignals(context.Background())
	defer stop()
	a := &app{env: env, stdin: &interruptible{ctx: ctx, source: env.Stdin}, known: redact.New()}
	root := a.root()
	command, err := root.ExecuteContextC(ctx)
	code := codeOf(ctx, command, err)
	a.explain(command, err, code)
	return int(code)
}

// app is one run of the program: its environment and the flags that every command has.
type app struct {
	env     Env
	stdin   io.Reader // what definitions and calls are read from
	global  globalFlags
	known   *redact.Redactor  // of the secrets known so far
	sources map[string]string // where a flag's value came from, for those not on the command line
	shared  map[string]bool   // flags whose value the settings file has for all commands
}

// withSignals cancels the context at the first SIGINT or SIGTERM; a second one ends the process
// as it would without us. A closed pipe is no reason to die: the write that meets it fails.
func withSignals(parent context.Context) (ctx context.Context, stop func()) {
	ctx, cancel := context.WithCancelCause(parent)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)
	signal.Ignore(syscall.SIGPIPE)
	go func() {
		select {
		case s := <-signals:
			signal.Stop(signals)
			if number, ok := s.(syscall.Signal); ok {
				cancel(signalError{number})
			}
		case <-ctx.Done():
		}
	}()
	return ctx, func() {
		signal.Stop(signals)
		cancel(nil)
	}
}

// explain prints why the program ends with an error, unless that has been said.
func (a *app) explain(command *cobra.Command, err error, code Code) {
	switch {
	case code == CodeInterrupted || code == CodeTerminated:
		_, _ = fmt.Fprintln(a.env.Stderr, "postback: interrupted")
		return
	case code == CodeOK || errors.Is(err, errSilent):
		return
	}
	palette, message := a.palette(a.env.Stderr), strings.TrimSpace(err.Error())
	if source := a.sourceOf(err); source != "" {
		message = source + ": " + message
	}
	_, _ = fmt.Fprintf(a.env.Stderr, "%s %s\n", palette.Bad("postback:"), a.hide().String(message))
	if flag, ok := aboutWhich(err); ok && a.shared[flag] {
		section := sectionOf(command)
		_, _ = fmt.Fprintf(a.env.Stderr, "in a section \"%s:\" of that file it counts for %s alone\n", section, section)
	}
	if code == CodeUsage {
		_, _ = fmt.Fprintf(a.env.Stderr, "%s\n", palette.Faint("run '"+command.CommandPath()+" --help' for usage"))
	}
}

// sourceOf names the environment variable or the settings file that gave a flag the value that an
// error is about; "" for the command line.
func (a *app) sourceOf(err error) string {
	flag, _ := aboutWhich(err)
	return a.sources[flag]
}
