package yamldoc

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"postback/internal/diag"
)

// suiteDir is the public YAML test suite, where it is at hand.
const suiteDir = "../../../shared/suites/yaml/src"

// suiteCase is one document of the suite.
type suiteCase struct {
	file string
	text string
	fail bool // the suite says that it is no YAML
}

// readSuite reads the suite's files: lists of cases in which a case without a text of its own
// repeats the one before. Characters that one cannot see are written as others.
func readSuite(t testing.TB) []suiteCase {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(suiteDir, "*.yaml"))
	if err != nil || len(files) == 0 {
		t.Skipf("the YAML test suite is not in %s", suiteDir)
	}
	visible := strings.NewReplacer("␣", " ", "»", "\t", "—", "", "←", "\r", "⇔", "\ufeff", "↵", "", "∎\n", "")
	var cases []suiteCase
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var raw []struct {
			YAML string `yaml:"yaml"`
			Fail bool   `yaml:"fail"`
		}
		if err := yaml.Unmarshal(content, &raw); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, c := range raw {
			cases = append(cases, suiteCase{file: filepath.Base(file), text: visible.Replace(c.YAML), fail: c.Fail})
		}
	}
	return cases
}

// TestSuiteIsMappedExactly holds the whole suite to what the package promises. No exceptions are
// needed: every scalar that the library accepts is mapped byte by byte.
func TestSuiteIsMappedExactly(t *testing.T) {
	t.Parallel()
	scalars, refused := 0, 0
	for _, c := range readSuite(t) {
		src := diag.NewSource(c.file, []byte(c.text))
		nodes, ds := Parse(src)
		checkAgainstLibrary(t, c.text, nodes)
		for _, n := range nodes {
			checkTree(t, n)
			walk(n, func(n *Node) {
				if n.Kind == Scalar {
					scalars++
				}
			})
		}
		if hasRule(ds, RuleSyntax) {
			refused++
			checkSpans(t, ds, src)
		}
	}
	if scalars < 1000 {
		t.Errorf("only %d scalars were seen; is the suite read rightly?", scalars)
	}
	t.Logf("%d scalars mapped exactly, %d documents refused by the library", scalars, refused)
}

func hasRule(ds diag.List, rule string) bool {
	for _, d := range ds {
		if d.Rule == rule {
			return true
		}
	}
	return false
}

// checkSpans makes sure that every diagnostic says where, and that the place is in the source.
func checkSpans(t testing.TB, ds diag.List, src *diag.Source) {
	t.Helper()
	for _, d := range ds {
		if d.Span.Source != src || d.Span.Start < 0 || d.Span.End < d.Span.Start || d.Span.End > len(src.Content()) {
			t.Errorf("%s: span [%d, %d) is not a place in %q", d, d.Span.Start, d.Span.End, src.Content())
		}
	}
}
