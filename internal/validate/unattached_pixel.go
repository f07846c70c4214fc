package validate

import (
	"postback/internal/diag"
	"postback/internal/pixel"
)

// unattachedPixel finds a pixel that no campaign has.
func unattachedPixel() Rule {
	return Rule{
		Name:     "unattached-pixel",
		Severity: diag.Warning,
		Summary:  "a pixel that no campaign has",
		Long: `A pixel fires for the calls of the campaigns it is added to, and for no others. Forgetting
that is the first cause of a pixel that does not fire. Add it to a campaign, or remove it.
Definitions without any campaign are not reported, nor pixels that are disabled.`,
		Source: "documented: the platform calls it the most probable cause of a pixel that does not fire",
		Wrong: `pixels:
  - name: Answered
    fire_on: connected
    url: https://receiver.test/p?id=[Call:InboundCallId]&kind=call
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]&kind=sale
campaigns:
  - name: Spring
    pixels: [Answered]
`,
		Right: campaignOf(shot{"connected", "?id=[Call:InboundCallId]&kind=call"}, shot{"converted", "?id=[Call:InboundCallId]&kind=sale"}),
		Check: checkUnattachedPixel,
	}
}

func checkUnattachedPixel(p *Pass) {
	if len(p.Set.Campaigns) == 0 {
		return
	}
	attached := map[*pixel.Pixel]bool{}
	for _, c := range p.Set.Campaigns {
		for _, a := range c.Pixels {
			attached[a.Pixel] = true
		}
	}
	for _, px := range p.Set.Pixels {
		if px.Enabled && px.Name.Len() > 0 && !attached[px] {
			p.Report(px.Name.Whole(), "no campaign has the pixel %q, so it never fires; add it to a campaign's pixels", px.Name)
		}
	}
}
