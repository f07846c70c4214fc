package archtest

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// rule is one law of the house, with the evidence that it can tell right from wrong.
type rule struct {
	name  string
	check func(*module) []finding
	wrong []snippet // each must give a finding that contains its want
	right []snippet // each must give no finding
}

// snippet is a small module: pairs of a path and a content.
type snippet struct {
	want  string
	files []string
}

// finding is one breach of a rule, as "path:line: what is wrong".
type finding string

func rules() []rule {
	return []rule{
		layerRule(), foreignRule(),
		exitRule(), initRule(), globalRule(), mutationRule(),
		packageCommentRule(), docCommentRule(),
		purityRule(), hygieneRule(),
	}
}

func TestModule(t *testing.T) {
	t.Parallel()
	m, err := load(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	if len(m.packages) < 3 {
		t.Fatalf("found %d packages: this is not the whole module", len(m.packages))
	}
	for _, r := range rules() {
		t.Run(r.name, func(t *testing.T) {
			for _, f := range r.check(m) {
				t.Error(f)
			}
		})
	}
}

func TestRulesTellRightFromWrong(t *testing.T) {
	t.Parallel()
	for _, r := range rules() {
		if len(r.wrong) == 0 || len(r.right) == 0 {
			t.Errorf("%s: a rule needs a snippet that it finds and one that it passes", r.name)
		}
		for i, s := range r.wrong {
			t.Run(fmt.Sprintf("%s/wrong/%d", r.name, i), func(t *testing.T) { s.mustFail(t, r) })
		}
		for i, s := range r.right {
			t.Run(fmt.Sprintf("%s/right/%d", r.name, i), func(t *testing.T) { s.mustPass(t, r) })
		}
	}
}

func (s snippet) mustFail(t *testing.T, r rule) {
	t.Helper()
	found := r.check(s.load(t))
	wanted := func(f finding) bool { return strings.Contains(string(f), s.want) }
	if s.want == "" || !slices.ContainsFunc(found, wanted) {
		t.Errorf("findings %q, want one with %q", found, s.want)
	}
}

func (s snippet) mustPass(t *testing.T, r rule) {
	t.Helper()
	if found := r.check(s.load(t)); len(found) > 0 {
		t.Errorf("findings %q, want none", found)
	}
}

func (s snippet) load(t *testing.T) *module {
	t.Helper()
	tree := fstest.MapFS{}
	for pair := range slices.Chunk(s.files, 2) {
		tree[pair[0]] = &fstest.MapFile{Data: []byte(pair[1])}
	}
	m, err := load(tree)
	if err != nil {
		t.Fatal(err)
	}
	return m
}
