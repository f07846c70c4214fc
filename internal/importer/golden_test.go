package importer_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postback/internal/call"
	"postback/internal/diag"
	"postback/internal/importer"
)

var update = flag.Bool("update", false, "write what is really imported into testdata")

// TestGolden imports the samples and compares the definitions, the questions and the notes.
func TestGolden(t *testing.T) {
	t.Parallel()
	all := func(string) bool { return true }
	har := func(src *diag.Source, o importer.Options) *importer.Result { return importer.HAR(src, all, o) }
	tests := []struct {
		file    string
		read    func(*diag.Source, importer.Options) *importer.Result
		options importer.Options
	}{
		{"eventcallbacks.json", importer.Ringba, importer.Options{Codes: map[string]call.Event{"4": call.Connected}}},
		{"campaign.json", importer.Ringba, importer.Options{}},
		{"questions.json", importer.Ringba, importer.Options{}},
		{"session.har", har, converted()},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			t.Parallel()
			content, err := os.ReadFile(filepath.Join("testdata", tt.file))
			if err != nil {
				t.Fatal(err)
			}
			result := tt.read(diag.NewSource(tt.file, content), tt.options)
			_, faults := load(t, result)
			got := result.YAML + "\n# told while importing\n" + comment(list(result.Findings)) + "# and when it is loaded\n" + comment(list(faults))
			golden := filepath.Join("testdata", strings.TrimSuffix(tt.file, filepath.Ext(tt.file))+".golden")
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			checkNoSecret(t, result)
		})
	}
}

// comment is text as comments of YAML.
func comment(text string) string {
	if text == "" {
		return ""
	}
	return "#   " + strings.ReplaceAll(text, "\n", "\n#   ") + "\n"
}

// checkNoSecret looks for the values that were taken out.
func checkNoSecret(t *testing.T, result *importer.Result) {
	t.Helper()
	for _, s := range result.Secrets {
		if s.Value != "" && strings.Contains(result.YAML, s.Value) {
			t.Errorf("the value of %s is in the definitions:\n%s", s.Name, result.YAML)
		}
	}
}
