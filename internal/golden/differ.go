package golden

import (
	"bytes"

	"postback/internal/call"
	"postback/internal/diag"
	"postback/internal/pixel"
	"postback/internal/plan"
)

// samplesKept is how many calls stand for all that have the same change.
const samplesKept = 3

// entriesKept is how many changes of one pixel are told apart. There can only be more of them where the
// values of calls give names to parameters.
const entriesKept = 200

// Differ plans calls with two sets of definitions and groups what changes from one to the other.
// What it keeps does not grow with the number of calls.
type Differ struct {
	before, after side
	changes       Changes
	byPixel       map[string]*PixelChange
	entries       map[entryKey]*Entry
}

// Changes is what becomes of the requests of some calls.
type Changes struct {
	Calls   int // planned
	Changed int // of which some request is not as before
	Pixels  []*PixelChange
}

// PixelChange is what becomes of the requests of one pixel.
type PixelChange struct {
	Pixel, Event string
	Calls        int // whose request is not as before
	Entries      []*Entry
}

// EntryKind is what becomes of a request.
type EntryKind string

// The kinds of entries.
const (
	Appears  EntryKind = "appears"  // it was not made before
	Vanishes EntryKind = "vanishes" // it is not made any more
	Breaks   EntryKind = "breaks"   // it cannot be built
	Differed EntryKind = "changes"  // it is made differently
)

// Entry is one change that calls have in common.
type Entry struct {
	Kind    EntryKind
	Part    Part   // the following are for what is made differently
	Name    string // as in a [Difference]
	To      string
	Change  Change
	Span    diag.Span // in the definitions after the change; zero when they do not have it
	Count   int       // calls
	Samples []Sample
}

// Sample is one call with the change.
type Sample struct {
	CallID                string
	Want, Got             string // before and after, decoded
	WantTokens, GotTokens string
	Reason                string // why a request appears, vanishes or breaks
}

type entryKey struct {
	pixel    string
	kind     EntryKind
	part     Part
	name, to string
	change   Change
	reason   plan.Code
}

// NewDiffer returns a differ of two programs that share their keys.
func NewDiffer(before, after *plan.Program) *Differ {
	return &Differ{
		before: newSide(before), after: newSide(after),
		byPixel: map[string]*PixelChange{}, entries: map[entryKey]*Entry{},
	}
}

// Changes is what has been found so far.
func (d *Differ) Changes() *Changes { return &d.changes }

// Add plans one more call. The error says that neither of the definitions can plan it.
func (d *Differ) Add(record *call.Record) error {
	d.before.plan(record)
	d.after.plan(record)
	if d.before.err != nil && d.after.err != nil {
		return d.after.err
	}
	d.changes.Calls++
	found := 0
	for i := range d.before.firings {
		found += d.pair(record, d.before.firings[i].Pixel)
	}
	for i := range d.after.firings {
		if p := d.after.firings[i].Pixel; d.before.firing(p) == nil {
			found += d.pair(record, p)
		}
	}
	if found > 0 {
		d.changes.Changed++
	}
	return nil
}

// pair compares what the two sides make of the pixel of one name. It returns the number of changes.
func (d *Differ) pair(record *call.Record, p *pixel.Pixel) int {
	before, after := d.before.firing(p), d.after.firing(p)
	fires := func(f *plan.Firing) bool { return f != nil && f.Decision == plan.Fire }
	switch {
	case fires(before) && fires(after):
		return d.requests(record, before, after)
	case fires(after):
		return d.decided(Appears, record, after.Pixel, d.before.reason(p))
	case fires(before) && after != nil, before == nil && after != nil:
		return d.decided(Breaks, record, after.Pixel, after.Reasons[0])
	case fires(before):
		return d.decided(Vanishes, record, p, d.after.reason(p))
	}
	return 0
}

// decided notes a request that is made on one side only.
func (d *Differ) decided(kind EntryKind, record *call.Record, p *pixel.Pixel, reason plan.Reason) int {
	change := d.pixelChange(p)
	key := entryKey{pixel: change.Pixel, kind: kind, reason: reason.Code}
	d.note(change, key, d.after.place(p), Sample{CallID: record.ID(), Reason: reason.Message})
	return 1
}

