package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postback/internal/validate"
)

// The table of rules in README.md stands between these marks.
const rulesBegin, rulesEnd = "<!-- rules -->\n", "<!-- /rules -->\n"

// TestReadmeRules holds the table of README.md against the rules. With -update it is written anew.
func TestReadmeRules(t *testing.T) {
	t.Parallel()
	readmeFile.Lock()
	defer readmeFile.Unlock()
	text := readme(t)
	before, rest, begins := strings.Cut(text, rulesBegin)
	table, after, ends := strings.Cut(rest, rulesEnd)
	if !begins || !ends {
		t.Fatalf("README.md has no %q with %q behind it", strings.TrimSpace(rulesBegin), strings.TrimSpace(rulesEnd))
	}
	if *update {
		text = before + rulesBegin + ruleTable() + rulesEnd + after
		if err := os.WriteFile(filepath.Join(root, "README.md"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(ruleTable(), table); diff != "" {
		t.Errorf("the rules of README.md, which -update writes anew (-program +README):\n%s", diff)
	}
}

// ruleTable lists all rules in Markdown.
func ruleTable() string {
	cell := strings.NewReplacer("&", "&amp;", "<", "&lt;", "|", `\|`, "[", `\[`, "*", `\*`, "_", `\_`)
	var b strings.Builder
	b.WriteString("| rule | level | finds |\n|---|---|---|\n")
	for _, r := range validate.Rules() {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", r.Name, r.Severity, cell.Replace(r.Summary))
	}
	return b.String()
}
