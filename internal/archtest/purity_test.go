package archtest

import (
	"slices"
	"strings"
)

// pure are the packages that do no I/O, read no clock and no environment: the same input gives the
// same answer on every machine, and render, explain, test and diff cannot send anything.
var pure = []string{"template", "pixel", "plan", "validate", "golden"}

// impure are imports and names that a pure package may not use. A path covers what lies below it.
var impure = []string{
	"os", "io/ioutil", "io/fs", "path/filepath", "embed", "syscall", "net", "log", "testing",
	"math/rand", "crypto/rand", "runtime",
	"fmt.Print", "fmt.Printf", "fmt.Println", "fmt.Scan", "fmt.Scanf", "fmt.Scanln",
	"time.Now", "time.Since", "time.Until", "time.Sleep", "time.After", "time.AfterFunc", "time.Tick",
	"time.NewTicker", "time.NewTimer", "time.Local", "time.LoadLocation",
}

// harmless lie below an impure path and only compute.
var harmless = []string{"net/url", "net/netip"}

func purityRule() rule {
	return rule{
		name: "purity",
		check: func(m *module) (found []finding) {
			for p, f := range m.production() {
				if !slices.Contains(pure, p.short()) {
					continue
				}
				for spec, importPath := range f.imports() {
					if isImpure(importPath) {
						found = append(found, m.find(spec, "%s is pure and may not import %s", p.short(), importPath))
					}
				}
				for sel, name := range p.selected(f.File) {
					if slices.Contains(impure, name) {
						found = append(found, m.find(sel, "%s is pure and may not use %s", p.short(), name))
					}
				}
			}
			return found
		},
		wrong: []snippet{
			{"may not import os", []string{"internal/plan/a.go", `package plan; import _ "os"`}},
			{"may not import net/http", []string{"internal/golden/a.go", `package golden; import _ "net/http"`}},
			{"may not import net", []string{"internal/golden/a.go", `package golden; import _ "net"`}},
			{"may not import math/rand/v2", []string{"internal/pixel/a.go", `package pixel; import _ "math/rand/v2"`}},
			{"may not import io/ioutil", []string{"internal/pixel/a.go", `package pixel; import _ "io/ioutil"`}},
			{"may not use time.Now", []string{"internal/template/a.go", `package template; import "time"; func f() { time.Now() }`}},
			{"may not use time.Since", []string{"internal/template/a.go", `package template; import clock "time"; var f = clock.Since`}},
			{"may not use fmt.Println", []string{"internal/validate/a.go", `package validate; import "fmt"; func f() { fmt.Println() }`}},
		},
		right: []snippet{
			{files: []string{"internal/plan/a.go", `package plan; import ("net/url"; "time"; "fmt"); func f() { time.Unix(1, 0); fmt.Sprint(1) }`}},
			{files: []string{"internal/plan/a_test.go", `package plan; import "os"`}},
			{files: []string{"internal/listen/a.go", `package listen; import "time"; var f = time.Now`}},
		},
	}
}

func isImpure(importPath string) bool {
	below := func(prefix string) bool {
		return importPath == prefix || strings.HasPrefix(importPath, prefix+"/")
	}
	return slices.ContainsFunc(impure, below) && !slices.ContainsFunc(harmless, below)
}
