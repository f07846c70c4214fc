package validate

import (
	"strings"

	"postback/internal/diag"
)

// duplicateFilterValue finds a list of a filter that holds a value twice.
func duplicateFilterValue() Rule {
	return Rule{
		Name:     "duplicate-filter-value",
		Severity: diag.Warning,
		Summary:  "a list of a filter that holds a value twice",
		Long: `The second one changes nothing: it was pasted along, or another value was meant. To remove it
changes nothing either.`,
		Wrong: example("url: https://receiver.test/p?id=[Call:InboundCallId]", "filters:", `  - {tag: "InboundNumber:State", equals: [CA, NV, CA]}`),
		Right: example("url: https://receiver.test/p?id=[Call:InboundCallId]", "filters:", `  - {tag: "InboundNumber:State", equals: [CA, NV]}`),
		Check: checkDuplicateFilterValue,
	}
}

func checkDuplicateFilterValue(p *Pass) {
	for _, c := range p.conditions() {
		first := make(map[string]diag.Text, len(c.Values))
		for i, v := range c.Values {
			earlier, twice := first[v.String()]
			if !twice {
				first[v.String()] = v
				continue
			}
			p.Add(diag.Diagnostic{
				Span: v.Whole(), Message: "the list has " + v.String() + " twice; remove one",
				Related: []diag.Related{{Span: earlier.Whole(), Message: "it stands here first"}},
				Fix:     withoutItem(c.Values[i-1].Whole(), v.Whole()),
			})
		}
	}
}

// withoutItem removes an item of a YAML list together with what parts it from the item before; nil
// when a comment stands in between or behind, which would lose its place.
func withoutItem(before, item diag.Span) *diag.Fix {
	content := item.Source.Content()
	behind, _, _ := strings.Cut(content[item.End:], "\n")
	if strings.Trim(content[before.End:item.Start], whitespace+",-") != "" || strings.Contains(behind, "#") {
		return nil
	}
	edit := item.Source.Span(before.End, item.End)
	return &diag.Fix{Message: "remove it", Edits: []diag.Edit{{Span: edit}}}
}
