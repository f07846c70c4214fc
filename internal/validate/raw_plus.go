package validate

import (
	"strings"

	"postback/internal/diag"
)

// rawPlus finds a + in a telephone number or time zone that is read as a space.
func rawPlus() Rule {
	return Rule{
		Name:     "raw-plus",
		Severity: diag.Warning,
		Summary:  "a + in a telephone number or time zone that is read as a space",
		Long: `In a query a + means a space, so the receiver reads +1661… as a number that begins with a
space. Write %2B.`,
		Wrong: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]&support=+18885550100
`,
		Right: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]&support=%2B18885550100
`,
		Check: checkRawPlus,
	}
}

func checkRawPlus(p *Pass) {
	for _, v := range p.urls() {
		for _, param := range v.params {
			literal := v.literal[param.valueStart:param.end]
			for at := range occurrences(literal, "+") {
				if !isSign(literal, at) {
					continue
				}
				span := v.span(param.valueStart+at, param.valueStart+at+1)
				p.Add(diag.Diagnostic{
					Span: span, Message: "a + in a query is read as a space; write %2B",
					Fix: &diag.Fix{Message: "write %2B", Edits: []diag.Edit{{Span: span, Text: "%2B"}}},
				})
			}
		}
	}
}

// isSign reports whether a + was meant as a sign and not as a space: a telephone number or an
// offset from UTC follows, or the value is a + and a token.
func isSign(value string, at int) bool {
	rest := value[at+1:]
	digits := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
	const offset, number = 2, 7
	isOffset := digits >= offset && len(rest) > digits && rest[digits] == ':'
	return digits >= number || isOffset || at == 0 && strings.HasPrefix(rest, string(hole))
}
