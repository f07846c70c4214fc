package validate

import (
	"fmt"
	"slices"
	"strings"

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
		Source: "documented: all filters of a pixel have to be true",
		Wrong: example("url: https://receiver.test/p?id=[Call:InboundCallId]", "filters:",
			`  - {tag: "InboundNumber:State", equals: CA}`, `  - {tag: "InboundNumber:State", equals: NV}`),
		Right: example("url: https://receiver.test/p?id=[Call:InboundCallId]", "filters:",
			`  - {tag: "InboundNumber:State", equals: [CA, NV]}`),
		Check: checkContradictoryFilters,
	}
}

func checkContradictoryFilters(p *Pass) {
	for _, px := range p.Set.Pixels {
		for i := range px.Filters {
			for j := range i {
				p.compareFilters(&px.Filters[j], &px.Filters[i])
			}
		}
	}
}

// compareFilters reports two filters when each alternative of one excludes every one of the other.
func (p *Pass) compareFilters(a, b *pixel.Filter) {
	for i := range a.Conditions {
		for j := range b.Conditions {
			x, y := &a.Conditions[i], &b.Conditions[j]
			if x.Token.Key() != y.Token.Key() || !exclude(x, y) && !exclude(y, x) {
				return
			}
		}
	}
	p.Add(diag.Diagnostic{
		Span: b.Span, Message: fmt.Sprintf("%q can never hold together with %q, so the pixel never fires", filterWords(b), filterWords(a)),
		Related: []diag.Related{{Span: a.Span, Message: "it contradicts this"}},
	})
}

// filterWords is a filter as a person would say it.
func filterWords(f *pixel.Filter) string {
	var words []string
	for i := range f.Conditions {
		words = append(words, f.Conditions[i].String())
	}
	return strings.Join(words, " or ")
}

// exclude reports whether no value satisfies both conditions; it looks only at the cases that can
// be decided: one side that allows a few values or none, bounds that cross, and texts that cannot
// begin with or hold both.
func exclude(a, b *pixel.Condition) bool {
	if a.Negative {
		return a.Operator == pixel.Exists && !b.Holds(nil)
	}
	switch a.Operator {
	case pixel.Equals:
		return !slices.ContainsFunc(a.Values, func(v diag.Text) bool { return b.Holds([]byte(v.String())) })
	case pixel.GreaterThan:
		return b.Operator == pixel.LessThan && !b.Holds([]byte(a.Values[0].String()))
	case pixel.BeginsWith, pixel.Contains:
		return b.Negative && rulesOut(b, a) || !b.Negative && beginDifferently(a, b)
	case pixel.Exists, pixel.LessThan:
	}
	return false
}

// beginDifferently reports whether two conditions want two beginnings that no text can have.
func beginDifferently(a, b *pixel.Condition) bool {
	if a.Operator != pixel.BeginsWith || b.Operator != pixel.BeginsWith {
		return false
	}
	x, y := a.Values[0].String(), b.Values[0].String()
	return !strings.HasPrefix(x, y) && !strings.HasPrefix(y, x)
}

// rulesOut reports whether a negative condition fails for every text that begins with or contains
// what a positive one wants.
func rulesOut(not, wanted *pixel.Condition) bool {
	switch text := wanted.Values[0].String(); not.Operator {
	case pixel.BeginsWith:
		return wanted.Operator == pixel.BeginsWith && strings.HasPrefix(text, not.Values[0].String())
	case pixel.Contains:
		return strings.Contains(text, not.Values[0].String())
	case pixel.Equals, pixel.Exists, pixel.GreaterThan, pixel.LessThan:
	}
	return false
}
