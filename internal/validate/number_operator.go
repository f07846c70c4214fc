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
not, so the condition never holds. Compare with equals or begins_with.`,
		Source: "inferred: the platform compares as numbers when both sides are; the form of each value stands in the table of tokens (postback list tokens)",
		Wrong:  example("url: https://receiver.test/p?id=[Call:InboundCallId]", "filters:", `  - {tag: "InboundNumber:State", greater_than: 10}`),
		Right:  example("url: https://receiver.test/p?id=[Call:InboundCallId]", "filters:", `  - {tag: "InboundNumber:AreaCode", greater_than: 10}`),
		Check:  checkNumberOperator,
	}
}

// assumed says so where the form of a token's value is an assumption.
func assumed(t catalog.Token) string {
	if t.FormatCertainty.Fact() {
		return ""
	}
	return " (an assumption)"
}

func checkNumberOperator(p *Pass) {
	for _, c := range p.conditions() {
		if c.Operator != pixel.GreaterThan && c.Operator != pixel.LessThan {
			continue
		}
		known, exists := catalog.Lookup(c.Token.Category, c.Token.Name)
		if exists && !known.Open && known.Example != "" && !pixel.IsNumber(known.Example) {
			p.Report(c.Span, "%s holds text such as %q%s, so this comparison of numbers never holds", known, known.Example, assumed(known))
		}
	}
}
