package report

import (
	"bufio"
	"fmt"
	"io"

	"postback/internal/diag"
	"postback/internal/golden"
)

// writeChangesMarkdown writes a table for each pixel. A change has one row, which shows the first of
// its calls; the others can be unfolded.
func writeChangesMarkdown(w io.Writer, c *Changes, style Style) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "### postback diff\n\n%s: %s\n", markdownCell(c.heading()), c.Summary())
	for _, p := range c.Pixels {
		fmt.Fprintf(out, "\n**%s** · %s · %s\n\n", markdownCell(p.Pixel), p.Event, c.title(p))
		fmt.Fprint(out, "| what | before | after | calls |\n| --- | --- | --- | ---: |\n")
		for _, e := range p.Entries {
			fmt.Fprintln(out, changeRow(e, style))
		}
		writeSamples(out, p, style)
	}
	return out.Flush()
}

// changeRow is one change as a row of a table.
func changeRow(e *golden.Entry, style Style) string {
	first := e.Samples[0]
	before, after := sidesOf(e, first, style)
	cells := [2]string{markdownSide(before), markdownSide(after)}
	switch e.Kind {
	case golden.Appears:
		cells[0] = markdownCell(style.Hide.String(first.Reason))
		cells[1] = "is sent"
	case golden.Vanishes:
		cells[0] = "is sent"
		cells[1] = markdownCell(style.Hide.String(first.Reason))
	case golden.Breaks:
		cells[1] = markdownCell(style.Hide.String(first.Reason))
	case golden.Differed:
	}
	return fmt.Sprintf("| %s | %s | %s | %d |", changeName(e), cells[0], cells[1], e.Count)
}

// changeName names what changes: for most changes the two columns behind it tell the rest.
func changeName(e *golden.Entry) string {
	switch {
	case e.Kind != golden.Differed, e.Change == golden.Reencoded, e.Change == golden.Reordered:
		return markdownCell(becomes(e))
	case e.Change == golden.Renamed:
		return markdownCell(thing(e.Part, e.Name)) + " → " + markdownCell(e.To)
	}
	return markdownCell(thing(e.Part, e.Name))
}

func markdownSide(s side) string {
	if !s.there {
		return "–"
	}
	return joinThere(" ", markdownCell(shorten(s.value, maxMarkdownCells)), markdownCell(s.tokens))
}

// maxMarkdownCells is how much of a value a table shows: a comment of a pull request has an end.
const maxMarkdownCells = 200

// writeSamples lists the sample calls of a pixel's changes, folded.
func writeSamples(out *bufio.Writer, p *golden.PixelChange, style Style) {
	fmt.Fprint(out, "\n<details><summary>sample calls</summary>\n\n| call | what | before | after |\n| --- | --- | --- | --- |\n")
	for _, e := range p.Entries {
		for calls, s := range alike(e.Samples) {
			before, after := sidesOf(e, s, style)
			if s.Reason != "" {
				before, after = side{}, side{value: oneLine(style.Hide.String(s.Reason)), there: true}
			}
			fmt.Fprintf(out, "| %s | %s | %s | %s |\n", markdownCell(calls), changeName(e), markdownSide(before), markdownSide(after))
		}
	}
	fmt.Fprint(out, "\n</details>\n")
}

// writeChangesGitHub writes a notice for each change.
func writeChangesGitHub(w io.Writer, c *Changes, style Style) error {
	var list diag.List
	for _, p := range c.Pixels {
		for _, e := range p.Entries {
			before, after := sidesOf(e, e.Samples[0], style)
			values := joinThere(" → ", before.value, after.value)
			if reason := e.Samples[0].Reason; reason != "" {
				values = reason
			}
			list.Add(diag.Diagnostic{
				Severity: diag.Note, Rule: "postback diff", Span: e.Span,
				Message: fmt.Sprintf("%s: %s (%s): %s", p.Pixel, becomes(e), Count(e.Count, "call"), values),
			})
		}
	}
	return writeAnnotations(w, list, style)
}
