package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
)

// Code is an exit status of the program; scripts rely on it.
type Code int

// The exit codes.
const (
	CodeOK           Code = 0
	CodeNo           Code = 1
	CodeUsage        Code = 2
	CodeInput        Code = 3
	CodeRefused      Code = 4
	CodeNotDelivered Code = 5
	CodeOutput       Code = 6
	CodeInterrupted  Code = 130
	CodeTerminated   Code = 143
)

// exitCodes documents every code; help and README are made from it.
var exitCodes = []struct {
	Code    Code
	Meaning string
}{
	{CodeOK, "everything asked for succeeded"},
	{CodeNo, "ran to the end and the answer is no: findings, failed cases, nothing selected, a pixel that cannot be rendered"},
	{CodeUsage, "wrong invocation: unknown command or flag, bad flag, environment or settings value"},
	{CodeInput, "unusable input, nothing was sent: missing file, YAML or JSON syntax, unknown key, unknown campaign"},
	{CodeRefused, "sent and refused: at least one postback was rejected"},
	{CodeNotDelivered, "not delivered: DNS, connect, TLS, timeout, no token, blocked by a flag, or an earlier sending whose end is unknown"},
	{CodeOutput, "the tool's own output failed: journal, report or stdout; stops at once"},
	{CodeInterrupted, "interrupted (SIGINT)"},
	{CodeTerminated, "terminated (SIGTERM)"},
}

// exitTable is the documentation of all exit codes, one line each.
func exitTable() string {
	var b strings.Builder
	for _, c := range exitCodes {
		fmt.Fprintf(&b, "  %3d  %s\n", c.Code, c.Meaning)
	}
	b.WriteString("\nOf 1, 4 and 5 the highest wins.\n")
	return b.String()
}

// failure is an error that knows its exit code. An empty message means that everything there is
// to say has been printed already.
type failure struct {
	code Code
	err  error
}

func (f *failure) Error() string { return f.err.Error() }
func (f *failure) Unwrap() error { return f.err }

// errSilent stands for "the reason has been printed".
var errSilent = errors.New("")

func fail(code Code, err error) error { return &failure{code, err} }

func failf(code Code, format string, args ...any) error {
	return &failure{code, fmt.Errorf(format, args...)}
}

// silently ends the command with a code after it has said why itself.
func silently(code Code) error {
	if code == CodeOK {
		return nil
	}
	return &failure{code, errSilent}
}

// isClosedPipe reports a failure to write to a reader that has gone: it has seen enough, and there is nobody
// left to tell.
func isClosedPipe(err error) bool { return errors.Is(err, syscall.EPIPE) }

// aboutFlag says which flag an error is about, so that it can be told where its value came from.
func aboutFlag(name string, err error) error { return &flagValueError{name, err} }

// aboutWhich is the flag that an error is about, if it is about one.
func aboutWhich(err error) (flag string, ok bool) {
	var fault *flagValueError
	if !errors.As(err, &fault) {
		return "", false
	}
	return fault.flag, true
}

type flagValueError struct {
	flag string
	err  error
}

func (f *flagValueError) Error() string { return f.err.Error() }
func (f *flagValueError) Unwrap() error { return f.err }

// outputError marks a failed write to stdout or to the file that stands for it.
func outputError(err error) error {
	if err == nil {
		return nil
	}
	return &failure{CodeOutput, fmt.Errorf("cannot write the output: %w", err)}
}

// sends reports whether the command sends postbacks: then nothing may get lost, output included.
func sends(command *cobra.Command) bool { return command.Annotations[sendsAnnotation] != "" }

const sendsAnnotation = "sends"

// codeOf is the exit code for what a command returned. What cobra itself returns is a usage
// error: every error from inside a command is a failure.
func codeOf(ctx context.Context, command *cobra.Command, err error) Code {
	if code, ok := interruption(ctx); ok {
		return code
	}
	var f *failure
	switch {
	case err == nil:
		return CodeOK
	case isClosedPipe(err) && !sends(command):
		return CodeOK
	case errors.As(err, &f):
		return f.code
	}
	return CodeUsage
}

// signalError is the cause of a context that a signal has cancelled.
type signalError struct{ signal syscall.Signal }

func (e signalError) Error() string { return e.signal.String() }

func interruption(ctx context.Context) (Code, bool) {
	var s signalError
	if !errors.As(context.Cause(ctx), &s) {
		return 0, false
	}
	if s.signal == syscall.SIGTERM {
		return CodeTerminated, true
	}
	return CodeInterrupted, true
}
