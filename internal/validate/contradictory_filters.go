package validate

import (
	"fmt"
	"slices"

	"postback/internal/diag"
	"postback/internal/pixel"
)

// contradictoryFilters finds filters that can never hold together.
func contradictoryFilters() Rule {
	return Rule{
		Name:     "contradictory-filters",
		Severity: diag.Error,
		Summary:  "filters that can never hold together",
		Long: `All filters of a pixel have to hold. These exclude each other, so the pixel never fires.
Group alternatives under any.`,
		Wrong: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]
    filters:
      - {tag: "InboundNumber:State", equals: CA}
      - {tag: "InboundNumber:State", equals: NV}
`,
		Right: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]
    filters:
      - {tag: "InboundNumber:State", equals: [CA, NV]}
`,
		Check: checkContradictoryFilters,
	}
}

func checkContradictoryFilters(p *Pass) {
	for _, px := range p.Set.Pixels {
		alone := px.Filters[:0:0]
		for _, f := range px.Filters {
			if len(f.Conditions) == 1 {
				alone = append(alone, f)
			}
		}
		for i := range alone {
			for j := range i {
				p.compareConditions(&alone[j].Conditions[0], &alone[i].Conditions[0])
			}
		}
	}
}

func (p *Pass) compareConditions(a, b *pixel.Condition) {
	if a.Token.Key() != b.Token.Key() || !exclude(a, b) && !exclude(b, a) {
		return
	}
	p.Add(diag.Diagnostic{
		Span: b.Span, Message: fmt.Sprintf("%q can never hold together with %q, so the pixel never fires", b, a),
		Related: []diag.Related{{Span: a.Span, Message: "it contradicts this"}},
	})
}

// exclude reports whether no value satisfies both conditions; it looks only at the cases that can
// be decided: one side that allows a few values or none, and bounds that cross.
func exclude(a, b *pixel.Condition) bool {
	switch {
	case a.Operator == pixel.Exists && a.Negative:
		return !b.Holds(nil)
	case a.Operator == pixel.Equals && !a.Negative:
		return !slices.ContainsFunc(a.Values, func(v diag.Text) bool {
			return b.Holds([]byte(v.String()))
		})
	case a.Operator == pixel.GreaterThan && b.Operator == pixel.LessThan:
		return !b.Holds([]byte(a.Values[0].String()))
	}
	return false
}
