package validate

import (
	"postback/internal/diag"
)

// noHost finds a URL without a host, or only a part of a URL.
func noHost() Rule {
	return Rule{
		Name:     "no-host",
		Severity: diag.Error,
		Summary:  "a URL without a host, or only a part of a URL",
		Long: `A pixel needs the whole address of its receiver, beginning with https://. What stands here
is only a part of it, such as the parameters alone.`,
		Wrong: `pixels:
  - name: Sale
    fire_on: converted
    url: p=[Call:ConversionAmount]
`,
		Right: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?p=[Call:ConversionAmount]
`,
		Check: checkNoHost,
	}
}

func checkNoHost(p *Pass) {
	for _, v := range p.urls() {
		switch {
		case v.scheme == "" && !hasHole(v.literal[:min(len(v.literal), 1)]):
			p.Report(v.text.Whole(), "this is only a part of a URL; begin with https:// and the receiver's host")
		case v.scheme != "" && v.host[0] == v.host[1]:
			p.Report(v.text.Whole(), "the URL names no host")
		}
	}
}
