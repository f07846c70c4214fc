package call

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// ids are the ids of the records that a reader gives, and "!" for a bad one.
func ids(t *testing.T, next func() (*Record, error)) []string {
	t.Helper()
	var all []string
	for {
		rec, err := next()
		var bad *Error
		switch {
		case errors.Is(err, io.EOF):
			return all
		case errors.As(err, &bad) && bad.Resumable:
			all = append(all, "!")
		case err != nil:
			t.Fatal(err)
		default:
			all = append(all, rec.ID())
		}
	}
}

// throughBatches reads with a splitter and one worker.
func throughBatches(input string, opt ReaderOptions) func() (*Record, error) {
	splitter, reader := NewSplitter(strings.NewReader(input), opt), NewBatchReader(opt)
	var batch Batch
	more := splitter.Next(&batch)
	reader.Open(&batch)
	return func() (*Record, error) {
		for more {
			rec, err := reader.Next()
			if !errors.Is(err, io.EOF) {
				return rec, err
			}
			more = splitter.Next(&batch)
			reader.Open(&batch)
		}
		return nil, io.EOF
	}
}

// TestSelection: of every format the records are given that are asked for, in their order, one by one
// and in batches alike.
func TestSelection(t *testing.T) {
	t.Parallel()
	inputs := map[string]string{
		"lines": "{\"inboundCallId\":\"1\"}\n{\"inboundCallId\":\"2\"}\n{\"inboundCallId\":}\n{\"inboundCallId\":\"3\"}\n{\"inboundCallId\":\"4\"}\n",
		"array": `[{"inboundCallId":"1"},{"inboundCallId":"2"},{"inboundCallId":},{"inboundCallId":"3"},{"inboundCallId":"4"}]`,
		"table": "inboundCallId,callDt\n1,\n2,\nx\n3,\n4,\n",
	}
	not := func(id string) func(*Record) bool { return func(r *Record) bool { return r.ID() != id } }
	tests := []struct {
		name   string
		choice Selection
		want   string
	}{
		{"all", Selection{}, "1 2 ! 3 4"},
		{"kept", Selection{Keep: not("2")}, "1 ! 3 4"},
		{"none", Selection{Keep: func(*Record) bool { return false }}, "!"},
		{"limit", Selection{Limit: 2}, "1 2"},
		{"limit of those kept", Selection{Keep: not("1"), Limit: 2}, "2 ! 3"},
		{"wide limit", Selection{Limit: 9}, "1 2 ! 3 4"},
		{"sample of all", Selection{Sample: 9}, "! 1 2 3 4"},
		{"sample of those kept", Selection{Keep: not("3"), Sample: 3}, "! 1 2 4"},
	}
	for format, input := range inputs {
		for _, tt := range tests {
			opt := ReaderOptions{Keys: NewKeys(), Select: tt.choice}
			want := strings.Fields(tt.want)
			if diff := cmp.Diff(want, ids(t, NewReader(strings.NewReader(input), opt).Next)); diff != "" {
				t.Errorf("%s, %s (-want +got):\n%s", format, tt.name, diff)
			}
			if diff := cmp.Diff(want, ids(t, throughBatches(input, opt))); diff != "" {
				t.Errorf("%s in batches, %s (-want +got):\n%s", format, tt.name, diff)
			}
		}
	}
}

// TestSample: every record has the same chance, the same seed draws the same, and records stay as they
// are while others are read.
func TestSample(t *testing.T) {
	t.Parallel()
	var input strings.Builder
	const records, size, runs = 20, 5, 1000
	for i := range records {
		fmt.Fprintf(&input, "{\"inboundCallId\":\"%02d\"}\n", i)
	}
	draw := func(seed uint64) []string {
		return ids(t, NewReader(strings.NewReader(input.String()), ReaderOptions{Select: Selection{Sample: size, Seed: seed}}).Next)
	}
	counts := map[string]int{}
	for seed := range uint64(runs) {
		sample := draw(seed)
		if len(sample) != size {
			t.Fatalf("seed %d draws %v", seed, sample)
		}
		for i, id := range sample {
			counts[id]++
			if i > 0 && sample[i-1] >= id {
				t.Fatalf("seed %d draws %v, out of order", seed, sample)
			}
		}
	}
	for i := range records {
		id, want := fmt.Sprintf("%02d", i), runs*size/records
		if got := counts[id]; got < want*7/10 || got > want*13/10 {
			t.Errorf("%s is drawn %d times, want about %d", id, got, want)
		}
	}
	if diff := cmp.Diff(draw(7), draw(7)); diff != "" {
		t.Errorf("the same seed draws another sample:\n%s", diff)
	}
	if cmp.Equal(draw(7), draw(8)) && cmp.Equal(draw(8), draw(9)) {
		t.Error("the seed does not matter")
	}
}
