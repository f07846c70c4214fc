package plan

import (
	"fmt"
	"iter"
	"slices"

	"postback/internal/call"
	"postback/internal/pixel"
)

// Gate is one question whose answer decides whether a pixel fires.
type Gate struct {
	Name   string // "attached", "enabled", "event" or "filter"
	Open   bool
	Asked  bool // a gate behind one that is shut is not asked
	Detail string

	Filter *pixel.Filter // what a filter gate asks; nil for the other gates
	Ruling pixel.Ruling  // how it was decided

	code Code // of the reason that a shut gate gives
}

// gates yields the gates of a pixel in the order in which they are asked for the present record.
func (pl *Planner) gates(b *boundPixel) iter.Seq[Gate] {
	return func(yield func(Gate) bool) {
		if !yield(pl.attachedGate(b)) || !yield(enabledGate(b)) || !yield(pl.eventGate(b)) {
			return
		}
		for _, f := range b.filters {
			if !yield(pl.filterGate(f)) {
				return
			}
		}
	}
}

// shutGate is the first gate of the pixel that is shut for the present record.
func (pl *Planner) shutGate(b *boundPixel) (Gate, bool) {
	for g := range pl.gates(b) {
		if !g.Open {
			return g, true
		}
	}
	return Gate{}, false
}

func (g Gate) reason() Reason { return Reason{g.code, g.Detail} }

func (pl *Planner) attachedGate(b *boundPixel) Gate {
	g := Gate{Name: "attached", Open: pl.plan.attached[b], code: NotAttached}
	campaign := pl.plan.campaign
	switch {
	case campaign == nil:
		g.Detail = "no campaign is defined, so every pixel counts as attached"
	case g.Open:
		g.Detail = fmt.Sprintf("the campaign %q has this pixel", campaign.Name)
	default:
		g.Detail = fmt.Sprintf("the campaign %q does not have this pixel", campaign.Name)
	}
	return g
}

func enabledGate(b *boundPixel) Gate {
	g := Gate{Name: "enabled", Open: b.pixel.Enabled, Detail: "the definition does not say enabled: false", code: Disabled}
	if !g.Open {
		g.Detail = "the definition says enabled: false"
	}
	return g
}

func (pl *Planner) eventGate(b *boundPixel) Gate {
	event := b.pixel.FireOn
	switch {
	case slices.Contains(pl.events, event):
		return Gate{Name: "event", Open: true, Detail: pl.reachedDetail(event)}
	case len(pl.program.options.Events) > 0:
		return Gate{Name: "event", Detail: fmt.Sprintf("it fires on %s", event), code: OtherEvent}
	}
	return Gate{Name: "event", Detail: fmt.Sprintf("the record does not show that the call reached %s", event), code: NotReached}
}

func (pl *Planner) reachedDetail(e call.Event) string {
	if pl.record.Reached().Has(e) {
		return fmt.Sprintf("the record shows that the call reached %s", e)
	}
	return fmt.Sprintf("%s was asked for; the record does not show that the call reached it", e)
}

func (pl *Planner) filterGate(f boundFilter) Gate {
	ruling := f.filter.Explain(func(i int) []byte { return pl.Token(f.tokens[i]) })
	return Gate{Name: "filter", Open: ruling.Holds, Detail: ruling.String(), Filter: f.filter, Ruling: ruling, code: Filtered}
}
