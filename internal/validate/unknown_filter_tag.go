package validate

import (
	"postback/internal/diag"
)

// unknownFilterTag finds a filter over a tag that does not exist.
func unknownFilterTag() Rule {
	return Rule{
		Name:     "unknown-filter-tag",
		Severity: diag.Error,
		Summary:  "a filter over a tag that does not exist",
		Long: `A tag that the platform does not have is always absent: a positive condition never holds and
a negative one always does. Correct the name.`,
		Wrong: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]
    filters:
      - {tag: "InboundNumber:state", equals: CA}
`,
		Right: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]
    filters:
      - {tag: "InboundNumber:State", equals: CA}
`,
		Check: checkUnknownFilterTag,
	}
}

func checkUnknownFilterTag(p *Pass) {
	for _, px := range p.Set.Pixels {
		for _, f := range px.Filters {
			for i := range f.Conditions {
				if d, isUnknown := unknown(f.Conditions[i].Token, f.Conditions[i].Span); isUnknown {
					p.Add(d)
				}
			}
		}
	}
}
