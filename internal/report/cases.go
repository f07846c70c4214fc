package report

import (
	"fmt"
	"io"
	"strings"

	"postback/internal/diag"
	"postback/internal/golden"
	"postback/internal/redact"
)

// Cases is what came of the cases of a run.
type Cases struct {
	Files    []CaseFile
	Coverage *golden.Coverage // nil unless it was asked for
}

// CaseFile is what came of the cases of one file.
type CaseFile struct {
	Name    string
	Results []golden.Result
}

func casesFormats() []format[func(io.Writer, *Cases, Style) error] {
	return []format[func(io.Writer, *Cases, Style) error]{
		{"text", "what differs, parameter by parameter", writeCasesText},
		{"json", "one document with every case, its faults and their places", writeCasesJSON},
		{"junit", "JUnit XML, a test case for each case", writeCasesJUnit},
		{"tap", "TAP 13, a line for each case", writeCasesTAP},
		{"github", "annotations for a GitHub workflow, and its summary page", writeCasesGitHub},
	}
}

// CasesFormats are the names of all formats for cases; the first is the default.
func CasesFormats() []string { return namesOf(casesFormats()) }

// CasesFormatHelp explains every format in one line each.
func CasesFormatHelp() string { return helpOf(casesFormats()) }

// WriteCases writes what came of all cases in the named format, one of [CasesFormats].
func WriteCases(format string, w io.Writer, cases *Cases, style Style) error {
	write, err := openOf(casesFormats(), format)
	if err != nil {
		return err
	}
	return write(w, cases, style)
}

// Count is the number of cases: all, those that failed, and those that could not run.
func (c *Cases) Count() (all, failed, unusable int) {
	for _, f := range c.Files {
		n, bad, broken := f.count()
		all, failed, unusable = all+n, failed+bad, unusable+broken
	}
	return all, failed, unusable
}

func (f *CaseFile) count() (all, failed, unusable int) {
	for i := range f.Results {
		switch r := &f.Results[i]; {
		case len(r.Unusable) > 0:
			unusable++
		case !r.Passed():
			failed++
		}
	}
	return len(f.Results), failed, unusable
}

// Summary is the run in one line: "3 cases: 2 passed, 1 failed".
func (c *Cases) Summary() string {
	all, failed, unusable := c.Count()
	if all == 0 {
		return "no case ran"
	}
	parts := []string{fmt.Sprintf("%d passed", all-failed-unusable)}
	if failed > 0 {
		parts = append(parts, fmt.Sprintf("%d failed", failed))
	}
	if unusable > 0 {
		parts = append(parts, fmt.Sprintf("%d could not run", unusable))
	}
	summary := Count(all, "case") + ": " + strings.Join(parts, ", ")
	if c.Coverage != nil {
		summary += " · " + coverageLine(c.Coverage)
	}
	return summary
}

// coverageLine is the coverage in a few words: "coverage 83.3 %, 25 of 30".
func coverageLine(c *golden.Coverage) string {
	return fmt.Sprintf("coverage %.1f %%, %d of %d", c.Percent(), c.Reached(), len(c.Goals))
}

// faultList turns what is wrong with a case into diagnostics, each at the line of the definitions that is
// to blame, or else of the test file.
func faultList(r *golden.Result, style Style) diag.List {
	list := append(diag.List{}, r.Unusable...)
	for _, f := range r.Faults {
		message := oneLine(joinThere(": ", f.Pixel, f.Message))
		d := diag.Diagnostic{Severity: diag.Error, Rule: string(f.Kind), Message: message, Span: f.Span}
		if !f.Definition.IsZero() {
			d.Span = f.Definition
			d.Related = append(d.Related, diag.Related{Span: f.Span, Message: "expected here"})
		}
		if len(f.Differences) > 0 && !f.Differences[0].Span.IsZero() {
			d.Span = f.Differences[0].Span
		}
		for _, diff := range f.Differences {
			d.Message += "\n" + saidOf(diff) + ": " + sides(diff, style.Hide)
		}
		list.Add(d)
	}
	return list
}

// sides is what a value is to be and what it is, in one line.
func sides(d golden.Difference, hide *redact.Redactor) string {
	want := shownValue(hideValue(hide, d.Part, d.Name, d.Want))
	got := shownValue(hideValue(hide, d.Part, nowCalled(d), d.Got))
	switch d.Change {
	case golden.Added:
		return got
	case golden.Removed:
		return want
	}
	return want + " → " + got
}

// nowCalled is the name under which a value is found.
func nowCalled(d golden.Difference) string {
	if d.To != "" {
		return d.To
	}
	return d.Name
}
