package validate

import (
	"fmt"
	"strings"

	"postback/internal/call"
	"postback/internal/diag"
	"postback/internal/pixel"
)

// identicalRequests finds pixels of different events that send the identical request.
func identicalRequests() Rule {
	return Rule{
		Name:     "identical-requests",
		Severity: diag.Error,
		Summary:  "pixels of different events that send the identical request",
		Long: `The receiver cannot tell the events apart: it counts every one of them as the same thing.
Usually one pixel was copied and its event parameter was not changed.`,
		Source: "documented: a published guide lists six pixels with one identical URL",
		Wrong: `pixels:
  - name: Connected
    fire_on: connected
    url: https://receiver.test/p?id=[Call:InboundCallId]&event=call
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]&event=call
`,
		Right: `pixels:
  - name: Connected
    fire_on: connected
    url: https://receiver.test/p?id=[Call:InboundCallId]&event=call
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]&event=sale
`,
		Check: checkIdenticalRequests,
	}
}

func checkIdenticalRequests(p *Pass) {
	groups := map[string][]*pixel.Pixel{}
	var order []string
	for _, px := range p.Set.Pixels {
		if px.URL == nil || !px.Enabled {
			continue
		}
		key := requestText(px)
		if len(groups[key]) == 0 {
			order = append(order, key)
		}
		groups[key] = append(groups[key], px)
	}
	for _, key := range order {
		p.reportIdentical(groups[key])
	}
}

// requestText is everything a pixel sends, as it is written.
func requestText(px *pixel.Pixel) string {
	var text strings.Builder
	text.WriteString(px.Method)
	for _, t := range partsOf(px) {
		text.WriteString("\x00" + t.what + "\x00" + t.template.Text().String())
	}
	return text.String()
}

// reportIdentical reports each pixel of a group that has more than one event, and shows the first
// other one.
func (p *Pass) reportIdentical(group []*pixel.Pixel) {
	var events call.EventSet
	for _, px := range group {
		events = events.With(px.FireOn)
	}
	if events.Len() < 2 {
		return
	}
	for _, px := range group {
		others := otherEvents(events, px.FireOn)
		p.Add(diag.Diagnostic{
			Span:    px.URL.Text().Whole(),
			Message: fmt.Sprintf("%q sends the identical request on %s as other pixels on %s; the receiver cannot tell them apart", px.Name, px.FireOn, strings.Join(others, ", ")),
			Related: firstOther(group, px),
		})
	}
}

func otherEvents(events call.EventSet, own call.Event) []string {
	var names []string
	for _, e := range events.List() {
		if e != own {
			names = append(names, e.String())
		}
	}
	return names
}

func firstOther(group []*pixel.Pixel, px *pixel.Pixel) []diag.Related {
	for _, other := range group {
		if other.FireOn != px.FireOn {
			return []diag.Related{{Span: other.Name.Whole(), Message: "one of the others is this"}}
		}
	}
	return nil
}
