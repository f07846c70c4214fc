package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postback/internal/diag"
	"postback/internal/pixel"
	"postback/internal/redact"
	"postback/internal/validate"
)

const findingsFile = "\ufeffpixels:\n" +
	"  - name: One <& \"東京\"\n    url: x?key=plain-k3y&a=[Call:InboundCallID]\n" +
	"  - name: Two\n    url: y\n" +
	"campaigns: []\n"

// sampleFindings are findings of every severity: within a pixel and outside, with a fix, with
// another place, without any place, in a file whose name has to be escaped, and with a secret.
func sampleFindings(t testing.TB) (*Findings, *redact.Redactor) {
	t.Helper()
	file, other := diag.NewSource("pixels, 50% #1.yaml", []byte(findingsFile)), diag.NewSource("other.yaml", []byte("a\nb|c\n"))
	whole := func(name, from, to string) *pixel.Pixel {
		return &pixel.Pixel{Name: diag.Opaque(name, diag.Span{}), Span: file.Span(strings.Index(findingsFile, from), strings.Index(findingsFile, to))}
	}
	token := at(file, "[Call:InboundCallID]")
	f := &Findings{
		Version: "1.2.3",
		Set: &pixel.Set{
			Sources: []*diag.Source{file, other},
			Pixels:  []*pixel.Pixel{whole("One <& \"東京\"\x01", "name: One", "  - name: Two"), whole("Two", "name: Two", "campaigns")},
		},
		List: diag.List{
			{
				Severity: diag.Error, Rule: "unknown-token", Message: "no token plain-k3y; did you mean [Call:InboundCallId]?", Span: token,
				Fix:     &diag.Fix{Message: "write [Call:InboundCallId]", Edits: []diag.Edit{{Span: token, Text: "[Call:InboundCallId]plain-k3y"}}},
				Related: []diag.Related{{Span: at(other, "b|c"), Message: "as here | `x` <b>"}, {Message: "nowhere"}},
			},
			{Severity: diag.Warning, Rule: "plain-http", Message: "first: a, b\nsecond 100%", Span: at(file, "url: y")},
			{Severity: diag.Note, Rule: "empty-campaign", Message: "nothing here", Span: at(file, "campaigns: []\n")},
			{Severity: diag.Warning, Rule: "of-no-table", Message: "no place"},
			{Severity: diag.Warning, Rule: "plain-http", Message: "first: a, b\nsecond 100%", Span: at(file, "url: y")},
		},
	}
	return f, redact.New(redact.Secret{Name: "env:K", Value: "plain-k3y"})
}

