package compare

import (
	"slices"

	"postback/internal/call"
	"postback/internal/glob"
	"postback/internal/pixel"
	"postback/internal/plan"
)

// Log compares the pixel fires in a call log with what definitions render for its calls. What it
// keeps does not grow with the number of calls.
type Log struct {
	planner *plan.Planner
	globs   []string
	fires   *call.FireReader
	summary Summary
	known   map[string]*Pixel // by name, those of the definitions and others
	strange int               // pixels that are not defined
	planned map[*pixel.Pixel]*plan.Firing
	fired   map[*Pixel]int // in the present call
	id      string         // of the present call
}

// NewLog returns a comparison for the pixels that the program selects, and for those that are not
// defined and whose name one of the globs matches; no glob matches all. The fires of others are passed
// over. The records have to be read with the program's keys.
func NewLog(program *plan.Program, globs []string) *Log {
	l := &Log{
		globs:   globs,
		planner: program.NewPlanner(), fires: call.NewFireReader(program.Keys()),
		known: map[string]*Pixel{}, planned: map[*pixel.Pixel]*plan.Firing{}, fired: map[*Pixel]int{},
	}
	for _, p := range program.Selected() {
		s := &Pixel{Name: p.Name.String(), Event: p.FireOn.String(), Defined: true, definition: p}
		l.known[s.Name] = s
		l.summary.Pixels = append(l.summary.Pixels, s)
	}
	return l
}

// Summary is what the calls so far came to.
func (l *Log) Summary() *Summary { return &l.summary }

// Add takes in one more call.
func (l *Log) Add(record *call.Record) {
	l.summary.Calls++
	fires := l.fires.Fires(record)
	if len(fires) == 0 && !l.fires.HasLog(record) {
		return
	}
	l.summary.Logged++
	l.id = record.ID()
	clear(l.planned)
	clear(l.fired)
	firings, err := l.planner.Plan(record)
	if err != nil {
		l.summary.Unplanned.add(err.Error(), l.id)
	}
	for i := range firings {
		l.planned[firings[i].Pixel] = &firings[i]
	}
	for i := range fires {
		l.fire(&fires[i], err == nil)
	}
	for i := range firings {
		p := l.known[firings[i].Pixel.Name.String()]
		if l.fired[p] == 0 && firings[i].Decision == plan.Fire {
			p.Missed.add(l.id)
		}
	}
}

// fire takes in one fire of the present call.
func (l *Log) fire(f *call.Fire, planned bool) {
	p := l.pixel(f.Pixel)
	if p == nil {
		return
	}
	l.summary.Fires++
	p.Fired++
	l.fired[p]++
	if l.fired[p] == 2 {
		p.Twice.add(l.id)
	}
	p.answer(f, l.id)
	if p.definition == nil || !planned || len(f.URL) == 0 {
		return
	}
	firing := l.planned[p.definition]
	if firing == nil {
		considered, why, _ := l.planner.Consider(p.definition)
		firing = &considered
		if why != nil {
			p.Unexpected.add(string(why.Code)+"\x00"+why.Message, l.id)
		}
	}
	p.compare(firing, f.URL, l.id)
}

// maxStrange is how many pixels that are not defined are told apart.
const maxStrange = 200

// Others stands for the names of pixels, reasons and the like that are too many to tell apart.
const Others = "…"

// pixel is the summary of the pixel of that name; nil when its fires are passed over.
func (l *Log) pixel(written []byte) *Pixel {
	if p, ok := l.known[string(written)]; ok {
		return p
	}
	name := string(written)
	if len(l.globs) > 0 && !slices.ContainsFunc(l.globs, func(pattern string) bool { return glob.Match(pattern, name) }) {
		return nil
	}
	if l.strange >= maxStrange {
		name = Others
		if p, ok := l.known[name]; ok {
			return p
		}
	}
	l.strange++
	p := &Pixel{Name: name}
	l.known[name] = p
	l.summary.Pixels = append(l.summary.Pixels, p)
	return p
}
