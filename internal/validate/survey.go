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
	templates := templatesOf(set)
	return &survey{pixels: viewPixels(set), templates: templates, fields: literalFields(templates)}
}

func templatesOf(set *pixel.Set) []part {
	var templates []part
	for _, px := range set.Pixels {
		templates = append(templates, partsOf(px)...)
	}
	for _, a := range set.Authentications {
		templates = append(templates, authenticationParts(a)...)
	}
	return templates
}

// literalFields are the values without a token or variable in some templates.
func literalFields(templates []part) []field {
	var fields []field
	for _, t := range templates {
		for _, f := range fieldsOf(t) {
			if f.value != "" && strings.IndexByte(f.value, hole) < 0 {
				fields = append(fields, f)
			}
		}
	}
	return fields
}
