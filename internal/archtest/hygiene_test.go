package archtest

import (
	"bytes"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// private are traces of one person's machine, which mean nothing to a reader and break elsewhere.
// They are put together from halves so that this file does not contain what it forbids.
var private = []string{
	"/wo" + "rk/", "/tm" + "p/plan", "/ho" + "me/", "/Us" + "ers/", "/ro" + "ot/",
	"fa" + "rm-", "Fa" + "rm-", "sub" + "agent", "Sub" + "agent", "sub-" + "agent",
}

// written are the kinds of files that people write and read.
var written = []string{".go", ".md", ".yaml", ".yml", ".json", ".ndjson", ".csv", ".txtar", ".golden", ".mod"}

func hygieneRule() rule {
	return rule{
		name: "hygiene",
		check: func(m *module) (found []finding) {
			err := fs.WalkDir(m.tree, ".", func(name string, entry fs.DirEntry, err error) error {
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
			if err != nil {
				found = append(found, finding(err.Error()))
			}
			return found
		},
		wrong: []snippet{
			{"README.md:2: ", []string{"README.md", "# A\nsee /wo" + "rk/b"}},
			{"/tm" + "p/plan", []string{"docs/a.yaml", "# /tm" + "p/plan.md"}},
			{"/ho" + "me/", []string{".github/a.yml", "run: /ho" + "me/ann/x"}},
			{"/ro" + "ot/", []string{"internal/call/testdata/a.json", `"/ro` + `ot/go"`}},
			{"Fa" + "rm-", []string{"Makefile", "# on Fa" + "rm-3"}},
			{"sub" + "agent", []string{"internal/call/a.go", "package call // by a sub" + "agent"}},
		},
		right: []snippet{
			{files: []string{"README.md", "a workplace, https://a.example/home/x, ../shared, platfa" + "rm-wide and ../wo" + "rk/"}},
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
	for _, word := range private {
		for at := range occurrences(string(content), word) {
			line := 1 + bytes.Count(content[:at], []byte("\n"))
			found = append(found, finding(fmt.Sprintf("%s:%d: %q belongs to one machine", name, line, word)))
		}
	}
	return found
}

// occurrences yields the offsets of word where it does not continue a longer word or a host name.
func occurrences(text, word string) iter.Seq[int] {
	return func(yield func(int) bool) {
		for at := 0; ; at += len(word) {
			next := strings.Index(text[at:], word)
			if next < 0 {
				return
			}
			at += next
			before, _ := utf8.DecodeLastRuneInString(text[:at])
			if !unicode.IsLetter(before) && !unicode.IsDigit(before) && before != '.' && !yield(at) {
				return
			}
		}
	}
}
