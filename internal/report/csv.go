package report

import (
	"encoding/csv"
	"strings"

	"postback/internal/plan"
	"postback/internal/redact"
)

// CSVColumns are the columns of the table that the format csv writes.
func CSVColumns() []string {
	return []string{"seq", "call_id", "event", "campaign", "pixel", "decision", "reasons", "method", "url", "headers", "body", "warnings"}
}

func csvHead() string { return strings.Join(CSVColumns(), ",") + "\n" }

// csvEncoder writes results as rows of a table (RFC 4180). A cell that holds several things, such
// as headers, has a line for each. What is no character of a text, in a header or a body, is shown
// as a dot: spreadsheets and terminals take the table; JSON has the exact bytes.
type csvEncoder struct {
	hide *redact.Redactor
	rows *csv.Writer // to the sheet
}

func newCSVEncoder(style Style) encoder { return &csvEncoder{hide: style.Hide} }

func (c *csvEncoder) encode(s *Sheet, r Result) {
	if c.rows == nil {
		c.rows = csv.NewWriter(&s.text)
	}
	s.number(r.Seq) // in the place of the first cell, which stays empty
	f := r.Firing
	cells := []string{
		"", f.CallID(), f.Event.String(), f.CampaignName(), f.Pixel.Name.String(), string(f.Decision), c.reasons(f),
		"", "", "", "", "",
	}
	if f.Decision == plan.Fire {
		shown := visibleRequest(f, c.hide)
		copy(cells[7:], []string{shown.method, shown.url, headerLines(shown.headers), string(shown.body), c.warnings(f)})
	}
	for i := range cells {
		cells[i] = someLines(cells[i])
	}
	_ = c.rows.Write(cells)
	c.rows.Flush()
}

func (c *csvEncoder) reasons(f *plan.Firing) string {
	var lines []string
	for _, reason := range f.Reasons {
		lines = append(lines, string(reason.Code)+": "+c.hide.String(reason.Message))
	}
	return strings.Join(lines, "\n")
}

func (c *csvEncoder) warnings(f *plan.Firing) string {
	var lines []string
	for _, w := range f.Warnings() {
		lines = append(lines, strings.TrimSpace(w.Rule+" "+w.Token)+": "+c.hide.String(w.Message))
	}
	return strings.Join(lines, "\n")
}

func headerLines(headers []header) string {
	var lines []string
	for _, h := range headers {
		lines = append(lines, h.name+": "+h.value)
	}
	return strings.Join(lines, "\n")
}

// someLines is oneLine for text that may have several lines.
func someLines(s string) string {
	if !strings.Contains(s, "\n") {
		return oneLine(s)
	}
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = oneLine(strings.TrimSuffix(line, "\r"))
	}
	return strings.Join(lines, "\n")
}
