package validate

import (
	"iter"
	"slices"
	"strings"

	"postback/internal/call"
	"postback/internal/catalog"
	"postback/internal/pixel"
)

// companies yields the pixels that fire for the same calls: those of each campaign or, where the
// definitions have no campaigns, all there are. What is disabled or has no URL is left out.
func (p *Pass) companies() iter.Seq[[]*pixel.Pixel] {
	return func(yield func([]*pixel.Pixel) bool) {
		if len(p.Set.Campaigns) == 0 {
			yield(slices.DeleteFunc(slices.Clone(p.Set.Pixels), isSilent))
			return
		}
		for _, c := range p.Set.Campaigns {
			var company []*pixel.Pixel
			for _, a := range c.Pixels {
				if a.Pixel != nil && !isSilent(a.Pixel) {
					company = append(company, a.Pixel)
				}
			}
			if !yield(company) {
				return
			}
		}
	}
}

// isSilent reports whether a pixel never sends a request.
func isSilent(px *pixel.Pixel) bool { return !px.Enabled || px.URL == nil }

// requestText is everything a pixel sends, as it is written.
func requestText(v *view) string {
	px := v.pixel
	var text strings.Builder
	text.WriteString(px.Method + "\x00" + px.Authentication.String() + "\x00" + px.Encoding.String())
	for i := range v.parts {
		t := &v.parts[i]
		text.WriteString("\x00")
		text.WriteString(t.what)
		text.WriteString("\x00")
		text.WriteString(t.template.Text().String())
	}
	return text.String()
}

// filterText is the same for two pixels when their filters are written alike, "" for none.
func filterText(px *pixel.Pixel) string {
	var text strings.Builder
	for _, f := range px.Filters {
		for i := range f.Conditions {
			text.WriteString(conditionText(&f.Conditions[i]) + "\x00or\x00")
		}
		text.WriteString("\x00and\x00")
	}
	return text.String()
}

func conditionText(c *pixel.Condition) string {
	var text strings.Builder
	text.WriteString(c.Token.Key() + "\x00" + string(c.Operator))
	if c.Negative {
		text.WriteString("\x00not")
	}
	for _, v := range c.Values {
		text.WriteString("\x00" + v.String())
	}
	return text.String()
}

// stage tells events apart by what a request can hold: for each of its tokens that has a value only
// later in a call, whether that value can be there when the pixel fires.
func stage(v *view) string {
	var text strings.Builder
	for i := range v.uses {
		u := &v.uses[i]
		switch {
		case u.token.At[call.Incoming].Availability != catalog.Never:
		case u.presence().Availability == catalog.Never:
			text.WriteByte('-')
		default:
			text.WriteByte('+')
		}
	}
	return text.String()
}
