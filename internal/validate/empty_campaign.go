package validate

import (
	"postback/internal/diag"
)

// emptyCampaign finds a campaign without pixels.
func emptyCampaign() Rule {
	return Rule{
		Name:     "empty-campaign",
		Severity: diag.Warning,
		Summary:  "a campaign without pixels",
		Long:     `Nothing fires for its calls. Attach the pixels, or remove the campaign.`,
		Source:   "documented: a pixel acts only once it is added to a campaign",
		Wrong:    campaignOf(shot{"converted", "?id=[Call:InboundCallId]"}) + "  - name: Summer\n",
		Right:    campaignOf(shot{"converted", "?id=[Call:InboundCallId]"}),
		Check:    checkEmptyCampaign,
	}
}

func checkEmptyCampaign(p *Pass) {
	for _, c := range p.Set.Campaigns {
		if len(c.Pixels) == 0 && c.Name.Len() > 0 {
			p.Report(c.Name.Whole(), "the campaign %q has no pixels, so nothing fires for its calls", c.Name)
		}
	}
}
