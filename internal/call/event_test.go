package call

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEventsAreInPlatformOrder(t *testing.T) {
	t.Parallel()
	var names, titles []string
	for _, e := range Events() {
		names, titles = append(names, e.String()), append(titles, e.Title())
	}
	if diff := cmp.Diff(EventNames(), names); diff != "" {
		t.Error(diff)
	}
	want := []string{"Incoming", "Connected (Answered)", "Completed", "Converted", "Error", "Payout", "Finalized", "Recording"}
	if diff := cmp.Diff(want, titles); diff != "" {
		t.Error(diff)
	}
}

func TestParseEvent(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in   string
		want Event
	}{
		{"incoming", Incoming},
		{"INCOMING CALL", Incoming},
		{"Connected (Answered)", Connected},
		{"connected(answered)", Connected},
		{"Connected (answered)", Connected},
		{"Answered", Connected},
		{"ConnectedCall", Connected},
		{" completed ", Completed},
		{"Call Complete", Completed},
		{"call-complete", Completed},
		{"CompletedCall", Completed},
		{"ConvertedCall", Converted},
		{"error", Errored},
		{"ErrorCall", Errored},
		{"Payout", Payout},
		{"PayoutCall", Payout},
		{"finalized", Finalized},
		{"Recording", Recording},
		{"CallRecordingMigrated", Recording},
	}
	for _, test := range tests {
		if got, ok := ParseEvent(test.in); !ok || got != test.want {
			t.Errorf("ParseEvent(%q) = %v, %v; want %v", test.in, got, ok, test.want)
		}
	}
	for _, in := range []string{"", "call", "conversion", "incomming", "all", "payouts", "connected answered twice"} {
		if got, ok := ParseEvent(in); ok {
			t.Errorf("ParseEvent(%q) = %v; want none", in, got)
		}
	}
	for _, e := range Events() {
		for _, spelling := range []string{e.String(), e.Title()} {
			if got, ok := ParseEvent(spelling); !ok || got != e {
				t.Errorf("ParseEvent(%q) = %v, %v", spelling, got, ok)
			}
		}
	}
}

func TestUnknownEventHasAName(t *testing.T) {
	t.Parallel()
	if got := Event(99); got.String() != "event?" || got.Title() != "event?" {
		t.Errorf("got %q, %q", got.String(), got.Title())
	}
}

func TestEventSet(t *testing.T) {
	t.Parallel()
	var s EventSet
	s = s.With(Payout).With(Incoming).With(Payout)
	if !s.Has(Payout) || !s.Has(Incoming) || s.Has(Errored) {
		t.Errorf("wrong members: %v", s.List())
	}
	if diff := cmp.Diff([]Event{Incoming, Payout}, s.List()); diff != "" || s.Len() != 2 {
		t.Error(diff)
	}
	if AllEvents.Len() != 8 || len(EventSet(0).List()) != 0 {
		t.Error("the whole or the empty set is wrong")
	}
}
