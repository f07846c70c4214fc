//go:build unix

package main

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// TestSignalsEndTheProgram interrupts fire while it waits for an answer.
func TestSignalsEndTheProgram(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		signal syscall.Signal
		code   int
	}{
		{syscall.SIGINT, 130},
		{syscall.SIGTERM, 143},
	} {
		t.Run(c.signal.String(), func(t *testing.T) {
			t.Parallel()
			arrived := make(chan struct{})
			receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				close(arrived) // a second request would panic: there must be none
				<-r.Context().Done()
			}))
			defer receiver.Close()
			code, stderr := interrupted(t, c.signal, arrived, "fire", "-e", "incoming,connected", "--to", receiver.URL)
			if code != c.code {
				t.Errorf("exit code %d, want %d; it said:\n%s", code, c.code, stderr)
			}
			if want := "1 pixel not sent\n1 fired: 1 failed · 4 skipped (--all shows why)\npostback: interrupted\n"; stderr != want {
				t.Errorf("stderr:\n%s\nwant:\n%s", stderr, want)
			}
		})
	}
}

// interrupted runs postback with the Kayzen example and sends it a signal once the channel is
// closed. It returns the exit code and what was written to stderr.
func interrupted(t *testing.T, signal os.Signal, when <-chan struct{}, args ...string) (code int, stderr string) {
	t.Helper()
	kayzen := filepath.Join("..", "..", "examples", "kayzen")
	command := exec.Command("postback", append(args, "-f", kayzen, "-c", filepath.Join(kayzen, "call.json"))...)
	command.Env = append(os.Environ(), "KAYZEN_API_KEY=demo-key")
	talk, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	select {
	case <-when:
	case <-time.After(20 * time.Second):
		t.Error("no request arrived")
	}
	if err := command.Process.Signal(signal); err != nil {
		t.Error(err)
	}
	text, _ := io.ReadAll(talk)
	var ended *exec.ExitError
	if err := command.Wait(); err != nil && !errors.As(err, &ended) {
		t.Fatal(err)
	}
	return command.ProcessState.ExitCode(), string(text)
}
