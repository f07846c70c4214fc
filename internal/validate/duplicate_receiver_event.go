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
	keys, params := map[*pixel.Pixel]string{}, map[*pixel.Pixel]map[string]string{}
	for px, v := range p.urls() {
		keys[px], params[px] = endpointText(px, v), v.endpoint().Query
	}
	for _, c := range p.Set.Campaigns {
		first := map[string][]*pixel.Pixel{}
		for _, a := range c.Pixels {
			if a.Pixel == nil || isSilent(a.Pixel) {
				continue
			}
			key := keys[a.Pixel]
			if earlier := sameParameters(params, first[key], a.Pixel); earlier != nil {
				p.reportTwice(a, earlier)
			} else if len(first[key]) < mostCompared {
				first[key] = append(first[key], a.Pixel)
			}
		}
	}
}

// endpointText is the same for two pixels that send the same to one address on the same event, but
// for their parameters.
func endpointText(px *pixel.Pixel, v *urlView) string {
	text := px.FireOn.String() + " " + px.Method + " " + px.Authentication.String() + " " + v.text.String()[:v.path[1]]
	for _, t := range partsOf(px) {
		if t.template != px.URL {
			text += "\x00" + t.what + "\x00" + t.template.Text().String()
		}
	}
	return text + "\x00" + filterText(px)
}

// sameParameters finds the pixel whose parameters are all among those of another, or all of the other's
// among its own.
func sameParameters(params map[*pixel.Pixel]map[string]string, earlier []*pixel.Pixel, px *pixel.Pixel) *pixel.Pixel {
	for _, other := range earlier {
		if holds(params[other], params[px]) || holds(params[px], params[other]) {
			return other
		}
	}
	return nil
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
