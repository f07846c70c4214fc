package plan

import (
	"fmt"
	"slices"
	"strings"

	"postback/internal/catalog"
	"postback/internal/diag"
	"postback/internal/template"
)

// likelyReason is the best guess at why an expression gave nothing: a value that cannot exist at
// this event, a tag of nearly the same name, or plain absence.
func (pl *Planner) likelyReason(f *Firing, e *template.Expr) string {
	if e.NotAToken {
		if meant, ok := catalog.Meant(strings.Trim(e.Source, "[]")); ok && meant.Token.Name != "" {
			return fmt.Sprintf("not a token; %s is", meant.Token)
		}
		return "not a token, so nothing is sent for it"
	}
	if pl.isOverridden(e) {
		return "--set gives it an empty value"
	}
	for _, token := range e.Alternatives {
		info, known := catalog.Lookup(token.Category, token.Name)
		if known && info.At[f.Event].Availability == catalog.Never {
			return fmt.Sprintf("%s never has a value when %s fires", token, f.Event)
		}
		if reason, ok := pl.underivable(pl.program.layout.Token(token)); ok {
			return reason
		}
		if near, ok := pl.nearTag(token); ok {
			return fmt.Sprintf("not in this call record, but %s is: names have to match exactly", near)
		}
		if !known {
			return fmt.Sprintf("%s is no token that is known, and not in this call record", token)
		}
	}
	return "not in this call record"
}

// isOverridden reports whether --set names one of the tokens of an expression.
func (pl *Planner) isOverridden(e *template.Expr) bool {
	return slices.ContainsFunc(e.Alternatives, func(token template.Token) bool {
		return pl.program.sources[pl.program.layout.Token(token)].overridden
	})
}

// nearTag finds a tag in the record that was probably meant: one whose name is the same but for its
// spelling, best of the same category, or else one of the category with nearly the same name.
func (pl *Planner) nearTag(token template.Token) (near string, ok bool) {
	written := map[string]string{}
	var names []string
	for name, value := range pl.record.Tags() {
		tag := template.Token{Category: name.Category, Name: name.Name}
		if value.Text() == "" || tag.Key() == token.Key() {
			continue
		}
		plain, sameCategory := plainName(name.Name), strings.EqualFold(name.Category, token.Category)
		switch samePlain := plain == plainName(token.Name); {
		case samePlain && sameCategory:
			return name.String(), true
		case samePlain:
			near = name.String()
		case sameCategory:
			names = append(names, plain)
			written[plain] = name.String()
		}
	}
	if near != "" {
		return near, true
	}
	nearest, ok := diag.Nearest(plainName(token.Name), names)
	return written[nearest], ok
}

// plainName is a name without what people get wrong: case, spaces, hyphens and underscores.
func plainName(name string) string {
	return strings.ToLower(strings.NewReplacer(" ", "", "-", "", "_", "").Replace(name))
}
