//go:build linux

package cli

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"
	"unsafe"
)

// terminal is a pseudo terminal: what is written to it, and what it shows.
func terminal(t *testing.T) (screen, tty *os.File) {
	t.Helper()
	screen, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skip("no pseudo terminals:", err)
	}
	t.Cleanup(func() { _ = screen.Close() })
	var number, locked uint32
	for request, argument := range map[uintptr]*uint32{syscall.TIOCGPTN: &number, syscall.TIOCSPTLCK: &locked} {
		if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, screen.Fd(), request, uintptr(unsafe.Pointer(argument))); errno != 0 {
			t.Skip("no pseudo terminals:", errno)
		}
	}
	tty, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skip("no pseudo terminals:", err)
	}
	return screen, tty
}

// onTerminal runs the program with stderr on a terminal and returns what that shows.
func onTerminal(t *testing.T, stdin string, args ...string) (code int, shown string) {
	t.Helper()
	screen, tty := terminal(t)
	var stdout, seen bytes.Buffer
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		_, _ = io.Copy(&seen, screen) // ends with an error when the other side closes
	}()
	code = Main(testEnv(map[string]string{"NO_COLOR": "1"}, stdin, &stdout, tty, args))
	_ = tty.Close()
	<-watched
	return code, strings.ReplaceAll(seen.String(), "\r\n", "\n")
}

// TestAnnounce: a person is told how much goes where before it does.
func TestAnnounce(t *testing.T) {
	t.Parallel()
	url, _ := echo(t)
	code, shown := onTerminal(t, oneCall, inputs(t, "fire", "--to", url, "-e", "incoming,payout")...)
	want := "sending 2 requests to " + url + " in place of a.example, b.example\n2 fired: 2 unverified\n"
	if code != 0 || shown != want {
		t.Errorf("exit %d, showed %q, want %q", code, shown, want)
	}
	code, shown = onTerminal(t, oneCall, inputs(t, "fire", "-e", "incoming", "--resolve", "a.example:127.0.0.1", "--deny-private")...)
	if code != int(CodeNotDelivered) || !strings.HasPrefix(shown, "sending 1 request to a.example\n") {
		t.Errorf("exit %d, showed %q", code, shown)
	}
	if _, shown = onTerminal(t, oneCall, inputs(t, "fire", "-q", "--to", url)...); shown != "" {
		t.Errorf("quiet: showed %q", shown)
	}
	if r := invoke(t, nil, oneCall, inputs(t, "fire", "--to", url)...); strings.Contains(r.stderr, "sending") {
		t.Errorf("announced where nobody looks: %s", r.stderr)
	}
}
