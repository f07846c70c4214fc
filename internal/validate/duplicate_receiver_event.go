package validate

import (
	"fmt"

	"postback/internal/diag"
	"postback/internal/pixel"
)

// duplicateReceiverEvent finds two pixels of a campaign that send the same event to the same receiver.
func duplicateReceiverEvent() Rule {
	return Rule{
		Name:     "duplicate-receiver-event",
		Severity: diag.Warning,
		Summary:  "two pixels of a campaign that send the same event to the same receiver",
		Long: `Both fire, so the receiver counts the event twice, unless their filters exclude each other.
Detach one, or give each a filter.`,
		Wrong: `pixels:
  - name: Connected
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]&source=calls
campaigns:
  - name: Spring
    pixels: [Connected, Sale]
`,
		Right: `pixels:
  - name: Connected
    fire_on: connected
    url: https://receiver.test/p?id=[Call:InboundCallId]
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]&source=calls
campaigns:
  - name: Spring
    pixels: [Connected, Sale]
`,
		Check: checkDuplicateReceiverEvent,
	}
}

func checkDuplicateReceiverEvent(p *Pass) {
	for _, c := range p.Set.Campaigns {
		first := map[string]*pixel.Pixel{}
		for _, a := range c.Pixels {
			if a.Pixel == nil || a.Pixel.URL == nil || !a.Pixel.Enabled || len(a.Pixel.Filters) > 0 {
				continue
			}
			key := a.Pixel.FireOn.String() + " " + a.Pixel.Method + " " + endpointOf(a.Pixel)
			earlier, twice := first[key]
			if !twice {
				first[key] = a.Pixel
				continue
			}
			p.Add(diag.Diagnostic{
				Span:    a.Name.Whole(),
				Message: fmt.Sprintf("%q and %q both send %s to the same receiver, which will count it twice", earlier.Name, a.Pixel.Name, a.Pixel.FireOn),
				Related: []diag.Related{{Span: earlier.URL.Text().Whole(), Message: "the first of the two is this"}},
			})
		}
	}
}

// endpointOf is a pixel's URL without its fragment, and with nothing of its query but the literal
// values, which may choose an event at the receiver.
func endpointOf(px *pixel.Pixel) string {
	v := viewURL(px)
	endpoint := v.text.String()[:v.path[1]]
	for _, param := range v.params {
		if isEventName(param.name) {
			endpoint += "&" + param.name + "=" + param.value
		}
	}
	return endpoint
}
