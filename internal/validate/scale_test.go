package validate_test

import (
	"fmt"
	"strings"
	"testing"

	"postback/internal/validate"
)

// A large account: every rule over a thousand pixels.
func BenchmarkRun(b *testing.B) {
	var definitions strings.Builder
	definitions.WriteString("pixels:\n")
	for i := range 1000 {
		fmt.Fprintf(&definitions, "  - name: Sale %d\n    fire_on: converted\n    url: https://receiver.test/p%d?id=[Call:InboundCallId]&amount=[Call:ConversionAmount]&state=[tag:InboundNumber:State]\n", i, i)
	}
	set, loaded := load(b, definitions.String())
	for b.Loop() {
		validate.Run(set, loaded, validate.Options{})
	}
}

// The same in one body that is wrong a thousand times.
func BenchmarkRunManyFindings(b *testing.B) {
	var body strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&body, `"m%d":[1,[2,3],{"id":"[callId]","click":"{click_id}","token":"YOUR_TOKEN","when":"%%5BCall:CallDateTime%%5D"}],`, i)
	}
	set, loaded := load(b, inJSON("{"+strings.TrimSuffix(body.String(), ",")+"}"))
	for b.Loop() {
		validate.Run(set, loaded, validate.Options{})
	}
}
