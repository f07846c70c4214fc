package report

import (
	"bytes"
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
	hide    *redact.Redactor
	scratch []byte
}

func newCSVEncoder(style Style) encoder { return &csvEncoder{hide: style.Hide} }

func (c *csvEncoder) encode(s *Sheet, r Result) {
	f := r.Firing
	s.number(r.Seq) // the first cell
	c.scratch = f.AppendCallID(c.scratch[:0])
	s.text = appendCell(s.text, c.scratch)
	for _, cell := range [...]string{f.Event.String(), f.CampaignName(), f.Pixel.Name.String(), string(f.Decision), c.reasons(f)} {
		s.text = appendCell(s.text, []byte(cell))
	}
	if f.Decision != plan.Fire {
		s.text = append(s.text, ",,,,,\n"...)
		return
	}
	headers := visibleHeaders(f, c.hide)
	s.text = appendCell(s.text, []byte(f.Request.Method))
	c.scratch = f.AppendShownURL(c.scratch[:0], c.hide)
	s.text = appendCell(s.text, c.scratch)
	s.text = appendCell(s.text, []byte(headerLines(headers)))
	s.text = appendCell(s.text, visibleBody(f, c.hide, headers))
	s.text = append(appendCell(s.text, []byte(c.warnings(f))), '\n')
}

// appendCell appends a cell that is not the first of its row. Most hold nothing but printable ASCII
// that is written as it is; the others are left to encoding/csv.
func appendCell(dst, cell []byte) []byte {
	dst = append(dst, ',')
	isPlain := plainLen(cell) == len(cell) && bytes.IndexByte(cell, ',') < 0
	if isPlain && (len(cell) == 0 || cell[0] != ' ') {
		return append(dst, cell...)
	}
	row := buffer(dst)
	rows := csv.NewWriter(&row)
	_ = rows.Write([]string{someLines(string(cell))})
	rows.Flush()
	return row[:len(row)-len("\n")]
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