func writeFindings(t testing.TB, format string, f *Findings, hide *redact.Redactor) string {
	t.Helper()
	var out bytes.Buffer
	if err := WriteFindings(format, &out, f, plain(hide)); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestFindings: no format shows a secret or forgets a finding or an error of its stream.
func TestFindings(t *testing.T) {
	t.Parallel()
	f, hide := sampleFindings(t)
	for _, format := range FindingsFormats() {
		out := writeFindings(t, format, f, hide)
		if strings.Contains(out, "plain-k3y") {
			t.Errorf("%s shows a secret:\n%s", format, out)
		}
		for _, want := range []string{"no token ***", "nothing here", "no place", "unknown-token", "of-no-table"} {
			if !strings.Contains(out, want) {
				t.Errorf("%s: no %q in:\n%s", format, want, out)
			}
		}
		if err := WriteFindings(format, &full{5}, f, plain(hide)); !errors.Is(err, errFull) {
			t.Errorf("%s: a full disk gives %v", format, err)
		}
		if !strings.Contains(FindingsFormatHelp(), "  "+format+" ") {
			t.Errorf("no help about %s", format)
		}
	}
	if err := WriteFindings("yaml", io.Discard, f, plain(hide)); err == nil || err.Error() != `unknown format "yaml"` {
		t.Errorf("an unknown format: %v", err)
	}
}

// TestFindingsJSON: places count lines and columns from 1 and do not count a byte order mark; a
// correction that holds a secret is no correction.
func TestFindingsJSON(t *testing.T) {
	t.Parallel()
	f, hide := sampleFindings(t)
	f.List[1].Fix = &diag.Fix{Message: "write z", Edits: []diag.Edit{{Span: f.List[1].Span, Text: "url: z"}}}
	var got findingsJSON
	if err := json.Unmarshal([]byte(writeFindings(t, "json", f, hide)), &got); err != nil {
		t.Fatal(err)
	}
	name := "pixels, 50% #1.yaml"
	start, second := strings.Index(findingsFile, "[Call"), strings.Index(findingsFile, "url: y")
	place := &placeJSON{File: name, Line: 5, Column: 5, EndLine: 5, EndColumn: 11, Offset: second, EndOffset: second + 6}
	want := findingsJSON{SchemaVersion: 1, Findings: []findingJSON{
		{
			Rule: "unknown-token", Severity: "error", Message: "no token ***; did you mean [Call:InboundCallId]?",
			Place: &placeJSON{File: name, Line: 3, Column: 28, EndLine: 3, EndColumn: 48, Offset: start, EndOffset: start + 20},
			Related: []relatedJSON{
				{"as here | `x` <b>", &placeJSON{File: "other.yaml", Line: 2, Column: 1, EndLine: 2, EndColumn: 4, Offset: 2, EndOffset: 5}},
				{"nowhere", nil},
			},
		},
		{
			Rule: "plain-http", Severity: "warning", Message: "first: a, b\nsecond 100%", Place: place,
			Fix: &fixJSON{Message: "write z", Edits: []editJSON{{place, "url: z"}}},
		},
		{Rule: "empty-campaign", Severity: "note", Message: "nothing here", Place: &placeJSON{
			File: name, Line: 6, Column: 1, EndLine: 7, EndColumn: 1, Offset: second + 7, EndOffset: second + 21,
		}},
		{Rule: "of-no-table", Severity: "warning", Message: "no place"},
		{Rule: "plain-http", Severity: "warning", Message: "first: a, b\nsecond 100%", Place: place},
	}, Summary: summaryJSON{Files: 2, Pixels: 2, Errors: 1, Warnings: 3, Notes: 1}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestFindingsSARIF: a result for each finding, which points at its rule and its place.
func TestFindingsSARIF(t *testing.T) {
	t.Parallel()
	f, hide := sampleFindings(t)
	f.List[1].Fix = &diag.Fix{Message: "write z", Edits: []diag.Edit{{Span: f.List[1].Span, Text: "url: z"}}}
	var got struct {
		Version string
		Runs    []struct {
			Tool struct {
				Driver struct {
					Version string
					Rules   []struct{ ID string }
				}
			}
			Results []struct {
				RuleID, Level       string
				RuleIndex           int // -1 for a rule that is not in the table
				Message             struct{ Text string }
				PartialFingerprints map[string]string
				Fixes, Locations    []any
				RelatedLocations    []any
			}
		}
	}
	out := writeFindings(t, "sarif", f, hide)
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	run := got.Runs[0]
	if got.Version != "2.1.0" || run.Tool.Driver.Version != "1.2.3" || len(run.Results) != len(f.List) {
		t.Errorf("version %s of %s with %d results", got.Version, run.Tool.Driver.Version, len(run.Results))
	}
	for i, r := range run.Results {
		d := f.List[i]
		if r.RuleID != d.Rule || r.Level != d.Severity.String() || len(r.Locations) == 0 != d.Span.IsZero() || r.PartialFingerprints[fingerprintName] == "" {
			t.Errorf("result %d: %+v", i, r)
		}
		if _, inTable := validate.Lookup(d.Rule); inTable != (r.RuleIndex >= 0) || inTable && run.Tool.Driver.Rules[r.RuleIndex].ID != d.Rule {
			t.Errorf("result %d has the wrong rule: %+v", i, r)
		}
	}
	if r := run.Results; len(r[0].Fixes) != 0 || len(r[0].RelatedLocations) != 1 || len(r[1].Fixes) != 1 {
		t.Errorf("fixes and related places: %+v", r)
	}
	if want := `"uri": "pixels,%2050%25%20%231.yaml"`; !strings.Contains(out, want) {
		t.Errorf("no %s in:\n%s", want, out)
	}
	for path, want := range map[string]string{"a/b c.yaml": "a/b%20c.yaml", "/a/b.yaml": "file:///a/b.yaml", "<stdin>": "%3Cstdin%3E"} {
		if uri := fileURI(path); uri != want {
			t.Errorf("%s is %s, want %s", path, uri, want)
		}
	}
}

// TestAnnotations: workflow commands, escaped as GitHub wants it.
func TestAnnotations(t *testing.T) {
	t.Parallel()
	f, hide := sampleFindings(t)
	want := `::error title=unknown-token,file=pixels%2C 50%25 #1.yaml,line=3,endLine=3,col=28,endColumn=48::no token ***; did you mean [Call:InboundCallId]?
::warning title=plain-http,file=pixels%2C 50%25 #1.yaml,line=5,endLine=5,col=5,endColumn=11::first: a, b%0Asecond 100%25
::notice title=empty-campaign,file=pixels%2C 50%25 #1.yaml,line=6,endLine=7::nothing here
::warning title=of-no-table::no place
::warning title=plain-http,file=pixels%2C 50%25 #1.yaml,line=5,endLine=5,col=5,endColumn=11::first: a, b%0Asecond 100%25
`
	if diff := cmp.Diff(want, writeFindings(t, "github", f, hide)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestFindingsJUnit: a suite for each file and a case for each pixel; nothing is left out for having
// no place.
func TestFindingsJUnit(t *testing.T) {
	t.Parallel()
	f, hide := sampleFindings(t)
	var suites struct {
		Suites []struct {
			Name  string `xml:"name,attr"`
			Cases []struct {
				Name    string `xml:"name,attr"`
				Failure *struct {
					Message string `xml:"message,attr"`
				} `xml:"failure"`
				Out string `xml:"system-out"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	if err := xml.Unmarshal([]byte(writeFindings(t, "junit", f, hide)), &suites); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range suites.Suites {
		for _, c := range s.Cases {
			line := s.Name + " / " + c.Name
			if c.Failure != nil {
				line += ": " + c.Failure.Message
			}
			if c.Out != "" {
				line += ", with output"
			}
			got = append(got, line)
		}
	}
	want := []string{
		"pixels, 50% #1.yaml / One <& \"東京\"·: 1 error",
		"pixels, 50% #1.yaml / Two, with output",
		"pixels, 50% #1.yaml / definitions, with output",
		"other.yaml / definitions",
		"postback / definitions, with output",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("JUnit (-want +got):\n%s", diff)
	}
}

// TestNoFindings: every format is whole when there is nothing to say.
func TestNoFindings(t *testing.T) {
	t.Parallel()
	f := &Findings{Set: &pixel.Set{Sources: []*diag.Source{diag.NewSource("a.yaml", nil)}}}
	want := map[string]string{
		"text": "", "github": "",
		"json": `{"schema_version":1,"findings":[],"summary":{"files":1,"pixels":0,"campaigns":0,"errors":0,"warnings":0,"notes":0}}` + "\n",
	}
	for format, want := range want {
		if diff := cmp.Diff(want, writeFindings(t, format, f, redact.New())); diff != "" {
			t.Errorf("%s (-want +got):\n%s", format, diff)
		}
	}
	if got := f.Summary(); got != "checked 1 file, 0 pixels, 0 campaigns: no findings" {
		t.Errorf("summary: %s", got)
	}
}

func TestFindingsSummary(t *testing.T) {
	t.Parallel()
	f, _ := sampleFindings(t)
	if got, want := f.Summary(), "checked 2 files, 2 pixels, 0 campaigns: 1 error, 3 warnings, 1 note"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestFingerprints stay when lines move, and tell equal findings apart.
func TestFingerprints(t *testing.T) {
	t.Parallel()
	find := func(content string) []string {
		span := at(diag.NewSource("a.yaml", []byte(content)), "[X]")
		prints := newFingerprints(&pixel.Set{})
		return []string{
			prints.of(diag.Diagnostic{Rule: "r", Span: span}), prints.of(diag.Diagnostic{Rule: "r", Span: span}),
			prints.of(diag.Diagnostic{Rule: "s", Span: span}), prints.of(diag.Diagnostic{Rule: "r"}),
		}
	}
	before, after := find("a: [X]"), find("# a line more\n\nb: 1\na: [X]")
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("fingerprints moved with the lines:\n%s", diff)
	}
	if slices.Sort(before); len(slices.Compact(before)) != len(after) {
		t.Errorf("equal fingerprints: %q", after)
	}
}

// TestManyAnnotations: GitHub shows ten a level; the others are told of and follow as text.
func TestManyAnnotations(t *testing.T) {
	t.Parallel()
	f := &Findings{Set: &pixel.Set{}}
	for i := range 12 {
		f.List.Errorf(diag.Span{}, "r", "error %d\n::error::forged", i)
	}
	f.List.Warnf(diag.Span{}, "r", "a warning")
	out := writeFindings(t, "github", f, redact.New())
	if n := strings.Count("\n"+out, "\n::error "); n != 10 {
		t.Errorf("%d annotations of errors:\n%s", n, out)
	}
	for _, want := range []string{"::warning title=r::a warning\n", "\n2 more errors: ", "- error: error 10·::error::forged [r]\n", "- error: error 11·::error::forged [r]\n"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in:\n%s", want, out)
		}
	}
	if strings.Contains(out, "\n::error::forged") {
		t.Errorf("a message passes for a command:\n%s", out)
	}
}

// TestStepSummary: findings as a table that no message can break.
func TestStepSummary(t *testing.T) {
	t.Parallel()
	f, hide := sampleFindings(t)
	f.List.Errorf(diag.Span{}, "r", "a | b\n<script> `x` [link](javascript:1)")
	var out bytes.Buffer
	if err := StepSummary(&out, f, plain(hide)); err != nil {
		t.Fatal(err)
	}
	table := 0
	for line := range strings.Lines(out.String()) {
		if strings.HasPrefix(line, "|") {
			table++
			if cells := strings.Count(strings.ReplaceAll(line, `\|`, ""), "|"); cells != 5 {
				t.Errorf("%d bars in %s", cells, line)
			}
		}
	}
	if table != 2+len(f.List) || strings.Contains(out.String(), "<script>") || strings.Contains(out.String(), "plain-k3y") {
		t.Errorf("%d lines of a table:\n%s", table, out.String())
	}
	if err := StepSummary(&full{5}, f, plain(hide)); !errors.Is(err, errFull) {
		t.Errorf("a full disk gives %v", err)
	}
	out.Reset()
	if err := StepSummary(&out, &Findings{Set: &pixel.Set{}}, plain(hide)); err != nil || strings.Contains(out.String(), "|") {
		t.Errorf("no findings: %s", out.String())
	}
}

// TestRules: every rule can be shown, in every way.
func TestRules(t *testing.T) {
	t.Parallel()
	rules := validate.Rules()
	if n := len(RuleTable().Rows); n != len(rules) || n == 0 {
		t.Errorf("%d rows for %d rules", n, len(rules))
	}
	for _, r := range rules {
		for _, width := range []int{0, 60} {
			var text bytes.Buffer
			if err := RuleText(&text, r, Style{Palette: NewPalette(false), Width: width}); err != nil {
				t.Fatal(err)
			}
			said := strings.Join(strings.Fields(text.String()), " ")
			for _, part := range []string{r.Summary, r.Long, r.Source, r.Wrong, r.Right} {
				if !strings.Contains(said, strings.Join(strings.Fields(part), " ")) {
					t.Errorf("%s at width %d: %q is missing in\n%s", r.Name, width, part, text.String())
				}
			}
		}
		if markdown := RuleMarkdown(r); !strings.Contains(markdown, r.Long) || strings.Count(markdown, "```") != 4 {
			t.Errorf("%s:\n%s", r.Name, markdown)
		}
	}
}

// TestUnifiedDiff: what patch reads, secrets masked.
func TestUnifiedDiff(t *testing.T) {
	t.Parallel()
	hide := redact.New(redact.Secret{Name: "env:K", Value: "plain-k3y"})
	text, masked := UnifiedDiff("a.yaml", "a\nb\n", "a\nc\n", hide)
	want := "diff a/a.yaml b/a.yaml\n--- a/a.yaml\n+++ b/a.yaml\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n"
	if diff := cmp.Diff(want, string(text)); diff != "" || masked {
		t.Errorf("masked %t (-want +got):\n%s", masked, diff)
	}
	text, masked = UnifiedDiff("a b.yaml", "k: plain-k3y\n", "k: plain-k3y!\n", hide)
	if !masked || strings.Contains(string(text), "plain-k3y") || !strings.Contains(string(text), "--- a/a b.yaml\t\n") {
		t.Errorf("masked %t:\n%s", masked, text)
	}
	if text, _ = UnifiedDiff("a", "x\n", "x\n", hide); len(text) != 0 {
		t.Errorf("no change:\n%s", text)
	}
}
