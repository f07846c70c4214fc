package plan

import (
	"encoding/json"
	"fmt"
	"slices"

	"postback/internal/call"
	"postback/internal/catalog"
	"postback/internal/pixel"
	"postback/internal/template"
)

// The rules of warnings about a complete request.
const (
	RuleEmptyToken     = "empty-token"       // a token without a value for this call
	RuleUnsetVariable  = "unset-variable"    // ${env:…} or ${file:…} without a value
	RuleInvalidJSON    = "invalid-json-body" // the rendered body is not the JSON that it claims to be
	RuleAssumedZone    = "assumed-time-zone" // local time without knowing the account's time zone
	RuleAuthentication = "authentication"    // a header holds a token that only firing fetches
)

// Warnings looks for what is probably not meant in the request of a firing. It is work that bulk
// output can do without, so it is done when asked for, and before the next record is planned.
func (f *Firing) Warnings() []Warning {
	if f.Decision != Fire {
		return nil
	}
	var warnings []Warning
	for _, t := range f.bound.templates {
		warnings = f.planner.templateWarnings(warnings, f, t)
	}
	if f.bound.validity == invalid || f.bound.validity == varies && !json.Valid(f.Request.Body) {
		warnings = append(warnings, Warning{Rule: RuleInvalidJSON, Message: "the body is not valid JSON"})
	}
	if name := f.Pixel.Authentication; name.Len() > 0 {
		warnings = append(warnings, Warning{
			Rule:    RuleAuthentication,
			Message: fmt.Sprintf("the token of the authentication %q is fetched when firing", name),
		})
	}
	return warnings
}

func (pl *Planner) templateWarnings(warnings []Warning, f *Firing, t *template.Bound) []Warning {
	for _, slot := range t.Slots() {
		switch chosen := pl.values.Chosen(slot); {
		case chosen < 0:
			warnings = warn(warnings, Warning{RuleEmptyToken, slot.Expr.Source, pl.whyEmpty(f, slot)})
		case pl.program.guessesZone && pl.assumesZone(slot.Tokens[chosen]):
			warnings = warn(warnings, Warning{
				RuleAssumedZone, slot.Expr.Source,
				"the account's time zone is not known, so UTC is used; give it with --time-zone",
			})
		}
	}
	if !f.bound.hasUnset {
		return warnings
	}
	for v := range t.Template().Variables() {
		if known, ok := pl.program.set.Variable(f.Pixel.Span.Source, v.Scheme, v.Name); ok && !known.Known {
			warnings = warn(warnings, Warning{RuleUnsetVariable, known.Placeholder(), known.Reason})
		}
	}
	return warnings
}

// warn adds a warning that has not been given yet.
func warn(warnings []Warning, w Warning) []Warning {
	if slices.Contains(warnings, w) {
		return warnings
	}
	return append(warnings, w)
}

// whyEmpty says why none of an expression's tokens has a value, as far as that is known.
func (pl *Planner) whyEmpty(f *Firing, slot template.Slot) string {
	for _, n := range slot.Tokens {
		if reason, ok := pl.underivable(n); ok {
			return reason
		}
		info := pl.program.sources[n].info
		if info.Name == "" || info.At[f.Event].Availability != catalog.Never {
			return "not in this call record"
		}
	}
	return fmt.Sprintf("never has a value when %s fires", f.Event)
}

// underivable says why a token has no value though the record has what it is worked out of.
func (pl *Planner) underivable(n int) (reason string, ok bool) {
	s := &pl.program.sources[n]
	if s.overridden || s.fromColumn == Nowhere {
		return "", false
	}
	v := pl.record.Value(s.column)
	if v.Kind() == call.Absent {
		return "", false
	}
	return fmt.Sprintf("cannot be worked out of %s %q", v.Path(), v.Text()), true
}

// assumesZone reports whether a token's value is a local time, in a zone that nobody named.
func (pl *Planner) assumesZone(token int) bool {
	s := &pl.program.sources[token]
	if !isLocal(s.info.Derivation) {
		return false
	}
	origin, _ := pl.find(s)
	return origin == FromDerivation
}

// Variables lists the variables that the firing's pixel uses, each once.
func (f *Firing) Variables() []pixel.Variable { return f.planner.program.set.VariablesOf(f.Pixel) }
