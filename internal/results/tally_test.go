package results

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"postback/internal/postback"
)

// outcome makes the result of one postback.
func outcome(seq int, verdict postback.Verdict, change func(*Result)) *Result {
	r := &Result{Seq: seq, CallID: fmt.Sprintf("RGB%d", seq), Event: "converted", Pixel: "P", Decision: "fire", URL: "https://api.example/x"}
	r.Outcome = &Outcome{Verdict: verdict, Status: 200, Reason: "OK", ElapsedMS: float64(seq)}
	if change != nil {
		change(r)
	}
	return r
}

func TestTally(t *testing.T) {
	t.Parallel()
	tally := NewTally()
	for seq := 1; seq <= 20; seq++ {
		tally.Add("f", outcome(seq, postback.Accepted, nil))
	}
	for seq := 21; seq <= 25; seq++ {
		tally.Add("f", outcome(seq, postback.Rejected, func(r *Result) { r.Pixel, r.Outcome.Evidence = "Q", "no" }))
	}
	tally.Add("f", outcome(26, postback.TimedOut, func(r *Result) {
		r.Outcome.Status, r.Outcome.Reason, r.Outcome.InDoubt, r.URL = 0, "timeout after 10s", true, "::"
	}))
	tally.Add("f", &Result{Decision: "skip"})

	if diff := cmp.Diff(Counts{postback.Accepted: 20, postback.Rejected: 5, postback.TimedOut: 1}, tally.Counts); diff != "" {
		t.Error(diff)
	}
	if tally.NotFired["skip"] != 1 || tally.Counts.Fired() != 26 || tally.Counts.Lost() != 1 || tally.InDoubtCount != 1 || tally.InDoubt[0].Seq != 26 {
		t.Errorf("got %+v", tally)
	}
	var names []string
	for _, g := range append(tally.Pixels(), tally.Hosts()...) {
		names = append(names, fmt.Sprintf("%s %d", g.Name, g.Counts.Fired()))
	}
	if diff := cmp.Diff([]string{"P 21", "Q 5", "(no host) 1", "api.example 25"}, names); diff != "" {
		t.Error(diff)
	}
	if len(tally.Slowest) != maxSlowest || tally.Slowest[0].Seq != 25 || tally.Slowest[9].Seq != 16 {
		t.Errorf("slowest: %+v", tally.Slowest)
	}
	want := []*Reason{
		{Verdict: postback.Rejected, Text: "200 OK", Count: 5, Samples: []Sample{{File: "f", Seq: 21, CallID: "RGB21", Event: "converted", Pixel: "Q", Verdict: postback.Rejected, ElapsedMS: 21, Evidence: "no"}}},
		{Verdict: postback.TimedOut, Text: "timeout after 10s", Count: 1, Samples: []Sample{{File: "f", Seq: 26, CallID: "RGB26", Event: "converted", Pixel: "P", Verdict: postback.TimedOut, ElapsedMS: 26}}},
	}
	got := tally.Reasons()
	if len(got[0].Samples) != maxSamples {
		t.Errorf("%d samples", len(got[0].Samples))
	}
	got[0].Samples = got[0].Samples[:1]
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTallyIsBounded(t *testing.T) {
	t.Parallel()
	tally := NewTally()
	const n = maxGroups + 500
	for seq := 1; seq <= n; seq++ {
		tally.Add("f", outcome(seq, postback.Rejected, func(r *Result) {
			r.Pixel, r.Outcome.Reason, r.Outcome.InDoubt = fmt.Sprint(seq), fmt.Sprint(seq), true
		}))
	}
	if len(tally.Pixels()) != maxGroups+1 || len(tally.Reasons()) != maxReasons+1 || len(tally.InDoubt) != maxInDoubt || tally.InDoubtCount != n {
		t.Errorf("%d pixels, %d reasons, %d of %d in doubt", len(tally.Pixels()), len(tally.Reasons()), len(tally.InDoubt), tally.InDoubtCount)
	}
	if first := tally.Reasons()[0]; first.Text != others || first.Count != n-maxReasons {
		t.Errorf("got %+v", first)
	}
}

// Percentiles are those of the sorted list, within the three figures that the histogram keeps.
func TestLatencies(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(0.1, 60_000), 1, 200).Draw(t, "ms")
		var l Latencies
		for _, ms := range values {
			l.add(ms)
		}
		slices.Sort(values)
		for _, share := range []float64{50, 90, 99, 100} {
			rank := max(int(share/100*float64(len(values))+0.5), 1)
			want, got := values[rank-1], float64(l.Percentile(share))/float64(time.Millisecond)
			if math.Abs(got-want) > want*0.002+0.11 {
				t.Fatalf("p%g is %g, want %g", share, got, want)
			}
		}
		if l.Count() != len(values) {
			t.Fatalf("%d answers", l.Count())
		}
	})
}

