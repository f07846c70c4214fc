package archtest

import (
	"go/ast"
	"go/token"
	"regexp"
	"strings"
)

// packageCommentRule: every package says what it is, once, in a comment that begins as go doc
// expects it.
func packageCommentRule() rule {
	return rule{
		name: "package comments",
		check: func(m *module) (found []finding) {
			for _, p := range m.packages {
				if strings.HasSuffix(p.name, "_test") {
					continue
				}
				var comments []*file
				for _, f := range p.files {
					if f.Doc != nil && !f.test {
						comments = append(comments, f)
					}
				}
				if len(comments) != 1 {
					found = append(found, m.find(p.files[0], "package %s has %d package comments, want one", p.name, len(comments)))
					continue
				}
				if fault := commentFault(p.opening(), comments[0].Doc); fault != "" {
					found = append(found, m.find(comments[0].Doc, "package comment of %s %s", p.name, fault))
				}
			}
			return found
		},
		wrong: []snippet{
			{"has 0 package comments", []string{"internal/call/a.go", "package call"}},
			{"has 0 package comments", []string{"internal/call/a.go", "// Licence text.\n\npackage call"}},
			{"has 2 package comments", []string{"internal/call/a.go", "// Package call reads.\npackage call", "internal/call/b.go", "// Package call writes.\npackage call"}},
			{"begin with", []string{"internal/call/a.go", "// This package reads.\npackage call"}},
			{"begin with", []string{"cmd/postback/main.go", "// Package main runs.\npackage main"}},
			{"full stop", []string{"internal/call/a.go", "// Package call reads\npackage call"}},
		},
		right: []snippet{
			{files: []string{"internal/call/a.go", "// Package call reads.\npackage call", "internal/call/a_test.go", "package call_test"}},
			{files: []string{"cmd/postback/main.go", "// Command postback runs.\npackage main"}},
		},
	}
}

// opening is how the package comment begins.
func (p *pkg) opening() string {
	if p.name == "main" {
		return "Command " + p.path[strings.LastIndex(p.path, "/")+1:] + " "
	}
	return "Package " + p.name + " "
}

// commentFault says what is wrong with a comment that must begin with opening, or "".
func commentFault(opening string, doc *ast.CommentGroup) string {
	text := doc.Text()
	switch {
	case !strings.HasPrefix(text, opening):
		return "does not begin with " + opening
	case !endsSentence(text):
		return "does not end with a full stop"
	}
	return ""
}

var sentenceEnd = regexp.MustCompile("[.!?][\"'`”’)]*$")

// endsSentence accepts, beside a sentence, a comment that closes with an indented example.
func endsSentence(text string) bool {
	text = strings.TrimRight(text, "\n")
	last := text[strings.LastIndexByte(text, '\n')+1:]
	return strings.HasPrefix(last, "\t") || strings.HasPrefix(last, " ") || sentenceEnd.MatchString(last)
}

// docCommentRule: every exported type, function, method, constant and variable is documented in
// whole sentences. Members of a documented group may share its comment or carry one on their line.
func docCommentRule() rule {
	return rule{
		name: "doc comments",
		check: func(m *module) (found []finding) {
			for _, f := range m.production() {
				for _, d := range exported(f.File) {
					switch {
					case d.doc.Text() == "" && !d.shared:
						found = append(found, m.find(d.node, "%s has no doc comment", d.name))
					case d.doc.Text() != "" && !endsSentence(d.doc.Text()):
						found = append(found, m.find(d.node, "the comment of %s does not end with a full stop", d.name))
					}
				}
			}
			return found
		},
		wrong: []snippet{
			{"F has no doc", []string{"internal/call/a.go", "package call\nfunc F() {}"}},
			{"T has no doc", []string{"internal/call/a.go", "package call\ntype T int"}},
			{"U has no doc", []string{"internal/call/a.go", "package call\n// Types.\ntype (\n\t// T is one.\n\tT int\n\tU int\n)"}},
			{"T.M has no doc", []string{"internal/call/a.go", "package call\n// T is one.\ntype T[K any] int\nfunc (*T[K]) M() {}"}},
			{"C has no doc", []string{"internal/call/a.go", "package call\nconst (\n\t// B is one.\n\tB = 1\n\tC = 2\n)"}},
			{"ErrX has no doc", []string{"internal/call/a.go", "package call\nvar ErrX = errors.New(\"x\")"}},
			{"F does not end with a full stop", []string{"internal/call/a.go", "package call\n// F goes\nfunc F() {}"}},
			{"C does not end with a full stop", []string{"internal/call/a.go", "package call\n// C is three\nconst C = 3"}},
			{"F has no doc", []string{"internal/call/a.go", "package call\n//go:noinline\nfunc F() {}"}},
		},
		right: []snippet{
			{files: []string{"internal/call/a.go", "package call\n// F goes (quickly.)\nfunc F() {}\nfunc f() {}\ntype t int\nfunc (t) M() {}"}},
			{files: []string{"internal/call/a.go", "package call\n// The kinds.\nconst (\n\tA = 1\n\tB = 2\n)\nconst (\n\tC = 3 // third\n)"}},
			{files: []string{"internal/call/a.go", "package call\n// F goes:\n//\n//\tF()\nfunc F() {}"}},
			{files: []string{"internal/call/a_test.go", "package call\nfunc TestF() {}"}},
		},
	}
}

// declared is one exported name with its comment; shared when a comment of its group or on its
// line speaks for it.
type declared struct {
	node   ast.Node
	name   string
	doc    *ast.CommentGroup
	shared bool
}

func exported(f *ast.File) []declared {
	var out []declared
	for _, decl := range f.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			if name := methodName(decl); name != "" {
				out = append(out, declared{node: decl, name: name, doc: decl.Doc})
			}
		case *ast.GenDecl:
			out = append(out, exportedSpecs(decl)...)
		}
	}
	return out
}

// methodName is "Type.Method" or "Func" when everything in it is exported, else "".
func methodName(decl *ast.FuncDecl) string {
	if !decl.Name.IsExported() || decl.Recv == nil {
		return exportedOrEmpty(decl.Name)
	}
	for n := range ast.Preorder(decl.Recv.List[0].Type) {
		if id, ok := n.(*ast.Ident); ok {
			if id.IsExported() {
				return id.Name + "." + decl.Name.Name
			}
			break
		}
	}
	return ""
}

func exportedOrEmpty(id *ast.Ident) string {
	if id.IsExported() {
		return id.Name
	}
	return ""
}

func exportedSpecs(group *ast.GenDecl) []declared {
	var out []declared
	for _, spec := range group.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			if spec.Name.IsExported() {
				out = append(out, declared{spec, spec.Name.Name, ownDoc(group, spec.Doc), false})
			}
		case *ast.ValueSpec:
			for _, name := range spec.Names {
				if name.IsExported() {
					shared := group.Lparen != token.NoPos && group.Doc != nil || spec.Comment != nil
					out = append(out, declared{spec, name.Name, ownDoc(group, spec.Doc), shared})
				}
			}
		}
	}
	return out
}

// ownDoc is the comment of one member: a lone declaration is documented above its keyword.
func ownDoc(group *ast.GenDecl, doc *ast.CommentGroup) *ast.CommentGroup {
	if group.Lparen == token.NoPos {
		return group.Doc
	}
	return doc
}
