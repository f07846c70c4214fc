package cli

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

// TestOutputFile: a file appears when it is complete, even if the answer is no; a failure leaves the
// old one and nothing else.
func TestOutputFile(t *testing.T) {
	t.Parallel()
	const rendered = "https://a.example/?id=RGB1&x=1\n"
	tests := []struct {
		name, stdin string
		args        string
		code        Code
		want        string
	}{
		{"complete", oneCall, "-e incoming", CodeOK, rendered},
		{"several calls", oneCall + oneCall, "", CodeOK, rendered + rendered},
		{"the answer is no", `{"wasBlocked":true}`, "", CodeNo, ""},
		{"a call that cannot be read", oneCall + `{"a":`, "", CodeInput, "old"},
		{"a call that is passed over", oneCall + "\n{\"a\":}\n" + oneCall, "--on-bad-call skip", CodeOK, rendered + rendered},
		{"no call", "", "", CodeInput, "old"},
		{"an unknown campaign", oneCall, "--campaign x", CodeInput, "old"},
		{"an unknown format", oneCall, "--format x", CodeUsage, "old"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			out := file(t, "out.txt", "old")
			args := append([]string{"render", "--format", "url", "-o", out}, strings.Fields(tt.args)...)
			r := invoke(t, nil, tt.stdin, inputs(t, args...)...)
			r.expect(t, tt.code)
			if got := read(t, out); got != tt.want || r.stdout != "" {
				t.Errorf("the file holds %q, want %q; stdout %q", got, tt.want, r.stdout)
			}
			if entries, err := os.ReadDir(filepath.Dir(out)); err != nil || len(entries) != 1 {
				t.Errorf("left behind: %v %v", entries, err)
			}
		})
	}
}

// TestOutputBeforeFault: on a stream, what came before a fault is shown.
func TestOutputBeforeFault(t *testing.T) {
	t.Parallel()
	campaigns := definitions + "campaigns: [{name: C, pixels: [First]}, {name: D, pixels: [Second]}]\n"
	for _, second := range []string{`{"a":}`, `{"campaignName":"E"}`} {
		stdin := `{"campaignName":"C","inboundCallId":"RGB1"}` + "\n" + second
		r := invoke(t, nil, stdin, "render", "-f", file(t, "p.yaml", campaigns), "-c", "-", "--format", "url")
		r.expect(t, CodeInput, "<stdin>:2")
		if r.stdout != "https://a.example/?id=RGB1&x=\n" {
			t.Errorf("stdout: %q", r.stdout)
		}
	}
}

// TestOutputPlaces: links stay links, modes stay as they are, devices are written to, and what
// cannot be written is exit 6.
func TestOutputPlaces(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("no links and modes of this kind")
	}
	dir := t.TempDir()
	secret, link := filepath.Join(dir, "secret"), filepath.Join(dir, "link")
	if err := errors.Join(os.WriteFile(secret, []byte("old"), 0o600), os.Symlink("secret", link)); err != nil {
		t.Fatal(err)
	}
	render := func(out string) result {
		return invoke(t, nil, oneCall, inputs(t, "render", "--format", "url", "-o", out)...)
	}
	render(link).expect(t, CodeOK)
	info, err := os.Lstat(link)
	if err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link became %v %v", info, err)
	}
	if info, err := os.Stat(secret); err != nil || info.Mode().Perm() != 0o600 || !strings.HasPrefix(read(t, secret), "https://") {
		t.Errorf("the file behind the link: %v %v", info, err)
	}
	render("/dev/null").expect(t, CodeOK)
	if info, err := os.Stat("/dev/null"); err != nil || info.Mode().IsRegular() {
		t.Errorf("/dev/null became %v %v", info, err)
	}
	if r := render("-"); r.stdout == "" || r.code != 0 {
		t.Errorf("- is not stdout: %+v", r)
	}
	render(dir).expect(t, CodeOutput, "cannot write the output: ")
	render(filepath.Join(dir, "no", "such", "folder")).expect(t, CodeOutput, "cannot write the output: ")
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 2 {
		t.Errorf("left behind: %v %v", entries, err)
	}
}

// TestRenameFails: a file that cannot take its place is removed.
func TestRenameFails(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "out")
	f, err := createBeside(path)
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(path, "in the way"), "")
	if err := finish(f, path, true); err == nil {
		t.Error("no error")
	}
	if _, err := os.Stat(f.Name()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the temporary file is still there: %v", err)
	}
}

// failing is a stream that fails with an error.
type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// TestFailingStdout: output that cannot be written is exit 6, in every format and command; a reader
// that has gone has seen enough, unless postbacks were sent.
func TestFailingStdout(t *testing.T) {
	t.Parallel()
	full, gone := errors.New("no space left on device"), &os.PathError{Op: "write", Path: "|1", Err: syscall.EPIPE}
	var stderr bytes.Buffer
	run := func(err error, args ...string) int {
		stderr.Reset()
		return Main(testEnv(nil, oneCall, failing{err}, &stderr, args))
	}
	for _, format := range []string{"text", "json", "ndjson", "url", "curl"} {
		args := inputs(t, "render", "--format", format)
		if code := run(full, args...); code != int(CodeOutput) || !strings.Contains(stderr.String(), "cannot write the output: no space left on device") {
			t.Errorf("%s: exit %d, %s", format, code, stderr.String())
		}
		if code := run(gone, args...); code != int(CodeOK) || strings.Contains(stderr.String(), "postback:") {
			t.Errorf("%s, reader gone: exit %d, %s", format, code, stderr.String())
		}
	}
	for _, args := range [][]string{{"version"}, {"list", "events"}, {"list", "tokens", "--format", "json"}, {"list", "rules"}} {
		if code := run(full, args...); code != int(CodeOutput) {
			t.Errorf("%s: exit %d, %s", args, code, stderr.String())
		}
	}
}

// TestFailingStdin: what cannot be read is unusable input.
func TestFailingStdin(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	env := testEnv(nil, "", &out, &out, inputs(t, "render"))
	env.Stdin = io.MultiReader(strings.NewReader(oneCall[:10]), failingReader{})
	if code := Main(env); code != int(CodeInput) || !strings.Contains(out.String(), "unplugged") {
		t.Errorf("exit %d: %s", code, out.String())
	}
}

type failingReader struct{}

func (failingReader) Read([]byte) (int, error) { return 0, errors.New("unplugged") }
