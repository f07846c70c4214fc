package cli

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// result is what a run of the program left behind.
type result struct {
	code           int
	stdout, stderr string
}

// invoke runs the program in this process with nothing in its environment but what it is given.
func invoke(t testing.TB, env map[string]string, stdin string, args ...string) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code := Main(testEnv(env, stdin, &stdout, &stderr, args))
	return result{code, stdout.String(), stderr.String()}
}

func testEnv(env map[string]string, stdin string, stdout, stderr io.Writer, args []string) Env {
	return Env{
		Args: args, Stdin: strings.NewReader(stdin), Stdout: stdout, Stderr: stderr, Version: "v0-test",
		Lookup: func(name string) (string, bool) {
			value, ok := env[name]
			return value, ok
		},
	}
}

// expect checks the exit code and what the talk contains.
func (r result) expect(t testing.TB, code Code, talk ...string) {
	t.Helper()
	if r.code != int(code) {
		t.Errorf("exit %d, want %d\nstdout: %s\nstderr: %s", r.code, code, r.stdout, r.stderr)
	}
	for _, want := range talk {
		if !strings.Contains(r.stderr, want) {
			t.Errorf("no %q in\n%s", want, r.stderr)
		}
	}
}

// file writes a file into a folder of its own and returns its path.
func file(t testing.TB, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	write(t, path, content)
	return path
}

func write(t testing.TB, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func read(t testing.TB, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// definitions has two pixels: one for incoming, one for payout.
const definitions = `
pixels:
  - {name: First, fire_on: incoming, url: "https://a.example/?id=[Call:InboundCallId]&x=[User:x]"}
  - {name: Second, fire_on: payout, url: "https://b.example/?id=[Call:InboundCallId]"}
`

// inputs writes the definitions and returns the arguments that name them; the call is on stdin.
func inputs(t testing.TB, args ...string) []string {
	t.Helper()
	return append([]string{args[0], "-f", file(t, "pixels.yaml", definitions), "-c", "-"}, args[1:]...)
}

const oneCall = `{"inboundCallId":"RGB1","tag:User:x":"1"}`
