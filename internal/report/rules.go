package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"postback/internal/validate"
)

// RuleTable is the list of all rules.
func RuleTable() Table {
	table := Table{Columns: []string{"rule", "level", "finds"}}
	for _, r := range validate.Rules() {
		table.Rows = append(table.Rows, []string{r.Name, r.Severity.String(), r.Summary})
	}
	return table
}

// readable is how long a line of prose may be on a wide terminal.
const readable = 96

// RuleText writes everything there is to say about one rule, for a terminal.
func RuleText(w io.Writer, r validate.Rule, style Style) error {
	t := &textWriter{w: bufio.NewWriter(w), style: style}
	t.style.Width = min(style.Width, readable)
	bold := style.Palette.Bold
	t.prose(r.Name + " (" + r.Severity.String() + "): " + r.Summary)
	t.line("")
	t.prose(r.Long)
	if r.Source != "" {
		t.line("")
		t.prose("Evidence: " + r.Source + ".")
	}
	t.line("\n" + bold("Wrong:"))
	t.indented(r.Wrong)
	t.line("\n" + bold("Right:"))
	t.indented(r.Right)
	return t.w.Flush()
}

// prose writes text as wide as the terminal, or line by line as it is where there is none.
func (t *textWriter) prose(text string) {
	if t.style.Width > 0 {
		text = strings.Join(strings.Fields(text), " ")
	}
	for line := range strings.SplitSeq(text, "\n") {
		t.hanging("", line, unshaded)
	}
}

// indented writes an example, whose lines stay as they are, so that they can be copied.
func (t *textWriter) indented(example string) {
	for line := range strings.Lines(example) {
		t.line("  " + strings.TrimSuffix(line, "\n"))
	}
}

// RuleMarkdown is the same for a web page.
func RuleMarkdown(r validate.Rule) string {
	text := r.Long
	if r.Source != "" {
		text += "\n\nEvidence: " + r.Source + "."
	}
	return fmt.Sprintf("%s\n\nWrong:\n\n```yaml\n%s```\n\nRight:\n\n```yaml\n%s```\n", text, r.Wrong, r.Right)
}
