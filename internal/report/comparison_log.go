package report

import (
	"fmt"
	"strconv"
	"strings"

	"postback/internal/compare"
)

// LogComparison is a call log against definitions.
type LogComparison struct {
	*compare.Summary
	File string // what the log is called
}

// Findings is the number of things in which log and definitions do not agree.
func (c *LogComparison) Findings() int {
	n := len(c.Unplanned)
	for _, p := range c.Pixels {
		for _, f := range factsOf(p) {
			if f.isFinding {
				n++
			}
		}
	}
	return n
}

func (c *LogComparison) listing(style Style) listing {
	facts := c.facts(style)
	return listing{title: "postback compare", lines: c.lines(), tables: []titledTable{{"", c.overview()}, {"what to look at", facts}}, data: facts}
}

func (c *LogComparison) lines() []string {
	lines := []string{fmt.Sprintf("%s: %s of %s with an event log", c.File, Count(c.Fires, "pixel fire"), Count(c.Logged, "call"))}
	if rest := c.Calls - c.Logged; rest > 0 {
		lines = append(lines, Count(rest, "call")+" without an event log: the API gives it by /calllogs/detail")
	}
	for _, u := range c.Unplanned {
		lines = append(lines, fmt.Sprintf("not compared for %s: %s", Count(u.N, "call"), u.Value))
	}
	if c.Findings() == 0 {
		lines = append(lines, "log and definitions agree")
	}
	return lines
}

// overview has a row for each pixel.
func (c *LogComparison) overview() Table {
	table := Table{Columns: []string{"pixel", "event", "fired", "without status", "compared", "different", "not fired"}}
	for _, p := range c.Pixels {
		event := p.Event
		if !p.Defined {
			event = "(not defined)"
		}
		table.Rows = append(table.Rows, []string{
			p.Name, event, strconv.Itoa(p.Fired), strconv.Itoa(p.Unsent), strconv.Itoa(p.Compared), strconv.Itoa(p.Different), strconv.Itoa(p.Missed.N),
		})
	}
	return table
}

func (c *LogComparison) facts(style Style) Table {
	table := Table{Columns: []string{"pixel", "what", "count", "part", "fired", "here", "comes from", "call", "why"}}
	for _, p := range c.Pixels {
		for _, f := range factsOf(p) {
			table.Rows = append(table.Rows, []string{
				p.Name, f.what, strconv.Itoa(f.count), f.part, hidePart(style, f.param, f.there), hidePart(style, f.param, f.here),
				strings.Join(f.tokens, ""), f.call, style.Hide.String(f.why),
			})
		}
	}
	return table
}

// fact is one thing that a log says of a pixel.
type fact struct {
	what        string
	count       int
	part, param string // of the URL, and the parameter's own name
	there, here string
	tokens      []string
	call        string // the first of the calls
	why         string
	isFinding   bool // it wants to be looked at
}

// factsOf lists what a log says of a pixel, the plainest first.
func factsOf(p *compare.Pixel) []fact {
	var facts []fact
	if !p.Defined {
		facts = append(facts, fact{what: "not defined", count: p.Fired, isFinding: true, why: "the definitions have no pixel of this name"})
	}
	facts = append(facts, answers(p)...)
	for _, d := range p.Drift {
		facts = append(facts, driftFact(d))
	}
	for _, b := range p.Blank {
		facts = append(facts, blankFact(b))
	}
	for _, u := range p.Unexpected {
		code, message, _ := strings.Cut(u.Value, "\x00")
		facts = append(facts, fact{what: "fired, and should not have: " + code, count: u.N, call: u.Call, why: message, isFinding: true})
	}
	if p.Missed.N > 0 {
		facts = append(facts, fact{
			what: "not fired, and should have", count: p.Missed.N, call: p.Missed.Call, isFinding: true,
			why: "the definitions fire it for these calls; fires are queued, so the newest may still come",
		})
	}
	if p.Twice.N > 0 {
		facts = append(facts, fact{what: "fired more than once in a call", count: p.Twice.N, call: p.Twice.Call, isFinding: true})
	}
	return facts
}

