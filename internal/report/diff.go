package report

import "github.com/rogpeppe/go-internal/diff"

// UnifiedDiff is what turns one text of a file into another, as patch reads it.
func UnifiedDiff(name, before, after string) []byte {
	return diff.Diff("a/"+name, []byte(before), "b/"+name, []byte(after))
}
