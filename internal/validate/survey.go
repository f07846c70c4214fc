package validate

import (
	"strings"

	"postback/internal/pixel"
	"postback/internal/template"
)

// Survey is a definition set taken apart once, for all rules to look at. It does not change.
type Survey struct {
	set       *pixel.Set
	pixels    []view
	templates []part  // of the pixels and then of the authentications
	fields    []field // the literal values in the templates, in their order
}

// NewSurvey takes a set apart, be it loaded without errors or not.
func NewSurvey(set *pixel.Set) *Survey {
	s := &Survey{set: set, pixels: make([]view, len(set.Pixels)), templates: make([]part, 0, len(set.Pixels))}
	for i, px := range set.Pixels {
		first := len(s.templates)
		s.add(partsOf(px))
		s.pixels[i] = viewPixel(px, s.templates[first:])
	}
	for _, a := range set.Authentications {
		s.add(authenticationParts(a))
	}
	for _, t := range s.templates {
		for _, f := range fieldsOf(t) {
			if f.value != "" && strings.IndexByte(f.value, hole) < 0 {
				s.fields = append(s.fields, f)
			}
		}
	}
	return s
}

func (s *Survey) add(parts []part) {
	for _, p := range parts {
		s.templates = append(s.templates, p.surveyed())
	}
}

// viewPixel picks out of a pixel's templates what rules want to know of it more than once.
func viewPixel(px *pixel.Pixel, parts []part) view {
	var v view
	for _, t := range parts {
		switch {
		case t.template == px.URL:
			v.url = t.url
		case t.template == px.Body && px.Body.Kind() == template.FormBody:
			v.form = &parameters{px.Body.Text(), t.literal, 0, len(t.literal), viewForm(px.Body)}
		}
	}
	return v
}
