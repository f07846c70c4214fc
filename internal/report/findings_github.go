package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"postback/internal/diag"
)

// maxAnnotations is how many annotations of one level GitHub shows for one step.
const maxAnnotations = 10

func writeFindingsGitHub(w io.Writer, f *Findings, style Style) error {
	return writeAnnotations(w, f.List, style)
}

// writeAnnotations writes workflow commands, which GitHub turns into annotations beside the
// lines of a pull request. What is beyond the number that GitHub shows follows as plain lines of the log.
func writeAnnotations(w io.Writer, list diag.List, style Style) error {
	out := bufio.NewWriter(w)
	written := map[diag.Severity]int{}
	var rest []diag.Diagnostic
	for _, d := range list {
		if written[d.Severity]++; written[d.Severity] > maxAnnotations {
			rest = append(rest, d)
			continue
		}
		fmt.Fprintln(out, annotation(d, style.Hide.String(d.Message)))
	}
	for _, s := range []diag.Severity{diag.Error, diag.Warning, diag.Note} {
		if more := written[s] - maxAnnotations; more > 0 {
			fmt.Fprintf(out, "%s: GitHub shows %d annotations a level, the others are in this log\n", Count(more, "more "+s.String()), maxAnnotations)
		}
	}
	for _, d := range rest {
		fmt.Fprintln(out, "- "+oneLine(style.Hide.String(d.String()))) // what begins with :: would be a command
	}
	return out.Flush()
}

// annotation is one workflow command.
func annotation(d diag.Diagnostic, message string) string {
	command := map[diag.Severity]string{diag.Error: "error", diag.Warning: "warning", diag.Note: "notice"}[d.Severity]
	properties := []string{"title=" + escapeProperty(d.Rule)}
	if place := spanPlace(d.Span); place != nil {
		properties = append(properties, "file="+escapeProperty(place.File),
			fmt.Sprintf("line=%d,endLine=%d", place.Line, place.EndLine))
		if place.Line == place.EndLine {
			properties = append(properties, fmt.Sprintf("col=%d,endColumn=%d", place.Column, place.EndColumn))
		}
	}
	return fmt.Sprintf("::%s %s::%s", command, strings.Join(properties, ","), escapeData(message))
}

// escapeData and escapeProperty write what a workflow command cannot hold.
func escapeData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func escapeProperty(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(escapeData(s))
}

// StepSummary writes the findings as Markdown, for the summary page of a workflow run.
func StepSummary(w io.Writer, f *Findings, style Style) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "### postback validate\n\n%s\n", f.Summary())
	if len(f.List) > 0 {
		fmt.Fprint(out, "\n| place | level | rule | finding |\n| --- | --- | --- | --- |\n")
	}
	for _, d := range f.List {
		fmt.Fprintf(out, "| %s | %s | %s | %s |\n", markdownCell(d.Span.String()), d.Severity, d.Rule, markdownCell(style.Hide.String(d.Message)))
	}
	return out.Flush()
}

// markdownCell is text that cannot break out of a table's cell.
func markdownCell(s string) string {
	return strings.NewReplacer(`\`, `\\`, "|", `\|`, "<", "&lt;", "&", "&amp;", "`", "\\`", "[", `\[`, "*", `\*`, "_", `\_`).Replace(oneLine(s))
}
