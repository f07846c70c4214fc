package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"postback/internal/results"
)

// writeTallyMarkdown writes tables as GitHub reads them.
func writeTallyMarkdown(w io.Writer, t *results.Tally, style Style) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "**%s**\n", markdownText(TallySummary(t)))
	if latency := latencySummary(&t.Latencies); latency != "" {
		fmt.Fprintf(out, "\nAnswers took %s.\n", latency)
	}
	for _, note := range t.Notes {
		fmt.Fprintf(out, "\n%s.\n", markdownText(note))
	}
	for _, table := range []Table{groupTable("pixel", t.Pixels(), t.Counts), groupTable("host", t.Hosts(), t.Counts)} {
		if len(table.Rows) > 0 {
			fmt.Fprintln(out)
			table.writeMarkdown(out)
		}
	}
	if reasons := t.Reasons(); len(reasons) > 0 {
		table := Table{Columns: []string{"count", "verdict", "reason", "for example"}}
		for _, r := range reasons {
			table.Rows = append(table.Rows, []string{fmt.Sprint(r.Count), string(r.Verdict), style.Hide.String(r.Text), sampleLine(r.Samples[0])})
		}
		fmt.Fprint(out, "\n### Why postbacks did not count\n\n")
		table.writeMarkdown(out)
	}
	if t.InDoubtCount > 0 {
		fmt.Fprintf(out, "\n**%d in doubt**: %s.\n", t.InDoubtCount, inDoubtAdvice)
	}
	for _, command := range ToGoOn(t, style.Hide) {
		fmt.Fprintf(out, "\nTo go on: `%s`\n", strings.ReplaceAll(oneLine(command), "`", "'"))
	}
	return out.Flush()
}

// writeMarkdown writes the table with pipes.
func (t Table) writeMarkdown(out *bufio.Writer) {
	writeRow := func(row []string) {
		for _, cell := range row {
			fmt.Fprintf(out, "| %s ", markdownText(cell))
		}
		fmt.Fprintln(out, "|")
	}
	writeRow(t.Columns)
	fmt.Fprintln(out, strings.Repeat("|---", len(t.Columns))+"|")
	for _, row := range t.Rows {
		writeRow(row)
	}
}

// markdownText keeps a text from being read as Markdown or HTML, within one cell of a table.
func markdownText(s string) string {
	var b strings.Builder
	for _, r := range oneLine(s) {
		if strings.ContainsRune("\\`*_{}[]<>#|~", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
