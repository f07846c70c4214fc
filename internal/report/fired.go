package report

import (
	"io"
	"slices"
)

// recordFormat is how to begin a record of what was fired, and what it takes.
type recordFormat struct {
	open func(io.Writer, Style) ResultWriter
	wire bool // it shows the bytes that went over the connection
}

func recordFormats() []format[recordFormat] {
	return []format[recordFormat]{
		{"har", "an HTTP Archive 1.2 of every attempt", recordFormat{open: newFiredHARWriter}},
		{"junit", "a test case a pixel, with the whole exchange", recordFormat{open: newFiredJUnitWriter, wire: true}},
		{"html", "a page for the support desk of a receiver: what was sent, what came back", recordFormat{open: newEvidenceWriter}},
	}
}

// RecordFormats are the names of the formats that record what was fired.
func RecordFormats() []string { return namesOf(recordFormats()) }

// RecordFormatHelp explains every one of them in one line each.
func RecordFormatHelp() string { return helpOf(recordFormats()) }

// RecordMeaning explains one of them.
func RecordMeaning(name string) string {
	for _, f := range recordFormats() {
		if f.name == name {
			return f.meaning
		}
	}
	return ""
}

// ShowsWire reports whether the format shows the bytes that went over the connection, which the
// client then has to keep.
func ShowsWire(name string) bool {
	f, _ := openOf(recordFormats(), name) // another format shows none
	return f.wire
}

// FiredFormats are the names of all formats in which outcomes can be shown; the first is the default.
func FiredFormats() []string {
	return slices.Concat([]string{"text", "json", "ndjson"}, RecordFormats())
}

// NewFiredWriter returns the writer of one of [FiredFormats].
func NewFiredWriter(name string, w io.Writer, style Style) (ResultWriter, error) {
	f, err := openOf(recordFormats(), name)
	if err != nil {
		return NewResultWriter(name, w, style)
	}
	return f.open(w, style), nil
}
