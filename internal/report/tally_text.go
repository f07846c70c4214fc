package report

import (
	"bufio"
	"fmt"
	"io"
	"time"

	"postback/internal/results"
)

// writeTallyText writes tables and lists for a person.
func writeTallyText(w io.Writer, tally *results.Tally, style Style) error {
	t := &textWriter{w: bufio.NewWriter(w), style: style}
	t.line(style.Palette.Bold(TallySummary(tally)))
	if span := timelineSpan(&tally.Timeline); span != "" {
		t.line("fired from " + span)
	}
	if latency := latencySummary(&tally.Latencies); latency != "" {
		t.line("answers took " + latency)
	}
	for _, note := range tally.Notes {
		t.line(style.Palette.Caution(oneLine(note)))
	}
	tables := []Table{groupTable("pixel", tally.Pixels(), tally.Counts), groupTable("host", tally.Hosts(), tally.Counts)}
	for _, table := range tables {
		if len(table.Rows) == 0 {
			continue
		}
		t.line("")
		if err := t.w.Flush(); err != nil {
			return err
		}
		if err := table.WriteText(w, style); err != nil {
			return err
		}
	}
	t.tallyReasons(tally.Reasons())
	t.samples("slowest answers", "", tally.Slowest, len(tally.Slowest))
	t.samples("in doubt", inDoubtAdvice, tally.InDoubt[:min(len(tally.InDoubt), maxShownSamples)], tally.InDoubtCount)
	for _, command := range ToGoOn(tally, style.Hide) {
		t.line("")
		t.line("to go on: " + oneLine(command))
	}
	return t.w.Flush()
}

func (t *textWriter) tallyReasons(reasons []*results.Reason) {
	if len(reasons) == 0 {
		return
	}
	t.line("")
	t.line(t.style.Palette.Bold("why postbacks did not count"))
	for _, r := range reasons {
		t.hanging("  ", fmt.Sprintf("%d × %s: %s", r.Count, r.Verdict, oneLine(t.style.Hide.String(r.Text))), t.style.Palette.Bad)
		for _, s := range r.Samples {
			t.hanging("      ", sampleLine(s), unshaded)
			if s.Evidence != "" {
				t.hanging("        ", oneLine(t.style.Hide.String(s.Evidence)), t.style.Palette.Faint)
			}
		}
	}
}

// maxShownSamples is how many postbacks in doubt are listed for a person; JSON has more of them.
const maxShownSamples = 10

// samples lists postbacks, of which there are so many in all.
func (t *textWriter) samples(title, advice string, samples []results.Sample, all int) {
	if len(samples) == 0 {
		return
	}
	t.line("")
	if advice != "" {
		advice = " (" + advice + ")"
	}
	t.line(t.style.Palette.Bold(title) + advice)
	for _, s := range samples {
		line := sampleLine(s)
		if s.ElapsedMS > 0 {
			line = duration(time.Duration(s.ElapsedMS*float64(time.Millisecond))) + "  " + line
		}
		t.hanging("  ", line, unshaded)
	}
	if more := all - len(samples); more > 0 {
		t.line(fmt.Sprintf("  and %d more", more))
	}
}

// timelineSpan is "2026-11-21 19:55:05 to 20:10:11 UTC" with the width of the bins as the margin;
// "" when nothing says when it was fired.
func timelineSpan(timeline *results.Timeline) string {
	if len(timeline.Bins) == 0 {
		return ""
	}
	return timeline.Begin(0).Format(time.DateTime) + " to " + timeline.End().Format(time.DateTime) + " UTC"
}
