package validate

import (
	"strings"

	"postback/internal/diag"
	"postback/internal/pixel"
)

// conditions are all conditions of all filters.
func (p *Pass) conditions() []*pixel.Condition {
	var all []*pixel.Condition
	for _, px := range p.Set.Pixels {
		for _, f := range px.Filters {
			for i := range f.Conditions {
				all = append(all, &f.Conditions[i])
			}
		}
	}
	return all
}

// tagSpan is where a condition names its tag; the whole condition where the tag is not written as
// it is read, with escapes.
func tagSpan(c *pixel.Condition) diag.Span {
	tag := c.Token.Category + ":" + c.Token.Name
	if i := strings.Index(c.Span.Text(), tag); i >= 0 {
		return c.Span.Source.Span(c.Span.Start+i, c.Span.Start+i+len(tag))
	}
	return c.Span
}
