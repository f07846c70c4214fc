package validate_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"postback/internal/validate"
)

// Everything that loading can find is in the table.
func TestRulesOfLoadingAreInTheTable(t *testing.T) {
	t.Parallel()
	for _, pkg := range []string{"yamldoc", "template", "config"} {
		names := ruleConstants(t, pkg)
		if len(names) == 0 {
			t.Errorf("no rules are found in the package %s", pkg)
		}
		for _, name := range names {
			if _, ok := validate.Lookup(name); !ok {
				t.Errorf("the package %s reports %s, which has no row in the table", pkg, name)
			}
		}
	}
}

// ruleConstants are the values of the constants of a package that are called Rule….
func ruleConstants(t *testing.T, pkg string) []string {
	t.Helper()
	var names []string
	for _, path := range glob(t, filepath.Join("..", pkg, "*.go")) {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || len(spec.Values) != 1 || !strings.HasPrefix(spec.Names[0].Name, "Rule") {
				return true
			}
			if literal, ok := spec.Values[0].(*ast.BasicLit); ok && literal.Kind == token.STRING {
				name, _ := strconv.Unquote(literal.Value)
				names = append(names, name)
			}
			return true
		})
	}
	return names
}
