package report

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postback/internal/call"
	"postback/internal/config"
	"postback/internal/pixel"
	"postback/internal/plan"
	"postback/internal/redact"
)

var update = flag.Bool("update", false, "write the golden files anew")

// goldenFile holds output against a file of testdata.
func goldenFile(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

// environment are the variables that definitions of tests may use.
func environment() map[string]string {
	return map[string]string{
		"K": "plain-k3y", "ODD": "s&c/r+t é$x", "NL": "line\nline", "QUOTE": `q"u\o`, "HOST": "env.example", "BYTES": "\xff\xfe",
	}
}

// load reads definitions and returns them with the redactor for their secrets.
func load(t testing.TB, yaml string) (*pixel.Set, *redact.Redactor) {
	t.Helper()
	return loadFile(t, "-", yaml)
}

func loadFile(t testing.TB, path, yaml string) (*pixel.Set, *redact.Redactor) {
	t.Helper()
	variables := environment()
	lookup := func(name string) (string, bool) {
		value, ok := variables[name]
		return value, ok
	}
	set, faults, err := config.Load([]string{path}, config.Options{Lookup: lookup, Stdin: strings.NewReader(yaml)})
	if err != nil || faults.HasErrors() {
		t.Fatal(err, faults)
	}
	var secrets []redact.Secret
	for _, v := range set.Variables {
		if v.Known {
			secrets = append(secrets, redact.Secret{Name: v.Scheme + ":" + v.Name, Value: v.Value})
		}
	}
	return set, redact.New(secrets...)
}

// planned plans one call with all its skips, which come last.
func planned(t testing.TB, set *pixel.Set, json string) []plan.Firing {
	t.Helper()
	program, err := plan.Compile(set, plan.Options{})
	if err != nil {
		t.Fatal(err)
	}
	record, err := call.NewReader(strings.NewReader(json), call.ReaderOptions{Keys: program.Keys()}).Next()
	if err != nil {
		t.Fatal(err)
	}
	planner := program.NewPlanner()
	firings, err := planner.Plan(record.Clone())
	if err != nil {
		t.Fatal(err)
	}
	return append(firings, planner.Skips()...)
}

// write writes results in a format and returns what came out.
func write(t testing.TB, format string, style Style, results ...Result) string {
	t.Helper()
	var out bytes.Buffer
	w, err := NewResultWriter(format, &out, style)
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range results {
		r.Seq = i + 1
		if err := w.Result(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func dryRun(firings []plan.Firing) []Result {
	var results []Result
	for i := range firings {
		results = append(results, Result{Firing: &firings[i]})
	}
	return results
}

func plain(hide *redact.Redactor) Style { return Style{Palette: NewPalette(false), Hide: hide} }

// errFull is what a full disk says.
var errFull = errors.New("no space left on device")

// full is a writer that takes so many bytes and then no more.
type full struct{ room int }

func (f *full) Write(p []byte) (int, error) {
	if len(p) > f.room {
		n := f.room
		f.room = 0
		return n, errFull
	}
	f.room -= len(p)
	return len(p), nil
}
