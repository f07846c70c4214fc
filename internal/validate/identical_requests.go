package validate

import (
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
Usually one pixel was copied and its event parameter was not changed. Pixels of different
campaigns and pixels with different filters are not compared, nor events at which a token of
the request has a value at one and none at the other, such as the revenue.`,
		Source: "documented: the platform's guide to Kayzen lists six pixels with one identical URL",
		Wrong:  campaignOf(shot{"connected", "?id=[Call:InboundCallId]&kind=call"}, shot{"converted", "?id=[Call:InboundCallId]&kind=call"}),
		Right:  campaignOf(shot{"connected", "?id=[Call:InboundCallId]&kind=call"}, shot{"converted", "?id=[Call:InboundCallId]&kind=sale"}),
		Check:  checkIdenticalRequests,
	}
}

func checkIdenticalRequests(p *Pass) {
	texts := map[*pixel.Pixel]string{}
	for v := range p.views() {
		if !isSilent(v.pixel) {
			texts[v.pixel] = requestText(v) + "\x00" + stage(v)
		}
	}
	twins := map[*pixel.Pixel]*crowd{}
	for company := range p.companies() {
		findTwins(company, texts, twins)
	}
	for _, px := range p.Set.Pixels {
		if others := twins[px]; others != nil && others.events.Len() > 0 {
			p.reportIdentical(px, others)
		}
	}
}

// crowd is a number of pixels of which only the first for each event matters.
type crowd struct {
	events call.EventSet
	first  [call.Recording + 1]*pixel.Pixel
}

func (c *crowd) add(px *pixel.Pixel) {
	if !c.events.Has(px.FireOn) {
		c.events, c.first[px.FireOn] = c.events.With(px.FireOn), px
	}
}

// addOthers adds the pixels of a crowd that fire on other events than the given one.
func (c *crowd) addOthers(crowd *crowd, than call.Event) {
	for _, e := range crowd.events.List() {
		if e != than {
			c.add(crowd.first[e])
		}
	}
}

// findTwins adds, for each pixel of a company, the others that send the same request on other events
// for the same calls: whatever their filters, when it has none; without filters, or with the same,
// when it has some.
func findTwins(company []*pixel.Pixel, texts map[*pixel.Pixel]string, twins map[*pixel.Pixel]*crowd) {
	type class struct{ request, filter string }
	const anyFilter = "\x00"
	crowds := map[class]*crowd{}
	of := func(px *pixel.Pixel, filter string) *crowd {
		c := class{texts[px], filter}
		if crowds[c] == nil {
			crowds[c] = &crowd{}
		}
		return crowds[c]
	}
	for _, px := range company {
		of(px, filterText(px)).add(px)
		of(px, anyFilter).add(px)
	}
	for _, px := range company {
		if twins[px] == nil {
			twins[px] = &crowd{}
		}
		if len(px.Filters) == 0 {
			twins[px].addOthers(of(px, anyFilter), px.FireOn)
			continue
		}
		twins[px].addOthers(of(px, filterText(px)), px.FireOn)
		twins[px].addOthers(of(px, ""), px.FireOn)
	}
}

// reportIdentical names the other events and shows the first of their pixels.
func (p *Pass) reportIdentical(px *pixel.Pixel, others *crowd) {
	var names []string
	for _, e := range others.events.List() {
		names = append(names, e.String())
	}
	first := others.first[others.events.List()[0]]
	p.Add(diag.Diagnostic{
		Span:    px.URL.Text().Span(0, px.URL.Text().Len()),
		Message: "the identical request is sent on " + strings.Join(names, ", ") + " too, so the receiver cannot tell the events apart",
		Related: []diag.Related{{Span: first.Name.Whole(), Message: "this pixel sends it on " + first.FireOn.String()}},
	})
}
