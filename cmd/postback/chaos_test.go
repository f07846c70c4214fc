//go:build unix

package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

var kills = flag.Int("kills", 8, "how often TestKilledAtRandom kills a replay")

// TestKilledAtRandom kills replays at random moments, with a receiver that counts and now and then hangs
// up without an answer. In the end every postback has arrived once, or is named as unknown.
func TestKilledAtRandom(t *testing.T) {
	t.Parallel()
	const calls = 300
	c := &chaos{folder: t.TempDir(), jobs: 16, calls: calls}
	c.write(t)
	for round := 0; c.killed < *kills; round++ {
		c.round(t, round)
	}
	t.Logf("%d kills, %d postbacks, %d of them unknown, %d of those arrived", c.killed, c.received, c.unknown, c.unknownArrived)
}

// chaos is a folder with definitions and calls, and what came of replaying them.
type chaos struct {
	folder      string
	jobs, calls int

	killed, received, unknown, unknownArrived int
}

func (c *chaos) path(name string) string { return filepath.Join(c.folder, name) }

// write writes the definitions, with two pixels for each call.
func (c *chaos) write(t *testing.T) {
	t.Helper()
	pixels := `pixels:
  - {name: A, fire_on: incoming, url: "http://a.example/?id=[Call:InboundCallId]&pixel=A"}
  - {name: B, fire_on: incoming, url: "http://b.example/?id=[Call:InboundCallId]&pixel=B"}
`
	if err := os.WriteFile(c.path("pixels.yaml"), []byte(pixels), 0o600); err != nil {
		t.Fatal(err)
	}
	var lines strings.Builder
	for i := range c.calls {
		fmt.Fprintf(&lines, "{\"inboundCallId\": \"RGB%06d\"}\n", i)
	}
	if err := os.WriteFile(c.path("calls.ndjson"), []byte(lines.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}

// round replays all calls with one journal, killing every run but the last.
func (c *chaos) round(t *testing.T, round int) {
	t.Helper()
	journal := c.path(fmt.Sprintf("%d.journal", round))
	counter := &counter{arrived: map[string]int{}}
	server := httptest.NewServer(counter)
	defer server.Close()
	for done := false; !done && c.killed < *kills; {
		done = !c.life(t, journal, server.URL, counter, true)
	}
	c.life(t, journal, server.URL, counter, false)
	server.Close() // which waits for what it has got last
	c.judge(t, journal, counter)
	if err := os.Remove(journal); err != nil {
		t.Fatal(err)
	}
}

// life runs one replay, and kills it when so many requests have arrived or so much time has passed. It
// reports whether it was killed before it ended.
func (c *chaos) life(t *testing.T, journal, url string, counter *counter, kill bool) (killed bool) {
	t.Helper()
	command := exec.Command("postback", "replay", "-q", "-f", c.path("pixels.yaml"), "-c", c.path("calls.ndjson"),
		"--journal", journal, "--to", url, "--jobs", fmt.Sprint(c.jobs))
	var said strings.Builder
	command.Stderr = &said
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	if kill {
		counter.at(rand.IntN(2*c.calls), func() { _ = command.Process.Kill() })
	}
	if kill && rand.IntN(3) == 0 {
		defer time.AfterFunc(rand.N(60*time.Millisecond), func() { _ = command.Process.Kill() }).Stop()
	}
	err := command.Wait()
	counter.at(-1, nil)
	switch code := command.ProcessState.ExitCode(); {
	case code == -1:
		c.killed++
		return true
	case code != 0 && code != 5:
		t.Fatalf("replay ended with %v:\n%s", err, said.String())
	}
	return false
}

// judge holds what arrived against what the journal says.
func (c *chaos) judge(t *testing.T, journal string, counter *counter) {
	t.Helper()
	unknown := map[string]bool{}
	for line := range strings.Lines(output(t, "postback", "journal", "export", journal, "--state", "unknown")) {
		var entry struct {
			CallID string `json:"call_id"`
			Pixel  string `json:"pixel"`
		}
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			t.Fatal(err)
		}
		unknown[entry.CallID+entry.Pixel] = true
	}
	for i := range c.calls {
		for _, pixel := range []string{"A", "B"} {
			key := fmt.Sprintf("RGB%06d%s", i, pixel)
			switch n := counter.arrived[key]; {
			case n > 1:
				t.Errorf("%s arrived %d times", key, n)
			case n == 0 && !unknown[key]:
				t.Errorf("%s was lost", key)
			case n == 1 && unknown[key]:
				c.unknownArrived++
			}
		}
	}
	if len(counter.arrived) > 2*c.calls {
		t.Errorf("%d different postbacks arrived", len(counter.arrived))
	}
	c.received += len(counter.arrived)
	c.unknown += len(unknown)
}

// counter is a receiver that counts what arrives and hangs up on some of it.
type counter struct {
	mu      sync.Mutex
	arrived map[string]int
	total   int
	target  int // of total
	reached func()
}

// at has something done when so many more requests have arrived.
func (c *counter) at(n int, do func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.target, c.reached = c.total+n, do
}

// different is how many different postbacks have arrived.
func (c *counter) different() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.arrived)
}

// ServeHTTP implements [http.Handler].
func (c *counter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	c.arrived[r.URL.Query().Get("id")+r.URL.Query().Get("pixel")]++
	c.total++
	total := c.total
	if c.reached != nil && total >= c.target {
		c.reached()
		c.reached = nil
	}
	c.mu.Unlock()
	const hangup = 101
	if total%hangup == 0 {
		panic(http.ErrAbortHandler)
	}
	w.WriteHeader(http.StatusNoContent)
}
