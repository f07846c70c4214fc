package call

import (
	"bytes"
	"encoding/json"
	"testing"
)

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

func BenchmarkScan(b *testing.B) { onSamples(b, benchmarkScan) }

// BenchmarkEncodingJSON is what BenchmarkScan is to be compared with.
func BenchmarkEncodingJSON(b *testing.B) { onSamples(b, benchmarkMap) }

func onSamples(b *testing.B, bench func(b *testing.B, data []byte)) {
	b.Run("tidy", func(b *testing.B) { bench(b, sampleLog(1000, 0)) })
	b.Run("messy", func(b *testing.B) { bench(b, sampleLog(1000, 0.3)) })
}

func benchmarkScan(b *testing.B, data []byte) {
	s := NewScanner(askedKeys())
	var rec Record
	rest := data
	b.SetBytes(int64(len(data) / 1000))
	b.ReportAllocs()
	for b.Loop() {
		if len(rest) < 10 {
			rest = data
		}
		end := bytes.IndexByte(rest, '\n') + 1
		if _, err := s.Scan(rest[:end], &rec); err != nil {
			b.Fatal(err)
		}
		rest = rest[end:]
	}
}

func benchmarkMap(b *testing.B, data []byte) {
	lines := bytes.Split(bytes.TrimSpace(data), []byte("\n"))
	b.SetBytes(int64(len(data) / len(lines)))
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		var m map[string]any
		if err := json.Unmarshal(lines[i%len(lines)], &m); err != nil {
			b.Fatal(err)
		}
		i++
	}
}
