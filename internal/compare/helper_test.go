package compare_test

import (
	"strings"

	"pgregory.net/rapid"

	"postback/internal/call"
	"postback/internal/compare"
	"postback/internal/config"
	"postback/internal/pixel"
	"postback/internal/plan"
)

// load reads definitions; $K is set.
func load(t rapid.TB, yaml string) *pixel.Set {
	t.Helper()
	set, faults, err := config.Load([]string{"-"}, config.Options{
		Stdin:  strings.NewReader(yaml),
		Lookup: func(name string) (string, bool) { return "key", name == "K" },
	})
	if err != nil || faults.HasErrors() {
		t.Fatalf("%v %v\n%s", err, faults.Err(), yaml)
	}
	return set
}

func compile(t rapid.TB, set *pixel.Set) *plan.Program {
	t.Helper()
	program, err := plan.Compile(set, plan.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return program
}

// consider renders the first pixel for a record, whether it fires or not.
func consider(t rapid.TB, set *pixel.Set, record string) plan.Firing {
	t.Helper()
	program := compile(t, set)
	rec, err := call.NewReader(strings.NewReader(record), call.ReaderOptions{Keys: program.Keys()}).Next()
	if err != nil {
		t.Fatal(err)
	}
	planner := program.NewPlanner()
	if _, err := planner.Plan(rec); err != nil {
		t.Fatal(err)
	}
	f, _, ok := planner.Consider(set.Pixels[0])
	if !ok || f.Decision != plan.Fire {
		t.Fatalf("%t %v", ok, f.Reasons)
	}
	return f
}

// lines are parts as a test writes them: name, status, both values and the tokens.
func lines(parts []compare.Part) []string {
	var all []string
	for _, p := range parts {
		all = append(all, strings.Join([]string{p.Name, string(p.Status), p.There, p.Here, strings.Join(p.Tokens, "")}, "|"))
	}
	return all
}
