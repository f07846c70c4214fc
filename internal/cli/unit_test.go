package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"

	"postback/internal/call"
	"postback/internal/diag"
	"postback/internal/report"
)

// TestColored is the decision table of colour: --color, NO_COLOR, FORCE_COLOR and CLICOLOR_FORCE,
// TERM=dumb, and last whether the stream is a terminal, which a buffer is not.
func TestColored(t *testing.T) {
	t.Parallel()
	tests := []struct {
		flag string
		env  string
		want bool
	}{
		{"auto", "", false},
		{"always", "", true},
		{"never", "", false},
		{"always", "NO_COLOR=1 TERM=dumb", true},
		{"never", "FORCE_COLOR=1 CLICOLOR_FORCE=1", false},
		{"auto", "NO_COLOR=1 FORCE_COLOR=1", false},
		{"auto", "NO_COLOR=0 FORCE_COLOR=1", false},
		{"auto", "NO_COLOR= FORCE_COLOR=1", true},
		{"auto", "FORCE_COLOR=1 TERM=dumb", true},
		{"auto", "FORCE_COLOR=3", true},
		{"auto", "FORCE_COLOR=0", false},
		{"auto", "FORCE_COLOR=", false},
		{"auto", "CLICOLOR_FORCE=1", true},
		{"auto", "CLICOLOR_FORCE=0", false},
		{"auto", "FORCE_COLOR=0 CLICOLOR_FORCE=1", true},
		{"auto", "TERM=dumb", false},
		{"auto", "TERM=xterm", false},
	}
	for _, tt := range tests {
		env := map[string]string{}
		for pair := range strings.FieldsSeq(tt.env) {
			name, value, _ := strings.Cut(pair, "=")
			env[name] = value
		}
		a := &app{env: testEnv(env, "", io.Discard, io.Discard, nil), global: globalFlags{color: tt.flag}}
		if got := a.colored(io.Discard); got != tt.want {
			t.Errorf("--color %s %s: %t", tt.flag, tt.env, got)
		}
	}
}

// TestTerminals: neither a buffer nor a file is a terminal, and neither has a width.
func TestTerminals(t *testing.T) {
	t.Parallel()
	f, err := os.Open(file(t, "x", ""))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	for _, stream := range []any{io.Discard, f, nil} {
		if isTerminal(stream) || terminalWidth(stream) != 0 {
			t.Errorf("%T is a terminal of %d columns", stream, terminalWidth(stream))
		}
	}
}

func TestFailOn(t *testing.T) {
	t.Parallel()
	type count struct{ bad, all int }
	tests := []struct {
		value         string
		matters, fine []count
	}{
		{"any", []count{{1, 1}, {1, 100}}, []count{{0, 0}, {0, 9}}},
		{"never", nil, []count{{0, 0}, {1, 1}, {9, 9}}},
		{"all", []count{{1, 1}, {9, 9}}, []count{{0, 1}, {8, 9}}},
		{">5%", []count{{1, 1}, {6, 100}, {51, 1000}}, []count{{5, 100}, {50, 1000}, {0, 0}}},
		{">0%", []count{{1, 1000}}, []count{{0, 9}, {0, 0}}},
		{">99.5%", []count{{1000, 1000}, {996, 1000}}, []count{{995, 1000}}},
	}
	for _, tt := range tests {
		f := &failOn{mode: failAny}
		if err := f.Set(tt.value); err != nil || f.String() != tt.value || f.Type() == "" {
			t.Errorf("%s: %v, reads back as %s", tt.value, err, f)
		}
		for _, c := range tt.matters {
			if !f.matters(c.bad, c.all) {
				t.Errorf("%s: %d of %d do not matter", f, c.bad, c.all)
			}
		}
		for _, c := range tt.fine {
			if f.matters(c.bad, c.all) {
				t.Errorf("%s: %d of %d matter", f, c.bad, c.all)
			}
		}
	}
	for _, value := range []string{"", "some", "Any", "5%", ">5", ">%", ">-1%", ">100%", ">NaN%", ">Inf%", "> 5%", ">x%"} {
		f := &failOn{mode: failAll}
		if err := f.Set(value); err == nil || f.mode != failAll {
			t.Errorf("%q is taken for %s", value, f)
		}
	}
}

