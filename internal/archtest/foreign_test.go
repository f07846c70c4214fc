package archtest

import (
	"path"
	"slices"
	"strings"
)

// foreign says which of our packages may import what is not ours. Each row covers a module or a
// package with everything below it that has no row of its own; "tests" allows it in tests only, in
// every package. Modules are closed: one without a row fails. Of the standard library only what
// stands here is restricted, and only outside tests.
const foreign = `
	net/http                                 postback receiver listen page
	os/exec                                  cli browser
	os/signal                                cli

	github.com/agnivade/levenshtein          diag
	gopkg.in/yaml.v3                         yamldoc
	go.yaml.in/yaml                          yamldoc

	github.com/spf13/cobra                   cli
	github.com/spf13/pflag                   cli
	github.com/spf13/viper                   cli
	github.com/fsnotify/fsnotify             cli
	golang.org/x/term                        cli report
	github.com/fatih/color                   report
	golang.org/x/text                        report
	golang.org/x/net/http/httpguts           listen
	github.com/owenrumney/go-sarif           report
	github.com/jstemmer/go-junit-report      report
	github.com/rogpeppe/go-internal/diff     report
	github.com/HdrHistogram                  results
	github.com/vbauerster/mpb                report

	golang.org/x/sync                        replay
	golang.org/x/time                        postback replay
	golang.org/x/oauth2                      auth
	github.com/cenkalti/backoff              postback
	code.dny.dev/ssrf                        postback
	mvdan.cc/sh                              importer
	github.com/klauspost/compress            call

	github.com/chromedp                      browser tests
	github.com/go-oauth2/oauth2              tests
	github.com/google/go-cmp                 tests
	golang.org/x/net/html                    tests
	github.com/rogpeppe/go-internal          tests
	github.com/santhosh-tekuri/jsonschema    tests
	pgregory.net/rapid                       tests
`

func foreignTable() map[string][]string {
	table := map[string][]string{}
	for line := range strings.Lines(foreign) {
		if words := strings.Fields(line); len(words) > 0 {
			table[words[0]] = words[1:]
		}
	}
	return table
}

func foreignRule() rule {
	table := foreignTable()
	return rule{
		name: "foreign imports",
		check: func(m *module) (found []finding) {
			for p, f := range m.all() {
				for spec, importPath := range f.imports() {
					if why := refused(table, p, f, importPath); why != "" {
						found = append(found, m.find(spec, "%s may not import %s: %s", p.short(), importPath, why))
					}
				}
			}
			return found
		},
		wrong: []snippet{
			{"not among diag", []string{"internal/pixel/a.go", `package pixel; import _ "github.com/agnivade/levenshtein"`}},
			{"not among yamldoc", []string{"internal/config/a.go", `package config; import _ "gopkg.in/yaml.v3"`}},
			{"not among yamldoc", []string{"internal/config/a_test.go", `package config; import _ "gopkg.in/yaml.v3"`}},
			{"not among postback", []string{"internal/cli/a.go", `package cli; import _ "net/http/httptest"`}},
			{"not among cli", []string{"internal/report/a.go", `package report; import _ "github.com/spf13/cobra"`}},
			{"not among tests", []string{"internal/plan/a.go", `package plan; import _ "github.com/google/go-cmp/cmp"`}},
			{"not among report", []string{"internal/plan/a_test.go", `package plan; import _ "github.com/rogpeppe/go-internal/diff"`}},
			{"no row in the table", []string{"internal/plan/a_test.go", `package plan; import _ "github.com/stretchr/testify/assert"`}},
		},
		right: []snippet{
			{files: []string{"internal/report/a.go", `package report; import _ "github.com/rogpeppe/go-internal/diff"`}},
			{files: []string{"internal/plan/a_test.go", `package plan; import _ "github.com/rogpeppe/go-internal/testscript"`}},
			{files: []string{"internal/yamldoc/a.go", `package yamldoc; import _ "gopkg.in/yaml.v3"`}},
			{files: []string{"internal/plan/a_test.go", `package plan_test; import _ "github.com/google/go-cmp/cmp"`}},
			{files: []string{"internal/cli/a_test.go", `package cli; import _ "net/http"`}},
			{files: []string{"internal/listen/a.go", `package listen; import ("net/http"; "net/url"; "os"); import _ "postback/internal/postback"`}},
		},
	}
}

// refused says why a file may not import something that is not ours, or "".
func refused(table map[string][]string, p *pkg, f *file, importPath string) string {
	owners := ownersOf(table, importPath)
	first, _, _ := strings.Cut(importPath, "/")
	standard := !strings.Contains(first, ".")
	switch {
	case first == modulePath, standard && (owners == nil || f.test):
		return ""
	case owners == nil:
		return "the module has no row in the table of foreign imports"
	case slices.Contains(owners, p.short()), f.test && slices.Contains(owners, "tests"):
		return ""
	}
	return "it is not among " + strings.Join(owners, ", ")
}

// ownersOf gives the owners of the longest row that covers an import path, nil without one.
func ownersOf(table map[string][]string, importPath string) []string {
	for prefix := importPath; prefix != "."; prefix = path.Dir(prefix) {
		if owners, ok := table[prefix]; ok {
			return owners
		}
	}
	return nil
}
