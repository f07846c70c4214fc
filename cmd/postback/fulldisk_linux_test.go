package main

import (
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestADiskThatRunsFull keeps the journal on a disk that has room for a part of it. It needs the right to
// mount one.
func TestADiskThatRunsFull(t *testing.T) {
	t.Parallel()
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=64k"); err != nil {
		t.Skip("no file system can be mounted:", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(disk, 0) })
	c := &chaos{folder: t.TempDir(), jobs: 16, calls: 1000}
	c.write(t)
	counter := &counter{arrived: map[string]int{}}
	receiver := httptest.NewServer(counter)
	defer receiver.Close()
	journal := filepath.Join(disk, "journal")
	replay := func() (code int, stderr string) {
		command := exec.Command("postback", "replay", "-q", "-f", c.path("pixels.yaml"), "-c", c.path("calls.ndjson"),
			"--journal", journal, "--to", receiver.URL, "--jobs", fmt.Sprint(c.jobs))
		var said strings.Builder
		command.Stderr = &said
		_ = command.Run()
		return command.ProcessState.ExitCode(), said.String()
	}
	code, stderr := replay()
	if code != 6 || !strings.Contains(stderr, "cannot keep the journal: ") || !strings.Contains(stderr, "no space left on device") {
		t.Fatalf("exit code %d: %s", code, stderr)
	}
	if n := counter.different(); n == 0 || n == 2*c.calls {
		t.Fatalf("%d postbacks arrived before the disk was full", n)
	}
	if code, stderr = replay(); code != 6 {
		t.Errorf("while it is full: exit code %d: %s", code, stderr)
	}
	if err := syscall.Mount("tmpfs", disk, "tmpfs", syscall.MS_REMOUNT, "size=4m"); err != nil {
		t.Fatal(err)
	}
	if code, stderr = replay(); code != 5 && code != 0 {
		t.Fatalf("with room again: exit code %d: %s", code, stderr)
	}
	receiver.Close()
	c.judge(t, journal, counter)
	if c.received+c.unknown < 2*c.calls || c.unknown > 2*c.calls/101+c.jobs+1 {
		t.Errorf("%d received, %d unknown", c.received, c.unknown)
	}
	if err := os.Remove(journal); err != nil {
		t.Error(err)
	}
}
