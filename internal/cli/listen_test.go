package cli

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net/http"
	"os"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"postback/internal/diag"
	"postback/internal/listen"
)

// locked is a buffer that several goroutines may write to.
type locked struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *locked) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *locked) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// TestChild is what listen runs: it sends one request to its receiver.
func TestChild(t *testing.T) {
	to := os.Getenv("POSTBACK_TO")
	if to == "" {
		t.Skip("this is no child of listen")
	}
	response, err := http.Get(to + "/v1?x=1")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if _, err := io.Copy(os.Stdout, response.Body); err != nil {
		t.Fatal(err)
	}
}

// listening runs listen and returns its URL, and what ends the run and gives its code and output.
func listening(t *testing.T, stdout io.Writer, args ...string) (url string, end func() int) {
	t.Helper()
	r, w := io.Pipe()
	code := make(chan int, 1)
	go func() {
		code <- Main(testEnv(nil, "", stdout, w, append([]string{"listen", "--address", "127.0.0.1:0"}, args...)))
		_ = w.Close()
	}()
	talk := bufio.NewScanner(r)
	if !talk.Scan() {
		t.Fatal("no word from the receiver")
	}
	url, _, _ = strings.Cut(strings.TrimPrefix(talk.Text(), "listening on "), ",")
	go func() { _, _ = io.Copy(io.Discard, r) }() // or the receiver waits for somebody to listen
	return url, func() int {
		select {
		case c := <-code:
			return c
		case <-time.After(20 * time.Second):
			t.Fatal("the receiver goes on")
			return -1
		}
	}
}

// TestListen: every request is shown and answered with the status asked for, until there were
// enough.
func TestListen(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"text", "ndjson"} {
		var stdout locked
		url, end := listening(t, &stdout, "--status", "404", "--max-requests", "2", "--format", format)
		for range 2 {
			response, err := http.Get(url + "/v1?city=a%20b")
			if err != nil {
				t.Fatal(err)
			}
			_ = response.Body.Close()
			if response.StatusCode != http.StatusNotFound {
				t.Errorf("answered %s", response.Status)
			}
		}
		if code := end(); code != 0 {
			t.Errorf("exit %d", code)
		}
		if out := stdout.String(); strings.Count(out, "/v1") != 2 || !strings.Contains(out, "a b") {
			t.Errorf("%s:\n%s", format, out)
		}
	}
}

// TestListenStdoutFails: a receiver that cannot show what it gets ends.
func TestListenStdoutFails(t *testing.T) {
	t.Parallel()
	url, end := listening(t, failing{errors.New("no space left on device")})
	if response, err := http.Get(url); err == nil {
		_ = response.Body.Close()
	}
	if code := end(); code != int(CodeOutput) {
		t.Errorf("exit %d", code)
	}
}

// TestListenChild: listen runs a command that knows its URL, and ends with its exit code.
func TestListenChild(t *testing.T) {
	t.Parallel()
	run := func(args ...string) (int, string, string) {
		var stdout, stderr locked
		code := Main(testEnv(nil, "", &stdout, &stderr, append([]string{"listen"}, args...)))
		return code, stdout.String(), stderr.String()
	}
	code, stdout, stderr := run("--", os.Args[0], "-test.run=^TestChild$", "-test.v")
	if code != 0 || !strings.Contains(stdout, "#1 GET /v1") || !strings.Contains(stdout, "OK") {
		t.Errorf("exit %d\n%s\n%s", code, stdout, stderr)
	}
	if code, _, _ := run("--", "sh", "-c", "exit 7"); code != 7 {
		t.Errorf("exit %d", code)
	}
	if code, _, _ := run("--", "sh", "-c", "kill -9 $$"); code != 128+9 {
		t.Errorf("exit %d", code)
	}
	if code, _, stderr := run("--", "no-such-command-at-all"); code != int(CodeUsage) || !strings.Contains(stderr, "cannot run no-such-command-at-all: ") {
		t.Errorf("exit %d: %s", code, stderr)
	}
}

// TestListenAddress: the environment chooses the address even with a command, for which listen
// would otherwise take a free port.
func TestListenAddress(t *testing.T) {
	t.Parallel()
	taken, end := listening(t, io.Discard, "--max-requests", "1")
	address := strings.TrimPrefix(taken, "http://")
	invoke(t, map[string]string{"POSTBACK_ADDRESS": address}, "", "listen", "--", "true").expect(t, CodeUsage, "cannot listen: ")
	response, err := http.Get(taken)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	end()
}

// TestListenRefuses: what is no way to call it.
func TestListenRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct{ args, want string }{
		{"extra", "listen takes no arguments; put -- before a command to run"},
		{"--format json", `--format "json" is not supported here; expected one of text, ndjson`},
		{"--status 99", "cannot answer with status 99"},
		{"--address 192.0.2.1:80", "other machines can reach"},
		{"--max-requests x", `invalid argument "x" for "--max-requests" flag`},
	}
	for _, tt := range tests {
		invoke(t, nil, "", append([]string{"listen"}, strings.Fields(tt.args)...)...).expect(t, CodeUsage, tt.want)
	}
}

// TestListenInterrupted: an interrupt is the usual way to end it.
func TestListenInterrupted(t *testing.T) {
	_, end := listening(t, io.Discard)
	if err := syscall.Kill(syscall.Getpid(), syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if code := end(); code != int(CodeTerminated) {
		t.Errorf("exit %d", code)
	}
}

// TestListenHelpRules: the rules file that the help shows can be used as it is.
func TestListenHelpRules(t *testing.T) {
	t.Parallel()
	_, example, found := strings.Cut(listenHelp(), "  rules:\n")
	example, _, _ = strings.Cut(example, "\n\n")
	rules, faults := listen.ReadRules(diag.NewSource("help", []byte("rules:\n"+example)))
	if !found || len(faults) > 0 || len(rules) != 3 {
		t.Errorf("%d rules, %v", len(rules), faults)
	}
}

// TestListenSaysWhereThePageIs, unless there is none, or nobody who could look.
func TestListenSaysWhereThePageIs(t *testing.T) {
	t.Parallel()
	const where = "requests can be watched at http://127.0.0.1:"
	closed := failing{errors.New("full")} // ends the run with the first request
	for flags, want := range map[string]bool{"": true, "--no-page": false} {
		var stderr locked
		done := make(chan int, 1)
		go func() {
			args := append([]string{"listen", "--address", "127.0.0.1:0"}, strings.Fields(flags)...)
			done <- Main(testEnv(nil, "", closed, &stderr, args))
		}()
		url := ""
		for url == "" {
			_, url, _ = strings.Cut(stderr.String(), "listening on ")
			url, _, _ = strings.Cut(url, ",")
			runtime.Gosched()
		}
		if response, err := http.Get(url); err == nil {
			_ = response.Body.Close()
		}
		<-done
		if said := strings.Contains(stderr.String(), where); said != want {
			t.Errorf("%q: %s", flags, stderr.String())
		}
	}
	invoke(t, nil, "", "listen", "--", "true").expect(t, CodeOK)
	if r := invoke(t, nil, "", "listen", "--", "true"); strings.Contains(r.stderr, where) {
		t.Errorf("with a command: %s", r.stderr)
	}
}
