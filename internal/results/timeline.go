package results

import (
	"slices"
	"time"
)

// Timeline counts verdicts over time, in bins of equal length.
type Timeline struct {
	Width time.Duration // of every bin: whole seconds
	Bins  []Counts      // without one where nothing was fired

	first int64 // the number of the first bin: how many of them lie between the year 1 and it
}

// maxBins is how many bins there may be before each two of them become one.
const maxBins = 120

// firstWidth is the width of the bins until they are too many.
const firstWidth = time.Second

// yearOne is the beginning of the year 1 in Unix seconds.
const yearOne = -62135596800

// Begin is the moment at which a bin begins.
func (t *Timeline) Begin(bin int) time.Time {
	return time.Unix(yearOne+(t.first+int64(bin))*int64(t.Width/time.Second), 0).UTC()
}

// End is the moment at which the last bin ends.
func (t *Timeline) End() time.Time { return t.Begin(len(t.Bins)) }

// add counts a result whose moment is known. Results may come in any order, and clocks may jump.
func (t *Timeline) add(r *Result) {
	at := r.Outcome.At
	if !isDate(at) {
		return
	}
	if t.Bins == nil {
		t.Width = firstWidth
		t.first = t.number(at)
	}
	n := t.number(at)
	for max(n, t.last())-min(n, t.first) >= maxBins {
		t.coarsen()
		n = t.number(at)
	}
	t.stretch(n)
	bin := &t.Bins[n-t.first]
	if *bin == nil {
		*bin = Counts{}
	}
	(*bin)[r.Outcome.Verdict]++
}

// isDate reports whether a moment is known and can be written as a date. It cannot where a clock is out of its mind.
func isDate(at time.Time) bool {
	return !at.IsZero() && at.Year() >= 1 && at.Year() <= 9999
}

// number is that of the bin of a moment.
func (t *Timeline) number(at time.Time) int64 {
	return (at.Unix() - yearOne) / int64(t.Width/time.Second)
}

func (t *Timeline) last() int64 { return t.first + int64(len(t.Bins)) - 1 }

// coarsen makes one bin of each two.
func (t *Timeline) coarsen() {
	old := *t
	t.Width, t.first, t.Bins = 2*old.Width, old.first/2, nil
	for i, counts := range old.Bins {
		n := (old.first + int64(i)) / 2
		t.stretch(n)
		t.Bins[n-t.first] = sum(t.Bins[n-t.first], counts)
	}
}

// stretch makes the bins reach to the one of that number.
func (t *Timeline) stretch(n int64) {
	if n < t.first {
		t.Bins = slices.Concat(make([]Counts, t.first-n), t.Bins)
		t.first = n
	}
	for t.last() < n {
		t.Bins = append(t.Bins, nil)
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
