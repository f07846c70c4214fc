package cli

import (
	"bufio"
	"io"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestWatch: cases run again when a file changes that they depend on, until an interrupt. It is not
// parallel: the interrupt is one of this process.
func TestWatch(t *testing.T) {
	folder := t.TempDir()
	pixels := filepath.Join(folder, "pixels.yaml")
	const right = "pixels: [{name: P, fire_on: incoming, url: 'https://a.example/?a=1'}]\n"
	write(t, pixels, right)
	write(t, filepath.Join(folder, "call.json"), `{"inboundCallId":"RGB1"}`)
	cases := filepath.Join(folder, "pixels_test.yaml")
	write(t, cases, "cases: [{name: one, event: incoming, call: call.json, expect: [{pixel: P, parameters: {a: 1}}]}]\n")

	reader, writer := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		code := Main(testEnv(nil, "", io.Discard, writer, []string{"test", "--watch", folder}))
		_ = writer.Close()
		ended <- code
	}()
	talk := bufio.NewScanner(reader)
	await := func(want string) {
		t.Helper()
		for talk.Scan() {
			if strings.Contains(talk.Text(), want) {
				return
			}
		}
		t.Fatalf("it ended without saying %q", want)
	}
	await("1 case: 1 passed")
	await("watching")
	write(t, pixels, strings.Replace(right, "a=1", "b=1", 1))
	await("1 case: 0 passed, 1 failed")
	await("watching")
	write(t, pixels, "pixels: [{name: P}]\n")
	await("no case ran")
	await("watching")
	write(t, filepath.Join(folder, "more_test.yaml"), "cases: [{name: two, event: incoming, call: call.json, expect: [P]}]\n")
	await("no case ran")
	await("watching")
	write(t, pixels, right)
	await("2 cases: 2 passed")
	await("watching")
	if err := syscall.Kill(syscall.Getpid(), syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	await("interrupted")
	go func() { _, _ = io.Copy(io.Discard, reader) }()
	if code := <-ended; code != int(CodeInterrupted) {
		t.Errorf("exit %d", code)
	}
}
