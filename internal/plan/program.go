package plan

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"postback/internal/call"
	"postback/internal/diag"
	"postback/internal/glob"
	"postback/internal/pixel"
	"postback/internal/redact"
	"postback/internal/template"
)

// Options is the selection: what is planned, and with which values.
type Options struct {
	Campaign   string         // name or id; "" takes the one that the record names
	Pixels     []string       // globs over pixel names; none selects every pixel
	Events     []call.Event   // taken at their word, in this order; none means every event the record reached
	Overrides  []Override     // --set
	AllowHosts []string       // globs over host names that a token may result in
	Zone       *time.Location // the account's time zone; nil is UTC, with a warning where it matters
	Keys       *call.Keys     // shared with other programs, so that they plan the same records; nil for keys of its own
	Choice     Choice         // of the calls, for [Program.NewSelector]
}

// Override gives a token a value, whatever the record says.
type Override struct {
	Token template.Token
	Value string
}

// Program is a definition set compiled for one selection. It does not change, so any number of
// planners may use it at once.
type Program struct {
	set         *pixel.Set
	options     Options
	keys        *call.Keys
	layout      *template.Layout
	sources     []source                              // by token number
	guessesZone bool                                  // a token may be a local time, and nobody named the zone
	pixels      []*boundPixel                         // those selected, in order of definition
	grants      map[*pixel.Authentication]*boundGrant // those that the pixels name
	campaigns   []campaignPlan                        // in order of definition; one without a campaign when none is defined
	columns     campaignColumns
	chosenBy    []boundFilter // of the choice

	redactor   *redact.Redactor // that the program shows with; nil when requests are sent
	chosen     *campaignPlan    // what every record is planned with; nil when that depends on the record
	byCampaign places[*campaignPlan]
}

// campaignPlan is what can fire for the calls of one campaign.
type campaignPlan struct {
	campaign   *pixel.Campaign // nil when the definitions have no campaign: then every pixel fires
	publishers places[*pixel.Publisher]
	attached   map[*boundPixel]bool
	byEvent    [eventCount][]*boundPixel
}

// eventCount is the number of events that a pixel can fire on.
const eventCount = int(call.Recording) + 1

// campaignColumns are the places of a record that tell its campaign and publisher.
type campaignColumns struct {
	campaignID, campaignName, publisherID, publisherName []call.Key
}

// Compile prepares the set for planning. The set must have been loaded without errors.
// It fails when the selection names a campaign that the set does not have.
func Compile(set *pixel.Set, options Options) (*Program, error) {
	p := &Program{
		set: set, options: options, keys: options.Keys, layout: template.NewLayout(),
		grants: map[*pixel.Authentication]*boundGrant{},
	}
	if p.keys == nil {
		p.keys = call.NewKeys()
	}
	if options.Campaign != "" {
		if _, ok := set.Campaign(options.Campaign); !ok {
			return nil, p.unknownCampaign(options.Campaign)
		}
	}
	for _, definition := range set.Pixels {
		if selected(options.Pixels, definition.Name.String()) {
			p.pixels = append(p.pixels, p.bind(definition))
		}
	}
	for i := range p.options.Choice.Where {
		p.chosenBy = append(p.chosenBy, p.bindFilter(&p.options.Choice.Where[i]))
	}
	p.inspect()
	p.planCampaigns()
	p.columns = p.campaignColumns()
	for _, token := range p.layout.Tokens() {
		s := p.source(token)
		p.sources = append(p.sources, s)
		p.guessesZone = p.guessesZone || options.Zone == nil && isLocal(s.info.Derivation)
	}
	return p, nil
}

func selected(globs []string, name string) bool {
	return len(globs) == 0 || slices.ContainsFunc(globs, func(pattern string) bool { return glob.Match(pattern, name) })
}

// planCampaigns sorts the selected pixels by campaign and event.
func (p *Program) planCampaigns() {
	if len(p.set.Campaigns) == 0 {
		p.campaigns = []campaignPlan{{attached: map[*boundPixel]bool{}}}
		p.chosen = &p.campaigns[0]
		for _, b := range p.pixels {
			p.chosen.attach(b)
		}
		return
	}
	bound := make(map[*pixel.Pixel]*boundPixel, len(p.pixels))
	for _, b := range p.pixels {
		bound[b.pixel] = b
	}
	p.campaigns = make([]campaignPlan, len(p.set.Campaigns))
	asked, _ := p.set.Campaign(p.options.Campaign)
	for i, c := range p.set.Campaigns {
		plan := &p.campaigns[i]
		*plan = planCampaign(c, bound)
		p.byCampaign.add(c.ID.String(), c.Name.String(), plan)
		if c == asked {
			p.chosen = plan
		}
	}
}

