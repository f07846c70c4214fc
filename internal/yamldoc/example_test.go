package yamldoc_test

import (
	"fmt"

	"postback/internal/diag"
	"postback/internal/yamldoc"
)

// A mapping is read key by key; whatever is wrong is in the list at the end.
func ExampleObject() {
	src := diag.NewSource("pixels.yaml", []byte(`name: Kayzen
url: [Call:X]
headers: {X-Call-Id: "[Call:InboundCallId]"}
enabeld: no
`))
	nodes, ds := yamldoc.Parse(src)
	pixel := yamldoc.NewObject(nodes[0], "the pixel", &ds)
	name, _ := pixel.RequiredText("name")
	pixel.RequiredText("url")
	enabled := pixel.Bool("enabled", true)
	for _, header := range pixel.Object("headers").Entries() {
		if value, ok := yamldoc.AsText(header.Value, "the header", &ds); ok {
			fmt.Printf("%s: %s (%s)\n", header.Key, value, value.Span(1, 5))
		}
	}
	pixel.Close()
	fmt.Println(name, enabled)
	for _, d := range ds {
		fmt.Println(d)
	}
	// Output:
	// X-Call-Id: [Call:InboundCallId] (pixels.yaml:3:24)
	// Kayzen true
	// pixels.yaml:2:6: error: this is read as a YAML list; put quotes around it: "[Call:X]" [unquoted-token]
	// pixels.yaml:4:1: error: unknown key enabeld in the pixel; did you mean enabled? [unknown-key]
}
