package report

import (
	"fmt"
	"io"
	"strings"

	"postback/internal/compare"
)

// Comparison is one fired URL against what a definition makes of it.
type Comparison struct {
	Pixel, Event string
	Call         string // the id of the call; "" when there was no call record
	Chosen       string // how the pixel was chosen, and what else there is to say; "" for nothing
	Parts        []compare.Part
	Readings     []compare.Reading // tokens whose values were read out of the URL
}

// Differs reports whether a receiver reads something else than the definition says.
func (c *Comparison) Differs() bool {
	for _, p := range c.Parts {
		if p.Status.IsDifference() && p.Status != compare.FromCall {
			return true
		}
	}
	return false
}

// Summary counts the parts by their status: "8 same, 1 blank there".
func (c *Comparison) Summary() string {
	var counts []string
	for _, status := range append(compare.Statuses(), compare.FromCall) {
		n := 0
		for _, p := range c.Parts {
			if p.Status == status {
				n++
			}
		}
		if n > 0 {
			counts = append(counts, fmt.Sprintf("%d %s", n, status))
		}
	}
	return strings.Join(counts, ", ")
}

// Compared is what a comparison came to: a [Comparison] or a [LogComparison].
type Compared interface {
	listing(style Style) listing
	document(style Style) any
}

func comparisonFormats() []format[func(io.Writer, Compared, Style) error] {
	return []format[func(io.Writer, Compared, Style) error]{
		{"text", "tables, for reading", func(w io.Writer, c Compared, style Style) error { return c.listing(style).writeText(w, style) }},
		{"json", "one document with everything", func(w io.Writer, c Compared, style Style) error { return writeDocument(w, c.document(style)) }},
		{"csv", "a row a parameter or, of a log, a row a fact", func(w io.Writer, c Compared, style Style) error { return c.listing(style).data.writeCSV(w) }},
		{"markdown", "tables, for a ticket or a pull request", func(w io.Writer, c Compared, style Style) error { return c.listing(style).writeMarkdown(w) }},
		{"html", "one page, which needs nothing from elsewhere", func(w io.Writer, c Compared, style Style) error { return c.listing(style).writeHTML(w) }},
	}
}

// ComparisonFormats are the names of the formats for comparisons; the first is the default.
func ComparisonFormats() []string { return namesOf(comparisonFormats()) }

// ComparisonFormatHelp explains every format in one line each.
func ComparisonFormatHelp() string { return helpOf(comparisonFormats()) }

// WriteComparison writes a comparison in the named format, one of [ComparisonFormats].
func WriteComparison(name string, w io.Writer, c Compared, style Style) error {
	write, err := openOf(comparisonFormats(), name)
	if err != nil {
		return err
	}
	return write(w, c, style)
}

func (c *Comparison) listing(style Style) listing {
	parts := c.table(style)
	return listing{title: "postback compare", lines: c.lines(), tables: []titledTable{{"", parts}, {"tokens", c.tokens(style)}}, data: parts}
}

// lines say what was compared.
func (c *Comparison) lines() []string {
	heading := []string{c.Pixel, c.Event}
	if c.Call != "" {
		heading = append(heading, c.Call)
	}
	lines := []string{strings.Join(heading, " · ")}
	if c.Chosen != "" {
		lines = append(lines, c.Chosen)
	}
	return append(lines, c.Summary())
}

func (c *Comparison) table(style Style) Table {
	table := Table{Columns: []string{"part", "status", "fired", "here", "comes from", "why"}}
	for _, p := range c.Parts {
		table.Rows = append(table.Rows, []string{
			partName(p.Name), string(p.Status), hideFired(style, &p), hidePart(style, p.Name, p.Here), strings.Join(p.Tokens, ""), p.Why,
		})
	}
	return table
}

// tokens is what was read out of the URL. Where there was a call record, nothing was.
func (c *Comparison) tokens(style Style) Table {
	table := Table{Columns: []string{"token", "value", "read from"}}
	for _, r := range c.Readings {
		from := partName(r.Param)
		if !r.Sure {
			from += ", though its text can be divided in another way too"
		}
		table.Rows = append(table.Rows, []string{r.Token, hidePart(style, r.Param, r.Value), from})
	}
	return table
}

// partName names a part of a URL.
func partName(param string) string {
	if param == "" {
		return "(endpoint)"
	}
	return param
}

// hideFired hides what is secret in a part as it was fired: all of it where the definition has a
// variable whose value is not known here.
func hideFired(style Style, p *compare.Part) string {
	if p.Status == compare.NotCompared && p.Name != "" {
		return style.Hide.Header("secret", p.There)
	}
	return hidePart(style, p.Name, p.There)
}

// hidePart hides what is secret in the value of a parameter, or in an endpoint.
func hidePart(style Style, param, value string) string {
	if param == "" {
		return style.Hide.URL(value)
	}
	return hideParameter(style.Hide, param, value)
}

// firedJSON is the documented shape of a comparison.
type firedJSON struct {
	SchemaVersion int            `json:"schema_version"`
	Pixel         string         `json:"pixel"`
	Event         string         `json:"event"`
	CallID        string         `json:"call_id,omitempty"`
	Chosen        string         `json:"chosen,omitempty"`
	Differs       bool           `json:"differs"`
	Parts         []comparedJSON `json:"parts"`
	Tokens        []readingJSON  `json:"tokens,omitempty"`
}

type comparedJSON struct {
	Parameter string   `json:"parameter"` // empty for the endpoint
	Status    string   `json:"status"`
	Fired     string   `json:"fired"`
	Here      string   `json:"here"`
	Tokens    []string `json:"tokens,omitempty"`
	Why       string   `json:"why,omitempty"`
}

type readingJSON struct {
	Token     string `json:"token"`
	Value     string `json:"value"`
	Parameter string `json:"parameter"`
	Sure      bool   `json:"sure"`
}

func jsonPart(p *compare.Part, style Style) comparedJSON {
	return comparedJSON{p.Name, string(p.Status), hideFired(style, p), hidePart(style, p.Name, p.Here), p.Tokens, p.Why}
}

func (c *Comparison) document(style Style) any {
	document := firedJSON{
		SchemaVersion: SchemaVersion, Pixel: c.Pixel, Event: c.Event, CallID: c.Call, Chosen: c.Chosen, Differs: c.Differs(),
		Parts: []comparedJSON{},
	}
	for i := range c.Parts {
		document.Parts = append(document.Parts, jsonPart(&c.Parts[i], style))
	}
	for _, r := range c.Readings {
		document.Tokens = append(document.Tokens, readingJSON{r.Token, hidePart(style, r.Param, r.Value), r.Param, r.Sure})
	}
	return document
}
