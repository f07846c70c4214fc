package results

import "time"

// Timeline counts verdicts over time, in bins of equal length.
type Timeline struct {
	Start time.Time     // of the first bin
	Width time.Duration // of every bin
	Bins  []Counts      // without one where nothing was fired
}

// maxBins is how many bins there may be before each two of them become one.
const maxBins = 120

// firstWidth is the width of the bins until they are too many.
const firstWidth = time.Second

func (t *Timeline) add(r *Result) {
	at := r.Outcome.At
	if at.IsZero() {
		return
	}
	if t.Bins == nil {
		t.Width = firstWidth
		t.Start = at.Truncate(t.Width)
	}
	i := t.bin(at)
	for i < 0 || i >= maxBins || len(t.Bins) > maxBins {
		t.coarsen(at)
		i = t.bin(at)
	}
	for len(t.Bins) <= i {
		t.Bins = append(t.Bins, nil)
	}
	if t.Bins[i] == nil {
		t.Bins[i] = Counts{}
	}
	t.Bins[i][r.Outcome.Verdict]++
}

// bin is the index of the bin of a moment; it is negative before the first.
func (t *Timeline) bin(at time.Time) int {
	d := at.Sub(t.Start)
	if d < 0 {
		return -1
	}
	return int(d / t.Width)
}

// coarsen doubles the width of the bins, and moves the first to where it holds at too.
func (t *Timeline) coarsen(at time.Time) {
	old := *t
	t.Width *= 2
	first := old.Start
	if at.Before(first) {
		first = at
	}
	t.Start = first.Truncate(t.Width)
	t.Bins = nil
	for i, counts := range old.Bins {
		j := t.bin(old.Start.Add(time.Duration(i) * old.Width))
		for len(t.Bins) <= j {
			t.Bins = append(t.Bins, nil)
		}
		t.Bins[j] = sum(t.Bins[j], counts)
	}
}

// sum adds b to a, which may be nil as long as b is.
func sum(a, b Counts) Counts {
	if a == nil && len(b) > 0 {
		a = Counts{}
	}
	for verdict, n := range b {
		a[verdict] += n
	}
	return a
}
