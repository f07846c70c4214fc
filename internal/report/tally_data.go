package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/jstemmer/go-junit-report/v2/junit"

	"postback/internal/postback"
	"postback/internal/results"
)

// tallyJSON is the documented shape of a tally.
type tallyJSON struct {
	Fired     int                      `json:"fired"`
	Verdicts  map[postback.Verdict]int `json:"verdicts"`
	NotFired  map[string]int           `json:"not_fired"` // by decision
	InDoubt   inDoubtJSON              `json:"in_doubt"`
	UnderWay  int                      `json:"under_way,omitempty"` // of journals that are being written
	LatencyMS *latencyJSON             `json:"latency_ms,omitempty"`
	Pixels    []groupJSON              `json:"pixels"`
	Hosts     []groupJSON              `json:"hosts"`
	Reasons   []tallyReasonJSON        `json:"reasons"`
	Slowest   []sampleJSON             `json:"slowest"`
	Timeline  *timelineJSON            `json:"timeline,omitempty"`
	Resume    []string                 `json:"resume"`
	Notes     []string                 `json:"notes,omitempty"`
}

type inDoubtJSON struct {
	Count   int          `json:"count"`
	Samples []sampleJSON `json:"samples"`
}

type latencyJSON struct {
	Answers int     `json:"answers"`
	P50     float64 `json:"p50"`
	P90     float64 `json:"p90"`
	P99     float64 `json:"p99"`
	Max     float64 `json:"max"`
}

type groupJSON struct {
	Name      string                   `json:"name"`
	Fired     int                      `json:"fired"`
	Verdicts  map[postback.Verdict]int `json:"verdicts"`
	LatencyMS *latencyJSON             `json:"latency_ms,omitempty"`
}

type tallyReasonJSON struct {
	Verdict postback.Verdict `json:"verdict"`
	Reason  string           `json:"reason"`
	Count   int              `json:"count"`
	Samples []sampleJSON     `json:"samples"`
}

type sampleJSON struct {
	File      string           `json:"file"`
	Seq       int              `json:"seq"` // of the result; in a journal, the number of the entry
	InJournal bool             `json:"in_journal,omitempty"`
	CallID    string           `json:"call_id,omitempty"`
	Event     string           `json:"event"`
	Pixel     string           `json:"pixel"`
	Verdict   postback.Verdict `json:"verdict"`
	ElapsedMS float64          `json:"elapsed_ms"`
	Evidence  string           `json:"evidence,omitempty"`
}

type timelineJSON struct {
	Start   string                     `json:"start"`
	WidthMS float64                    `json:"width_ms"`
	Bins    []map[postback.Verdict]int `json:"bins"`
}

func writeTallyJSON(w io.Writer, t *results.Tally, style Style) error {
	document := tallyJSON{
		Fired: t.Counts.Fired(), Verdicts: t.Counts, NotFired: t.NotFired,
		InDoubt:   inDoubtJSON{t.InDoubtCount, samplesJSON(t.InDoubt, style)},
		UnderWay:  t.UnderWay,
		LatencyMS: latencyOf(&t.Latencies),
		Pixels:    groupsJSON(t.Pixels()), Hosts: groupsJSON(t.Hosts()),
		Reasons: []tallyReasonJSON{}, Slowest: samplesJSON(t.Slowest, style),
		Timeline: timelineOf(&t.Timeline), Resume: append([]string{}, ToGoOn(t, style.Hide)...), Notes: t.Notes,
	}
	for _, r := range t.Reasons() {
		document.Reasons = append(document.Reasons, tallyReasonJSON{r.Verdict, style.Hide.String(r.Text), r.Count, samplesJSON(r.Samples, style)})
	}
	return writeDocument(w, map[string]any{"schema_version": SchemaVersion, "report": document})
}

func latencyOf(l *results.Latencies) *latencyJSON {
	if l.Count() == 0 {
		return nil
	}
	at := func(p float64) float64 { return milliseconds(l.Percentile(p)) }
	return &latencyJSON{Answers: l.Count(), P50: at(50), P90: at(90), P99: at(99), Max: milliseconds(l.Max())}
}

