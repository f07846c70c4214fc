package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"postback/internal/config"
	"postback/internal/diag"
	"postback/internal/pixel"
	"postback/internal/validate"
)

// A very large account, in files as people keep them: 200 files with a campaign of 50 pixels each.
const (
	benchFiles  = 200
	benchPixels = 50
)

// mega is the bytes of a MB.
const mega = 1 << 20

// BenchmarkValidate measures the whole program and, apart, its two halves:
//
//	process  the CPU seconds that a run takes, in the program and in the kernel, and its memory
//	load     reading the definitions, and what they hold in memory
//	rules    checking them, and the same
func BenchmarkValidate(b *testing.B) {
	folder := b.TempDir()
	for i := range benchFiles {
		path := filepath.Join(folder, fmt.Sprintf("campaign%03d.yaml", i))
		if err := os.WriteFile(path, []byte(benchFile(i)), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("process", func(b *testing.B) { benchProcess(b, folder) })
	set, loaded := benchLoad(b, folder)
	b.Run("load", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			benchLoad(b, folder)
		}
		reportHeap(b)
	})
	b.Run("rules", func(b *testing.B) {
		b.ReportAllocs()
		var found diag.List
		for b.Loop() {
			found = validate.Run(set, loaded, validate.Options{})
		}
		b.ReportMetric(float64(len(found)), "findings")
		reportHeap(b)
	})
	runtime.KeepAlive(set)
}

// benchProcess runs the program as a user does, with its findings printed.
func benchProcess(b *testing.B, folder string) {
	var cpu, peak float64
	for b.Loop() {
		command := exec.Command("postback", "validate", folder)
		command.Stdout = io.Discard
		var ended *exec.ExitError
		if err := command.Run(); !errors.As(err, &ended) || ended.ExitCode() != 1 {
			b.Fatal("the definitions have findings, but:", err)
		}
		cpu += (command.ProcessState.UserTime() + command.ProcessState.SystemTime()).Seconds()
		peak = max(peak, peakMemory(command.ProcessState))
	}
	b.ReportMetric(cpu/float64(b.N), "cpu-s/op")
	if peak > 0 {
		b.ReportMetric(peak/mega, "peak-MB")
	}
}

func benchLoad(b *testing.B, folder string) (*pixel.Set, diag.List) {
	b.Helper()
	set, loaded, err := config.Load([]string{folder}, config.Options{Lookup: os.LookupEnv})
	if err != nil {
		b.Fatal(err)
	}
	return set, loaded
}

// reportHeap adds what is in use now.
func reportHeap(b *testing.B) {
	b.Helper()
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.HeapAlloc)/mega, "live-MB")
}

// benchFile is one campaign with pixels of every kind, most of them right.
func benchFile(i int) string {
	var text, names strings.Builder
	text.WriteString("pixels:\n")
	events := []string{"incoming", "connected", "completed", "converted", "payout"}
	for n := range benchPixels {
		name := fmt.Sprintf("Pixel %d-%d", i, n)
		fmt.Fprintf(&text, "  - name: %s\n    fire_on: %s\n%s", name, events[n%len(events)], benchRequest(i, n))
		fmt.Fprintf(&names, "      - %s\n", name)
	}
	fmt.Fprintf(&text, "campaigns:\n  - name: Campaign %d\n    tracking_id: \"%d\"\n    pixels:\n%s    publishers:\n", i, 4000+i, names.String())
	fmt.Fprintf(&text, "      - {name: Publisher %d, id: AF%06d, sub_id: \"%d\"}\n", i, i, i)
	return text.String()
}

func benchRequest(i, n int) string {
	const tokens = "call_id=[Call:InboundCallId]&caller=[tag:InboundNumber:Number-NoPlus]&state=[tag:InboundNumber:State]&zip=[tag:Geo:ZipCode|tag:User:zip]"
	switch n % 10 {
	case 0, 1:
		return fmt.Sprintf(`    url: https://receiver%d.test/hooks/%d
    method: POST
    content_type: application/json
    headers:
      Authorization: Bearer ${env:API_KEY}
      X-Call-Id: "[Call:InboundCallId]"
    body: |
      {
        "kind": "event-%d",
        "call": {"id": "[Call:InboundCallId]", "caller": "[Call:CallerNumber]", "start": "[Call:CallDateTime]"},
        "labels": [["phone", "[tag:Campaign:Name]", "[tag:Publisher:Name]"]]
      }
`, i, n, n)
	case 2:
		return fmt.Sprintf("    url: https://receiver%d.test/forms/%d\n    method: POST\n    content_type: application/x-www-form-urlencoded\n    body: %s&kind=form-%d\n", i, n, tokens, n)
	case 3:
		return fmt.Sprintf(`    url: https://receiver%d.test/p?%s&kind=filtered-%d
    filters:
      - {tag: "InboundNumber:State", equals: [CA, NV, AZ, OR, WA, TX]}
      - {tag: "User:gclid", exists: true}
      - any:
          - {tag: "Publisher:Name", contains: media}
          - {tag: "CallInfo:IsDuplicate", equals: "no"}
`, i, tokens, n)
	case 4: // wrong in several ways
		return fmt.Sprintf("    url: http://receiver%d.test/p?%s&&kind=sale&kind=%d&token=letmein&x={click_id}\n", i, tokens, n)
	}
	return fmt.Sprintf("    url: https://receiver%d.test/p?%s&kind=event-%d&offer=[tag:Campaign:TrackingId]&aff=[tag:Publisher:SubId]\n", i, tokens, n)
}
