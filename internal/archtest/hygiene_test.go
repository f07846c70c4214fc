package archtest

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
)

// private are traces of one person's machine, which mean nothing to a reader and break elsewhere.
// The patterns are put together from halves so that this file does not contain what it forbids.
var private = []*regexp.Regexp{
	regexp.MustCompile(`/wo` + `rk/`),
	regexp.MustCompile(`/tm` + `p/plan`),
	regexp.MustCompile("(^|[\\s\"'`(=])/(home|Users|ro" + `ot)/\w`),
	regexp.MustCompile(`(?i)\bfa` + `rm-`),
	regexp.MustCompile(`(?i)\bsub` + `-?agent`),
}

// written are the kinds of files that people write and read.
var written = []string{".go", ".md", ".yaml", ".yml", ".json", ".ndjson", ".csv", ".txtar", ".golden", ".mod"}

func hygieneRule() rule {
	return rule{
		name: "hygiene",
		check: func(m *module) (found []finding) {
			_ = fs.WalkDir(m.tree, ".", func(name string, entry fs.DirEntry, err error) error {
				switch {
				case err != nil:
					return err
				case entry.IsDir() && slices.Contains([]string{".git", "bin", "dist"}, entry.Name()):
					return fs.SkipDir
				case !entry.IsDir() && isWritten(name):
					found = append(found, m.privateLines(name)...)
				}
				return nil
			})
			return found
		},
		wrong: []snippet{
			{"README.md:2: ", []string{"README.md", "# A\nsee /wo" + "rk/b"}},
			{"/tm" + "p/plan", []string{"docs/a.yaml", "# /tm" + "p/plan.md"}},
			{"/ho" + "me/a", []string{".github/a.yml", "run: /ho" + "me/ann/x"}},
			{"/ro" + "ot/g", []string{"internal/call/testdata/a.json", `"/ro` + `ot/go"`}},
			{"Fa" + "rm-", []string{"Makefile", "# on Fa" + "rm-3"}},
			{"sub" + "agent", []string{"internal/call/a.go", "package call // by a sub" + "agent"}},
		},
		right: []snippet{
			{files: []string{"README.md", "a workplace, https://a.example/home/x, ../shared, platfa" + "rm-wide"}},
			{files: []string{"bin/a.md", "/wo" + "rk/b", "a.bin", "/wo" + "rk/b"}},
		},
	}
}

func isWritten(name string) bool {
	return slices.Contains(written, path.Ext(name)) || path.Ext(name) == "" && !strings.Contains(name, "testdata")
}

// privateLines finds the lines of a file that only make sense on one machine.
func (m *module) privateLines(name string) []finding {
	content, err := fs.ReadFile(m.tree, name)
	if err != nil {
		return []finding{finding(err.Error())}
	}
	var found []finding
	for i, line := range bytes.Split(content, []byte("\n")) {
		for _, pattern := range private {
			if match := pattern.Find(line); match != nil {
				found = append(found, finding(fmt.Sprintf("%s:%d: %q belongs to one machine", name, i+1, match)))
			}
		}
	}
	return found
}
