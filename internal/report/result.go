package report

import (
	"fmt"
	"io"

	"postback/internal/plan"
	"postback/internal/postback"
	"postback/internal/redact"
)

// SchemaVersion is the version of every JSON document that this package writes.
const SchemaVersion = 1

// Result is one firing and, unless it was a dry run, what came of it.
type Result struct {
	Seq     int // counts the results from 1, those of a [Sheet] from its beginning
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
	Width   int    // columns of the terminal; 0 when there is none
	Version string // of this program, for the formats that name their maker
}

// resultFormat is one entry of the table of formats.
type resultFormat struct {
	name, meaning       string
	head, between, tail string // what stands before, between and behind the results
	encoder             func(Style) encoder
}

func resultFormats() []resultFormat {
	document := fmt.Sprintf("{\"schema_version\":%d,\"results\":[\n", SchemaVersion)
	return []resultFormat{
		{"text", "a block a pixel, parameters decoded, for reading", "", "\n", "", newTextEncoder},
		{"json", `one document {"schema_version":1,"results":[…]}`, document, ",", "]}\n", newJSONEncoder},
		{"ndjson", "one JSON object a line", "", "", "", newJSONEncoder},
		{"url", "one URL a line and nothing else", "", "", "", newURLEncoder},
		{"curl", "one curl command a line; secrets as shell variables", "", "", "", newCurlEncoder},
		{"csv", "a table with one row a pixel, for spreadsheets", csvHead(), "", "", newCSVEncoder},
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

// NewResultWriter returns the writer of the named format, which is one of [ResultFormats]. It
// writes each result at once: a person may wait for it.
func NewResultWriter(format string, w io.Writer, style Style) (ResultWriter, error) {
	sheet, err := NewSheet(format, style)
	if err != nil {
		return nil, err
	}
	document, err := NewDocument(format, w)
	return &resultWriter{document, sheet}, err
}

type resultWriter struct {
	*Document
	sheet *Sheet
}

func (w *resultWriter) Result(r Result) error {
	w.sheet.Clear()
	w.sheet.Add(r)
	return w.Write(w.sheet, 0)
}

func unknownFormat(name string) error { return fmt.Errorf("unknown format %q", name) }
