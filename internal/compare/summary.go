package compare

import (
	"bytes"
	"strings"

	"postback/internal/call"
	"postback/internal/pixel"
	"postback/internal/plan"
)

// Summary is what a call log says of the pixels, and what the definitions say to that.
type Summary struct {
	Calls     int
	Logged    int // calls that have an event log; of the others nothing can be said
	Fires     int
	Unplanned Counts   // calls that cannot be planned, by the reason
	Pixels    []*Pixel // those of the definitions in their order, then others as they come
}

// Pixel is what a call log says of one pixel.
type Pixel struct {
	Name    string
	Event   string // it fires on; "" when it is not defined
	Defined bool

	Fired    int
	Unsent   int    // fires without a status: no answer, or nothing was sent
	Statuses Counts // of the answers
	Reasons  Counts // why fires failed

	Compared   int // fires whose URL was compared
	Different  int // those in which a receiver reads something else than the definition says
	Blank      []*Blank
	Drift      []*Drift
	Missed     Count  // calls for which it should have fired and did not
	Twice      Count  // calls in which it fired more than once
	Unexpected Counts // fires that the definitions do not make, by the code of the reason and its words

	definition *pixel.Pixel
	blankAt    map[string]*Blank
	driftAt    map[driftKey]*Drift
}

// Blank is a parameter that was fired without the value of its tokens.
type Blank struct {
	Param  string
	Tokens []string
	Count  int
	Here   int // of which the call record has a value by now
	Call   string
	Why    string
}

// Drift is one way in which fired URLs differ from the definition.
type Drift struct {
	Part  // of the first call
	Count int
	Call  string // the id of the first call
}

type driftKey struct {
	name   string
	status Status
}

// Count counts calls and keeps the id of the first.
type Count struct {
	N    int
	Call string
}

func (c *Count) add(id string) {
	if c.N == 0 {
		c.Call = id
	}
	c.N++
}

// Counts counts calls by some value, in the order in which the values first came.
type Counts []*Counted

// Counted is one value of [Counts].
type Counted struct {
	Value string
	Count
}

// maxValues is how many values of one kind are told apart.
const maxValues = 50

// add counts a value. What stands behind a NUL in it says more about the first call that has it and
// does not tell values apart.
func (c *Counts) add(value, id string) {
	key, _, _ := strings.Cut(value, "\x00")
	for _, known := range *c {
		if k, _, _ := strings.Cut(known.Value, "\x00"); k == key || known.Value == Others {
			known.Count.add(id)
			return
		}
	}
	if len(*c) >= maxValues {
		value = Others
	}
	counted := &Counted{Value: value}
	counted.Count.add(id)
	*c = append(*c, counted)
}

// addBytes is add for a value that is mostly known already.
func (c *Counts) addBytes(value []byte, id string) {
	for _, known := range *c {
		if known.Value == string(value) {
			known.N++
			return
		}
	}
	c.add(string(value), id)
}

// answer takes in what became of a fire.
func (p *Pixel) answer(f *call.Fire, id string) {
	if len(f.Status) == 0 || string(f.Status) == "0" {
		p.Unsent++
	} else {
		p.Statuses.addBytes(f.Status, id)
	}
	if len(f.Reason) > 0 {
		p.Reasons.addBytes(f.Reason, id)
	}
}

// compare takes in the URL of a fire.
func (p *Pixel) compare(f *plan.Firing, url []byte, id string) {
	p.Compared++
	switch {
	case f.Decision != plan.Fire:
		p.drift(Part{Status: Differs, There: string(url), Why: f.Reasons[0].Message}, id)
		p.Different++
	case !bytes.Equal(f.Request.URL, url) || hasBlank(url):
		p.compareParts(f, partsOf(f, string(url)), id)
	}
}

func (p *Pixel) compareParts(f *plan.Firing, parts []Part, id string) {
	different := false
	for i := range parts {
		part := &parts[i]
		different = different || part.Status.IsDifference()
		if part.isFiredBlank() {
			p.blank(f, part, id)
		}
		if part.Status != Same && part.Status != BlankThere {
			p.driftOf(f, part, parts, id)
		}
	}
	if different {
		p.Different++
	}
}

// isFiredBlank reports whether the part was fired without the value of its tokens.
func (p *Part) isFiredBlank() bool {
	return len(p.Tokens) > 0 && p.There == "" && p.Status != Missing && p.Status != NotCompared
}

// hasBlank reports whether a parameter without a value is in a URL.
func hasBlank(url []byte) bool {
	return bytes.HasSuffix(url, []byte("=")) || bytes.Contains(url, []byte("=&")) || bytes.Contains(url, []byte("=#"))
}

// blank counts a parameter that was fired blank.
func (p *Pixel) blank(f *plan.Firing, part *Part, id string) {
	b := p.blankAt[part.Name]
	if b == nil {
		if p.blankAt == nil {
			p.blankAt = map[string]*Blank{}
		}
		b = &Blank{Param: part.Name, Tokens: part.Tokens, Call: id, Why: whyBlank(f.Event, part.Tokens)}
		p.blankAt[part.Name] = b
		p.Blank = append(p.Blank, b)
	}
	b.Count++
	if part.Here != "" {
		b.Here++
	}
}

// driftOf counts a part that differs; it is explained when it does so for the first time.
func (p *Pixel) driftOf(f *plan.Firing, part *Part, all []Part, id string) {
	if d := p.driftAt[driftKey{part.Name, part.Status}]; d != nil {
		d.Count++
		return
	}
	part.Why = explain(f, part, all)
	p.drift(*part, id)
}

// maxDrift is how many differences of one pixel are told apart: the names of parameters that only
// fired URLs have may come from the calls.
const maxDrift = 100

func (p *Pixel) drift(part Part, id string) {
	if len(p.Drift) >= maxDrift {
		part = Part{Name: Others, Status: Differs}
	}
	key := driftKey{part.Name, part.Status}
	if d := p.driftAt[key]; d != nil {
		d.Count++
		return
	}
	if p.driftAt == nil {
		p.driftAt = map[driftKey]*Drift{}
	}
	d := &Drift{Part: part, Count: 1, Call: id}
	p.driftAt[key] = d
	p.Drift = append(p.Drift, d)
}
