package validate

import (
	"iter"
	"slices"
	"strings"

	"postback/internal/call"
	"postback/internal/catalog"
	"postback/internal/diag"
	"postback/internal/pixel"
	"postback/internal/template"
)

// use is a place where a token's value is wanted at the event on which its pixel fires.
type use struct {
	*part
	expr  *template.Expr
	token *catalog.Token // of several alternatives, the one that is there most surely
}

// presence is whether the token has a value when the pixel fires.
func (u *use) presence() catalog.Presence { return u.token.At[u.pixel.FireOn] }

// uses yields every expression of known tokens in pixels whose event is known.
func (p *Pass) uses() iter.Seq[*use] {
	unknown := p.loadedAs(ruleUnknownEvent)
	return func(yield func(*use) bool) {
		for i := range p.survey.uses {
			u := &p.survey.uses[i]
			if hasEvent(u.pixel, unknown) && !yield(u) {
				return
			}
		}
	}
}

// hasEvent reports whether loading understood on what event the pixel fires; unknown are the places
// of events that it did not.
func hasEvent(px *pixel.Pixel, unknown []diag.Span) bool {
	return px.FireOnText.Len() > 0 && !slices.Contains(unknown, px.FireOnText.Whole())
}

// bestOf is the token that most surely has a value when the pixel fires; nil when none of them is
// known.
func (s *Survey) bestOf(px *pixel.Pixel, tokens []template.Token) (best *catalog.Token) {
	for _, t := range tokens {
		known := s.known[t]
		if known != nil && (best == nil || surer(known.At[px.FireOn].Availability, best.At[px.FireOn].Availability)) {
			best = known
		}
	}
	return best
}

// surer reports whether a value of availability a is there more surely than one of b.
func surer(a, b catalog.Availability) bool {
	order := []catalog.Availability{catalog.Never, catalog.Unknown, catalog.Sometimes, catalog.Always}
	return slices.Index(order, a) > slices.Index(order, b)
}

// why is what the statement about the token rests on. What is not a fact is called an assumption.
func (u *use) why() string {
	presence := u.presence()
	if presence.Certainty.Fact() {
		return presence.Note
	}
	return "assumed, since " + presence.Note
}

// elsewhere names the events at which the token has a value for certain.
func (u *use) elsewhere() string {
	var events []string
	for _, event := range call.Events() {
		if u.token.At[event].Availability == catalog.Always {
			events = append(events, event.String())
		}
	}
	if len(events) == 0 {
		return ""
	}
	return "; it is there at " + strings.Join(events, ", ")
}
