package plan

import (
	"slices"
	"strings"

	"postback/internal/catalog"
	"postback/internal/template"
)

// Assumption is something that a request relies on and that the platform documents nowhere.
type Assumption struct {
	Name   string // stable
	Text   string // what is assumed, in one sentence without a full stop
	Here   string // how a value looks under it; "" where that cannot be shown in short
	Others string // how the value would look under the other reading
	Param  string // the parameter or header that has the value; see [TokenUse]
}

// assumptions lists what a request relies on, each thing once, with both forms where the other
// reading would send something else.
func (pl *Planner) assumptions(uses []TokenUse) []Assumption {
	var list []Assumption
	for _, use := range uses {
		for _, a := range pl.assumptionsOf(use) {
			if !slices.ContainsFunc(list, func(b Assumption) bool { return a.Name == b.Name }) {
				list = append(list, a)
			}
		}
	}
	return list
}

// assumptionsOf is what one value of a request relies on.
func (pl *Planner) assumptionsOf(use TokenUse) []Assumption {
	if use.Empty() {
		return []Assumption{{
			Name: "empty-token",
			Text: "a token without a value sends nothing, and its parameter stays",
		}}
	}
	if use.Token == "" {
		return nil
	}
	var list []Assumption
	if use.Encoded != use.Value {
		list = append(list, encodingAssumption(use))
	}
	switch use.Origin {
	case FromColumn:
		list = append(list, Assumption{
			Name: "column-source",
			Text: "a token whose tag is not in the record has the value of the column that stands for it",
		})
	case FromDerivation:
		list = append(list, Assumption{
			Name: "derived-value",
			Text: "parts of telephone numbers and times are worked out as the platform would",
		})
	case Nowhere, FromOverride, FromTag, FromDefinition:
		return list // the value is as somebody wrote it
	}
	return append(list, pl.formatAssumptions(use)...)
}

// formatAssumptions is about the spelling of a value that this tool gives it.
func (pl *Planner) formatAssumptions(use TokenUse) []Assumption {
	var list []Assumption
	if pl.program.options.Zone == nil && isLocal(use.derivation) {
		list = append(list, Assumption{
			Name: "time-zone",
			Text: "local dates and times are those of UTC, because the account's time zone is not known; --time-zone names it",
		})
	}
	if pl.record.FromTable() && isTime(use.derivation) {
		list = append(list, Assumption{
			Name: "table-time",
			Text: "a time in an exported table that does not say its zone is in the account's, which --time-zone names, or else in UTC",
		})
	}
	token, _ := template.ParseToken(use.Token)
	info, known := catalog.Lookup(token.Category, token.Name)
	if known && !info.FormatCertainty.Fact() {
		a := Assumption{Name: "format-of-" + info.Name, Text: info.String() + " is written as " + info.Format, Here: use.Value, Param: use.Param}
		a.Others = otherSpelling(use)
		list = append(list, a)
	}
	return list
}

// otherSpelling is the value in the other spelling that is likely; "" when there is none.
func otherSpelling(use TokenUse) string {
	other := map[string]string{"True": "yes", "False": "no", "yes": "True", "no": "False"}
	switch {
	case use.derivation == catalog.TrueFalse || use.derivation == catalog.YesNo:
		return other[use.Value]
	case strings.HasPrefix(use.Value, "+"):
		return use.Value[1:]
	}
	return ""
}

// encodingAssumption is about how values are written, which the platform documents nowhere.
func encodingAssumption(use TokenUse) Assumption {
	if use.position == template.JSONString {
		return Assumption{
			Name: "json-escaping",
			Text: "values inside a JSON string are escaped; as they are they would break the body",
			Here: use.Encoded, Others: use.Value, Param: use.Param,
		}
	}
	return Assumption{
		Name: "percent-encoding",
		Text: "values in a URL or form are percent-encoded; sent as they are, a receiver would read + as a space and & as the end of the value",
		Here: use.Encoded, Others: use.Value, Param: use.Param,
	}
}