// TestEventList: names and the platform's spellings, in the order given and once each; all stands
// for itself.
func TestEventList(t *testing.T) {
	t.Parallel()
	tests := []struct {
		names []string
		want  []call.Event
		fault string
	}{
		{[]string{"all"}, nil, ""},
		{[]string{" ALL "}, nil, ""},
		{[]string{"payout"}, []call.Event{call.Payout}, ""},
		{[]string{"payout", "Connected (Answered)", "PAYOUT", "incoming", "connected"}, []call.Event{call.Payout, call.Connected, call.Incoming}, ""},
		{[]string{"Call Complete", "ConvertedCall"}, []call.Event{call.Completed, call.Converted}, ""},
		{nil, nil, "--event names no event; leave it out for every event that the call reached"},
		{[]string{"all", "payout"}, nil, "--event all stands for itself; drop the other events"},
		{[]string{"payout", "all"}, nil, "--event all stands for itself; drop the other events"},
		{[]string{"convertd"}, nil, `unknown event "convertd"; did you mean converted?`},
		{[]string{"al"}, nil, `unknown event "al"; did you mean all?`},
		{[]string{"hangup"}, nil, `unknown event "hangup"; expected one of incoming, connected, completed, converted, error, payout, finalized, recording, all`},
		{[]string{""}, nil, `unknown event ""; expected one of incoming, connected, completed, converted, error, payout, finalized, recording, all`},
	}
	for _, tt := range tests {
		got, err := (&selection{events: tt.names}).eventList()
		if diff := cmp.Diff(tt.want, got); diff != "" || message(err) != tt.fault {
			t.Errorf("%q: %q (-want +got):\n%s", tt.names, message(err), diff)
		}
		if err != nil {
			checkCode(t, err, CodeUsage)
		}
	}
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func checkCode(t *testing.T, err error, want Code) {
	t.Helper()
	if got := codeOf(t.Context(), &cobra.Command{}, err); got != want {
		t.Errorf("%v has the code %d, want %d", err, got, want)
	}
}

// TestOverrides: a token in every way of writing it, and a value that may hold anything.
func TestOverrides(t *testing.T) {
	t.Parallel()
	tests := []struct{ assignment, key, value string }{
		{"tag:User:gclid=abc", "user:gclid", "abc"},
		{"User:gclid=abc", "user:gclid", "abc"},
		{"[tag:User:gclid]=abc", "user:gclid", "abc"},
		{" Call:InboundCallId =RGB", "call:InboundCallId", "RGB"},
		{"User:First name=", "user:First name", ""},
		{"User:a=b=c ", "user:a", "b=c "},
	}
	for _, tt := range tests {
		got, err := (&selection{sets: []string{tt.assignment}}).overrides()
		if err != nil || len(got) != 1 || got[0].Token.Key() != tt.key || got[0].Value != tt.value {
			t.Errorf("%q: %+v %v", tt.assignment, got, err)
		}
	}
	for _, assignment := range []string{"", "=", "gclid=abc", "User:gclid", "User:=x", "[User:a|User:b]=x"} {
		_, err := (&selection{sets: []string{"User:a=b", assignment}}).overrides()
		if err == nil || !strings.Contains(err.Error(), "as in 'tag:User:gclid=abc'") {
			t.Errorf("%q: %v", assignment, err)
			continue
		}
		checkCode(t, err, CodeUsage)
	}
}

// TestCodes: every error knows its code; what comes from cobra itself is a wrong invocation; a
// signal goes before all.
func TestCodes(t *testing.T) {
	t.Parallel()
	sending := &cobra.Command{Annotations: map[string]string{sendsAnnotation: "yes"}}
	closed := outputError(fmt.Errorf("write: %w", syscall.EPIPE))
	tests := []struct {
		command *cobra.Command
		err     error
		want    Code
	}{
		{&cobra.Command{}, nil, CodeOK},
		{&cobra.Command{}, errors.New("from cobra"), CodeUsage},
		{&cobra.Command{}, fmt.Errorf("around: %w", fail(CodeInput, io.EOF)), CodeInput},
		{&cobra.Command{}, aboutFlag("x", failf(CodeUsage, "x")), CodeUsage},
		{&cobra.Command{}, silently(CodeNotDelivered), CodeNotDelivered},
		{&cobra.Command{}, silently(CodeOK), CodeOK},
		{&cobra.Command{}, outputError(io.ErrShortWrite), CodeOutput},
		{&cobra.Command{}, outputError(nil), CodeOK},
		{&cobra.Command{}, closed, CodeOK},
		{sending, closed, CodeOutput},
	}
	for _, tt := range tests {
		if got := codeOf(t.Context(), tt.command, tt.err); got != tt.want {
			t.Errorf("%v: %d, want %d", tt.err, got, tt.want)
		}
	}
	for signal, want := range map[syscall.Signal]Code{syscall.SIGINT: CodeInterrupted, syscall.SIGTERM: CodeTerminated} {
		ctx, cancel := context.WithCancelCause(t.Context())
		cancel(signalError{signal})
		if got := codeOf(ctx, &cobra.Command{}, fail(CodeOutput, io.EOF)); got != want {
			t.Errorf("%s: %d, want %d", signalError{signal}, got, want)
		}
	}
	if !errors.Is(fail(CodeInput, io.EOF), io.EOF) || !errors.Is(aboutFlag("x", io.EOF), io.EOF) {
		t.Error("a failure hides its cause")
	}
}

// TestExitTable: every code of the contract is documented, in every help text.
func TestExitTable(t *testing.T) {
	t.Parallel()
	table := exitTable()
	for _, code := range []Code{0, 1, 2, 3, 4, 5, 6, 130, 143} {
		if !strings.Contains(table, fmt.Sprintf("\n  %3d  ", code)) && !strings.HasPrefix(table, fmt.Sprintf("  %3d  ", code)) {
			t.Errorf("no code %d in\n%s", code, table)
		}
	}
	for _, args := range [][]string{{"--help"}, {"render", "--help"}, {"fire", "-h"}, {"listen", "--help"}, {"list", "tokens", "--help"}, {"help", "version"}} {
		r := invoke(t, nil, "", args...)
		if r.expect(t, CodeOK); !strings.Contains(r.stdout, table) {
			t.Errorf("%s does not document the exit codes", args)
		}
	}
}

func TestSmallWords(t *testing.T) {
	t.Parallel()
	if got := listWords(nil) + listWords([]string{"a"}) + listWords([]string{"a", "b"}) + listWords([]string{"a", "b", "c"}); got != "aa and ba, b and c" {
		t.Errorf("got %q", got)
	}
	if got := report.Count(0, "call") + report.Count(1, "call") + report.Count(2, "call"); got != "0 calls1 call2 calls" {
		t.Errorf("got %q", got)
	}
	if got := diag.OrOneOf("jsn", []string{"json", "text"}) + diag.OrOneOf("x", []string{"json", "text"}); got != "; did you mean json?; expected one of json, text" {
		t.Errorf("got %q", got)
	}
	env := withoutVariable([]string{"A=1", "POSTBACK_TO=x", "POSTBACK_TOO=y"}, "POSTBACK_TO")
	if diff := cmp.Diff([]string{"A=1", "POSTBACK_TOO=y"}, env); diff != "" {
		t.Error(diff)
	}
	if env := OSEnv("v1"); env.Stdin != os.Stdin || env.Version != "v1" || len(env.Args) != len(os.Args)-1 {
		t.Errorf("environment of the process: %+v", env)
	}
}
