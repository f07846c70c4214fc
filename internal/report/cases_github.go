package report

import (
	"bufio"
	"fmt"
	"io"

	"postback/internal/diag"
	"postback/internal/golden"
)

// writeCasesGitHub writes an annotation for each fault, at the line of the definitions that is to blame.
func writeCasesGitHub(w io.Writer, c *Cases, style Style) error {
	var list diag.List
	for _, f := range c.Files {
		for i := range f.Results {
			r := &f.Results[i]
			for _, d := range faultList(r, style) {
				d.Message = oneLine(r.Case.Name.String()) + ": " + d.Message
				list.Add(d)
			}
		}
	}
	return writeAnnotations(w, list, style)
}

// CasesSummary writes what came of cases as Markdown, for the summary page of a workflow run.
func CasesSummary(w io.Writer, c *Cases, style Style) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "### postback test\n\n%s\n", c.Summary())
	all, failed, unusable := c.Count()
	if all > 0 && failed+unusable > 0 {
		fmt.Fprint(out, "\n| case | pixel | what differs | expected | is |\n| --- | --- | --- | --- | --- |\n")
	}
	for _, f := range c.Files {
		for i := range f.Results {
			for _, row := range markdownFaults(&f.Results[i], style) {
				fmt.Fprintln(out, row)
			}
		}
	}
	return out.Flush()
}

// markdownFaults are the rows of a table: one for each difference, or for a fault without any.
func markdownFaults(r *golden.Result, style Style) []string {
	var rows []string
	row := func(cells ...string) {
		line := "|"
		for _, cell := range append([]string{r.Case.Name.String()}, cells...) {
			line += " " + markdownCell(cell) + " |"
		}
		rows = append(rows, line)
	}
	for _, d := range r.Unusable {
		row("", style.Hide.String(d.Message), "", "")
	}
	for _, f := range r.Faults {
		if len(f.Differences) == 0 {
			row(f.Pixel, style.Hide.String(f.Message), "", "")
		}
		for _, d := range f.Differences {
			want, got := "", ""
			if d.Change != golden.Added {
				want = shownValue(hideValue(style.Hide, d.Part, d.Name, d.Want))
			}
			if d.Change != golden.Removed {
				got = shownValue(hideValue(style.Hide, d.Part, nowCalled(d), d.Got))
			}
			row(f.Pixel, saidOf(d), want, got)
		}
	}
	return rows
}
