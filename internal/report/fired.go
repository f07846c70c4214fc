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
}

func firedFormats() []firedFormat {
	return []firedFormat{
		{"junit", "a test case a pixel, with the whole exchange", newFiredJUnitWriter},
		{"html", "a page for the support desk of a receiver: what was sent, what came back", newEvidenceWriter},
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

// NewFiredWriter returns the writer of a format in which outcomes are shown: one of
// [RecordFormats], or one of [ResultFormats].
func NewFiredWriter(format string, w io.Writer, style Style) (ResultWriter, error) {
	formats := firedFormats()
	i := slices.IndexFunc(formats, func(f firedFormat) bool { return f.name == format })
	if i < 0 {
		return NewResultWriter(format, w, style)
	}
	return formats[i].open(w, style), nil
}