// requests notes in what two requests differ.
func (d *Differ) requests(record *call.Record, before, after *plan.Firing) int {
	if identical(before, after) {
		return 0
	}
	found := Compare(RequestOf(before), RequestOf(after))
	if len(found) == 0 {
		return 0
	}
	change := d.pixelChange(after.Pixel)
	for _, diff := range found {
		key := entryKey{pixel: change.Pixel, kind: Differed, part: diff.Part, name: diff.Name, to: diff.To, change: diff.Change}
		d.note(change, key, diff.Span, Sample{record.ID(), diff.Want, diff.Got, diff.WantTokens, diff.GotTokens, ""})
	}
	return len(found)
}

// pixelChange counts one more call of which the pixel's request is not as before.
func (d *Differ) pixelChange(p *pixel.Pixel) *PixelChange {
	name := p.Name.String()
	change := d.byPixel[name]
	if change == nil {
		change = &PixelChange{Pixel: name, Event: p.FireOn.String()}
		d.byPixel[name] = change
		d.changes.Pixels = append(d.changes.Pixels, change)
	}
	change.Calls++
	return change
}

// note counts a change of a pixel; once there are too many, those that are new count as one.
func (d *Differ) note(change *PixelChange, key entryKey, span diag.Span, sample Sample) {
	if d.entries[key] == nil && len(change.Entries) >= entriesKept {
		key = entryKey{pixel: change.Pixel, kind: Differed, part: key.part, name: "…", change: Changed}
	}
	entry := d.entries[key]
	if entry == nil {
		entry = &Entry{Kind: key.kind, Part: key.part, Name: key.name, To: key.to, Change: key.change, Span: span}
		d.entries[key] = entry
		change.Entries = append(change.Entries, entry)
	}
	entry.Count++
	if len(entry.Samples) < samplesKept {
		entry.Samples = append(entry.Samples, sample)
	}
}

// identical reports whether two requests are the same byte for byte, as most are.
func identical(a, b *plan.Firing) bool {
	x, y := &a.Request, &b.Request
	same := x.Method == y.Method && grantName(a) == grantName(b) && bytes.Equal(x.URL, y.URL) && bytes.Equal(x.Body, y.Body) && len(x.Headers) == len(y.Headers)
	for i := 0; same && i < len(x.Headers); i++ {
		same = x.Headers[i].Name == y.Headers[i].Name && bytes.Equal(x.Headers[i].Value, y.Headers[i].Value)
	}
	if x.BasicAuth == nil || y.BasicAuth == nil {
		return same && x.BasicAuth == y.BasicAuth
	}
	return same && *x.BasicAuth == *y.BasicAuth
}

// grantName is the authentication whose token a request carries; "" for none.
func grantName(f *plan.Firing) string {
	if f.Grant == nil {
		return ""
	}
	return f.Grant.Name
}

// side is one of two definitions and what it makes of the present call.
type side struct {
	planner *plan.Planner
	firings []plan.Firing
	err     error // why the call cannot be planned; then nothing fires
	byName  map[string]*plan.Firing
	skips   []plan.Firing // made when they are needed
}

func newSide(p *plan.Program) side {
	return side{planner: p.NewPlanner(), byName: map[string]*plan.Firing{}}
}

func (s *side) plan(record *call.Record) {
	s.firings, s.err = s.planner.Plan(record)
	s.skips = nil
	clear(s.byName)
	for i := range s.firings {
		s.byName[s.firings[i].Pixel.Name.String()] = &s.firings[i]
	}
}

func (s *side) firing(p *pixel.Pixel) *plan.Firing { return s.byName[p.Name.String()] }

// place is where this side defines a pixel; zero when it does not.
func (s *side) place(p *pixel.Pixel) diag.Span {
	if f := s.firing(p); f != nil {
		return f.Pixel.Name.Whole()
	}
	if f := s.skip(p); f != nil {
		return f.Pixel.Name.Whole()
	}
	return diag.Span{}
}

// skip is the pixel where it is skipped; nil where it is not, or is not defined.
func (s *side) skip(p *pixel.Pixel) *plan.Firing {
	if s.skips == nil && s.err == nil {
		s.skips = s.planner.Skips()
	}
	for i := range s.skips {
		if s.skips[i].Pixel.Name.String() == p.Name.String() {
			return &s.skips[i]
		}
	}
	return nil
}

// reason is why a pixel does not fire on this side.
func (s *side) reason(p *pixel.Pixel) plan.Reason {
	if s.err != nil {
		return plan.Reason{Message: s.err.Error()}
	}
	if f := s.firing(p); f != nil {
		return f.Reasons[0] // it fails
	}
	if f := s.skip(p); f != nil {
		return f.Reasons[0]
	}
	return plan.Reason{Message: "there is no such pixel"}
}
