package call

import (
	"strings"
	"testing"
)

func TestReaderFlatRecord(t *testing.T) {
	t.Parallel()
	keys := NewKeys()
	gclid := keys.Tag("user", "gclid")
	r := NewReader(strings.NewReader(`{"inboundCallId":"A","tag:User:gclid":"x\n","hasConnected":true}`), ReaderOptions{Keys: keys})
	rec, err := r.Next()
	if err != nil {
		t.Fatal(err)
	}
	if got := rec.ID() + rec.Value(gclid).Text(); got != "Ax\n" {
		t.Fatalf("got %q", got)
	}
	if got := rec.Reached().List(); len(got) != 2 {
		t.Fatalf("got %v", got)
	}
}
