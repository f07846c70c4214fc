package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"postback/internal/postback"
	"postback/internal/redact"
	"postback/internal/results"
)

func tallyFormats() []format[func(io.Writer, *results.Tally, Style) error] {
	return []format[func(io.Writer, *results.Tally, Style) error]{
		{"text", "tables and lists, for reading", writeTallyText},
		{"json", `one document {"schema_version":1,"report":{…}}`, writeTallyJSON},
		{"csv", "a row a pixel and a row a host", writeTallyCSV},
		{"junit", "a test case a pixel, which fails when one of its postbacks did not count", writeTallyJUnit},
		{"markdown", "tables, for a ticket or a pull request", writeTallyMarkdown},
		{"html", "one page with plots, which needs nothing from elsewhere", writeTallyHTML},
	}
}

// TallyFormats are the names of all formats for a tally; the first is the default.
func TallyFormats() []string { return namesOf(tallyFormats()) }

// TallyFormatHelp explains every format in one line each.
func TallyFormatHelp() string { return helpOf(tallyFormats()) }

// WriteTally writes what results add up to in one of [TallyFormats].
func WriteTally(name string, w io.Writer, t *results.Tally, style Style) error {
	write, err := openOf(tallyFormats(), name)
	if err != nil {
		return err
	}
	return write(w, t, style)
}

// percentiles are those that reports show.
func percentiles() []float64 { return []float64{50, 90, 99} }

// TallySummary is a tally in one line: "12 fired: 10 accepted, 2 rejected · 3 not fired".
func TallySummary(t *results.Tally) string {
	parts := []string{firedSummary(t.Counts)}
	notFired := 0
	for _, n := range t.NotFired {
		notFired += n
	}
	if notFired > 0 {
		parts = append(parts, fmt.Sprintf("%d not fired", notFired))
	}
	if t.InDoubtCount > 0 {
		parts = append(parts, fmt.Sprintf("%d in doubt", t.InDoubtCount))
	}
	if t.UnderWay > 0 {
		parts = append(parts, fmt.Sprintf("%d under way", t.UnderWay))
	}
	return strings.Join(parts, " · ")
}

// firedSummary is "12 fired: 10 accepted, 2 rejected".
func firedSummary(counts results.Counts) string {
	var verdicts []string
	for _, v := range verdictOrder() {
		if n := counts[v]; n > 0 {
			verdicts = append(verdicts, fmt.Sprintf("%d %s", n, v))
		}
	}
	if len(verdicts) == 0 {
		return "0 fired"
	}
	return fmt.Sprintf("%d fired: %s", counts.Fired(), strings.Join(verdicts, ", "))
}

// latencySummary is "p50 12 ms · p90 40 ms · p99 120 ms · max 212 ms", "" without an answer.
func latencySummary(l *results.Latencies) string {
	if l.Count() == 0 {
		return ""
	}
	var parts []string
	for _, p := range percentiles() {
		parts = append(parts, fmt.Sprintf("p%g %s", p, duration(l.Percentile(p))))
	}
	return strings.Join(append(parts, "max "+duration(l.Max())), " · ")
}

// duration is a time in milliseconds as a person wants it: "9.5 ms", "142 ms".
func duration(d time.Duration) string {
	ms := milliseconds(d)
	if ms < 10 {
		return fmt.Sprintf("%.1f ms", ms)
	}
	return fmt.Sprintf("%.0f ms", ms)
}

// groupTable is a row a group: how many postbacks had each verdict that occurs at all, and how long
// the answers took.
func groupTable(kind string, groups []*results.Group, total results.Counts) Table {
	verdicts := slices.DeleteFunc(verdictOrder(), func(v postback.Verdict) bool { return total[v] == 0 })
	table := Table{Columns: []string{kind, "fired"}}
	for _, v := range verdicts {
		table.Columns = append(table.Columns, string(v))
	}
	for _, p := range percentiles() {
		table.Columns = append(table.Columns, fmt.Sprintf("p%g", p))
	}
	table.Columns = append(table.Columns, "max")
	for _, g := range groups {
		table.Rows = append(table.Rows, groupRow(g, verdicts))
	}
	return table
}

func groupRow(g *results.Group, verdicts []postback.Verdict) []string {
	row := []string{oneLine(g.Name), fmt.Sprint(g.Counts.Fired())}
	for _, v := range verdicts {
		row = append(row, fmt.Sprint(g.Counts[v]))
	}
	if g.Latencies.Count() == 0 {
		return append(row, slices.Repeat([]string{"-"}, len(percentiles())+1)...)
	}
	for _, p := range percentiles() {
		row = append(row, duration(g.Latencies.Percentile(p)))
	}
	return append(row, duration(g.Latencies.Max()))
}

// ToGoOn says how to go on with what was interrupted, one command each. A journal does not know all flags of
// its run, so what is told of one cannot be run as it stands.
func ToGoOn(t *results.Tally, hide *redact.Redactor) []string {
	commands := slices.Clone(t.Resume)
	for _, u := range t.Unfinished {
		words := []string{"postback", "replay", "--call", cmp.Or(u.Header.Input.Name, "-"), "--journal", u.Path}
		if u.Header.Shard != "" {
			words = append(words, "--shard", u.Header.Shard)
		}
		if u.Header.Endpoint != "" {
			words = append(words, "--to", u.Header.Endpoint)
		}
		commands = append(commands, ShellCommand(words)+" … (and the other flags of that run)")
	}
	for i := range commands {
		commands[i] = hide.String(commands[i])
	}
	return commands
}

// sampleLine names a postback so that it can be looked up: "call RGB1 · converted · Kayzen ·
// results.ndjson, result 17".
func sampleLine(s results.Sample) string {
	what := "result"
	if s.InJournal {
		what = "entry"
	}
	parts := []string{s.Event, s.Pixel}
	if s.CallID != "" {
		parts = append([]string{"call " + s.CallID}, parts...)
	}
	return oneLine(strings.Join(append(parts, fmt.Sprintf("%s, %s %d", s.File, what, s.Seq)), " · "))
}

// inDoubtAdvice says what postbacks in doubt are and what may be done.
const inDoubtAdvice = "the receiver may have them: to send them again, as replay does with --on-unknown resend, may count them twice"
