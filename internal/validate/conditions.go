package validate

import (
	"iter"
	"strings"

	"postback/internal/diag"
	"postback/internal/pixel"
)

// conditions yields every condition of every filter with its pixel.
func (p *Pass) conditions() iter.Seq2[*pixel.Pixel, *pixel.Condition] {
	return func(yield func(*pixel.Pixel, *pixel.Condition) bool) {
		for _, px := range p.Set.Pixels {
			for _, f := range px.Filters {
				for i := range f.Conditions {
					if !yield(px, &f.Conditions[i]) {
						return
					}
				}
			}
		}
	}
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
