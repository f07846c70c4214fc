package validate

import (
	"fmt"
	"strings"

	"postback/internal/diag"
	"postback/internal/pixel"
)

// duplicateReceiverEvent finds two pixels of a campaign that send the same event to the same receiver.
func duplicateReceiverEvent() Rule {
	return Rule{
		Name:     "duplicate-receiver-event",
		Severity: diag.Warning,
		Summary:  "two pixels of a campaign that send the same event to the same receiver",
		Long: `Both fire for the same calls, so the receiver may count the event twice. Detach one, or give
each a filter. Two pixels do the same when they go to one address with the same headers and
body, and one has all the parameters of the other; what is sent beyond them does not matter.`,
		Wrong: campaignOf(shot{"converted", "?id=[Call:InboundCallId]"}, shot{"converted", "?id=[Call:InboundCallId]&source=calls"}),
		Right: campaignOf(shot{"converted", "?id=[Call:InboundCallId]&goal=lead"}, shot{"converted", "?id=[Call:InboundCallId]&goal=sale"}),
		Check: checkDuplicateReceiverEvent,
	}
}

// mostCompared is how many different requests to one address are remembered, so that a campaign
// with thousands of them is checked in no time.
const mostCompared = 16

func checkDuplicateReceiverEvent(p *Pass) {
	keys := map[*pixel.Pixel]string{}
	for v := range p.views() {
		if !isSilent(v.pixel) {
			keys[v.pixel] = endpointText(v)
		}
	}
	for _, c := range p.Set.Campaigns {
		first := map[string][]sent{}
		for _, a := range c.Pixels {
			key, sends := keys[a.Pixel]
			if !sends {
				continue
			}
			own := sent{a.Pixel, byName(p.survey.byPixel[a.Pixel].url.params)}
			if earlier := sameParameters(first[key], own); earlier != nil {
				p.reportTwice(a, earlier)
			} else if len(first[key]) < mostCompared {
				first[key] = append(first[key], own)
			}
		}
	}
}

// endpointText is the same for two pixels that send the same to one address on the same event, but
// for their parameters.
func endpointText(v *view) string {
	px := v.pixel
	var text strings.Builder
	text.WriteString(px.FireOn.String() + " " + px.Method + " " + px.Authentication.String() + " " + v.url.address())
	for i := range v.parts {
		if t := &v.parts[i]; t.template != px.URL {
			text.WriteString("\x00" + t.what + "\x00" + t.template.Text().String())
		}
	}
	text.WriteString("\x00" + filterText(px))
	return text.String()
}

// sameParameters finds the pixel whose parameters are all among those of another, or all of the other's
// among its own.
func sameParameters(earlier []sent, own sent) *pixel.Pixel {
	for _, other := range earlier {
		if holds(other.params, own.params) || holds(own.params, other.params) {
			return other.pixel
		}
	}
	return nil
}

// sent is a pixel with its parameters and their values.
type sent struct {
	pixel  *pixel.Pixel
	params map[string]string
}

func byName(params []paramView) map[string]string {
	values := make(map[string]string, len(params))
	for _, param := range params {
		values[param.name] = param.value
	}
	return values
}

// holds reports whether some parameters hold all of others, with the same values.
func holds(all, some map[string]string) bool {
	for name, value := range some {
		if own, there := all[name]; !there || own != value {
			return false
		}
	}
	return true
}

func (p *Pass) reportTwice(a pixel.Attachment, earlier *pixel.Pixel) {
	p.Add(diag.Diagnostic{
		Span:    a.Name.Whole(),
		Message: fmt.Sprintf("%q and %q both send %s to the same receiver, which may count it twice", earlier.Name, a.Name, earlier.FireOn),
		Related: []diag.Related{{Span: earlier.URL.Text().Whole(), Message: "this is sent first"}, {Span: a.Pixel.URL.Text().Whole(), Message: "and this too"}},
	})
}
