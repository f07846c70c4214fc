package report

import (
	"io"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"postback/internal/diag"
	"postback/internal/redact"
	"postback/internal/validate"
)

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
	prints := newFingerprints(f.Set)
	for _, d := range f.List {
		result := sarifResult(d, style.Hide)
		if i, known := index[d.Rule]; known {
			result.WithRuleIndex(i)
		}
		result.WithPartialFingerprints(map[string]string{fingerprintName: prints.of(d)})
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
	if d.Fix != nil && isShowable(d.Fix, hide) {
		result.AddFixe(sarifFix(d.Fix, hide))
	}
	return result
}

func sarifLocation(span diag.Span) *sarif.Location {
	return sarif.NewLocation().WithPhysicalLocation(sarif.NewPhysicalLocation().
		WithArtifactLocation(sarifArtifact(span)).WithRegion(sarifRegion(span)))
}

func sarifArtifact(span diag.Span) *sarif.ArtifactLocation {
	return sarif.NewArtifactLocation().WithURI(fileURI(span.Source.Name()))
}

// fileURI is a path as a reference to it: relative, unless the path is absolute.
func fileURI(path string) string {
	path = filepath.ToSlash(path)
	reference := url.URL{Path: path}
	if strings.HasPrefix(path, "/") {
		reference.Scheme = "file"
	}
	return reference.String()
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
			WithInsertedContent(sarif.NewArtifactContent().WithText(e.Text)))
	}
	return sarif.NewFix().WithDescription(sarif.NewTextMessage(hide.String(fix.Message))).AddArtifactChange(changes)
}