func TestNoLatencies(t *testing.T) {
	t.Parallel()
	var l Latencies
	if l.Count() != 0 || l.Percentile(50) != 0 || l.Max() != 0 {
		t.Error("an empty histogram knows something")
	}
	l.add(-1)
	l.add(1e12)
	if l.Percentile(50) != latencyStep || l.Max() < 10*time.Minute || l.Max() > 10*time.Minute+time.Second {
		t.Errorf("got %s and %s", l.Percentile(50), l.Max())
	}
}

// However results arrive, each is counted in the bin that its moment falls into.
func TestTimeline(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 11, 21, 19, 55, 5, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		offsets := rapid.SliceOfN(rapid.Int64Range(0, int64(72*time.Hour)), 1, 100).Draw(t, "offsets")
		var timeline Timeline
		for i, offset := range offsets {
			timeline.add(outcome(i+1, postback.Accepted, func(r *Result) { r.Outcome.At = start.Add(time.Duration(offset)) }))
		}
		if len(timeline.Bins) > maxBins {
			t.Fatalf("%d bins", len(timeline.Bins))
		}
		for i, bin := range timeline.Bins {
			from := timeline.Begin(i)
			want := 0
			for _, offset := range offsets {
				if at := start.Add(time.Duration(offset)); !at.Before(from) && at.Before(from.Add(timeline.Width)) {
					want++
				}
			}
			if bin.Fired() != want {
				t.Fatalf("bin %d of %d holds %d, want %d", i, len(timeline.Bins), bin.Fired(), want)
			}
		}
		total := 0
		for _, bin := range timeline.Bins {
			total += bin.Fired()
		}
		if total != len(offsets) {
			t.Fatalf("%d of %d were counted", total, len(offsets))
		}
	})
}

// A clock that is set while results are written, or that was never set, costs no memory and no result.
func TestTimelineOfAClockThatJumps(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 25, 4, 0, 0, 0, time.UTC)
	for name, moments := range map[string][]time.Time{
		"back by an hour":    {now, now.Add(time.Second), now.Add(-time.Hour)},
		"back by a year":     {now, now.AddDate(-1, 0, 0), now},
		"back to 1970":       {now, time.Unix(1, 0), now.Add(time.Second), time.Unix(2, 0)},
		"first in 1970":      {time.Unix(1, 0), now},
		"before 1970":        {now, time.Unix(-1, 0)},
		"as far as text can": {now, time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC), time.Date(1, 1, 1, 0, 0, 0, 1, time.UTC)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var timeline Timeline
			for i, at := range moments {
				timeline.add(outcome(i+1, postback.Accepted, func(r *Result) { r.Outcome.At = at }))
			}
			counted := 0
			for _, bin := range timeline.Bins {
				counted += bin.Fired()
			}
			if counted != len(moments) || len(timeline.Bins) > maxBins {
				t.Errorf("%d of %d in %d bins", counted, len(moments), len(timeline.Bins))
			}
			for _, at := range moments {
				if at.Before(timeline.Begin(0)) || !at.Before(timeline.End()) || timeline.Width <= 0 {
					t.Errorf("%v is not between %v and %v, in steps of %v", at, timeline.Begin(0), timeline.End(), timeline.Width)
				}
			}
		})
	}
}

func TestTimelineWithoutMoments(t *testing.T) {
	t.Parallel()
	var timeline Timeline
	for _, at := range []time.Time{{}, time.UnixMicro(math.MinInt64), time.UnixMicro(math.MaxInt64)} {
		timeline.add(outcome(1, postback.Accepted, func(r *Result) { r.Outcome.At = at }))
	}
	if timeline.Bins != nil {
		t.Error("a result without a moment has a bin")
	}
}
