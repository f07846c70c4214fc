package validate

import (
	"regexp"

	"postback/internal/diag"
)

// doubleEncoding finds something that is percent-encoded twice.
func doubleEncoding() Rule {
	return Rule{
		Name:     "double-encoding",
		Severity: diag.Warning,
		Summary:  "something that is percent-encoded twice",
		Long: `%25 followed by two hexadecimal digits is what percent-encoding makes of something already
encoded. The receiver decodes once and sees %20 where a space was meant. Write the text as
it is, or encode it once.`,
		Wrong: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]&kind=phone%2520call
`,
		Right: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]&kind=phone%20call
`,
		Check: checkDoubleEncoding,
	}
}

// encodedTwice is what comes of encoding %XX again.
var encodedTwice = regexp.MustCompile("%25[0-9A-Fa-f]{2}")

func checkDoubleEncoding(p *Pass) {
	for _, v := range p.urls() {
		for _, m := range encodedTwice.FindAllStringIndex(v.literal, -1) {
			once := "%" + v.literal[m[0]+len("%25"):m[1]]
			p.Report(v.span(m[0], m[1]), "this is percent-encoded twice; the receiver would see %s; write %s", once, once)
		}
	}
}
