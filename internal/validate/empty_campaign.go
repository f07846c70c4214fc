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
		Wrong: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]
campaigns:
  - name: Spring
    pixels: [Sale]
  - name: Summer
`,
		Right: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]
campaigns:
  - name: Spring
    pixels: [Sale]
`,
		Check: checkEmptyCampaign,
	}
}

func checkEmptyCampaign(p *Pass) {
	for _, c := range p.Set.Campaigns {
		if len(c.Pixels) == 0 {
			p.Report(c.Name.Whole(), "the campaign %q has no pixels, so nothing fires for its calls", c.Name)
		}
	}
}
