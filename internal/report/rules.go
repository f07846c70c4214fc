package report

import (
	"fmt"
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

// RuleText is everything there is to say about one rule, for a terminal.
func RuleText(r validate.Rule, palette *Palette) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s): %s\n\n%s\n", palette.Bold(r.Name), r.Severity, r.Summary, r.Long)
	if r.Source != "" {
		fmt.Fprintf(&b, "\nEvidence: %s.\n", r.Source)
	}
	fmt.Fprintf(&b, "\nWrong:\n%s\nRight:\n%s", indented(r.Wrong), indented(r.Right))
	return b.String()
}

// RuleMarkdown is the same for a web page.
func RuleMarkdown(r validate.Rule) string {
	text := r.Long
	if r.Source != "" {
		text += "\n\nEvidence: " + r.Source + "."
	}
	return fmt.Sprintf("%s\n\nWrong:\n\n```yaml\n%s```\n\nRight:\n\n```yaml\n%s```\n", text, r.Wrong, r.Right)
}

func indented(s string) string {
	var b strings.Builder
	for line := range strings.Lines(s) {
		b.WriteString("  " + line)
	}
	return b.String()
}
