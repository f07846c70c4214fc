package archtest

import (
	"go/ast"
	"strings"
)

// exitRule: only the function main may end the process; everybody else returns an error or an
// exit code, so that deferred work runs and tests can reach the code.
func exitRule() rule {
	return rule{
		name: "exit",
		check: func(m *module) (found []finding) {
			for p, f := range m.production() {
				for _, decl := range f.Decls {
					if isMain(p, decl) {
						continue
					}
					for sel, name := range p.selected(decl) {
						if endsProcess(name) {
							found = append(found, m.find(sel, "%s outside of main", name))
						}
					}
				}
			}
			return found
		},
		wrong: []snippet{
			{"os.Exit outside of main", []string{"internal/cli/a.go", `package cli; import "os"; func F() { os.Exit(1) }`}},
			{"os.Exit outside of main", []string{"internal/cli/a.go", `package cli; import o "os"; var exit = o.Exit`}},
			{"log.Fatalf outside of main", []string{"internal/cli/a.go", `package cli; import "log"; func F() { log.Fatalf("x") }`}},
			{"syscall.Exit outside of main", []string{"internal/cli/a.go", `package cli; import "syscall"; func main() { syscall.Exit(1) }`}},
			{"os.Exit outside of main", []string{"cmd/postback/main.go", `package main; import "os"; func run() { os.Exit(1) }`}},
		},
		right: []snippet{
			{files: []string{"cmd/postback/main.go", `package main; import "os"; func main() { os.Exit(1) }`}},
			{files: []string{"internal/cli/a_test.go", `package cli; import "os"; func TestMain() { os.Exit(1) }`}},
			{files: []string{"internal/cli/a.go", `package cli; type t struct{}; func (t) Exit(int) {}; func F(os t) { os.Exit(1) }`}},
		},
	}
}

func isMain(p *pkg, decl ast.Decl) bool {
	fn, ok := decl.(*ast.FuncDecl)
	return ok && p.name == "main" && fn.Recv == nil && fn.Name.Name == "main"
}

func endsProcess(name string) bool {
	return name == "os.Exit" || name == "syscall.Exit" || strings.HasPrefix(name, "log.Fatal")
}

// initRule: no function runs unasked before main, in tests neither.
func initRule() rule {
	return rule{
		name: "init",
		check: func(m *module) (found []finding) {
			for _, f := range m.all() {
				for _, decl := range f.Decls {
					if fn, ok := decl.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
						found = append(found, m.find(fn, "no init functions: construct things where they are used"))
					}
				}
			}
			return found
		},
		wrong: []snippet{
			{"no init functions", []string{"internal/call/a.go", `package call; func init() {}`}},
			{"a_test.go:1: no init", []string{"internal/call/a_test.go", `package call; func init() {}`}},
		},
		right: []snippet{
			{files: []string{"internal/call/a.go", `package call; type t struct{}; func (t) init() {}; func initial() {}`}},
		},
	}
}
