package results

import (
	"math"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"

	"postback/internal/postback"
)

// Counts says how often each verdict was given.
type Counts map[postback.Verdict]int

// Fired is the number of postbacks that were fired, whatever came of them.
func (c Counts) Fired() int {
	n := 0
	for _, count := range c {
		n += count
	}
	return n
}

// Lost is the number of postbacks that did not reach their receiver, as far as is known.
func (c Counts) Lost() int {
	return c[postback.TimedOut] + c[postback.Failed] + c[postback.Unsent]
}

// Group is all results that have one thing in common.
type Group struct {
	Name      string // of the pixel or of the host
	Counts    Counts
	Latencies Latencies

	reasons reasons
}

func newGroup(name string) *Group {
	return &Group{Name: name, Counts: Counts{}, reasons: reasons{}}
}

// Reasons are the reasons for which postbacks of the group did not count, the most frequent first.
func (g *Group) Reasons() []*Reason { return g.reasons.sorted() }

func (g *Group) add(file string, r *Result) {
	if isBad(r.Outcome.Verdict) {
		g.reasons.add(file, r)
	}
	g.Counts[r.Outcome.Verdict]++
	if r.Outcome.Status > 0 {
		g.Latencies.add(r.Outcome.ElapsedMS)
	}
}

// Latencies is how long answers took, from the beginning of firing to the last byte: a histogram of
// three significant figures (HDR), for which 0.1 ms is the smallest step. The zero value is empty.
type Latencies struct {
	histogram *hdrhistogram.Histogram
}

// The histogram counts in steps of 0.1 ms, which is how exact results are, up to ten minutes.
const (
	latencyStep = 100 * time.Microsecond
	maxLatency  = int64(10 * time.Minute / latencyStep)
	latencyFigs = 3
)

func (l *Latencies) add(milliseconds float64) {
	if l.histogram == nil {
		l.histogram = hdrhistogram.New(1, maxLatency, latencyFigs)
	}
	steps := math.Round(milliseconds * float64(time.Millisecond/latencyStep))
	_ = l.histogram.RecordValue(int64(min(max(steps, 1), float64(maxLatency)))) // in range, so it cannot fail
}

// Count is the number of answers.
func (l *Latencies) Count() int {
	if l.histogram == nil {
		return 0
	}
	return int(l.histogram.TotalCount())
}

// Percentile is the time within which that share (0 to 100) of the answers came, 0 without any.
func (l *Latencies) Percentile(share float64) time.Duration {
	if l.histogram == nil {
		return 0
	}
	return time.Duration(l.histogram.ValueAtPercentile(share)) * latencyStep
}

// Max is the longest time, 0 without an answer.
func (l *Latencies) Max() time.Duration {
	if l.histogram == nil {
		return 0
	}
	return time.Duration(l.histogram.Max()) * latencyStep
}
