package validate

import (
	"postback/internal/catalog"
	"postback/internal/diag"
	"postback/internal/pixel"
)

// numberOperator finds a comparison of numbers with a tag that holds text.
func numberOperator() Rule {
	return Rule{
		Name:     "number-operator",
		Severity: diag.Warning,
		Summary:  "a comparison of numbers with a tag that holds text",
		Long: `greater_than and less_than hold only when both sides are numbers. The values of this tag are
not, so the condition never holds.`,
		Wrong: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]
    filters:
      - {tag: "InboundNumber:State", greater_than: 10}
`,
		Right: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]
    filters:
      - {tag: "CallLength:Total", greater_than: 10}
`,
		Check: checkNumberOperator,
	}
}

func checkNumberOperator(p *Pass) {
	for _, px := range p.Set.Pixels {
		for _, f := range px.Filters {
			for i := range f.Conditions {
				c := &f.Conditions[i]
				if c.Operator != pixel.GreaterThan && c.Operator != pixel.LessThan {
					continue
				}
				info, known := catalog.Lookup(c.Token.Category, c.Token.Name)
				if known && !info.Open && info.Example != "" && !pixel.IsNumber(info.Example) {
					p.Report(c.Span, "%s holds text such as %q, so this comparison of numbers never holds", info, info.Example)
				}
			}
		}
	}
}
