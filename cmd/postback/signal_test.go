//go:build unix

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
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

// TestInterruptEndsRender interrupts a dry run that waits for more calls: those that it has are
// complete in its output, and the document is closed.
func TestInterruptEndsRender(t *testing.T) {
	t.Parallel()
	kayzen := filepath.Join("..", "..", "examples", "kayzen")
	command := exec.Command("postback", "render", "-f", kayzen, "-c", "-", "-e", "incoming", "--format", "json", "--jobs", "3")
	command.Env = append(os.Environ(), "KAYZEN_API_KEY=demo-key")
	calls, errIn := command.StdinPipe()
	out, errOut := command.StdoutPipe()
	if err := errors.Join(errIn, errOut, command.Start()); err != nil {
		t.Fatal(err)
	}
	const n = 2000
	go func() {
		for i := range n {
			_, _ = fmt.Fprintf(calls, `{"inboundCallId":"RGB%d"}`+"\n", i)
		}
	}()
	var document bytes.Buffer
	results := bufio.NewReader(out)
	for range n + 1 { // the head of the document is a line
		line, err := results.ReadBytes('\n')
		if document.Write(line); err != nil {
			t.Fatal(err)
		}
	}
	if err := command.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if _, err := document.ReadFrom(results); err != nil {
		t.Error(err)
	}
	var ended *exec.ExitError
	if err := command.Wait(); !errors.As(err, &ended) || ended.ExitCode() != 130 {
		t.Errorf("it ended with %v", err)
	}
	var all struct {
		Results []struct {
			Seq    int
			CallID string `json:"call_id"`
		}
	}
	if err := json.Unmarshal(document.Bytes(), &all); err != nil || len(all.Results) != n {
		t.Fatalf("%v, %d results", err, len(all.Results))
	}
	if last := all.Results[n-1]; last.Seq != n || last.CallID != fmt.Sprintf("RGB%d", n-1) {
		t.Errorf("the last result is %+v", last)
	}
}