// answers are the statuses and the reasons for failing.
func answers(p *compare.Pixel) []fact {
	var facts []fact
	for _, s := range p.Statuses {
		facts = append(facts, fact{what: "status " + s.Value, count: s.N, call: s.Call, isFinding: !strings.HasPrefix(s.Value, "2")})
	}
	if p.Unsent > 0 {
		facts = append(facts, fact{
			what: "no status", count: p.Unsent,
			why: "nothing was sent, or nobody answered; a filter that does not hold is logged so (assumed)",
		})
	}
	for _, r := range p.Reasons {
		facts = append(facts, fact{what: "failed: " + r.Value, count: r.N, call: r.Call, isFinding: true})
	}
	return facts
}

func driftFact(d *compare.Drift) fact {
	f := fact{
		what: string(d.Status), count: d.Count, part: partName(d.Name), param: d.Name, there: d.There, here: d.Here,
		tokens: d.Tokens, call: d.Call, why: d.Why, isFinding: d.Status.IsDifference(),
	}
	if d.Status == compare.NotCompared { // what was fired is the value of a variable, most likely a secret
		f.there = ""
	}
	return f
}

func blankFact(b *compare.Blank) fact {
	f := fact{
		what: "fired blank", count: b.Count, part: partName(b.Param), param: b.Param, tokens: b.Tokens, call: b.Call,
		why: "the call record does not have it either", isFinding: b.Here > 0,
	}
	if b.Here > 0 {
		f.why = fmt.Sprintf("in %d of them the record has a value by now: %s", b.Here, b.Why)
	}
	return f
}

// logJSON is the documented shape of a compared log.
type logJSON struct {
	SchemaVersion int          `json:"schema_version"`
	Calls         int          `json:"calls"`
	CallsLogged   int          `json:"calls_with_event_log"`
	Fires         int          `json:"fires"`
	Unplanned     []countJSON  `json:"calls_not_compared,omitempty"`
	Pixels        []logPixJSON `json:"pixels"`
}

type logPixJSON struct {
	Pixel     string      `json:"pixel"`
	Event     string      `json:"event,omitempty"`
	Defined   bool        `json:"defined"`
	Fired     int         `json:"fired"`
	NoStatus  int         `json:"without_status"`
	Compared  int         `json:"compared"`
	Different int         `json:"different"`
	NotFired  int         `json:"not_fired"`
	Statuses  []countJSON `json:"statuses,omitempty"`
	Reasons   []countJSON `json:"fail_reasons,omitempty"`
	Facts     []factJSON  `json:"facts,omitempty"`
}

type countJSON struct {
	Value  string `json:"value"`
	Count  int    `json:"count"`
	CallID string `json:"call_id,omitempty"`
}

type factJSON struct {
	What      string   `json:"what"`
	Count     int      `json:"count"`
	Finding   bool     `json:"finding"`
	Parameter string   `json:"parameter,omitempty"`
	Fired     string   `json:"fired,omitempty"`
	Here      string   `json:"here,omitempty"`
	Tokens    []string `json:"tokens,omitempty"`
	CallID    string   `json:"call_id,omitempty"`
	Why       string   `json:"why,omitempty"`
}

func jsonCounts(counts compare.Counts) []countJSON {
	var list []countJSON
	for _, c := range counts {
		list = append(list, countJSON{c.Value, c.N, c.Call})
	}
	return list
}

func (c *LogComparison) document(style Style) any {
	document := logJSON{
		SchemaVersion: SchemaVersion, Calls: c.Calls, CallsLogged: c.Logged, Fires: c.Fires,
		Unplanned: jsonCounts(c.Unplanned), Pixels: []logPixJSON{},
	}
	for _, p := range c.Pixels {
		pixel := logPixJSON{
			Pixel: p.Name, Event: p.Event, Defined: p.Defined, Fired: p.Fired, NoStatus: p.Unsent, Compared: p.Compared,
			Different: p.Different, NotFired: p.Missed.N, Statuses: jsonCounts(p.Statuses), Reasons: jsonCounts(p.Reasons),
		}
		for _, f := range factsOf(p) {
			pixel.Facts = append(pixel.Facts, factJSON{
				What: f.what, Count: f.count, Finding: f.isFinding, Parameter: f.param, Fired: hidePart(style, f.param, f.there),
				Here: hidePart(style, f.param, f.here), Tokens: f.tokens, CallID: f.call, Why: style.Hide.String(f.why),
			})
		}
		document.Pixels = append(document.Pixels, pixel)
	}
	return document
}
