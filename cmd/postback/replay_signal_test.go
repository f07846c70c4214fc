//go:build unix

package main

import (
	"bufio"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// replayUnderWay is a replay of one call whose postback has arrived and is not answered.
type replayUnderWay struct {
	t        *testing.T
	command  *exec.Cmd
	said     chan string // a line at a time; closed at the end
	text     strings.Builder
	journal  string
	release  chan struct{} // closed to have the receiver answer
	received chan struct{}
}

func startReplay(t *testing.T) *replayUnderWay {
	t.Helper()
	r := &replayUnderWay{t: t, said: make(chan string, 1000), release: make(chan struct{}), received: make(chan struct{}, 10)}
	receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, request *http.Request) {
		r.received <- struct{}{}
		select {
		case <-r.release:
		case <-request.Context().Done():
		}
	}))
	t.Cleanup(receiver.Close)
	folder := t.TempDir()
	pixels, calls := filepath.Join(folder, "pixels.yaml"), filepath.Join(folder, "calls.ndjson")
	r.journal = calls + ".journal"
	for path, content := range map[string]string{
		pixels: `pixels: [{name: A, fire_on: incoming, url: "https://a.example/?id=[Call:InboundCallId]"}]`,
		calls:  `{"inboundCallId": "c1"}` + "\n" + `{"inboundCallId": "c2"}` + "\n",
	} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r.command = exec.Command("postback", "replay", "-f", pixels, "-c", calls, "--to", receiver.URL, "--jobs", "1")
	said, err := r.command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := r.command.Start(); err != nil {
		t.Fatal(err)
	}
	go r.listen(said)
	r.wait(r.received, "the first request")
	return r
}

// listen takes in what the command says.
func (r *replayUnderWay) listen(stderr io.Reader) {
	defer close(r.said)
	for scanner := bufio.NewScanner(stderr); scanner.Scan(); {
		r.said <- scanner.Text()
	}
}

func (r *replayUnderWay) wait(event <-chan struct{}, what string) {
	r.t.Helper()
	select {
	case <-event:
	case <-time.After(time.Minute):
		r.t.Fatalf("no sign of %s", what)
	}
}

// interrupt interrupts the command and waits until it says something about that.
func (r *replayUnderWay) interrupt(says string) {
	r.t.Helper()
	if err := r.command.Process.Signal(os.Interrupt); err != nil {
		r.t.Fatal(err)
	}
	for line := range r.said {
		r.text.WriteString(line + "\n")
		if strings.HasPrefix(line, says) {
			return
		}
	}
	r.t.Fatalf("it does not say %q but\n%s", says, r.text.String())
}

// end waits for the command and holds its exit code and what it said against what is wanted.
func (r *replayUnderWay) end(code int, says ...string) {
	r.t.Helper()
	for line := range r.said {
		r.text.WriteString(line + "\n")
	}
	_ = r.command.Wait()
	if got := r.command.ProcessState.ExitCode(); got != code {
		r.t.Errorf("exit code %d, want %d", got, code)
	}
	for _, text := range says {
		if !strings.Contains(r.text.String(), text) {
			r.t.Errorf("it does not say %q but\n%s", text, r.text.String())
		}
	}
}

func TestAnInterruptedReplayFinishesWhatIsUnderWay(t *testing.T) {
	t.Parallel()
	r := startReplay(t)
	r.interrupt("interrupted: waiting for what is under way")
	close(r.release)
	r.end(130, "2 fired: 1 unverified, 1 unsent · 2 calls\n", "to go on: postback replay -f ", "postback: interrupted\n")
	if n := len(r.received); n != 0 {
		t.Errorf("%d more requests", n)
	}
	r.holds("answered     1 ", "unsent       1 ")
}

func TestASecondInterruptGivesUpWhatIsUnderWay(t *testing.T) {
	t.Parallel()
	r := startReplay(t)
	r.interrupt("interrupted: waiting for what is under way")
	r.interrupt("given up")
	r.end(130, "2 fired: 1 failed, 1 unsent · 1 of them in doubt · 2 calls\n", "to go on: postback replay -f ")
	r.holds("unknown      1 ", "unsent       1 ")
}

// holds looks into the journal.
func (r *replayUnderWay) holds(rows ...string) {
	r.t.Helper()
	show := output(r.t, "postback", "journal", "show", r.journal)
	for _, row := range rows {
		if !strings.Contains(show, row) {
			r.t.Errorf("the journal does not hold %q but\n%s", row, show)
		}
	}
}
