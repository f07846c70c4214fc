package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"postback/internal/diag"
	"postback/internal/redact"
	"postback/internal/validate"
)

// fingerprintName names the way in which fingerprints are computed; another way has another name.
const fingerprintName = "postback/v1"

// writeFindingsSARIF writes SARIF 2.1.0 with every rule that has a finding, and fingerprints that
// stay the same when lines move.
func writeFindingsSARIF(w io.Writer, f *Findings, style Style) error {
	driver := sarif.NewToolComponent().WithName("postback").WithVersion(f.Version)
	run := sarif.NewRun().WithTool(sarif.NewTool().WithDriver(driver))
	run.WithColumnKind("unicodeCodePoints")
	index := map[string]int{}
	for _, r := range validate.Rules() {
		if f.has(r.Name) {
			index[r.Name] = len(index)
			driver.AddRule(sarifRule(r))
		}
	}
	seen := map[string]int{}
	for _, d := range f.List {
		result := sarifResult(d, style.Hide)
		if i, known := index[d.Rule]; known {
			result.WithRuleIndex(i)
		}
		result.WithPartialFingerprints(map[string]string{fingerprintName: fingerprint(d, seen)})
		run.AddResult(result)
	}
	report := sarif.NewReport()
	report.AddRun(run)
	return report.PrettyWrite(w)
}

func (f *Findings) has(rule string) bool {
	for _, d := range f.List {
		if d.Rule == rule {
			return true
		}
	}
	return false
}

func sarifRule(r validate.Rule) *sarif.ReportingDescriptor {
	text := func(s string) *sarif.MultiformatMessageString {
		return sarif.NewMultiformatMessageString().WithText(s)
	}
	help := text(r.Long).WithMarkdown(RuleMarkdown(r))
	return sarif.NewRule(r.Name).WithName(r.Name).WithShortDescription(text(r.Summary)).
		WithFullDescription(text(r.Long)).WithHelp(help).
		WithDefaultConfiguration(sarif.NewReportingConfiguration().WithLevel(sarifLevel(r.Severity)))
}

func sarifLevel(s diag.Severity) string { return s.String() } // SARIF uses the same words

func sarifResult(d diag.Diagnostic, hide *redact.Redactor) *sarif.Result {
	result := sarif.NewRuleResult(d.Rule).WithLevel(sarifLevel(d.Severity)).
		WithMessage(sarif.NewTextMessage(hide.String(d.Message)))
	if !d.Span.IsZero() {
		result.AddLocation(sarifLocation(d.Span))
	}
	for i, r := range d.Related {
		if !r.Span.IsZero() {
			result.AddRelatedLocation(sarifLocation(r.Span).WithID(i + 1).WithMessage(sarif.NewTextMessage(hide.String(r.Message))))
		}
	}
	if d.Fix != nil {
		result.AddFixe(sarifFix(d.Fix, hide))
	}
	return result
}

func sarifLocation(span diag.Span) *sarif.Location {
	return sarif.NewLocation().WithPhysicalLocation(sarif.NewPhysicalLocation().
		WithArtifactLocation(sarifArtifact(span)).WithRegion(sarifRegion(span)))
}

func sarifArtifact(span diag.Span) *sarif.ArtifactLocation {
	return sarif.NewArtifactLocation().WithURI(strings.ReplaceAll(filepath.ToSlash(span.Source.Name()), " ", "%20"))
}

func sarifRegion(span diag.Span) *sarif.Region {
	place := spanPlace(span)
	return sarif.NewRegion().WithStartLine(place.Line).WithStartColumn(place.Column).
		WithEndLine(place.EndLine).WithEndColumn(place.EndColumn)
}

func sarifFix(fix *diag.Fix, hide *redact.Redactor) *sarif.Fix {
	changes := sarif.NewArtifactChange()
	for _, e := range fix.Edits {
		changes.WithArtifactLocation(sarifArtifact(e.Span))
		changes.AddReplacement(sarif.NewReplacement().WithDeletedRegion(sarifRegion(e.Span)).
			WithInsertedContent(sarif.NewArtifactContent().WithText(hide.String(e.Text))))
	}
	return sarif.NewFix().WithDescription(sarif.NewTextMessage(hide.String(fix.Message))).AddArtifactChange(changes)
}

// fingerprint identifies a finding by its rule, its file and the text it points at, so that it
// survives edits elsewhere; equal ones are told apart by their order.
func fingerprint(d diag.Diagnostic, seen map[string]int) string {
	name := ""
	if d.Span.Source != nil {
		name = d.Span.Source.Name()
	}
	key := strings.Join([]string{d.Rule, name, d.Span.Text()}, "\x00")
	seen[key]++
	sum := sha256.Sum256([]byte(fmt.Sprintf("%s\x00%d", key, seen[key])))
	return hex.EncodeToString(sum[:16])
}
