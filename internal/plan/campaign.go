package plan

import (
	"bytes"
	"fmt"
	"strings"

	"postback/internal/call"
	"postback/internal/diag"
	"postback/internal/pixel"
)

// CampaignError says that a call cannot be planned because its campaign is not known. It is a
// mistake in the selection, in the record or in the definitions.
type CampaignError struct{ Message string }

// Error is the message: what is wrong and what to do.
func (e *CampaignError) Error() string { return e.Message }

func (p *Program) unknownCampaign(name string) error {
	names := p.set.CampaignNames()
	if len(names) == 0 {
		return &CampaignError{fmt.Sprintf("unknown campaign %q: the definitions have no campaigns", name)}
	}
	hint := diag.DidYouMean(name, names)
	if hint == "" {
		hint = "; defined: " + strings.Join(names, ", ")
	}
	return &CampaignError{fmt.Sprintf("unknown campaign %q%s", name, hint)}
}

// campaignColumns asks the keys for the values that tell a record's campaign and publisher: like
// the value of a token, a tag goes before a column.
func (p *Program) campaignColumns() campaignColumns {
	both := func(column, category, name string) []call.Key {
		return []call.Key{p.keys.Tag(category, name), p.keys.Column(column)}
	}
	return campaignColumns{
		campaignID:    both("campaignId", "Campaign", "Id"),
		campaignName:  both("campaignName", "Campaign", "Name"),
		publisherID:   both("publisherId", "Publisher", "Id"),
		publisherName: both("publisherName", "Publisher", "Name"),
	}
}

// places is where something may be found that a record names by its id or by its name.
type places[T any] struct{ byID, byName map[string]T }

// add makes v known under its id and its name, as far as it has them; the first of one name wins.
func (p *places[T]) add(id, name string, v T) {
	if p.byID == nil {
		*p = places[T]{byID: map[string]T{}, byName: map[string]T{}}
	}
	if _, taken := p.byID[id]; id != "" && !taken {
		p.byID[id] = v
	}
	if _, taken := p.byName[name]; name != "" && !taken {
		p.byName[name] = v
	}
}

// find looks for the id and, failing that, for the name.
func (p *places[T]) find(id, name []byte) (T, bool) {
	if v, ok := p.byID[string(id)]; ok {
		return v, true
	}
	v, ok := p.byName[string(name)]
	return v, ok
}

// matchCampaign finds the campaign of the present record: the one asked for, the one that the
// record names by id or name, or the only one there is. The calls of a log are of a few campaigns,
// so the last answer is remembered.
func (pl *Planner) matchCampaign() (*campaignPlan, error) {
	p := pl.program
	if p.chosen != nil {
		return p.chosen, nil
	}
	id, name := pl.named(p.columns.campaignID, p.columns.campaignName)
	last := &pl.lastCampaign
	if last.plan != nil && bytes.Equal(id, last.id) && bytes.Equal(name, last.name) {
		return last.plan, nil
	}
	plan, err := pl.lookUpCampaign(id, name)
	last.id, last.name, last.plan = append(last.id[:0], id...), append(last.name[:0], name...), plan
	return plan, err
}

// namedCampaign is the campaign of a call that names it so.
type namedCampaign struct {
	id, name []byte
	plan     *campaignPlan // nil when there is none
}

func (pl *Planner) lookUpCampaign(id, name []byte) (*campaignPlan, error) {
	p := pl.program
	if plan, ok := p.byCampaign.find(id, name); ok {
		return plan, nil
	}
	switch {
	case len(name) > 0:
		return nil, p.unknownCampaign(string(name))
	case len(id) > 0:
		return nil, p.unknownCampaign(string(id))
	case len(p.campaigns) > 1:
		return nil, &CampaignError{"the call record names no campaign; choose one with --campaign: " +
			strings.Join(p.set.CampaignNames(), ", ")}
	}
	return &p.campaigns[0], nil
}

// matchPublisher finds the publisher of the present record among those of its campaign: the one
// that the record names by id or name, or the only one when the record names none.
func (pl *Planner) matchPublisher(plan *campaignPlan) *pixel.Publisher {
	if plan.campaign == nil || len(plan.campaign.Publishers) == 0 {
		return nil
	}
	columns := &pl.program.columns
	id, name := pl.named(columns.publisherID, columns.publisherName)
	if p, ok := plan.publishers.find(id, name); ok {
		return p
	}
	if len(id) == 0 && len(name) == 0 && len(plan.campaign.Publishers) == 1 {
		return &plan.campaign.Publishers[0]
	}
	return nil
}

// named is the id and the name that the present record gives something, valid until the next
// use of the planner's scratch memory.
func (pl *Planner) named(ids, names []call.Key) (id, name []byte) {
	pl.scratch = pl.scratch[:0]
	return pl.first(ids), pl.first(names)
}

// first is the first of some values that is there.
func (pl *Planner) first(keys []call.Key) []byte {
	for _, k := range keys {
		if text, _, ok := pl.record.Raw(k); ok {
			return text
		}
		if pl.has(k) {
			start := len(pl.scratch)
			pl.scratch = pl.record.AppendText(pl.scratch, k)
			return pl.scratch[start:]
		}
	}
	return nil
}
