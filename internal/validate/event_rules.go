package validate

import (
	"fmt"

	"postback/internal/catalog"
	"postback/internal/diag"
	"postback/internal/pixel"
	"postback/internal/template"
)

// neverAtEvent finds tokens that cannot have a value when their pixel fires.
func neverAtEvent() Rule {
	return Rule{
		Name:     "never-at-event",
		Severity: diag.Error,
		Summary:  "a token that has no value at the event on which the pixel fires",
		Long: `The value does not exist yet, or never will for such a call: there is no recording before
the call has ended, no payout on an incoming call. An empty value is sent, and a filter over
such a tag never changes. Fire the pixel on a later event, or leave the token out. Where the
platform does not say so itself, the finding is a warning and names what is assumed.`,
		Source: "the table of tokens and events (postback list tokens), each entry with its certainty",
		Wrong:  firingOn("error", "url: https://receiver.test/p?id=[Call:InboundCallId]&dup=[Call:IsDuplicate]"),
		Right:  firingOn("error", "url: https://receiver.test/p?id=[Call:InboundCallId]"),
		Check:  checkNeverAtEvent,
	}
}

func checkNeverAtEvent(p *Pass) {
	for u := range p.uses() {
		if u.presence().Availability == catalog.Never {
			p.Add(u.finding(u.expr.Span, "%s has no value at %s: %s%s", u.expr.Source, u.pixel.FireOn, u.why(), u.elsewhere()))
		}
	}
	unknown := p.loadedAs(ruleUnknownEvent)
	for _, px := range p.Set.Pixels {
		for i := range px.Filters {
			if hasEvent(px, unknown) {
				p.checkFilterAtEvent(px, &px.Filters[i])
			}
		}
	}
}

// checkFilterAtEvent finds a filter none of whose tags can have a value.
func (p *Pass) checkFilterAtEvent(px *pixel.Pixel, f *pixel.Filter) {
	var tokens []template.Token
	effect := "so the pixel never fires"
	for _, c := range f.Conditions {
		tokens = append(tokens, c.Token)
		if p.survey.known[c.Token] == nil {
			return
		}
		if c.Negative {
			effect = "so the filter always holds"
		}
	}
	best := p.survey.bestOf(px, tokens)
	if best == nil || best.At[px.FireOn].Availability != catalog.Never {
		return
	}
	u := use{part: &part{pixel: px}, token: best}
	p.Add(u.finding(f.Span, "%s has no value at %s, %s: %s%s", u.token, px.FireOn, effect, u.why(), u.elsewhere()))
}

// finding is one about the use: the rule's own severity where it rests on a fact, and one less
// where it rests on an assumption.
func (u *use) finding(span diag.Span, format string, args ...any) diag.Diagnostic {
	d := diag.Diagnostic{Span: span, Message: fmt.Sprintf(format, args...)}
	if u.presence().Certainty.Fact() {
		return d
	}
	d.Severity = diag.Warning
	if u.presence().Availability != catalog.Never {
		d.Severity = diag.Note
	}
	return d
}

// sometimesAtEvent finds tokens that may be empty because of the event.
func sometimesAtEvent() Rule {
	return Rule{
		Name:     "sometimes-at-event",
		Severity: diag.Warning,
		Summary:  "a token that may have no value yet at the event on which the pixel fires",
		Long: `The token has its value at other events; at this one it depends on the call or on the
account. Fire the pixel on an event at which the value is there, or make sure that the
receiver can do without. Where the platform does not say so itself, the finding is a note.
Tokens that may be empty at any event, such as tags of a visit, are not reported.`,
		Source: "documented for the payout: \"Payout may occur after conversion\"; the rest as in the table of tokens and events (postback list tokens)",
		Wrong:  firingOn("converted", "url: https://receiver.test/p?id=[Call:InboundCallId]&payout=[Call:ConversionPayout]"),
		Right:  firingOn("payout", "url: https://receiver.test/p?id=[Call:InboundCallId]&payout=[Call:ConversionPayout]"),
		Check:  checkSometimesAtEvent,
	}
}

func checkSometimesAtEvent(p *Pass) {
	for u := range p.uses() {
		if u.presence().Availability != catalog.Sometimes {
			continue
		}
		if elsewhere := u.elsewhere(); elsewhere != "" {
			p.Add(u.finding(u.expr.Span, "%s may be empty at %s: %s%s", u.expr.Source, u.pixel.FireOn, u.why(), elsewhere))
		}
	}
}

// unknownAtEvent notes tokens of which nobody knows whether they have a value.
func unknownAtEvent() Rule {
	return Rule{
		Name:     "unknown-at-event",
		Severity: diag.Note,
		Summary:  "a token of which it is not known whether it has a value at the event on which the pixel fires",
		Long: `Nothing is documented and nothing was seen. Look at the call log of a real call before you
rely on it.`,
		Source: "the table of tokens and events (postback list tokens)",
		Wrong:  firingOn("finalized", "url: https://receiver.test/p?id=[Call:InboundCallId]&payout=[Call:ConversionPayout]"),
		Right:  firingOn("payout", "url: https://receiver.test/p?id=[Call:InboundCallId]&payout=[Call:ConversionPayout]"),
		Check:  checkUnknownAtEvent,
	}
}

func checkUnknownAtEvent(p *Pass) {
	for u := range p.uses() {
		if presence := u.presence(); presence.Availability == catalog.Unknown {
			p.Report(u.expr.Span, "it is not known whether %s has a value at %s: %s%s", u.expr.Source, u.pixel.FireOn, presence.Note, u.elsewhere())
		}
	}
}
