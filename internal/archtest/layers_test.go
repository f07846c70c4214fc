package archtest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// layers is the import order of the house. A package may import, of ours, what its row names and
// nothing else; everything named lies in a lower layer; "*" stands for all lower layers.
// The table is closed: a package without a row fails. A row without a package is a plan.
//
// DO NOT RELAX THIS TABLE TO MAKE A CHANGE COMPILE. Move the code to where it belongs.
const layers = `
	0  diag
	0  call
	0  redact
	0  schema
	0  glob
	0  inorder
	0  lazyre
	0  page

	1  template      diag
	1  yamldoc       diag schema
	1  jsondoc       diag
	1  catalog       call lazyre
	1  postback      redact

	2  auth          postback
	2  receiver      catalog diag postback schema yamldoc
	2  journal       postback

	3  pixel         call diag receiver template
	3  results       call journal postback

	4  config        call diag pixel receiver schema template yamldoc
	4  plan          auth call catalog diag glob pixel postback redact template

	5  validate      call catalog diag lazyre pixel plan receiver redact template
	5  golden        call diag pixel plan postback schema template yamldoc
	5  replay        call journal plan postback receiver
	5  listen        diag glob postback receiver redact yamldoc
	5  importer      call catalog diag jsondoc lazyre pixel redact template yamldoc
	5  fixture       call catalog diag jsondoc lazyre redact
	5  compare       call catalog diag glob pixel plan template

	6  report        *

	7  cli           *

	8  cmd/postback  cli
	8  cli/reference cli

	9  archtest
	9  archtest/shape
	9  browser
`

// row is what the table says of one package.
type row struct {
	layer int
	may   []string
}

func layerTable(text string) map[string]row {
	table := map[string]row{}
	for line := range strings.Lines(text) {
		if words := strings.Fields(line); len(words) > 0 {
			layer, _ := strconv.Atoi(words[0])
			table[words[1]] = row{layer, words[2:]}
		}
	}
	for name, r := range table {
		if slices.Equal(r.may, []string{"*"}) {
			table[name] = row{r.layer, below(table, r.layer)}
		}
	}
	return table
}

func below(table map[string]row, layer int) []string {
	var names []string
	for name, r := range table {
		if r.layer < layer {
			names = append(names, name)
		}
	}
	return names
}

func TestLayersPointDownwards(t *testing.T) {
	t.Parallel()
	for _, fault := range upward(layerTable(layers)) {
		t.Error(fault)
	}
	if upward(layerTable("0 a b\n0 b")) == nil {
		t.Error("an import within a layer was not noticed")
	}
	if upward(layerTable("0 a b")) == nil {
		t.Error("a package without a row was not noticed")
	}
}

// upward lists the permissions of the table that do not point to a lower layer.
func upward(table map[string]row) []string {
	var faults []string
	for name, r := range table {
		for _, other := range r.may {
			if lower, ok := table[other]; !ok || lower.layer >= r.layer {
				faults = append(faults, fmt.Sprintf("%s may import %s, which is not in a lower layer", name, other))
			}
		}
	}
	return faults
}

func layerRule() rule {
	table := layerTable(layers)
	return rule{
		name: "layers",
		check: func(m *module) (found []finding) {
			for p, f := range m.production() {
				r, known := table[p.short()]
				if !known {
					found = append(found, m.find(f, "package %s has no row in the table of layers", p.short()))
				}
				for spec, importPath := range f.imports() {
					other, ours := strings.CutPrefix(importPath, modulePath+"/")
					other = strings.TrimPrefix(other, "internal/")
					if known && ours && !slices.Contains(r.may, other) {
						found = append(found, m.find(spec, "%s may not import %s", p.short(), other))
					}
				}
			}
			return found
		},
		wrong: []snippet{
			{"diag may not import call", []string{"internal/diag/a.go", `package diag; import _ "postback/internal/call"`}},
			{"call may not import diag", []string{"internal/call/a.go", `package call; import _ "postback/internal/diag"`}},
			{"may not import plan", []string{"cmd/postback/main.go", `package main; import _ "postback/internal/plan"`}},
			{"report may not import cli", []string{"internal/report/a.go", `package report; import _ "postback/internal/cli"`}},
			{"package utils has no row", []string{"internal/utils/a.go", `package utils`}},
			{"package . has no row", []string{"a.go", `package postback`}},
		},
		right: []snippet{
			{files: []string{"internal/cli/a.go", `package cli; import _ "postback/internal/diag"`}},
			{files: []string{"internal/plan/a.go", `package plan; import ("fmt"; "postback/internal/call")`}},
			{files: []string{"internal/diag/a_test.go", `package diag; import "postback/internal/call"`}},
		},
	}
}
