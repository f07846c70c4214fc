package report

import (
	"fmt"
	"io"
	"time"

	"postback/internal/postback"
	"postback/internal/results"
)

// tallyPage is what the page of a tally shows.
type tallyPage struct {
	Title, Span, Latency string
	Fired                int
	Verdicts             []verdictCount
	Plot                 *plot
	Tables               []tallyTable
	Ranges               []latencyRange
	Reasons              []reasonCard
	Slowest, InDoubt     []pageSample
	InDoubtCount         int
	InDoubtAdvice        string
	UnderWay             int
	Notes, Resume        []string
}

type verdictCount struct {
	Verdict postback.Verdict
	Count   int
}

type tallyTable struct {
	Title string
	Table
}

type reasonCard struct {
	Count   int
	Verdict postback.Verdict
	Text    string
	Samples []pageSample
}

type pageSample struct {
	Line, Evidence, Elapsed string
}

// writeTallyHTML writes one page with tables and plots.
func writeTallyHTML(w io.Writer, t *results.Tally, style Style) error {
	page := tallyPage{
		Title: "Postbacks: " + TallySummary(t), Span: timelineSpan(&t.Timeline), Latency: latencySummary(&t.Latencies),
		Fired: t.Counts.Fired(), Plot: newPlot(&t.Timeline), Ranges: latencyRanges(t.Pixels()),
		Slowest: pageSamples(t.Slowest, style), InDoubt: pageSamples(t.InDoubt, style),
		InDoubtCount: t.InDoubtCount, InDoubtAdvice: inDoubtAdvice,
		UnderWay: t.UnderWay, Notes: t.Notes, Resume: ToGoOn(t, style.Hide),
		Tables: []tallyTable{
			{"Pixels", groupTable("pixel", t.Pixels(), t.Counts)},
			{"Hosts", groupTable("host", t.Hosts(), t.Counts)},
		},
	}
	for _, v := range verdictOrder() {
		if n := t.Counts[v]; n > 0 {
			page.Verdicts = append(page.Verdicts, verdictCount{v, n})
		}
	}
	for _, r := range t.Reasons() {
		page.Reasons = append(page.Reasons, reasonCard{r.Count, r.Verdict, style.Hide.String(r.Text), pageSamples(r.Samples, style)})
	}
	return writePage(w, "tally.html", page)
}

func pageSamples(samples []results.Sample, style Style) []pageSample {
	var list []pageSample
	for _, s := range samples {
		elapsed := duration(time.Duration(s.ElapsedMS * float64(time.Millisecond)))
		list = append(list, pageSample{sampleLine(s), oneLine(style.Hide.String(s.Evidence)), elapsed})
	}
	return list
}

// plot is the stacked bars of a timeline, in units of the SVG.
type plot struct {
	Width, Height, Base int
	Bars                []bar
	From, To            string // the moments at its ends
	Most                int    // postbacks in the highest bar
	Bin                 string // how long a bar is
}

type bar struct {
	Verdict             postback.Verdict
	X, Y, Width, Height float64
	Label               string
}

// The size of a plot: its drawing has room for a line of text above and one below.
const (
	plotWidth  = 1000
	plotHeight = 220
	plotTop    = 18
	plotBase   = plotHeight - 18
	maxBar     = 24 // the width of a bar when there are few
)

// newPlot draws a timeline; nil when there is none.
func newPlot(t *results.Timeline) *plot {
	if len(t.Bins) == 0 {
		return nil
	}
	p := &plot{Width: plotWidth, Height: plotHeight, Base: plotBase, Bin: t.Width.String()}
	p.From = t.Begin(0).Format(time.DateTime) + " UTC"
	p.To = t.End().Format(time.DateTime) + " UTC"
	for _, bin := range t.Bins {
		p.Most = max(p.Most, bin.Fired())
	}
	step := float64(plotWidth) / float64(len(t.Bins))
	label := time.TimeOnly
	if t.Width >= 24*time.Hour {
		label = time.DateOnly
	}
	for i, bin := range t.Bins {
		p.stack(bin, float64(i)*step, min(step*0.85, maxBar), t.Begin(i).Format(label))
	}
	return p
}

// stack draws one bin as parts on top of each other.
func (p *plot) stack(bin results.Counts, x, width float64, at string) {
	y := float64(plotBase)
	for _, v := range verdictOrder() {
		n := bin[v]
		if n == 0 {
			continue
		}
		height := float64(plotBase-plotTop) * float64(n) / float64(p.Most)
		y -= height
		p.Bars = append(p.Bars, bar{v, round1(x), round1(y), round1(width), round1(height), fmt.Sprintf("%s: %d %s", at, n, v)})
	}
}

// latencyRange is how long the answers to one pixel took, as positions on a scale of 600 units.
type latencyRange struct {
	Name                        string
	P50, P90, Max, ToP90, ToP99 float64
	Label                       string
}

const rangeScale = 600

// latencyRanges draws the answers of all groups on one scale.
func latencyRanges(groups []*results.Group) []latencyRange {
	var slowest time.Duration
	for _, g := range groups {
		slowest = max(slowest, g.Latencies.Max())
	}
	var ranges []latencyRange
	for _, g := range groups {
		if g.Latencies.Count() == 0 {
			continue
		}
		at := func(d time.Duration) float64 { return round1(rangeScale * float64(d) / float64(slowest)) }
		p50, p90, p99 := at(g.Latencies.Percentile(50)), at(g.Latencies.Percentile(90)), at(g.Latencies.Percentile(99))
		ranges = append(ranges, latencyRange{
			Name: oneLine(g.Name), P50: p50, P90: p90, Max: at(g.Latencies.Max()),
			ToP90: round1(p90 - p50), ToP99: round1(p99 - p90), Label: latencySummary(&g.Latencies),
		})
	}
	return ranges
}

// round1 keeps one decimal, which is finer than a screen.
func round1(x float64) float64 { return float64(int(x*10+0.5)) / 10 }
