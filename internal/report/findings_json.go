package report

import (
	"io"
	"slices"

	"postback/internal/diag"
	"postback/internal/redact"
)

// findingsJSON is the documented shape of a validation report.
type findingsJSON struct {
	SchemaVersion int           `json:"schema_version"`
	Findings      []findingJSON `json:"findings"`
	Summary       summaryJSON   `json:"summary"`
}

type findingJSON struct {
	Rule     string        `json:"rule"`
	Severity string        `json:"severity"`
	Message  string        `json:"message"`
	Place    *placeJSON    `json:"place,omitempty"`
	Related  []relatedJSON `json:"related,omitempty"`
	Fix      *fixJSON      `json:"fix,omitempty"`
}

// placeJSON is a half-open range: lines and columns count from 1, columns in characters, offsets
// from 0 in bytes.
type placeJSON struct {
	File      string `json:"file"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"end_line"`
	EndColumn int    `json:"end_column"`
	Offset    int    `json:"offset"`
	EndOffset int    `json:"end_offset"`
}

type relatedJSON struct {
	Message string     `json:"message"`
	Place   *placeJSON `json:"place,omitempty"`
}

type fixJSON struct {
	Message string     `json:"message"`
	Edits   []editJSON `json:"edits"`
}

type editJSON struct {
	Place *placeJSON `json:"place"`
	Text  string     `json:"text"`
}

type summaryJSON struct {
	Files     int `json:"files"`
	Pixels    int `json:"pixels"`
	Campaigns int `json:"campaigns"`
	Errors    int `json:"errors"`
	Warnings  int `json:"warnings"`
	Notes     int `json:"notes"`
}

func writeFindingsJSON(w io.Writer, f *Findings, style Style) error {
	out := findingsJSON{SchemaVersion: SchemaVersion, Findings: []findingJSON{}, Summary: summaryJSON{
		Files: len(f.Set.Sources), Pixels: len(f.Set.Pixels), Campaigns: len(f.Set.Campaigns),
		Errors: f.List.Count(diag.Error), Warnings: f.List.Count(diag.Warning), Notes: f.List.Count(diag.Note),
	}}
	for _, d := range f.List {
		out.Findings = append(out.Findings, findingOf(d, style.Hide))
	}
	return writeDocument(w, out)
}

func findingOf(d diag.Diagnostic, hide *redact.Redactor) findingJSON {
	f := findingJSON{Rule: d.Rule, Severity: d.Severity.String(), Message: hide.String(d.Message), Place: spanPlace(d.Span)}
	for _, r := range d.Related {
		f.Related = append(f.Related, relatedJSON{hide.String(r.Message), spanPlace(r.Span)})
	}
	if d.Fix != nil && isShowable(d.Fix, hide) {
		f.Fix = &fixJSON{Message: hide.String(d.Fix.Message)}
		for _, e := range d.Fix.Edits {
			f.Fix.Edits = append(f.Fix.Edits, editJSON{spanPlace(e.Span), e.Text})
		}
	}
	return f
}

// isShowable reports whether a correction holds no secret. With the mask in its place it would not
// be a correction any more, and programs make those that they are given.
func isShowable(fix *diag.Fix, hide *redact.Redactor) bool {
	return !slices.ContainsFunc(fix.Edits, func(e diag.Edit) bool { return hide.String(e.Text) != e.Text })
}

func spanPlace(span diag.Span) *placeJSON {
	if span.IsZero() {
		return nil
	}
	start, end := span.Position(), span.Source.Position(span.End)
	return &placeJSON{
		File: span.Source.Name(), Line: start.Line, Column: start.Column, EndLine: end.Line, EndColumn: end.Column,
		Offset: span.Start, EndOffset: span.End,
	}
}
