package validate_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postback/internal/diag"
	"postback/internal/validate"
)

func TestRulesAreDescribed(t *testing.T) {
	t.Parallel()
	kebab := regexp.MustCompile(`^[a-z]+(-[a-z0-9]+)*$`)
	seen := map[string]bool{}
	for _, r := range validate.Rules() {
		if !kebab.MatchString(r.Name) || seen[r.Name] {
			t.Errorf("%q is not in kebab-case, or stands twice", r.Name)
		}
		seen[r.Name] = true
		if r.Severity < diag.Error || r.Severity > diag.Note {
			t.Errorf("%s has no severity", r.Name)
		}
		if r.Summary == "" || strings.HasSuffix(r.Summary, ".") || strings.Contains(r.Summary, "\n") {
			t.Errorf("%s: the summary is one line without a full stop, not %q", r.Name, r.Summary)
		}
		if !strings.HasSuffix(r.Long, ".") {
			t.Errorf("%s: the description is whole sentences, not %q", r.Name, r.Long)
		}
		if !strings.HasSuffix(r.Wrong, "\n") || !strings.HasSuffix(r.Right, "\n") {
			t.Errorf("%s: the examples are whole files", r.Name)
		}
	}
}

// rules are those that find something without a call record.
func rules() []validate.Rule {
	return slices.DeleteFunc(validate.Rules(), func(r validate.Rule) bool {
		return slices.Contains([]string{validate.RuleEmptyToken, validate.RuleUnsendable, validate.RuleInvalidBody}, r.Name)
	})
}

// The examples of a rule show what they promise: the wrong one has its mistake, and the right one
// nothing that any rule would call one.
func TestRulesExamples(t *testing.T) {
	t.Parallel()
	for _, r := range rules() {
		t.Run(r.Name, func(t *testing.T) {
			t.Parallel()
			if found := of(r.Name, checkText(t, r.Wrong)); len(found) == 0 {
				t.Errorf("no finding in the wrong example:\n%s", r.Wrong)
			} else if worst := found[0].Severity; worst > r.Severity {
				t.Errorf("the finding is %s, the rule says %s", worst, r.Severity)
			}
			right := checkText(t, r.Right)
			if found := append(of(r.Name, right), atLeast(diag.Warning, right)...); len(found) > 0 {
				t.Errorf("findings in the right example:\n%s", show(t, found))
			}
		})
	}
}

// Every rule has a file with its mistakes, what is found in it, and a file without mistakes.
func TestRulesFixtures(t *testing.T) {
	t.Parallel()
	for _, r := range rules() {
		t.Run(r.Name, func(t *testing.T) {
			t.Parallel()
			folder := filepath.Join("testdata", r.Name)
			wrong := fixture(t, filepath.Join(folder, "wrong.yaml"), r.Wrong)
			found := of(r.Name, check(t, wrong))
			if len(found) == 0 {
				t.Errorf("no finding in %s", wrong)
			}
			golden(t, filepath.Join(folder, "wrong.txt"), show(t, found))
			right := check(t, fixture(t, filepath.Join(folder, "right.yaml"), r.Right))
			if found := append(of(r.Name, right), atLeast(diag.Warning, right)...); len(found) > 0 {
				t.Errorf("findings where all is right:\n%s", show(t, found))
			}
		})
	}
}

// fixture is the path of a file in testdata; with -update a missing one is made from the example.
func fixture(t *testing.T, path, example string) string {
	t.Helper()
	if _, err := os.Stat(path); *update && os.IsNotExist(err) {
		write(t, path, example)
	}
	return path
}

func TestRulesFixturesHaveRules(t *testing.T) {
	t.Parallel()
	folders, err := os.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range folders {
		if _, ok := validate.Lookup(f.Name()); !ok && !slices.Contains([]string{"silent", "ignore", "fuzz"}, f.Name()) {
			t.Errorf("testdata/%s belongs to no rule", f.Name())
		}
	}
}

// Definitions of many kinds in which all is right: a rule that finds something here cries wolf.
func TestRulesAreSilent(t *testing.T) {
	t.Parallel()
	for _, path := range glob(t, "testdata/silent/*.yaml") {
		if found := check(t, path); len(found) > 0 {
			t.Errorf("findings where all is right:\n%s", show(t, found))
		}
	}
}

// Every fixture gives the same findings in the same order each time.
func TestRulesRepeat(t *testing.T) {
	t.Parallel()
	for _, path := range glob(t, "testdata/*/*.yaml") {
		found := check(t, path)
		sorted := slices.Clone(found)
		sorted.Sort()
		if diff := cmp.Diff(show(t, sorted), show(t, found)); diff != "" {
			t.Errorf("%s: findings are not sorted (-want +got):\n%s", path, diff)
		}
		if diff := cmp.Diff(show(t, found), show(t, check(t, path))); diff != "" {
			t.Errorf("%s: a second run differs (-first +second):\n%s", path, diff)
		}
	}
}

func glob(t *testing.T, pattern string) []string {
	t.Helper()
	paths, err := filepath.Glob(pattern)
	if err != nil || len(paths) == 0 {
		t.Fatalf("no files match %s: %v", pattern, err)
	}
	return paths
}
