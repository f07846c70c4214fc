package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// file is the measure of one source file.
type file struct {
	name    string
	lines   int
	imports int
	funcs   []function
}

// function is the measure of one function or method; function literals count with the function
// that they stand in.
type function struct {
	name       string
	file       string
	line       int // of the keyword func
	lines      int // from the keyword to the closing brace
	complexity int // cyclomatic: 1 + if, for, case, && and ||
	depth      int // of nested blocks in the body; an else-if is as deep as its if
}

// measureTree measures all Go files below the root of tree, except tests.
func measureTree(tree fs.FS) ([]file, error) {
	var files []file
	err := fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && skipped(entry.Name()):
			return fs.SkipDir
		case entry.IsDir() || path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		source, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		measured, err := measureFile(name, source)
		files = append(files, measured)
		return err
	})
	return files, err
}

func skipped(dir string) bool {
	return len(dir) > 1 && dir[0] == '.' || slices.Contains([]string{"testdata", "vendor", "bin", "dist"}, dir)
}

func measureFile(name string, source []byte) (file, error) {
	set := token.NewFileSet()
	parsed, err := parser.ParseFile(set, name, source, parser.SkipObjectResolution)
	if err != nil {
		return file{}, err
	}
	out := file{name: name, lines: bytes.Count(source, []byte("\n")), imports: len(parsed.Imports)}
	for _, decl := range parsed.Decls {
		if fn, ok := decl.(*ast.FuncDecl); ok && fn.Body != nil {
			out.funcs = append(out.funcs, measureFunction(set, name, fn))
		}
	}
	return out, nil
}

func measureFunction(set *token.FileSet, file string, fn *ast.FuncDecl) function {
	first, last := set.Position(fn.Type.Func).Line, set.Position(fn.End()).Line
	return function{
		name:       fullName(fn),
		file:       file,
		line:       first,
		lines:      last - first + 1,
		complexity: complexity(fn),
		depth:      depth(fn.Body),
	}
}

// fullName is "Type.Method" or "Function".
func fullName(fn *ast.FuncDecl) string {
	if fn.Recv == nil || len(fn.Recv.List) == 0 {
		return fn.Name.Name
	}
	for n := range ast.Preorder(fn.Recv.List[0].Type) {
		if id, ok := n.(*ast.Ident); ok {
			return id.Name + "." + fn.Name.Name
		}
	}
	return fn.Name.Name
}

func complexity(fn *ast.FuncDecl) int {
	count := 1
	for n := range ast.Preorder(fn) {
		if decides(n) {
			count++
		}
	}
	return count
}

// decides tells whether the way through a function forks at n.
func decides(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.IfStmt, *ast.ForStmt, *ast.RangeStmt:
		return true
	case *ast.CaseClause:
		return n.List != nil // default is what remains
	case *ast.CommClause:
		return n.Comm != nil
	case *ast.BinaryExpr:
		return n.Op == token.LAND || n.Op == token.LOR
	}
	return false
}

// depth is how many blocks lie around the innermost statement below n, function literals included.
func depth(n ast.Node) int {
	deepest := 0
	ast.Inspect(n, func(child ast.Node) bool {
		if child == nil || child == n {
			return true
		}
		deepest = max(deepest, depth(child)+opens(n, child))
		return false
	})
	return deepest
}

// opens is 1 when child is a block one level deeper than its parent.
func opens(parent, child ast.Node) int {
	switch child.(type) {
	case *ast.IfStmt:
		if outer, ok := parent.(*ast.IfStmt); ok && outer.Else == child {
			return 0
		}
		return 1
	case *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt, *ast.FuncLit:
		return 1
	}
	return 0
}