func groupsJSON(groups []*results.Group) []groupJSON {
	list := []groupJSON{}
	for _, g := range groups {
		list = append(list, groupJSON{g.Name, g.Counts.Fired(), g.Counts, latencyOf(&g.Latencies)})
	}
	return list
}

func samplesJSON(samples []results.Sample, style Style) []sampleJSON {
	list := []sampleJSON{}
	for _, s := range samples {
		s.Evidence = style.Hide.String(s.Evidence)
		list = append(list, sampleJSON(s))
	}
	return list
}

func timelineOf(t *results.Timeline) *timelineJSON {
	if len(t.Bins) == 0 {
		return nil
	}
	out := &timelineJSON{Start: t.Begin(0).Format(time.RFC3339), WidthMS: milliseconds(t.Width)}
	for _, bin := range t.Bins {
		counts := map[postback.Verdict]int{}
		for v, n := range bin {
			counts[v] = n
		}
		out.Bins = append(out.Bins, counts)
	}
	return out
}

// writeTallyCSV writes a row a pixel and a row a host, with every verdict whether it occurs or not,
// so that the columns are the same from run to run.
func writeTallyCSV(w io.Writer, t *results.Tally, _ Style) error {
	out := csv.NewWriter(w)
	header := []string{"kind", "name", "fired"}
	for _, v := range verdictOrder() {
		header = append(header, string(v))
	}
	_ = out.Write(append(header, "answers", "p50_ms", "p90_ms", "p99_ms", "max_ms"))
	for _, g := range t.Pixels() {
		_ = out.Write(csvRow("pixel", g))
	}
	for _, g := range t.Hosts() {
		_ = out.Write(csvRow("host", g))
	}
	out.Flush()
	return out.Error()
}

func csvRow(kind string, g *results.Group) []string {
	row := []string{kind, g.Name, fmt.Sprint(g.Counts.Fired())}
	for _, v := range verdictOrder() {
		row = append(row, fmt.Sprint(g.Counts[v]))
	}
	row = append(row, fmt.Sprint(g.Latencies.Count()))
	l := latencyOf(&g.Latencies)
	if l == nil {
		return append(row, "", "", "", "")
	}
	for _, ms := range []float64{l.P50, l.P90, l.P99, l.Max} {
		row = append(row, fmt.Sprint(ms))
	}
	return row
}

// writeTallyJUnit writes a test case a pixel. It fails when one of the pixel's postbacks did not
// count; why is told in its body.
func writeTallyJUnit(w io.Writer, t *results.Tally, style Style) error {
	suite := junit.Testsuite{Name: "postbacks", Time: "0"}
	for _, g := range t.Pixels() {
		suite.AddTestcase(tallyCase(g, style))
	}
	if len(t.Notes) > 0 {
		suite.SystemOut = &junit.Output{Data: legalXML(strings.Join(t.Notes, "\n"))}
	}
	report := junit.Testsuites{Name: "postback report"}
	report.AddSuite(suite)
	return report.WriteXML(w)
}

func tallyCase(g *results.Group, style Style) junit.Testcase {
	c := junit.Testcase{Classname: "pixels", Name: legalXML(g.Name), Time: "0"}
	var story strings.Builder
	story.WriteString(firedSummary(g.Counts) + "\n")
	bad := 0
	for _, r := range g.Reasons() {
		bad += r.Count
		fmt.Fprintf(&story, "%d × %s: %s\n", r.Count, r.Verdict, style.Hide.String(r.Text))
		for _, s := range r.Samples {
			story.WriteString("  " + sampleLine(s) + "\n")
		}
	}
	if bad == 0 {
		c.SystemOut = &junit.Output{Data: legalXML(story.String())}
		return c
	}
	c.Failure = &junit.Result{
		Message: fmt.Sprintf("%d of %d postbacks did not count", bad, g.Counts.Fired()),
		Type:    "postbacks", Data: legalXML(story.String()),
	}
	return c
}
