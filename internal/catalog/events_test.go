package catalog

import (
	"testing"

	"postback/internal/call"
)

func TestEventsAreFullyDescribed(t *testing.T) {
	t.Parallel()
	facts := Events()
	if len(facts) != len(call.Events()) {
		t.Fatalf("%d events are described, want %d", len(facts), len(call.Events()))
	}
	for i, e := range call.Events() {
		f := facts[i]
		if f.Event != e || f.Fires == "" || f.Evidence == "" || f.Source == "" || !f.Certainty.Fact() {
			t.Errorf("%v is described as %+v", e, f)
		}
	}
}
