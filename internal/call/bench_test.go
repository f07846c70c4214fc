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

func BenchmarkScan(b *testing.B) {
	for name, messy := range map[string]float64{"tidy": 0, "messy": 0.3} {
		data := sampleLog(1000, messy)
		b.Run(name, func(b *testing.B) { benchmarkScan(b, data) })
		b.Run(name+"/encoding-json", func(b *testing.B) { benchmarkMap(b, data) })
	}
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
