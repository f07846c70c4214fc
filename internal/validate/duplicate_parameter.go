package validate

import (
	"strings"

	"postback/internal/diag"
)

// duplicateParameter finds the same parameter twice in one URL.
func duplicateParameter() Rule {
	return Rule{
		Name:     "duplicate-parameter",
		Severity: diag.Warning,
		Summary:  "the same parameter twice in one URL",
		Long: `Receivers differ in which of two parameters of one name they take: the first, the last or
both. Remove one.`,
		Wrong: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]&id=[Call:CallerNumber]
`,
		Right: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]&caller=[Call:CallerNumber]
`,
		Check: checkDuplicateParameter,
	}
}

func checkDuplicateParameter(p *Pass) {
	for _, v := range p.urls() {
		first := map[string]paramView{}
		for _, param := range v.params {
			earlier, twice := first[param.name]
			if !twice {
				first[param.name] = param
				continue
			}
			if strings.HasSuffix(param.name, "[]") || strings.HasSuffix(param.name, "]]") {
				continue // a list, by the custom of several frameworks
			}
			p.Add(diag.Diagnostic{
				Span:    v.span(param.start, param.start+len(param.name)),
				Message: "the parameter " + param.name + " stands here twice; receivers differ in which one they take",
				Related: []diag.Related{{Span: v.span(earlier.start, earlier.start+len(earlier.name)), Message: "it stands here first"}},
			})
		}
	}
}
