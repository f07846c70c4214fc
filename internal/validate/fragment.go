package validate

import (
	"strings"

	"postback/internal/diag"
)

// fragment finds a # in a URL: what follows is never sent.
func fragment() Rule {
	return Rule{
		Name:     "fragment",
		Severity: diag.Error,
		Summary:  "a # in a URL: what follows is never sent",
		Long: `A fragment stays with whoever makes the request; the receiver sees nothing from the # on.
Write %23 where a # is meant, or put the parameters before it.`,
		Wrong: `pixels:
  - name: Sale
    fire_on: converted
    url: "https://receiver.test/p?id=[Call:InboundCallId]#source=ringba"
`,
		Right: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]&source=ringba
`,
		Check: checkFragment,
	}
}

func checkFragment(p *Pass) {
	for _, v := range p.urls() {
		if v.fragment >= 0 && !isForeignHash(v.literal[v.fragment:]) {
			p.Report(v.span(v.fragment, len(v.literal)), "from # on nothing is sent; write %%23 for a # that is meant")
		}
	}
}

// isForeignHash reports whether the # begins another platform's macro, #name#, which another rule
// reports.
func isForeignHash(rest string) bool {
	end := strings.IndexByte(rest[1:], '#')
	return end > 0 && !strings.ContainsAny(rest[1:1+end], "&=/?")
}
