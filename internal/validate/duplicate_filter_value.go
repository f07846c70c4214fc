package validate

import (
	"postback/internal/diag"
)

// duplicateFilterValue finds a list of a filter that holds a value twice.
func duplicateFilterValue() Rule {
	return Rule{
		Name:     "duplicate-filter-value",
		Severity: diag.Warning,
		Summary:  "a list of a filter that holds a value twice",
		Long:     `The second one has no effect, and usually another value was meant.`,
		Wrong: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]
    filters:
      - {tag: "InboundNumber:State", equals: [CA, NV, CA]}
`,
		Right: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]
    filters:
      - {tag: "InboundNumber:State", equals: [CA, NV]}
`,
		Check: checkDuplicateFilterValue,
	}
}

func checkDuplicateFilterValue(p *Pass) {
	for _, px := range p.Set.Pixels {
		for _, f := range px.Filters {
			for _, c := range f.Conditions {
				first := map[string]diag.Text{}
				for _, v := range c.Values {
					earlier, twice := first[v.String()]
					if !twice {
						first[v.String()] = v
						continue
					}
					p.Add(diag.Diagnostic{
						Span: v.Whole(), Message: "the list has " + v.String() + " twice; remove one",
						Related: []diag.Related{{Span: earlier.Whole(), Message: "it stands here first"}},
					})
				}
			}
		}
	}
}
