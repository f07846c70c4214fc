package importer_test

import (
	"strings"

	"pgregory.net/rapid"

	"postback/internal/call"
	"postback/internal/config"
	"postback/internal/diag"
	"postback/internal/importer"
	"postback/internal/pixel"
	"postback/internal/plan"
	"postback/internal/postback"
	"postback/internal/redact"
)

// converted are options for sources that do not name an event.
func converted() importer.Options { return importer.Options{Event: "converted"} }

func source(text string) *diag.Source { return diag.NewSource("in", []byte(text)) }

// environment looks up the credentials that an import took out.
func environment(result *importer.Result) func(string) (string, bool) {
	return func(name string) (string, bool) {
		for _, s := range result.Secrets {
			if s.Name == "env:"+name && s.Value != "" {
				return s.Value, true
			}
		}
		return "value of " + name, true
	}
}

// load reads the definitions that an import wrote.
func load(t rapid.TB, result *importer.Result) (*pixel.Set, diag.List) {
	t.Helper()
	set, faults, err := config.Load([]string{"-"}, config.Options{Stdin: strings.NewReader(result.YAML), Lookup: environment(result)})
	if err != nil {
		t.Fatal(err)
	}
	return set, faults
}

// requests are what the imported pixels send for a call record.
func requests(t rapid.TB, result *importer.Result, record string) []postback.Request {
	t.Helper()
	if result.Findings.HasErrors() {
		t.Fatal(result.Findings.Err())
	}
	set, faults := load(t, result)
	if faults.HasErrors() {
		t.Fatalf("%v\n%s", faults.Err(), result.YAML)
	}
	program, err := plan.Compile(set, plan.Options{Events: call.Events()})
	if err != nil {
		t.Fatal(err)
	}
	rec, err := call.NewReader(strings.NewReader(record), call.ReaderOptions{Keys: program.Keys()}).Next()
	if err != nil {
		t.Fatal(err)
	}
	firings, err := program.NewPlanner().Plan(rec)
	if err != nil {
		t.Fatal(err)
	}
	var sent []postback.Request
	for _, f := range firings {
		if f.Decision != plan.Fire {
			t.Fatalf("%s: %v", f.Pixel.Name, f.Reasons)
		}
		sent = append(sent, *f.Request.Clone())
	}
	if len(sent) != result.Pixels {
		t.Fatalf("%d of %d pixels fire:\n%s", len(sent), result.Pixels, result.YAML)
	}
	return sent
}

// plainName is a value of a variable that needs no encoding.
var plainName = redact.Secret{Name: "env:NAME", Value: "plain"}
