package report

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"postback/internal/config"
	"postback/internal/diag"
	"postback/internal/pixel"
	"postback/internal/redact"
	"postback/internal/validate"
)

// fixtures are the findings in every file of mistakes that the rules are tested with.
func fixtures(t *testing.T) map[string]*Findings {
	t.Helper()
	paths, err := filepath.Glob("../validate/testdata/*/*.yaml")
	if err != nil || len(paths) < 50 {
		t.Fatalf("%d fixtures: %v", len(paths), err)
	}
	all := map[string]*Findings{}
	for _, path := range paths {
		set, loaded, err := config.Load([]string{path}, config.Options{Lookup: func(string) (string, bool) { return "", false }})
		if err != nil {
			t.Fatal(err)
		}
		all[path] = &Findings{List: validate.Run(set, loaded, validate.Options{}), Set: set, Version: "v1"}
	}
	return all
}

// TestSARIFSchema: every report is valid by the schema of SARIF 2.1.0, and what it points at is what
// the finding points at.
func TestSARIFSchema(t *testing.T) {
	t.Parallel()
	sample, _ := sampleFindings(t)
	all := fixtures(t)
	all["sample"], all["nothing"] = sample, &Findings{Set: &pixel.Set{}}
	for name, f := range all {
		out := writeFindings(t, "sarif", f, redact.New())
		report, err := sarif.FromString(out)
		if err != nil {
			t.Fatal(err)
		}
		if err := report.Validate(); err != nil {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
		if len(report.Runs) != 1 || report.Runs[0].Results == nil || len(report.Runs[0].Results) != len(f.List) {
			t.Fatalf("%s: %d findings became\n%s", name, len(f.List), out)
		}
		for i, result := range report.Runs[0].Results {
			checkSARIFResult(t, report.Runs[0], result, f.List[i])
		}
	}
}

func checkSARIFResult(t *testing.T, run *sarif.Run, result *sarif.Result, d diag.Diagnostic) {
	t.Helper()
	if *result.RuleID != d.Rule || result.Level != d.Severity.String() {
		t.Errorf("%s became %s of %s", d, result.Level, *result.RuleID)
	}
	if _, known := validate.Lookup(d.Rule); known && *run.Tool.Driver.Rules[result.RuleIndex].ID != d.Rule {
		t.Errorf("%s: rule %d is %s", d, result.RuleIndex, *run.Tool.Driver.Rules[result.RuleIndex].ID)
	}
	if d.Span.IsZero() {
		if len(result.Locations) != 0 {
			t.Errorf("%s has no place, and got one", d)
		}
		return
	}
	region := result.Locations[0].PhysicalLocation.Region
	from, to := d.Span.Source.Offset(*region.StartLine, *region.StartColumn), d.Span.Source.Offset(*region.EndLine, *region.EndColumn)
	if from != d.Span.Start || to != d.Span.End {
		t.Errorf("%s covers [%d, %d) and its region [%d, %d)", d, d.Span.Start, d.Span.End, from, to)
	}
}

// TestSARIFFixes: a correction replaces what it says; one that would hold a mask is left out.
func TestSARIFFixes(t *testing.T) {
	t.Parallel()
	source := diag.NewSource("a.yaml", []byte("url: x?key=k3y-value&amp;y\n"))
	amp, key := at(source, "&amp;"), at(source, "k3y-value")
	fix := func(span diag.Span, text string) *diag.Fix {
		return &diag.Fix{Message: "write it", Edits: []diag.Edit{{Span: span, Text: text}}}
	}
	f := &Findings{Set: &pixel.Set{}, List: diag.List{
		{Severity: diag.Error, Rule: "html-escape", Message: "m", Span: amp, Fix: fix(amp, "&")},
		{Severity: diag.Error, Rule: "html-escape", Message: "m", Span: key, Fix: fix(key, "k3y-value%2B")},
	}}
	hide := redact.New(redact.Secret{Value: "k3y-value"})
	report, err := sarif.FromString(writeFindings(t, "sarif", f, hide))
	if err != nil {
		t.Fatal(err)
	}
	results := report.Runs[0].Results
	replacement := results[0].Fixes[0].ArtifactChanges[0].Replacements[0]
	if *replacement.InsertedContent.Text != "&" || *replacement.DeletedRegion.StartColumn != 21 || *replacement.DeletedRegion.EndColumn != 26 {
		t.Errorf("the correction is %+v", replacement)
	}
	if len(results[1].Fixes) != 0 {
		t.Error("a correction has a mask in it")
	}
	if out := writeFindings(t, "json", f, hide); strings.Count(out, `"fix"`) != 1 || strings.Contains(out, "k3y-value") {
		t.Errorf("JSON:\n%s", out)
	}
}

func TestFileURI(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"pixels.yaml":          "pixels.yaml",
		"a b/50% #1?.yaml":     "a%20b/50%25%20%231%3F.yaml",
		"../x.yaml":            "../x.yaml",
		"/etc/pixels.yaml":     "file:///etc/pixels.yaml",
		"c:d.yaml":             "./c:d.yaml",
		"<stdin>":              "%3Cstdin%3E",
		"東京.yaml":              "%E6%9D%B1%E4%BA%AC.yaml",
		"folder/c:d.yaml":      "folder/c:d.yaml",
		"with[brackets]/a.yml": "with%5Bbrackets%5D/a.yml",
	} {
		if got := fileURI(path); got != want {
			t.Errorf("%s is referred to as %s, want %s", path, got, want)
		}
	}
}

// TestFindingsJSONPlaces: lines and columns say the same as offsets, in every file.
func TestFindingsJSONPlaces(t *testing.T) {
	t.Parallel()
	for name, f := range fixtures(t) {
		var document findingsJSON
		if err := json.Unmarshal([]byte(writeFindings(t, "json", f, redact.New())), &document); err != nil {
			t.Fatal(err)
		}
		if len(document.Findings) != len(f.List) {
			t.Fatalf("%s: %d findings of %d", name, len(document.Findings), len(f.List))
		}
		for i, found := range document.Findings {
			span, place := f.List[i].Span, found.Place
			from, to := span.Source.Offset(place.Line, place.Column), span.Source.Offset(place.EndLine, place.EndColumn)
			if !slices.Equal([]int{from, to, place.Offset, place.EndOffset}, []int{span.Start, span.End, span.Start, span.End}) {
				t.Errorf("%s covers [%d, %d) and is placed at %+v", f.List[i], span.Start, span.End, *place)
			}
		}
	}
}
