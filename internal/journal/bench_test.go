package journal

import (
	"fmt"
	"path/filepath"
	"testing"

	"postback/internal/postback"
)

// benchBatch is how many claims replay makes at once.
const benchBatch = 256

// fill claims, begins and ends n postbacks.
func fill(b *testing.B, j *Journal, n int) {
	b.Helper()
	pixel, err := j.Pixel("converted", "Kayzen converted")
	if err != nil {
		b.Fatal(err)
	}
	o := &postback.Outcome{Verdict: postback.Unverified, Status: 200, Attempts: 1}
	for sent := 0; sent < n; sent += benchBatch {
		var numbers []uint64
		for i := range min(benchBatch, n-sent) {
			id := fmt.Appendf(nil, "RGB7F2A9ZC4E1B08D93A6F5%08dV3", sent+i)
			c := Claim{CallID: id, Pixel: pixel, Request: Digest(sent+i) * 0x9E3779B97F4A7C15}
			if s, _ := j.Look(c); s == Fresh {
				numbers = append(numbers, j.Claim(c))
			}
		}
		if err := j.Commit(); err != nil {
			b.Fatal(err)
		}
		for _, number := range numbers {
			begun, err := j.Begin(number)
			if err == nil {
				err = j.End(begun, o)
			}
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkJournal is what a journal adds to a postback.
func BenchmarkJournal(b *testing.B) {
	for _, d := range Durabilities() {
		b.Run(d, func(b *testing.B) {
			j, err := Open(filepath.Join(b.TempDir(), "journal"), Options{Durability: Durability(d), InFlight: 64})
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			b.ResetTimer()
			fill(b, j, b.N)
			if err := j.Close(); err != nil {
				b.Fatal(err)
			}
		})
	}
}

// BenchmarkDigest is the digest of a request of usual length.
func BenchmarkDigest(b *testing.B) {
	r := &postback.Request{Method: "GET", URL: make([]byte, 315)}
	var d Digester
	b.ReportAllocs()
	for b.Loop() {
		d.Digest(r)
	}
}

// BenchmarkResume opens a journal of a million entries.
func BenchmarkResume(b *testing.B) {
	path := filepath.Join(b.TempDir(), "journal")
	j, err := Open(path, Options{Durability: Process, InFlight: 64})
	if err != nil {
		b.Fatal(err)
	}
	fill(b, j, 1_000_000)
	if err := j.Close(); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		j, err := Open(path, Options{InFlight: 64})
		if err != nil {
			b.Fatal(err)
		}
		if err := j.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
