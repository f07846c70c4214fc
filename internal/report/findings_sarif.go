package report

import (
	"encoding/json"
	"io"
	"net/url"
	"path/filepath"
	"strings"

	"postback/internal/diag"
	"postback/internal/redact"
	"postback/internal/validate"
)

// writeFindingsSARIF writes SARIF 2.1.0 with every rule that has a finding, and fingerprints that
// stay the same when lines move.
func writeFindingsSARIF(w io.Writer, f *Findings, style Style) error {
	driver := sarifDriver{Name: "postback", Version: f.Version, Language: sarifLanguage, Rules: []sarifRule{}}
	index := map[string]int{}
	for _, r := range validate.Rules() {
		if f.has(r.Name) {
			index[r.Name] = len(driver.Rules)
			driver.Rules = append(driver.Rules, describeRule(r))
		}
	}
	run := sarifRun{
		Tool: sarifTool{driver}, Language: sarifLanguage, ColumnKind: "unicodeCodePoints",
		NewlineSequences: []string{"\r\n", "\n"}, Results: []sarifResult{},
	}
	prints := newFingerprints(f.Set)
	for _, d := range f.List {
		result := describeFinding(d, style.Hide)
		if i, described := index[d.Rule]; described {
			result.RuleIndex = i
		}
		result.PartialFingerprints = map[string]string{fingerprintName: prints.of(d)}
		run.Results = append(run.Results, result)
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(sarifLog{
		Schema:  "https://raw.githubusercontent.com/oasis-tcs/sarif-spec/main/sarif-2.1/schema/sarif-schema-2.1.0.json",
		Version: "2.1.0",
		Runs:    []sarifRun{run},
	})
}

func (f *Findings) has(rule string) bool {
	for _, d := range f.List {
		if d.Rule == rule {
			return true
		}
	}
	return false
}

const sarifLanguage = "en-US"

func describeRule(r validate.Rule) sarifRule {
	return sarifRule{
		ID: r.Name, Name: r.Name,
		ShortDescription: sarifText{Text: r.Summary},
		FullDescription:  sarifText{Text: r.Long},
		Help:             sarifText{Text: r.Long, Markdown: RuleMarkdown(r)},
		Configuration:    sarifConfiguration{sarifLevel(r.Severity)},
	}
}

func sarifLevel(s diag.Severity) string { return s.String() } // SARIF uses the same words

func describeFinding(d diag.Diagnostic, hide *redact.Redactor) sarifResult {
	result := sarifResult{RuleID: d.Rule, RuleIndex: -1, Level: sarifLevel(d.Severity), Message: sarifText{Text: hide.String(d.Message)}}
	if !d.Span.IsZero() {
		result.Locations = []sarifLocation{{Physical: physical(d.Span)}}
	}
	for i, r := range d.Related {
		if !r.Span.IsZero() {
			message := sarifText{Text: hide.String(r.Message)}
			result.RelatedLocations = append(result.RelatedLocations, sarifLocation{i + 1, physical(r.Span), &message})
		}
	}
	if d.Fix != nil && isShowable(d.Fix, hide) {
		result.Fixes = []sarifFix{describeFix(d.Fix, hide)}
	}
	return result
}

func physical(span diag.Span) sarifPhysical { return sarifPhysical{artifact(span), region(span)} }

func artifact(span diag.Span) sarifArtifact { return sarifArtifact{fileURI(span.Source.Name())} }

// fileURI is a path as a reference to it: relative, unless the path is absolute.
func fileURI(path string) string {
	path = filepath.ToSlash(path)
	reference := url.URL{Path: path}
	if strings.HasPrefix(path, "/") {
		reference.Scheme = "file"
	}
	return reference.String()
}

func region(span diag.Span) sarifRegion {
	place := spanPlace(span)
	return sarifRegion{place.Line, place.Column, place.EndLine, place.EndColumn}
}

// describeFix is a fix, all of whose edits are in one file.
func describeFix(fix *diag.Fix, hide *redact.Redactor) sarifFix {
	var change sarifChange
	for _, e := range fix.Edits {
		change.Artifact = artifact(e.Span)
		change.Replacements = append(change.Replacements, sarifReplacement{region(e.Span), sarifText{Text: e.Text}})
	}
	return sarifFix{sarifText{Text: hide.String(fix.Message)}, []sarifChange{change}}
}
