package plan

import (
	"strings"
	"testing"

	"postback/internal/call"
	"postback/internal/config"
	"postback/internal/template"
)

// compile loads definitions, in an environment where K and HOST are set, and compiles them.
func compile(t testing.TB, yaml string, options Options) *Program {
	t.Helper()
	p, err := tryCompile(t, yaml, options)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func tryCompile(t testing.TB, yaml string, options Options) (*Program, error) {
	t.Helper()
	environment := map[string]string{"K": "s&cret", "HOST": "env.example", "NL": "a\nb"}
	lookup := func(name string) (string, bool) {
		value, ok := environment[name]
		return value, ok
	}
	set, faults, err := config.Load([]string{"-"}, config.Options{Lookup: lookup, Stdin: strings.NewReader(yaml)})
	if err != nil || faults.HasErrors() {
		t.Fatal(err, faults)
	}
	return Compile(set, options)
}

// record reads one call record for the program.
func record(t testing.TB, p *Program, json string) *call.Record {
	t.Helper()
	r, err := call.NewReader(strings.NewReader(json), call.ReaderOptions{Keys: p.Keys()}).Next()
	if err != nil {
		t.Fatal(err)
	}
	return r.Clone()
}

// planned plans one call and fails the test when that is not possible.
func planned(t testing.TB, yaml, json string, options Options) (*Planner, []Firing) {
	t.Helper()
	p := compile(t, yaml, options)
	pl := p.NewPlanner()
	firings, err := pl.Plan(record(t, p, json))
	if err != nil {
		t.Fatal(err)
	}
	return pl, firings
}

// only plans one call with definitions that have one pixel, which fires or fails.
func only(t testing.TB, yaml, json string, options Options) *Firing {
	t.Helper()
	_, firings := planned(t, yaml, json, options)
	if len(firings) != 1 {
		t.Fatalf("%d firings", len(firings))
	}
	return &firings[0]
}

// pixelWith is a pixel that fires on incoming, with these further lines.
func pixelWith(lines ...string) string {
	return "pixels:\n  - name: P\n    fire_on: incoming\n    " + strings.Join(lines, "\n    ") + "\n"
}

// written is a request as it is read by people, or why there is none.
func written(f *Firing) string {
	if f.Decision != Fire {
		return string(f.Decision) + " " + reasons(f)
	}
	r := &f.Request
	s := r.Method + " " + string(r.URL) + "\n"
	for _, h := range r.Headers {
		s += h.Name + ": " + string(h.Value) + "\n"
	}
	if r.BasicAuth != nil {
		s += "(" + r.BasicAuth.Username + ":" + r.BasicAuth.Password + ")\n"
	}
	if r.Body != nil {
		s += "\n" + string(r.Body)
	}
	return s
}

func reasons(f *Firing) string {
	var list []string
	for _, r := range f.Reasons {
		list = append(list, string(r.Code)+": "+r.Message)
	}
	return strings.Join(list, "; ")
}

// set writes an override as --set does: token=value.
func set(assignments ...string) Options {
	var o Options
	for _, a := range assignments {
		name, value, _ := strings.Cut(a, "=")
		token, ok := template.ParseToken(name)
		if !ok {
			panic(a)
		}
		o.Overrides = append(o.Overrides, Override{token, value})
	}
	return o
}
