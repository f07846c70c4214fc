package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestMeasureFile(t *testing.T) {
	t.Parallel()
	source := `package p

import (
	"fmt"
	"os"
)

// F is documented
// on two lines.
func F() {
	fmt.Println(os.Args)
}

func (l *list[T]) add() {}

func assembler()
`
	got, err := measureFile("a.go", []byte(source))
	if err != nil {
		t.Fatal(err)
	}
	want := file{name: "a.go", lines: 16, imports: 2, funcs: []function{
		{name: "F", file: "a.go", line: 10, lines: 3, complexity: 1},
		{name: "list.add", file: "a.go", line: 14, lines: 1, complexity: 1},
	}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(file{}, function{})); diff != "" {
		t.Error(diff)
	}
}

func TestComplexityAndDepth(t *testing.T) {
	t.Parallel()
	tests := []struct {
		body              string
		complexity, depth int
	}{
		{``, 1, 0},
		{`if a {}`, 2, 1},
		{`if a && b || c {}`, 4, 1},
		{`if a {} else if b {} else {}`, 3, 1},
		{`if a {} else { if b {} }`, 3, 2},
		{`for { for range a { if b {} } }`, 4, 3},
		{`switch a { case 1, 2: case 3: default: }`, 3, 1},
		{`switch a.(type) { case int: if b {} }`, 3, 2},
		{`select { case <-a: default: }`, 2, 1},
		{`f(func() { if a {} })`, 2, 2},
		{`defer func() {}()`, 1, 1},
		{`{ a() }`, 1, 0},
	}
	for _, test := range tests {
		t.Run(test.body, func(t *testing.T) {
			t.Parallel()
			f, err := measureFile("a.go", []byte("package p\nfunc f() {"+test.body+"}"))
			if err != nil {
				t.Fatal(err)
			}
			if got := f.funcs[0]; got.complexity != test.complexity || got.depth != test.depth {
				t.Errorf("complexity %d, depth %d, want %d and %d", got.complexity, got.depth, test.complexity, test.depth)
			}
		})
	}
}

func TestMeasureTreeLeavesTestsOut(t *testing.T) {
	t.Parallel()
	empty := &fstest.MapFile{Data: []byte("package p\n")}
	files, err := measureTree(fstest.MapFS{
		"a.go": empty, "b/c.go": empty, "README.md": empty,
		"a_test.go": empty, "testdata/d.go": empty, ".git/e.go": empty, "bin/f.go": empty,
	})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range files {
		names = append(names, f.name)
	}
	if diff := cmp.Diff([]string{"a.go", "b/c.go"}, names); diff != "" {
		t.Error(diff)
	}
}

func TestMeasureTreeNamesTheBrokenFile(t *testing.T) {
	t.Parallel()
	_, err := measureTree(fstest.MapFS{"a/b.go": {Data: []byte("package")}})
	if err == nil || !strings.Contains(err.Error(), "a/b.go:1") {
		t.Errorf("error %v, want one that names a/b.go:1", err)
	}
}

func TestWrite(t *testing.T) {
	t.Parallel()
	files := []file{
		{name: "a/x.go", lines: 30, imports: 1, funcs: []function{
			{name: "Short", file: "a/x.go", line: 3, lines: 4, complexity: 5, depth: 1},
		}},
		{name: "a/y.go", lines: 50, imports: 7, funcs: []function{
			{name: "T.Long", file: "a/y.go", line: 9, lines: 41, complexity: 2, depth: 3},
		}},
	}
	var out bytes.Buffer
	if err := write(&out, files); err != nil {
		t.Fatal(err)
	}
	want := `80 lines in 2 files, 1 packages, 2 functions
functions: half have at most 4 lines, nine in ten at most 41; 50 % ≤ 20 lines, 50 % ≤ 40

longest functions (lines)
   41  T.Long  a/y.go:9
    4  Short   a/x.go:3

most tangled functions (cyclomatic complexity)
    5  Short   a/x.go:3
    2  T.Long  a/y.go:9

deepest functions (nested blocks)
    3  T.Long  a/y.go:9
    1  Short   a/x.go:3

longest files (lines)
   50  a/y.go
   30  a/x.go

most imports
    7  a/y.go
    1  a/x.go

biggest packages (lines)
   80  a  2 files, 2 functions
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
}

func TestWriteReportsItsFailure(t *testing.T) {
	t.Parallel()
	closed, w := io.Pipe()
	reason := errors.New("no space left")
	_ = closed.CloseWithError(reason)
	if err := write(w, nil); !errors.Is(err, reason) {
		t.Errorf("error %v, want %v", err, reason)
	}
}

func TestListsAreShort(t *testing.T) {
	t.Parallel()
	var files []file
	for i := range top + 5 {
		files = append(files, file{name: fmt.Sprint(i), lines: i})
	}
	got := largest(files, func(f file) int { return f.lines })
	if len(got) != top || got[0].lines != top+4 {
		t.Errorf("%d rows, the first with %d lines", len(got), got[0].lines)
	}
}

func TestShares(t *testing.T) {
	t.Parallel()
	sorted := []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}
	for _, test := range []struct{ got, want int }{
		{percentile(sorted, 50), 5},
		{percentile(sorted, 90), 9},
		{percentile(sorted, 91), 10},
		{percentile(nil, 50), 0},
		{share(sorted, 3), 30},
		{share(sorted, 0), 0},
		{share(sorted, 10), 100},
		{share(nil, 10), 100},
	} {
		if test.got != test.want {
			t.Errorf("%d, want %d", test.got, test.want)
		}
	}
}
