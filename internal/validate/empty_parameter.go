package validate

import (
	"postback/internal/diag"
)

// emptyParameter finds nothing between two &, or before or behind one.
func emptyParameter() Rule {
	return Rule{
		Name:     "empty-parameter",
		Severity: diag.Warning,
		Summary:  "nothing between two &, or before or behind one",
		Long: `An ampersand with nothing beside it is left over from editing. Most receivers pass over it;
some count it as a parameter without a name. Remove it.`,
		Wrong: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]&&event=sale
`,
		Right: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]&event=sale
`,
		Check: checkEmptyParameter,
	}
}

func checkEmptyParameter(p *Pass) {
	for _, v := range p.urls() {
		if v.query < 0 {
			continue
		}
		for _, at := range strayAmpersands(v.literal[v.query:v.queryEnd()]) {
			span := v.span(v.query+at, v.query+at+1)
			p.Add(diag.Diagnostic{
				Span: span, Message: "this & stands beside no parameter; remove it",
				Fix: &diag.Fix{Message: "remove the &", Edits: []diag.Edit{{Span: span}}},
			})
		}
	}
}

// strayAmpersands are the offsets of the ampersands that do not separate two parameters.
func strayAmpersands(query string) []int {
	var stray []int
	for i := range len(query) {
		if query[i] == '&' && (i == 0 || i == len(query)-1 || query[i-1] == '&') {
			stray = append(stray, i)
		}
	}
	return stray
}
