package plan

import (
	"slices"

	"postback/internal/catalog"
	"postback/internal/template"
)

// Assumption is something that a request relies on and that the platform documents nowhere.
type Assumption struct {
	Name   string // stable
	Text   string // what is assumed, in one sentence
	Here   string // how the request looks under it; "" where that cannot be shown in short
	Others string // how it would look under the other reading
}

// assumptions lists what a request relies on, each thing once, with both forms where the other
// reading would send something else.
func (pl *Planner) assumptions(f *Firing, uses []TokenUse) []Assumption {
	var list []Assumption
	add := func(a Assumption) {
		if !slices.ContainsFunc(list, func(b Assumption) bool { return a.Name == b.Name }) {
			list = append(list, a)
		}
	}
	for _, use := range uses {
		for _, a := range pl.assumptionsOf(f, use) {
			add(a)
		}
	}
	return list
}

func (pl *Planner) assumptionsOf(f *Firing, use TokenUse) []Assumption {
	var list []Assumption
	if use.Value != "" && use.Encoded != use.Value {
		list = append(list, encodingAssumption(f, use))
	}
	if use.Empty() {
		return append(list, Assumption{Name: "empty-token",
			Text: "a token without a value sends nothing, and its parameter stays"})
	}
	if use.Origin == FromColumn {
		list = append(list, Assumption{Name: "column-source",
			Text: "a token whose tag is not in the record has the value of the column that stands for it"})
	}
	if use.Origin == FromDerivation {
		list = append(list, Assumption{Name: "derived-value",
			Text: "parts of telephone numbers and times are worked out as the platform would"})
	}
	if use.Token == "" {
		return list
	}
	token, _ := template.ParseToken(use.Token)
	info, known := catalog.Lookup(token.Category, token.Name)
	if known && !info.FormatCertainty.Fact() && use.Origin != FromTag {
		list = append(list, Assumption{Name: "format-of-" + info.Name,
			Text: info.String() + " is written as " + info.Format, Here: use.Value})
	}
	return list
}

// encodingAssumption is about how values are written, which the platform documents nowhere.
func encodingAssumption(f *Firing, use TokenUse) Assumption {
	if f.bound.body != nil && f.bound.body.Template().Kind() == template.JSONBody && use.Place == template.JSONString.String() {
		return Assumption{Name: "json-escaping",
			Text: "values inside a JSON string are escaped; as they are they would break the body",
			Here: use.Encoded, Others: use.Value}
	}
	return Assumption{Name: "percent-encoding",
		Text: "values in a URL or form are percent-encoded; sent as they are, a receiver would read + as a space and & as the end of the value",
		Here: use.Encoded, Others: use.Value}
}
