package config

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postback/internal/diag"
)

// TestKeepVariables: variables stay as they are written, whatever the environment and the files say;
// what they say is known all the same, for nobody to show it.
func TestKeepVariables(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"a.yaml": pixelWith("    headers: {A: '${env:K}', B: '${file:secret}'}\n"), "secret": "hush"})
	set, faults, err := Load([]string{filepath.Join(dir, "a.yaml")}, Options{Lookup: environment("K=key"), KeepVariables: true})
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	var got []string
	for _, v := range set.Missing(set.Pixels[0]) {
		got = append(got, fmt.Sprintf("%s %t %s", v.Placeholder(), v.Known, v.Value))
	}
	if diff := cmp.Diff([]string{"${env:K} false key", "${file:secret} false hush"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestLoadSources: what has been read already is loaded as if it stood in files.
func TestLoadSources(t *testing.T) {
	t.Parallel()
	sources := []*diag.Source{
		diag.NewSource("one", []byte("pixels: [{name: P, fire_on: payout, url: 'https://a.example'}]")),
		diag.NewSource("two", []byte("campaigns: [{name: C, pixels: [P, Q]}]")),
	}
	set, faults := LoadSources(sources, Options{KeepVariables: true})
	if len(set.Pixels) != 1 || len(set.Campaigns) != 1 || len(faults) != 1 || faults[0].Span.String() != "two:1:35" {
		t.Errorf("%v: %v", set, faults)
	}
}

// TestFileNames: by their names definitions, tests and everything else are told apart.
func TestFileNames(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][2]bool{
		"a.yaml": {true, false}, "a.yml": {true, false}, "a_test.yaml": {false, true}, "a_test.yml": {false, true}, "_test.yaml": {false, true},
		".a.yaml": {}, ".a_test.yaml": {}, "a.json": {}, "a_test.json": {}, "yaml": {}, "a_test.yaml.bak": {},
	} {
		if got := [2]bool{IsDefinitionFile(name), IsTestFile(name)}; got != want {
			t.Errorf("%s: definitions and tests %v, want %v", name, got, want)
		}
	}
}
