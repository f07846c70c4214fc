package archtest

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// frozen are the functions whose results never change, so that a package may keep one in a variable.
var frozen = []string{
	"errors.New",
	"regexp.MustCompile",
	"slices.Concat",
	"strings.NewReplacer",
	"sync.OnceValue",
	"sync.OnceValues",
}

// globalRule: a package keeps no state. What stands in a package-level variable is a constant that
// Go cannot spell as one: an error, a regular expression, a table written out or computed by a
// function of the package, at once or when it is first needed, an embedded file. In package main the linker may set one string, the
// version. That nobody writes to a table is the business of mutationRule.
func globalRule() rule {
	return rule{
		name: "globals",
		check: func(m *module) (found []finding) {
			for p, f := range m.production() {
				for decl, spec := range variables(f) {
					if !p.isConstant(decl, spec) {
						found = append(found, m.find(spec, "%s is a global that can change: want an error, a regexp, a table or an embedded file", spec.Names[0].Name))
					}
				}
			}
			return found
		},
		wrong: []snippet{
			{"counter is a global", []string{"internal/call/a.go", `package call; var counter int`}},
			{"mu is a global", []string{"internal/call/a.go", `package call; import "sync"; var mu = sync.Mutex{}`}},
			{"cache is a global", []string{"internal/call/a.go", `package call; var cache = make(map[string]int)`}},
			{"now is a global", []string{"internal/call/a.go", `package call; import "time"; var now = time.Now`}},
			{"limit is a global", []string{"internal/call/a.go", `package call; var limit = 3`}},
			{"b is a global", []string{"internal/call/a.go", `package call; var ( a = []int{1}; b = f() ); func f() int { return 1 }`}},
			{"add is a global", []string{"internal/call/a.go", `package call; var add = adder(); func adder() func(int) int { return nil }`}},
			{"count is a global", []string{"internal/call/a.go", `package call; var count = start(); func start() int { return 0 }`}},
			{"shared is a global", []string{"internal/call/a.go", `package call; type state struct{ n int }; var shared = fresh(); func fresh() *state { return nil }`}},
			{"root is a global", []string{"internal/cli/a.go", `package cli; import "x.io/cobra"; var root = &cobra.Command{}`}},
			{"version is a global", []string{"internal/cli/a.go", `package cli; var version = "dev"`}},
			{"debug is a global", []string{"cmd/postback/main.go", `package main; var debug = "no"`}},
		},
		right: []snippet{
			{files: []string{"internal/call/a.go", `package call; const Count = 3`, "internal/catalog/a.go", `package catalog
				import ("errors"; "regexp"; "slices"; "sync"; _ "embed"; "postback/internal/call")
				var errBad = errors.New("bad")
				var word = regexp.MustCompile("a")
				var table = [...]string{"a", "b"}
				var index = map[string]int{"a": 1}
				var all = slices.Concat(table[:], table[:])
				var bom = []byte("\ufeff")
				var letters = setOf("a")
				func setOf(string) set { return set{} }
				var both = setOf("a").with("b")
				type set [call.Count]bool
				func (s set) with(string) set { return s }
				var late = lazily("a")
				func lazily(s string) func() string { return sync.OnceValue(func() string { return s }) }
				var rows = sync.OnceValue(func() int { return 1 })
				var _ error = (*fault)(nil)
				//go:embed a.txt
				var text string`}},
			{files: []string{"cmd/postback/main.go", `package main; var version = "dev"`}},
			{files: []string{"internal/call/a_test.go", `package call; var update = flag()`}},
		},
	}
}

// variables yields the package-level variables of a file, with the declaration around each.
func variables(f *file) func(yield func(*ast.GenDecl, *ast.ValueSpec) bool) {
	return func(yield func(*ast.GenDecl, *ast.ValueSpec) bool) {
		for _, decl := range f.Decls {
			group, ok := decl.(*ast.GenDecl)
			if !ok || group.Tok != token.VAR {
				continue
			}
			for _, spec := range group.Specs {
				if !yield(group, spec.(*ast.ValueSpec)) {
					return
				}
			}
		}
	}
}

func (p *pkg) isConstant(decl *ast.GenDecl, spec *ast.ValueSpec) bool {
	switch {
	case spec.Names[0].Name == "_", embeds(decl.Doc), embeds(spec.Doc):
		return true
	case p.name == "main" && spec.Names[0].Name == "version":
		return true
	}
	mutable := func(e ast.Expr) bool { return !p.isFrozen(e) }
	return len(spec.Values) > 0 && !slices.ContainsFunc(spec.Values, mutable)
}

func embeds(doc *ast.CommentGroup) bool {
	return doc != nil && slices.ContainsFunc(doc.List, func(c *ast.Comment) bool {
		return strings.HasPrefix(c.Text, "//go:embed ")
	})
}

// isFrozen tells whether an initial value is one that nothing needs to change later.
func (p *pkg) isFrozen(value ast.Expr) bool {
	switch value := value.(type) {
	case *ast.CompositeLit:
		sel, ok := value.Type.(*ast.SelectorExpr)
		return !ok || !strings.HasPrefix(p.importedBy(sel), "sync")
	case *ast.CallExpr:
		switch fun := value.Fun.(type) {
		case *ast.ArrayType: // []byte("…")
			return true
		case *ast.Ident:
			return p.computes(fun, value)
		case *ast.SelectorExpr:
			return slices.Contains(frozen, p.importedBy(fun)+"."+fun.Sel.Name) || p.computes(fun.Sel, value)
		}
	}
	return false
}

// computes tells whether a call of one of our own functions or methods gives a table, or a function
// without parameters that gives what it is needed for.
func (p *pkg) computes(fun *ast.Ident, call *ast.CallExpr) bool {
	if _, own := p.info.Uses[fun].(*types.Func); !own || p.info.TypeOf(call) == nil {
		return false
	}
	switch t := p.info.TypeOf(call).Underlying().(type) {
	case *types.Array, *types.Slice, *types.Map:
		return true
	case *types.Signature:
		return t.Params().Len() == 0
	}
	return false
}
