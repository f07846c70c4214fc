package report

import (
	"fmt"
	"io"
	"strings"

	"postback/internal/diag"
	"postback/internal/pixel"
)

// Findings is what validation came to.
type Findings struct {
	List    diag.List // sorted
	Set     *pixel.Set
	Version string // of this tool, for the formats that name their maker
}

func findingsFormats() []format[func(io.Writer, *Findings, Style) error] {
	return []format[func(io.Writer, *Findings, Style) error]{
		{"text", "each finding with its source line and a caret", writeFindingsText},
		{"json", "one document with every finding, its place and its fix", writeFindingsJSON},
		{"github", "annotations for a GitHub workflow", writeFindingsGitHub},
		{"sarif", "SARIF 2.1.0, for code scanning", writeFindingsSARIF},
		{"junit", "JUnit XML, a test case for each pixel", writeFindingsJUnit},
	}
}

// FindingsFormats are the names of all formats for findings; the first is the default.
func FindingsFormats() []string { return namesOf(findingsFormats()) }

// FindingsFormatHelp explains every format in one line each.
func FindingsFormatHelp() string { return helpOf(findingsFormats()) }

// WriteFindings writes all findings in the named format, one of [FindingsFormats].
func WriteFindings(name string, w io.Writer, findings *Findings, style Style) error {
	write, err := openOf(findingsFormats(), name)
	if err != nil {
		return err
	}
	return write(w, findings, style)
}

// Summary says what was checked and what came of it: "checked 3 files, 12 pixels, 2 campaigns: 1
// error, 3 warnings".
func (f *Findings) Summary() string {
	checked := []string{
		Count(len(f.Set.Sources), "file"), Count(len(f.Set.Pixels), "pixel"), Count(len(f.Set.Campaigns), "campaign"),
	}
	var found []string
	for _, s := range []diag.Severity{diag.Error, diag.Warning, diag.Note} {
		if n := f.List.Count(s); n > 0 {
			found = append(found, Count(n, s.String()))
		}
	}
	if len(found) == 0 {
		found = []string{"no findings"}
	}
	return "checked " + strings.Join(checked, ", ") + ": " + strings.Join(found, ", ")
}

// Count is a number with its noun: "1 error", "2 errors".
func Count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func writeFindingsText(w io.Writer, f *Findings, style Style) error {
	return Diagnostics(w, f.List, style)
}
