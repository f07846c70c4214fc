package receiver

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"postback/internal/diag"
	"postback/internal/yamldoc"
)

// TestBuiltInFiles: every file is without fault, is called as its receiver, and its one line says how
// it is recognised.
func TestBuiltInFiles(t *testing.T) {
	t.Parallel()
	b := newBuiltIns()
	addresses := map[string]Address{}
	for _, a := range b.addresses() {
		addresses[a.name] = a.Address
	}
	for _, name := range b.names() {
		documents, faults := yamldoc.Parse(diag.NewSource(name+".yaml", []byte(contentOf(name+".yaml"))))
		if len(documents) != 1 {
			t.Fatalf("%s has %d documents", name, len(documents))
		}
		r := Decode(documents[0], &faults)
		for _, d := range faults {
			t.Error(d)
		}
		if r.Name != name {
			t.Errorf("%s.yaml is of %s", name, r.Name)
		}
		if diff := cmp.Diff(r.Address, addresses[name]); diff != "" {
			t.Errorf("%s is not recognised by its line (-file +line):\n%s", name, diff)
		}
	}
}
