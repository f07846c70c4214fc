package archtest

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// mutationRule: nobody assigns to a package-level variable, to a part of one, or to a variable of
// another package; tests included, because a hook that tests set is state all the same.
func mutationRule() rule {
	return rule{
		name: "mutation",
		check: func(m *module) (found []finding) {
			for p, f := range m.all() {
				for n := range ast.Preorder(f.File) {
					for _, changed := range changes(n) {
						if name := p.global(m, changed); name != "" {
							found = append(found, m.find(n, "%s is a global and is changed here", name))
						}
					}
				}
			}
			return found
		},
		wrong: []snippet{
			{"n is a global", []string{"internal/call/a.go", `package call; var n []int; func F() { n = nil }`}},
			{"n is a global", []string{"internal/call/a.go", `package call; var n = 1`, "internal/call/b.go", `package call; func F() { n++ }`}},
			{"t is a global", []string{"internal/call/a.go", `package call; var t = []int{1}; func F() { t[0] = 2 }`}},
			{"t is a global", []string{"internal/call/a.go", `package call; var t = struct{ a []int }{}; func F() { (t.a)[0] += 2 }`}},
			{"t is a global", []string{"internal/call/a.go", `package call; var t = map[string]int{}; func F() { delete(t, "a") }`}},
			{"t is a global", []string{"internal/call/a.go", `package call; import "slices"; var t = []int{1}; func F() { slices.Sort(t) }`}},
			{"t is a global", []string{"internal/call/a.go", `package call; var t = []int{1}; func F() { for t[0] = range 3 { } }`}},
			{"t is a global", []string{"internal/call/a.go", `package call; import "x.io/y"; var t = 1; func F() { y.Do(func() { t = 2 }) }`}},
			{"t is a global", []string{"internal/call/a.go", `package call; var t = 1`, "internal/call/a_test.go", `package call; func F() { t = 2 }`}},
			{"color.NoColor is a global", []string{"internal/report/a.go", `package report; import "github.com/fatih/color"; func F() { color.NoColor = true }`}},
			{"call.T is a global", []string{"internal/call/a_test.go", `package call_test; import "postback/internal/call"; func F() { call.T[1] = 2 }`}},
		},
		right: []snippet{
			{files: []string{"internal/call/a.go", `package call; var t = []int{1}; func F() { t := t; t[0] = 2; for _, t = range nil { } }`}},
			{files: []string{"internal/call/a.go", `package call; import "slices"; var t = []int{1}; func F() int { slices.Contains(t, 1); return t[0] }`}},
			{files: []string{"internal/call/a.go", `package call; type s struct{ n int }; func (t *s) F() { t.n = 1; *t = s{} }`}},
			{files: []string{"internal/call/a_test.go", `package call; var seen int; func F() { seen++ }`}},
		},
	}
}

// inPlace are the functions that change their first argument.
var inPlace = []string{
	"delete", "clear", "copy",
	"slices.Sort", "slices.SortFunc", "slices.SortStableFunc", "slices.Reverse",
	"sort.Slice", "sort.SliceStable", "sort.Sort", "sort.Stable", "sort.Strings", "sort.Ints",
	"maps.Copy", "maps.DeleteFunc",
}

// changes lists the expressions that a node writes to.
func changes(n ast.Node) []ast.Expr {
	switch n := n.(type) {
	case *ast.AssignStmt:
		if n.Tok != token.DEFINE {
			return n.Lhs
		}
	case *ast.IncDecStmt:
		return []ast.Expr{n.X}
	case *ast.RangeStmt:
		if n.Tok == token.ASSIGN {
			return slices.DeleteFunc([]ast.Expr{n.Key, n.Value}, func(e ast.Expr) bool { return e == nil })
		}
	case *ast.CallExpr:
		if len(n.Args) > 0 && slices.Contains(inPlace, types.ExprString(n.Fun)) {
			return n.Args[:1]
		}
	}
	return nil
}

// global is the name of the package-level variable that an expression is a part of, or "".
// Variables that belong to tests are their own business.
func (p *pkg) global(m *module, e ast.Expr) string {
	for {
		switch inner := e.(type) {
		case *ast.IndexExpr:
			e = inner.X
		case *ast.SliceExpr:
			e = inner.X
		case *ast.StarExpr:
			e = inner.X
		case *ast.ParenExpr:
			e = inner.X
		case *ast.SelectorExpr:
			if p.importedBy(inner) != "" {
				return types.ExprString(inner)
			}
			e = inner.X
		case *ast.Ident:
			return p.globalName(m, inner)
		default:
			return ""
		}
	}
}

func (p *pkg) globalName(m *module, id *ast.Ident) string {
	v, ok := p.info.Uses[id].(*types.Var)
	if !ok || v.Pkg() == nil || v.Parent() != v.Pkg().Scope() {
		return ""
	}
	if strings.HasSuffix(m.fset.Position(v.Pos()).Filename, "_test.go") {
		return ""
	}
	return v.Name()
}
