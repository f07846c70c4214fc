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
	pixel    *pixel.Pixel
	span     diag.Span
	written  string
	token    catalog.Token // of several alternatives, the one that is there most surely
	presence catalog.Presence
}

// uses yields every expression of known tokens in pixels whose event is known.
func (p *Pass) uses() iter.Seq[*use] {
	unknown := p.loadedAs(ruleUnknownEvent)
	return func(yield func(*use) bool) {
		for t, e := range p.exprs() {
			u, ok := bestOf(t.pixel, e.Alternatives)
			if !ok || !hasEvent(t.pixel, unknown) {
				continue
			}
			u.span, u.written = e.Span, e.Source
			if !yield(&u) {
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

// bestOf is the token that most surely has a value when the pixel fires; ok is false when none of
// them is known.
func bestOf(px *pixel.Pixel, tokens []template.Token) (u use, ok bool) {
	for _, t := range tokens {
		known, exists := catalog.Lookup(t.Category, t.Name)
		if !exists {
			continue
		}
		presence := known.At[px.FireOn]
		if !ok || surer(presence.Availability, u.presence.Availability) {
			u, ok = use{pixel: px, token: known, presence: presence}, true
		}
	}
	return u, ok
}

// surer reports whether a value of availability a is there more surely than one of b.
func surer(a, b catalog.Availability) bool {
	order := []catalog.Availability{catalog.Never, catalog.Unknown, catalog.Sometimes, catalog.Always}
	return slices.Index(order, a) > slices.Index(order, b)
}

// why is what the statement about the token rests on. What is not a fact is called an assumption.
func (u use) why() string {
	if u.presence.Certainty.Fact() {
		return u.presence.Note
	}
	return "assumed, since " + u.presence.Note
}

// elsewhere names the events at which the token has a value for certain.
func (u use) elsewhere() string {
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
