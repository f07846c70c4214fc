package report

import (
	"fmt"
	"io"
	"slices"

	"postback/internal/plan"
	"postback/internal/postback"
	"postback/internal/redact"
)

// SchemaVersion is the version of every JSON document that this package writes.
const SchemaVersion = 1

// Result is one firing and, unless it was a dry run, what came of it.
type Result struct {
	Seq     int // counts the results from 1
	Firing  *plan.Firing
	Outcome *postback.Outcome // nil in a dry run
}

// ResultWriter writes results in one format. The first error it meets is returned by every later
// call, and nothing is written after it.
type ResultWriter interface {
	// Result writes one result; it keeps nothing of it.
	Result(Result) error
	// Close completes the document. It does not close the stream.
	Close() error
}

// Style is how output looks, whatever its format.
type Style struct {
	Palette *Palette
	Hide    *redact.Redactor
	Width   int // columns of the terminal; 0 when there is none
}

// resultFormat is one entry of the table of formats.
type resultFormat struct {
	name, meaning string
	open          func(io.Writer, Style) ResultWriter
}

func resultFormats() []resultFormat {
	return []resultFormat{
		{"text", "a block a pixel, parameters decoded, for reading", newTextWriter},
		{"json", `one document {"schema_version":1,"results":[…]}`, newJSONWriter},
		{"ndjson", "one JSON object a line", newNDJSONWriter},
		{"url", "one URL a line and nothing else", newURLWriter},
		{"curl", "one curl command a line; secrets as shell variables", newCurlWriter},
	}
}

// ResultFormats are the names of all formats for results; the first is the default.
func ResultFormats() []string {
	var names []string
	for _, f := range resultFormats() {
		names = append(names, f.name)
	}
	return names
}

// ResultFormatHelp explains every format in one line each.
func ResultFormatHelp() string {
	var help string
	for _, f := range resultFormats() {
		help += fmt.Sprintf("  %-7s %s\n", f.name, f.meaning)
	}
	return help
}

// NewResultWriter returns the writer of the named format, which is one of [ResultFormats].
func NewResultWriter(format string, w io.Writer, style Style) (ResultWriter, error) {
	formats := resultFormats()
	i := slices.IndexFunc(formats, func(f resultFormat) bool { return f.name == format })
	if i < 0 {
		return nil, fmt.Errorf("unknown format %q", format)
	}
	return formats[i].open(w, style), nil
}
