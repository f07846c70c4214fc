package yamldoc

import (
	"fmt"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"postback/internal/diag"
)

// manyPixels is a definitions file with n pixels as people write them.
func manyPixels(n int) string {
	var b strings.Builder
	b.WriteString("pixels:\n")
	for i := range n {
		fmt.Fprintf(&b, `  - name: Kayzen CTV - Converted %d
    fire_on: converted
    url: https://api.example/v1/ev?api_key=${env:KEY}&call_id=[Call:InboundCallId]&ts=[Call:CallDateTime]
    method: POST
    headers:
      X-Call-Id: "[Call:InboundCallId]"
    content_type: application/json
    body: '{"ids":[["[Call:InboundCallId]"]]}'
    filters:
      - {tag: "CallLength:FromConnect", greater_than: 90}
      - {tag: "User:gclid", exists: true}
`, i)
	}
	return b.String()
}

// BenchmarkParse reads 200 files of 50 pixels each; the budget is half a second for all.
func BenchmarkParse(b *testing.B) {
	content := []byte(manyPixels(50))
	b.SetBytes(int64(200 * len(content)))
	b.ReportAllocs()
	for b.Loop() {
		for range 200 {
			if _, ds := Parse(diag.NewSource("pixels.yaml", content)); len(ds) > 0 {
				b.Fatal(ds)
			}
		}
	}
}

// BenchmarkLibrary is the part of BenchmarkParse that is not ours.
func BenchmarkLibrary(b *testing.B) {
	content := manyPixels(50)
	b.SetBytes(int64(200 * len(content)))
	b.ReportAllocs()
	for b.Loop() {
		for range 200 {
			var doc yaml.Node
			if err := yaml.NewDecoder(strings.NewReader(content)).Decode(&doc); err != nil {
				b.Fatal(err)
			}
		}
	}
}
