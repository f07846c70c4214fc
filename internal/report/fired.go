package report

import (
	"fmt"
	"io"
	"slices"
)

// firedFormat is one entry of the table of formats that are about what came back.
type firedFormat struct {
	name, meaning string
	open          func(io.Writer, Style) ResultWriter
	wire          bool // it shows the bytes that went over the connection
}

func firedFormats() []firedFormat {
	return []firedFormat{
		{"junit", "a test case a pixel, with the whole exchange", newFiredJUnitWriter, true},
		{"html", "a page for the support desk of a receiver: what was sent, what came back", newEvidenceWriter, false},
	}
}

// RecordFormats are the names of the formats that record what was fired.
func RecordFormats() []string {
	var names []string
	for _, f := range firedFormats() {
		names = append(names, f.name)
	}
	return names
}

// RecordFormatHelp explains every one of them in one line each.
func RecordFormatHelp() string {
	var help string
	for _, f := range firedFormats() {
		help += fmt.Sprintf("  %-7s %s\n", f.name, f.meaning)
	}
	return help
}

// RecordMeaning explains one of them.
func RecordMeaning(format string) string {
	for _, f := range firedFormats() {
		if f.name == format {
			return f.meaning
		}
	}
	return ""
}

// ShowsWire reports whether the format shows the bytes that went over the connection, which the
// client then has to keep.
func ShowsWire(format string) bool {
	return slices.ContainsFunc(firedFormats(), func(f firedFormat) bool { return f.name == format && f.wire })
}

// FiredFormats are the names of all formats in which outcomes can be shown; the first is the default.
func FiredFormats() []string {
	return append([]string{"text", "json", "ndjson"}, RecordFormats()...)
}

// NewFiredWriter returns the writer of one of [FiredFormats].
func NewFiredWriter(format string, w io.Writer, style Style) (ResultWriter, error) {
	formats := firedFormats()
	i := slices.IndexFunc(formats, func(f firedFormat) bool { return f.name == format })
	if i < 0 {
		return NewResultWriter(format, w, style)
	}
	return formats[i].open(w, style), nil
}
