package report

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
)

// listing is some lines and tables, in the formats in which people pass such things on.
type listing struct {
	title  string
	lines  []string
	tables []titledTable // those without rows are left out
	data   Table         // the one that programs read
}

type titledTable struct {
	Title string
	Table Table
}

func (l listing) writeText(w io.Writer, style Style) error {
	for i, line := range l.lines {
		shade := unshaded
		if i == 0 {
			shade = style.Palette.Bold
		}
		if _, err := fmt.Fprintln(w, shade(oneLine(line))); err != nil {
			return err
		}
	}
	for _, t := range l.shown() {
		if _, err := fmt.Fprintln(w, strings.TrimRight("\n"+style.Palette.Bold(t.Title), "\n")); err != nil {
			return err
		}
		if err := t.Table.printable().WriteText(w, style); err != nil {
			return err
		}
	}
	return nil
}

// shown are the tables with rows.
func (l listing) shown() []titledTable {
	var shown []titledTable
	for _, t := range l.tables {
		if len(t.Table.Rows) > 0 {
			shown = append(shown, t)
		}
	}
	return shown
}

// printable is the table with cells of one line each, in which nothing steers a terminal.
func (t Table) printable() Table {
	shown := Table{Columns: t.Columns}
	for _, row := range t.Rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = oneLine(cell)
		}
		shown.Rows = append(shown.Rows, cells)
	}
	return shown
}

// writeCSV writes the table as RFC 4180 has it.
func (t Table) writeCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	columns := make([]string, len(t.Columns))
	for i, title := range t.Columns {
		columns[i] = strings.ReplaceAll(strings.ToLower(title), " ", "_")
	}
	_ = out.Write(columns) // the writer keeps the error until Flush
	for _, row := range t.printable().Rows {
		_ = out.Write(row)
	}
	out.Flush()
	return out.Error()
}

func (l listing) writeMarkdown(w io.Writer) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "### %s\n\n", markdownText(l.title))
	for _, line := range l.lines {
		fmt.Fprintf(out, "%s  \n", markdownText(line))
	}
	for _, t := range l.shown() {
		fmt.Fprintln(out)
		if t.Title != "" {
			fmt.Fprintf(out, "**%s**\n\n", markdownText(t.Title))
		}
		t.Table.writeMarkdown(out)
	}
	return out.Flush()
}

// writeHTML writes the listing as a page of its own.
func (l listing) writeHTML(w io.Writer) error {
	return writePage(w, "listing.html", struct {
		Title  string
		Lines  []string
		Tables []titledTable
	}{l.title, l.lines, l.shown()})
}
