package plan

import (
	"fmt"
	"net/url"
	"slices"
	"time"

	"postback/internal/call"
	"postback/internal/pixel"
	"postback/internal/postback"
	"postback/internal/template"
)

// Planner plans one record after the other. It keeps the memory of its last record for the next
// one, so each worker has its own.
type Planner struct {
	program *Program
	values  *template.Values
	zone    *time.Location

	record       *call.Record
	plan         *campaignPlan
	lastCampaign namedCampaign
	publisher    *pixel.Publisher
	events       []call.Event
	firings      []Firing
	text         []byte // what the requests of the present record point into
	headers      []postback.Header
	scratch      []byte
}

// NewPlanner returns a planner for one worker.
func (p *Program) NewPlanner() *Planner {
	zone := p.options.Zone
	if zone == nil {
		zone = time.UTC
	}
	return &Planner{program: p, values: p.layout.NewValues(), zone: zone}
}

// Plan returns the pixels that fire, or should and cannot, for the record: event by event, and
// within an event in the order of the campaign. The error is a [*CampaignError]. The firings are
// valid until the next call.
func (pl *Planner) Plan(record *call.Record) ([]Firing, error) {
	if err := pl.begin(record); err != nil {
		return nil, err
	}
	for _, event := range pl.events {
		for _, b := range pl.plan.byEvent[event] {
			if b.pixel.Enabled && (len(b.filters) == 0 || pl.passes(b)) {
				pl.render(b, pl.extend())
			}
		}
	}
	return pl.firings, nil
}

// extend adds a firing for the caller to fill in: it is large, and faster to write than to copy. It
// holds one of an earlier record, or nothing.
func (pl *Planner) extend() *Firing {
	n := len(pl.firings)
	if n == cap(pl.firings) {
		pl.firings = slices.Grow(pl.firings, 1)
	}
	pl.firings = pl.firings[:n+1]
	return &pl.firings[n]
}

// begin takes up a new record and drops the last one.
func (pl *Planner) begin(record *call.Record) (err error) {
	pl.record = record
	pl.text, pl.headers, pl.firings = pl.text[:0], pl.headers[:0], pl.firings[:0]
	pl.values.Reset(pl)
	if pl.plan, err = pl.matchCampaign(); err != nil {
		return err
	}
	pl.publisher = pl.matchPublisher(pl.plan)
	pl.events = append(pl.events[:0], pl.program.options.Events...)
	if len(pl.events) == 0 {
		pl.events = appendEvents(pl.events, record.Reached())
	}
	return nil
}

// appendEvents appends the events of a set in the platform's order.
func appendEvents(dst []call.Event, set call.EventSet) []call.Event {
	for e := call.Event(0); int(e) < eventCount; e++ {
		if set.Has(e) {
			dst = append(dst, e)
		}
	}
	return dst
}

// Program is what the planner plans with.
func (pl *Planner) Program() *Program { return pl.program }

// Record is the record last planned.
func (pl *Planner) Record() *call.Record { return pl.record }

// Skips returns every selected pixel that does not fire for the record last planned, each with
// the first reason that keeps it from firing.
func (pl *Planner) Skips() []Firing {
	var skips []Firing
	for _, b := range pl.program.pixels {
		if shut, ok := pl.shutGate(b); ok {
			skips = append(skips, pl.firing(b, Skip, shut.reason()))
		}
	}
	return skips
}

// SkipCount is the number of pixels that [Planner.Skips] returns.
func (pl *Planner) SkipCount() int { return len(pl.program.pixels) - len(pl.firings) }

// passes reports whether all filters of the pixel hold. It says the same as their gates, without
// explaining it, because most of what is planned in bulk needs no explanation.
func (pl *Planner) passes(b *boundPixel) bool {
	for _, f := range b.filters {
		if !f.filter.Holds(func(i int) []byte { return pl.Token(f.tokens[i]) }) {
			return false
		}
	}
	return true
}

func (pl *Planner) firing(b *boundPixel, decision Decision, reasons ...Reason) Firing {
	return Firing{
		Pixel: b.pixel, Event: b.pixel.FireOn, Campaign: pl.plan.campaign,
		Decision: decision, Reasons: reasons, planner: pl, bound: b,
	}
}

// render fills in the firing of a pixel that fires. One of an earlier record that differs in nothing
// but its URL, which is rendered when it is shown, is left as it is.
func (pl *Planner) render(b *boundPixel, f *Firing) {
	if b.onlyShown && f.bound == b && f.Campaign == pl.plan.campaign && f.Decision == Fire {
		f.Request.URL = nil
		return
	}
	f.Pixel, f.Event, f.Campaign, f.planner, f.bound = b.pixel, b.pixel.FireOn, pl.plan.campaign, pl, b
	f.Decision, f.Reasons, f.Grant = Fire, pl.request(b, &f.Request), nil
	if b.grant != nil && f.Reasons == nil {
		f.Grant, f.Reasons = pl.grant(b.grant)
	}
	if f.Reasons != nil {
		f.Decision, f.Request, f.Grant = Fail, postback.Request{}, nil
	}
}

// request renders the request of a pixel, or says why it cannot be.
func (pl *Planner) request(b *boundPixel, r *postback.Request) []Reason {
	if b.broken != nil {
		return []Reason{*b.broken}
	}
	r.Method, r.URL, r.Body, r.BasicAuth = b.pixel.Method, nil, nil, nil
	if b.shown == nil || b.hostVaries {
		r.URL = pl.append(b.url)
	}
	if b.hostVaries {
		if reason := pl.checkHost(r.URL); reason != nil {
			return []Reason{*reason}
		}
	}
	first := len(pl.headers)
	for i := range b.headers {
		h := &b.headers[i]
		value := h.fixed
		if value == nil {
			value = pl.append(h.value)
			if reason := headerFault(h.name, value); reason != nil {
				return []Reason{*reason}
			}
		}
		pl.headers = append(pl.headers, postback.Header{Name: h.name, Value: value})
	}
	r.Headers = pl.headers[first:len(pl.headers):len(pl.headers)]
	if b.body != nil {
		r.Body = pl.append(b.body)
	}
	if b.auth != nil {
		r.BasicAuth = &postback.BasicAuth{
			Username: string(pl.append(b.auth.username)), Password: string(pl.append(b.auth.password)),
		}
	}
	return nil
}

// append renders one template behind everything rendered for the record so far.
func (pl *Planner) append(b *template.Bound) []byte {
	start := len(pl.text)
	pl.text = b.Append(pl.text, pl.values)
	return pl.text[start:len(pl.text):len(pl.text)]
}

// checkHost judges a URL whose host holds a token: the host it results in has to be allowed.
func (pl *Planner) checkHost(rendered []byte) *Reason {
	u, err := url.Parse(string(rendered))
	if err == nil && MatchHost(pl.program.options.AllowHosts, u.Hostname()) {
		return checkURL(string(rendered))
	}
	result := "no usable host"
	if err == nil && u.Hostname() != "" {
		result = fmt.Sprintf("the host %q", u.Hostname())
	}
	return &Reason{TokenInHost, fmt.Sprintf("a token stands in the host and gives %s for this call; --allow-host has to name it", result)}
}

func headerFault(name string, value []byte) *Reason {
	at := template.HeaderFault(value)
	if at < 0 {
		return nil
	}
	what := map[byte]string{'\r': "a carriage return", '\n': "a line break", 0: "a NUL byte"}[value[at]]
	return &Reason{HeaderControl, fmt.Sprintf("the value of the header %s holds %s, which no header may", name, what)}
}
