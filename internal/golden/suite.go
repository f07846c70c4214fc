package golden

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"time"

	"postback/internal/call"
	"postback/internal/diag"
	"postback/internal/pixel"
	"postback/internal/plan"
)

// Surroundings is what cases take from outside of their file.
type Surroundings struct {
	Read func(from *diag.Source, path string) ([]byte, error) // reads a file that a test file names
	Zone func(name string) (*time.Location, error)            // looks a time zone up
}

// Suite runs cases against one set of definitions. Programs and records are made once and kept.
type Suite struct {
	set      *pixel.Set
	outside  Surroundings
	keys     *call.Keys
	planners map[string]*plan.Planner
	records  map[recordKey]recordFile
	pixels   map[string]*pixel.Pixel
	reached  *reached // nil while nobody asks for the coverage
}

// recordKey is where a file of records is named: a path counts from the file that names it.
type recordKey struct {
	from *diag.Source
	path string
}

type recordFile struct {
	records []*call.Record
	err     error
}

// NewSuite returns a suite for definitions that have been loaded without errors.
func NewSuite(set *pixel.Set, outside Surroundings) *Suite {
	s := &Suite{
		set: set, outside: outside, keys: call.NewKeys(),
		planners: map[string]*plan.Planner{}, records: map[recordKey]recordFile{}, pixels: map[string]*pixel.Pixel{},
	}
	for _, p := range set.Pixels {
		s.pixels[p.Name.String()] = p
	}
	return s
}

// Result is what came of one case.
type Result struct {
	Case     *Case
	Firings  int       // pixels that fired
	Faults   []Fault   // none when the case has passed
	Unusable diag.List // why the case could not run at all; then there are no faults
}

// Passed reports whether everything was as expected.
func (r *Result) Passed() bool { return len(r.Faults) == 0 && len(r.Unusable) == 0 }

// Run plans the call of a case and compares what fires with what is expected.
func (s *Suite) Run(c *Case) Result {
	r := Result{Case: c}
	planner, firings, err := s.plan(c)
	if err != nil {
		r.Unusable.Errorf(err.span, err.rule, "%s", err.message)
		return r
	}
	if s.reached != nil {
		s.reached.note(planner.Explain())
	}
	ck := &checker{suite: s, planner: planner, firings: map[string]*plan.Firing{}}
	for i := range firings {
		f := &firings[i]
		ck.firings[f.Pixel.Name.String()] = f
		if f.Decision == plan.Fire {
			r.Firings++
		}
	}
	r.Faults = ck.check(c, firings)
	return r
}

// unusable is why a case cannot run.
type unusable struct {
	span          diag.Span
	rule, message string
}

func (s *Suite) plan(c *Case) (*plan.Planner, []plan.Firing, *unusable) {
	planner, fault := s.planner(c)
	if fault != nil {
		return nil, nil, fault
	}
	record, err := s.record(c)
	if err != nil {
		return nil, nil, &unusable{c.Call.Span, RuleBadCall, err.Error()}
	}
	firings, err := planner.Plan(record)
	if err != nil {
		return nil, nil, &unusable{c.Call.Span, RuleUnknownName, err.Error()}
	}
	return planner, firings, nil
}

// planner compiles the definitions for what a case selects; most cases select the same.
func (s *Suite) planner(c *Case) (*plan.Planner, *unusable) {
	options := plan.Options{Campaign: c.Campaign.String(), Events: c.Events, Overrides: c.Overrides, Keys: s.keys}
	for _, host := range c.AllowHosts {
		options.AllowHosts = append(options.AllowHosts, host.String())
	}
	key := fmt.Sprintf("%q %v %q %q %q", options.Campaign, options.Events, options.Overrides, options.AllowHosts, c.Zone)
	if known := s.planners[key]; known != nil {
		return known, nil
	}
	if c.Zone.Len() > 0 {
		zone, err := s.outside.Zone(c.Zone.String())
		if err != nil {
			return nil, &unusable{c.Zone.Whole(), RuleUnknownValue, fmt.Sprintf("%q is not a time zone; write a name such as America/Los_Angeles", c.Zone)}
		}
		options.Zone = zone
	}
	program, err := plan.Compile(s.set, options)
	if err != nil {
		return nil, &unusable{c.Campaign.Whole(), RuleUnknownName, err.Error()}
	}
	s.planners[key] = program.NewPlanner()
	return s.planners[key], nil
}

// record is the call of a case.
func (s *Suite) record(c *Case) (*call.Record, error) {
	if c.Call.Inline != nil {
		records, err := s.readAll(bytes.NewReader(c.Call.Inline), "the call of the case")
		return theOnly(records, "the case", err)
	}
	path := c.Call.Path.String()
	key := recordKey{c.Call.Path.Whole().Source, path}
	file, known := s.records[key]
	if !known {
		file.records, file.err = s.readFile(key)
		s.records[key] = file
	}
	if file.err != nil || c.Call.ID.Len() == 0 {
		return theOnly(file.records, path, file.err)
	}
	var ids []string
	for _, record := range file.records {
		if record.ID() == c.Call.ID.String() {
			return record, nil
		}
		ids = append(ids, record.ID())
	}
	return nil, fmt.Errorf("%s holds no call %q%s", path, c.Call.ID, diag.DidYouMean(c.Call.ID.String(), ids))
}

func (s *Suite) readFile(key recordKey) ([]*call.Record, error) {
	content, err := s.outside.Read(key.from, key.path)
	if err != nil {
		return nil, err
	}
	return s.readAll(bytes.NewReader(content), key.path)
}

func (s *Suite) readAll(input io.Reader, name string) ([]*call.Record, error) {
	var records []*call.Record
	reader := call.NewReader(input, call.ReaderOptions{Name: name, Keys: s.keys})
	for {
		record, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return records, nil
		}
		if err != nil {
			return nil, err
		}
		records = append(records, record.Clone())
	}
}

// theOnly is the record of a place that holds one.
func theOnly(records []*call.Record, place string, err error) (*call.Record, error) {
	switch {
	case err != nil:
		return nil, err
	case len(records) == 0:
		return nil, fmt.Errorf("%s holds no call record", place)
	case len(records) > 1:
		return nil, fmt.Errorf("%s holds %d calls; choose one with call_id", place, len(records))
	}
	return records[0], nil
}
