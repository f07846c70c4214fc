package validate_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"postback/internal/config"
	"postback/internal/diag"
	"postback/internal/pixel"
	"postback/internal/redact"
	"postback/internal/report"
	"postback/internal/validate"
)

// Rewrite the expected findings of every rule and write the fixtures that are missing:
//
//	go test ./internal/validate -run Rules -update
var update = flag.Bool("update", false, "rewrite the expected findings in testdata")

// environment is what ${env:NAME} finds in tests, whatever the machine has.
func environment(name string) (value string, ok bool) {
	values := map[string]string{"API_KEY": "4f1c7d", "RECEIVER_KEY": "9b2e6a", "PASSWORD": "hunter2"}
	value, ok = values[name]
	return value, ok
}

// check loads one file and runs every rule over it.
func check(t *testing.T, path string) diag.List {
	t.Helper()
	return run(t, []string{path}, config.Options{Lookup: environment}, validate.Options{})
}

// checkText is check for definitions that are no file.
func checkText(t *testing.T, definitions string) diag.List {
	t.Helper()
	return run(t, []string{"-"}, stdin(definitions), validate.Options{})
}

// stdin loads definitions from the standard input.
func stdin(definitions string) config.Options {
	return config.Options{Lookup: environment, Stdin: strings.NewReader(definitions)}
}

func run(t *testing.T, paths []string, from config.Options, opt validate.Options) diag.List {
	t.Helper()
	set, loaded, err := config.Load(paths, from)
	if err != nil {
		t.Fatal(err)
	}
	return validate.Run(set, loaded, opt)
}

// load is a set made of one text, for tests that do not want every rule.
func load(t testing.TB, definitions string) (*pixel.Set, diag.List) {
	t.Helper()
	set, loaded, err := config.Load([]string{"-"}, stdin(definitions))
	if err != nil {
		t.Fatal(err)
	}
	return set, loaded
}

// of keeps the findings of one rule.
func of(rule string, list diag.List) diag.List {
	var kept diag.List
	for _, d := range list {
		if d.Rule == rule {
			kept.Add(d)
		}
	}
	return kept
}

// atLeast keeps the findings of that severity and worse.
func atLeast(s diag.Severity, list diag.List) diag.List {
	var kept diag.List
	for _, d := range list {
		if d.Severity <= s {
			kept.Add(d)
		}
	}
	return kept
}

// show writes findings as a user sees them, without colour.
func show(t *testing.T, list diag.List) string {
	t.Helper()
	var out bytes.Buffer
	style := report.Style{Palette: report.NewPalette(false), Hide: redact.New()}
	if err := report.Diagnostics(&out, list, style); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// golden compares text with a file, which -update rewrites.
func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		write(t, path, got)
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; run with -update", err)
	}
	if got != string(want) {
		t.Errorf("the findings differ from %s, which -update rewrites; got:\n%s\nwant:\n%s", path, got, want)
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