func planCampaign(c *pixel.Campaign, bound map[*pixel.Pixel]*boundPixel) campaignPlan {
	plan := campaignPlan{campaign: c, attached: map[*boundPixel]bool{}}
	for _, a := range c.Pixels {
		if b, selected := bound[a.Pixel]; selected {
			plan.attach(b)
		}
	}
	for i := range c.Publishers {
		publisher := &c.Publishers[i]
		plan.publishers.add(publisher.ID.String(), publisher.Name.String(), publisher)
	}
	return plan
}

func (c *campaignPlan) attach(b *boundPixel) {
	c.attached[b] = true
	c.byEvent[b.pixel.FireOn] = append(c.byEvent[b.pixel.FireOn], b)
}

// ShowOnly prepares the program for results that are shown and not sent, as far as that can be done
// once for all calls: what [Firing.AppendShownURL] has to hide of a URL, and how it and a body are
// written by quote within a document. Their requests have no URL then, but for [Firing.URL]. It must
// come before the first planner, and the redactor must know all secrets by then.
func (p *Program) ShowOnly(redactor *redact.Redactor, quote template.Rewrite) {
	p.redactor = redactor
	for _, b := range p.pixels {
		switch {
		case redactor.Reveals():
			b.shown = b.url
		case redactor.ByParameter():
			b.shown, _ = p.layout.BindHidden(b.url, redactor.AppendURL)
		}
		if b.shown != nil {
			b.quotedURL, _ = p.layout.BindQuoted(b.shown, quote)
			b.onlyShown = b.broken == nil && b.grant == nil && !b.hostVaries && len(b.headers) == 0 && b.body == nil && b.auth == nil
		}
		if b.body != nil && redactor.Reveals() && p.isText() {
			b.quotedBody, _ = p.layout.BindQuoted(b.body, quote)
		}
	}
}

// isText reports whether every value is UTF-8: records and definitions hold nothing else, but
// overrides come from a command line.
func (p *Program) isText() bool {
	return !slices.ContainsFunc(p.options.Overrides, func(o Override) bool { return !utf8.ValidString(o.Value) })
}

// Keys numbers the values that the program asks records for; readers must use it.
func (p *Program) Keys() *call.Keys { return p.keys }

// Tokens are the tokens that the selected pixels use, in their templates and filters.
func (p *Program) Tokens() []template.Token { return p.layout.Tokens() }

// Pixels are those that may fire: the selected ones of the selected events.
func (p *Program) Pixels() []*pixel.Pixel {
	var pixels []*pixel.Pixel
	for _, b := range p.pixels {
		if p.considers(b) {
			pixels = append(pixels, b.pixel)
		}
	}
	return pixels
}

// Missing lists the variables without a value that the pixels of the selected events use, each
// once, at its first place.
func (p *Program) Missing() []pixel.Variable {
	var missing []pixel.Variable
	seen := map[string]bool{}
	for _, b := range p.pixels {
		if !p.considers(b) {
			continue
		}
		for _, v := range p.set.Missing(b.pixel) {
			if !seen[v.Reason] {
				seen[v.Reason] = true
				missing = append(missing, v)
			}
		}
	}
	return missing
}

// MatchHost reports whether one of the globs matches a host, whose case does not matter.
func MatchHost(globs []string, host string) bool {
	return slices.ContainsFunc(globs, func(pattern string) bool {
		return glob.Match(strings.ToLower(pattern), strings.ToLower(host))
	})
}

// considers reports whether the pixel can fire for any call at all.
func (p *Program) considers(b *boundPixel) bool {
	return len(p.options.Events) == 0 || slices.Contains(p.options.Events, b.pixel.FireOn)
}

// variables looks up what a pixel's variables stand for.
func (p *Program) variables(source *diag.Source) template.Variables {
	return func(scheme, name string) (string, bool) {
		v, ok := p.set.Variable(source, scheme, name)
		return v.Value, ok && v.Known
	}
}
