package plan

import (
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

// campaignColumns asks the keys for the values that tell a record's campaign and publisher.
func (p *Program) campaignColumns() campaignColumns {
	both := func(column, category, name string) []call.Key {
		return []call.Key{p.keys.Column(column), p.keys.Tag(category, name)}
	}
	return campaignColumns{
		campaignID:    both("campaignId", "Campaign", "Id"),
		campaignName:  both("campaignName", "Campaign", "Name"),
		publisherID:   both("publisherId", "Publisher", "Id"),
		publisherName: both("publisherName", "Publisher", "Name"),
	}
}

// match finds the campaign of the present record: the one asked for, the one that the record
// names by id or name, or the only one there is.
func (pl *Planner) match() (*campaignPlan, error) {
	p := pl.program
	switch {
	case p.options.Campaign != "":
		c, _ := p.set.Campaign(p.options.Campaign)
		return p.planOf(c), nil
	case len(p.set.Campaigns) == 0:
		return &p.campaigns[0], nil
	}
	id, name := pl.first(p.columns.campaignID), pl.first(p.columns.campaignName)
	for i := range p.campaigns {
		if c := p.campaigns[i].campaign; id != "" && c.ID.String() == id {
			return &p.campaigns[i], nil
		}
	}
	for i := range p.campaigns {
		if c := p.campaigns[i].campaign; name != "" && c.Name.String() == name {
			return &p.campaigns[i], nil
		}
	}
	return pl.onlyCampaign(id, name)
}

// onlyCampaign is for a record whose campaign was not found by id and name.
func (pl *Planner) onlyCampaign(id, name string) (*campaignPlan, error) {
	p := pl.program
	switch {
	case name != "":
		return nil, p.unknownCampaign(name)
	case id != "":
		return nil, p.unknownCampaign(id)
	case len(p.campaigns) > 1:
		return nil, &CampaignError{"the call record names no campaign; choose one with --campaign: " +
			strings.Join(p.set.CampaignNames(), ", ")}
	}
	return &p.campaigns[0], nil
}

func (p *Program) planOf(c *pixel.Campaign) *campaignPlan {
	for i := range p.campaigns {
		if p.campaigns[i].campaign == c {
			return &p.campaigns[i]
		}
	}
	return nil
}

// matchPublisher finds the publisher of the present record among those of its campaign: the one
// that the record names by id or name, or the only one when the record names none.
func (pl *Planner) matchPublisher() *pixel.Publisher {
	if pl.campaign == nil || len(pl.campaign.Publishers) == 0 {
		return nil
	}
	columns := &pl.program.columns
	id, name := pl.first(columns.publisherID), pl.first(columns.publisherName)
	for i := range pl.campaign.Publishers {
		p := &pl.campaign.Publishers[i]
		if id != "" && p.ID.String() == id || name != "" && p.Name.String() == name {
			return p
		}
	}
	if id == "" && name == "" && len(pl.campaign.Publishers) == 1 {
		return &pl.campaign.Publishers[0]
	}
	return nil
}

// first is the text of the first of some values that is there.
func (pl *Planner) first(keys []call.Key) string {
	for _, k := range keys {
		if v := pl.record.Value(k); v.Kind() != call.Absent {
			return v.Text()
		}
	}
	return ""
}
