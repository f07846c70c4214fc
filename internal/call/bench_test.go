package call

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"testing"
)

// perLog is the number of records in the logs that benchmarks read.
const perLog = 1000

// askedKeys are the names that six ordinary pixels ask a record for.
func askedKeys() *Keys {
	k := NewKeys()
	for _, id := range []string{"inboundPhoneNumber", "number", "conversionAmount", "targetName", "campaignId", "isDuplicate"} {
		k.Column(id)
	}
	k.Tag("User", "gclid")
	k.Tag("CallInfo", "IsDuplicate")
	k.Tag("InboundNumber", "State")
	return k
}

// The benchmarks' time is that of one record.

func BenchmarkScan(b *testing.B) { onSamples(b, benchmarkScan) }

// BenchmarkEncodingJSON is what the others are to be compared with.
func BenchmarkEncodingJSON(b *testing.B) { onSamples(b, benchmarkMap) }

func onSamples(b *testing.B, bench func(b *testing.B, data []byte)) {
	for _, sample := range []struct {
		name  string
		messy float64
	}{{"tidy", 0}, {"messy", 0.3}} {
		data := sampleLog(perLog, sample.messy)
		b.Run(sample.name, func(b *testing.B) {
			b.SetBytes(int64(len(data) / perLog))
			b.ReportAllocs()
			bench(b, data)
		})
	}
}

func benchmarkScan(b *testing.B, data []byte) {
	s, rec, rest := NewScanner(askedKeys()), new(Record), data
	for b.Loop() {
		if len(rest) < 2 {
			rest = data
		}
		n, err := s.Scan(rest, rec)
		if err != nil {
			b.Fatal(err)
		}
		rest = rest[n:]
	}
}

func benchmarkMap(b *testing.B, data []byte) {
	lines, i := bytes.Split(bytes.TrimSpace(data), []byte("\n")), 0
	for b.Loop() {
		var m map[string]any
		if err := json.Unmarshal(lines[i%perLog], &m); err != nil {
			b.Fatal(err)
		}
		i++
	}
}

// BenchmarkAnswer reads a record and asks it for everything that six ordinary pixels need.
func BenchmarkAnswer(b *testing.B) {
	onSamples(b, func(b *testing.B, data []byte) {
		keys := askedKeys()
		s, rec, rest, buf := NewScanner(keys), new(Record), data, []byte(nil)
		for b.Loop() {
			if len(rest) < 2 {
				rest = data
			}
			n, err := s.Scan(rest, rec)
			if err != nil || rec.Reached() == 0 {
				b.Fatal(err)
			}
			rest, buf = rest[n:], buf[:0]
			for k := range Key(keys.Len()) {
				buf = rec.AppendText(buf, k)
			}
		}
	})
}

func BenchmarkReader(b *testing.B) {
	log := sampleLog(perLog, 0)
	list := bytes.ReplaceAll(bytes.TrimSpace(log), []byte("\n"), []byte(","))
	for _, shape := range []struct {
		name       string
		head, tail string
		body       []byte
	}{
		{name: "NDJSON", body: log},
		{name: "array", head: "[", body: list, tail: "]"},
		{name: "envelope", head: `{"isSuccessful":true,"report":{"records":[`, body: list, tail: "]}}"},
		{name: "CSV", body: sampleCSV(perLog)},
	} {
		data := []byte(shape.head + string(shape.body) + shape.tail)
		b.Run(shape.name, func(b *testing.B) {
			b.SetBytes(int64(len(data) / perLog))
			b.ReportAllocs()
			r := NewReader(bytes.NewReader(data), ReaderOptions{Keys: askedKeys()})
			for b.Loop() {
				_, err := r.Next()
				if errors.Is(err, io.EOF) {
					r = NewReader(bytes.NewReader(data), ReaderOptions{Keys: askedKeys()})
				} else if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
