package report

import (
	"bytes"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"postback/internal/redact"
)

// UnifiedDiff is what turns one text of a file into another, as patch reads it. Secrets are masked;
// masked says whether there were any, because then patch finds lines that are not in the file.
func UnifiedDiff(name, before, after string, hide *redact.Redactor) (text []byte, masked bool) {
	if strings.Contains(name, " ") {
		name += "\t" // ends a name that has spaces
	}
	whole := diff.Diff("a/"+name, []byte(before), "b/"+name, []byte(after))
	var out bytes.Buffer
	for line := range strings.Lines(string(whole)) {
		out.WriteString(hide.String(line))
	}
	return out.Bytes(), !bytes.Equal(out.Bytes(), whole)
}
