package archtest

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"iter"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const modulePath = "postback"

// module is the parsed source of this module, or of a snippet that stands for it.
type module struct {
	tree     fs.FS
	fset     *token.FileSet
	packages []*pkg // sorted by path; tests of a foreign package (x_test) are a pkg of their own
}

// pkg is one package; its tests belong to it, marked as such.
type pkg struct {
	path  string // below the module: "internal/call", "cmd/postback"
	name  string
	files []*file
	info  *types.Info
	types *types.Package // nil until resolved
}

type file struct {
	*ast.File
	test bool
}

// load parses and resolves every Go file of the tree.
func load(tree fs.FS) (*module, error) {
	m := &module{tree: tree, fset: token.NewFileSet()}
	byKey := map[string]*pkg{}
	err := fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && outside(entry.Name()):
			return fs.SkipDir
		case entry.IsDir() || path.Ext(name) != ".go":
			return nil
		}
		return m.parse(name, byKey)
	})
	slices.SortFunc(m.packages, func(a, b *pkg) int {
		return cmp.Or(cmp.Compare(a.path, b.path), cmp.Compare(a.name, b.name))
	})
	for _, p := range m.packages {
		m.resolve(p)
	}
	return m, err
}

// outside tells folders that hold no source of the module.
func outside(dir string) bool {
	return dir == "testdata" || dir == "bin" || dir == "dist" || len(dir) > 1 && dir[0] == '.'
}

func (m *module) parse(name string, byKey map[string]*pkg) error {
	source, err := fs.ReadFile(m.tree, name)
	if err != nil {
		return err
	}
	parsed, err := parser.ParseFile(m.fset, name, source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	dir := path.Dir(name)
	key := dir + " " + parsed.Name.Name
	if byKey[key] == nil {
		byKey[key] = &pkg{path: dir, name: parsed.Name.Name}
		m.packages = append(m.packages, byKey[key])
	}
	byKey[key].files = append(byKey[key].files, &file{parsed, strings.HasSuffix(name, "_test.go")})
	return nil
}

// resolve finds out what the names of a package refer to. Packages of this module are resolved
// for each other; all others stay opaque, which is enough for the rules and needs no compiled code.
func (m *module) resolve(p *pkg) *types.Package {
	if p.types != nil {
		return p.types
	}
	p.types = opaque(modulePath + "/" + p.path) // for tests that import what imports p
	p.info = &types.Info{Uses: map[*ast.Ident]types.Object{}, Types: map[ast.Expr]types.TypeAndValue{}}
	var files []*ast.File
	for _, f := range p.files {
		files = append(files, f.File)
	}
	config := types.Config{Importer: importer(m.imported), Error: func(error) {}} // names of opaque imports
	p.types, _ = config.Check(modulePath+"/"+p.path, m.fset, files, p.info)       // the same errors again
	return p.types
}

type importer func(importPath string) *types.Package

// Import implements types.Importer.
func (i importer) Import(importPath string) (*types.Package, error) { return i(importPath), nil }

func (m *module) imported(importPath string) *types.Package {
	for _, p := range m.packages {
		if importPath == modulePath+"/"+p.path && !strings.HasSuffix(p.name, "_test") {
			return m.resolve(p)
		}
	}
	return opaque(importPath)
}

// opaque is an empty package of the likely name.
func opaque(importPath string) *types.Package {
	p := types.NewPackage(importPath, likelyName(importPath))
	p.MarkComplete()
	return p
}

var majorVersion = regexp.MustCompile(`[./]v[0-9]+$`)

// likelyName is the package name that an import path suggests: "rand" for math/rand/v2.
func likelyName(importPath string) string {
	return path.Base(majorVersion.ReplaceAllString(importPath, ""))
}

// production yields the files that end up in a binary, with their packages.
func (m *module) production() iter.Seq2[*pkg, *file] {
	return func(yield func(*pkg, *file) bool) {
		for p, f := range m.all() {
			if !f.test && !yield(p, f) {
				return
			}
		}
	}
}

// all yields every file, tests included.
func (m *module) all() iter.Seq2[*pkg, *file] {
	return func(yield func(*pkg, *file) bool) {
		for _, p := range m.packages {
			for _, f := range p.files {
				if !yield(p, f) {
					return
				}
			}
		}
	}
}

func (m *module) find(n ast.Node, format string, args ...any) finding {
	at := m.fset.Position(n.Pos())
	return finding(fmt.Sprintf("%s:%d: ", at.Filename, at.Line) + fmt.Sprintf(format, args...))
}

// short is the path by which the tables call a package: without "internal/".
func (p *pkg) short() string { return strings.TrimPrefix(p.path, "internal/") }

// imports yields the import paths of a file.
func (f *file) imports() iter.Seq2[*ast.ImportSpec, string] {
	return func(yield func(*ast.ImportSpec, string) bool) {
		for _, spec := range f.Imports {
			importPath, _ := strconv.Unquote(spec.Path.Value) // the parser has checked it
			if !yield(spec, importPath) {
				return
			}
		}
	}
}

// selected yields every use of a name from another package: the node, the import path, the name.
func (p *pkg) selected(within ast.Node) iter.Seq2[*ast.SelectorExpr, string] {
	return func(yield func(*ast.SelectorExpr, string) bool) {
		for n := range ast.Preorder(within) {
			if sel, ok := n.(*ast.SelectorExpr); ok {
				if from := p.importedBy(sel); from != "" && !yield(sel, from+"."+sel.Sel.Name) {
					return
				}
			}
		}
	}
}

// importedBy is the import path that the left side of a selector stands for, or "".
func (p *pkg) importedBy(sel *ast.SelectorExpr) string {
	if id, ok := sel.X.(*ast.Ident); ok {
		if name, ok := p.info.Uses[id].(*types.PkgName); ok {
			return name.Imported().Path()
		}
	}
	return ""
}
