package validate

import (
	"strings"

	"postback/internal/pixel"
)

// survey is what many rules look at, made once for all of them.
type survey struct {
	pixels    []view
	templates []part  // of the pixels and then of the authentications
	fields    []field // the literal values in the templates, in their order
}

func newSurvey(set *pixel.Set) *survey {
	s := &survey{pixels: viewPixels(set)}
	for _, px := range set.Pixels {
		s.templates = append(s.templates, partsOf(px)...)
	}
	for _, a := range set.Authentications {
		s.templates = append(s.templates, authenticationParts(a)...)
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
