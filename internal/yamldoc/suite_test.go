package yamldoc

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// suiteDir is the public YAML test suite, where it is at hand.
const suiteDir = "../../../shared/suites/yaml/src"

// suiteCase is one document of the suite.
type suiteCase struct {
	file string
	text string
}

// readSuite reads the suite, or skips the test where there is none.
func readSuite(t *testing.T) []suiteCase {
	t.Helper()
	cases, err := suiteCases()
	if err != nil {
		t.Fatal(err)
	}
	if len(cases) == 0 {
		t.Skipf("the YAML test suite is not in %s", suiteDir)
	}
	return cases
}

// suiteCases reads the suite's files: lists of cases in which characters that one cannot see are
// written as others.
func suiteCases() ([]suiteCase, error) {
	files, err := filepath.Glob(filepath.Join(suiteDir, "*.yaml"))
	if err != nil {
		return nil, err
	}
	visible := strings.NewReplacer("␣", " ", "»", "\t", "—", "", "←", "\r", "⇔", "\ufeff", "↵", "", "∎\n", "")
	var cases []suiteCase
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		var raw []struct {
			YAML string `yaml:"yaml"`
		}
		if err := yaml.Unmarshal(content, &raw); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		for _, c := range raw {
			cases = append(cases, suiteCase{file: filepath.Base(file), text: visible.Replace(c.YAML)})
		}
	}
	return cases, nil
}

// TestSuiteIsMappedExactly holds the whole suite to what the package promises. No exceptions are
// needed: every scalar that the library accepts is mapped byte by byte.
func TestSuiteIsMappedExactly(t *testing.T) {
	t.Parallel()
	scalars, refused := 0, 0
	for _, c := range readSuite(t) {
		nodes, ds := checkParse(t, c.text)
		for _, n := range nodes {
			walk(n, func(n *Node) {
				if n.Kind == Scalar {
					scalars++
				}
			})
		}
		if hasRule(ds, RuleSyntax) {
			refused++
		}
		if t.Failed() {
			t.Fatalf("in %s", c.file)
		}
	}
	if scalars < 1000 {
		t.Errorf("only %d scalars were seen; is the suite read rightly?", scalars)
	}
	t.Logf("%d scalars mapped exactly, %d documents refused by the library", scalars, refused)
}

// TestMutatedSuite damages the suite's documents at random places: what is left is nearly YAML, and
// that is where places go wrong.
func TestMutatedSuite(t *testing.T) {
	t.Parallel()
	cases := readSuite(t)
	random := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		text := cases[random.IntN(len(cases))].text
		for range 1 + random.IntN(5) {
			text = mutate(random, text, cases[random.IntN(len(cases))].text)
		}
		if checkParse(t, text); t.Failed() {
			t.Fatalf("mutation %q", text)
		}
	}
}

// mutate removes some bytes of text, or inserts something that means something to YAML or a part
// of other.
func mutate(random *rand.Rand, text, other string) string {
	meaning := []string{
		"\n", "  ", "\t", ": ", "- ", "? ", "\"", "'", "|\n", "> \n", "|2+\n", ">-\n", "[", "]", "{", "}", ",", "#c", " #", "&a ", "*a ", "!t ", "!!str ",
		"\r\n", "\r", "\u0085", "\u2028", "é", "😀", "\\x41", "\\\n", "''", "---\n", "...\n", "<<", "%", "@", "`", "~", "\\", "\ufeff", "a", "b c", "! ",
	}
	at := random.IntN(len(text) + 1)
	switch random.IntN(4) {
	case 0:
		return text[:at] + text[min(at+random.IntN(8), len(text)):]
	case 1:
		from := random.IntN(len(other) + 1)
		return text[:at] + other[from:min(from+random.IntN(20), len(other))] + text[at:]
	}
	return text[:at] + meaning[random.IntN(len(meaning))] + text[at:]
}
