package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"postback/internal/diag"
	"postback/internal/pixel"
)

// folder writes files and returns the folder they are in. A name may hold folders.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// environment looks variables up in NAME=value pairs.
func environment(pairs ...string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		for _, p := range pairs {
			if value, ok := strings.CutPrefix(p, name+"="); ok {
				return value, true
			}
		}
		return "", false
	}
}

// text loads definitions from standard input, in an environment where K is set.
func text(t *testing.T, yaml string) (*pixel.Set, diag.List) {
	t.Helper()
	set, faults, err := Load([]string{"-"}, Options{Lookup: environment("K=key", "EMPTY="), Stdin: strings.NewReader(yaml)})
	if err != nil {
		t.Fatal(err)
	}
	return set, faults
}

// valid loads definitions that have no fault.
func valid(t *testing.T, yaml string) *pixel.Set {
	t.Helper()
	set, faults := text(t, yaml)
	if len(faults) > 0 {
		t.Fatalf("faults:\n%s", strings.Join(marked(faults), "\n"))
	}
	return set
}

// marked writes diagnostics with the characters that they point at in «», and behind them the
// other places that they name.
func marked(list diag.List) []string {
	var lines []string
	for _, d := range list {
		line := d.Span.String() + ": " + d.Severity.String() + ": " + d.Message + " [" + d.Rule + "]" + quoted(d.Span)
		for _, r := range d.Related {
			line += "; " + r.Span.String() + ": " + r.Message + quoted(r.Span)
		}
		lines = append(lines, strings.ReplaceAll(line, "<stdin>:", ""))
	}
	return lines
}

func quoted(span diag.Span) string {
	return " «" + strings.ReplaceAll(span.Text(), "\n", "⏎") + "»"
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}
