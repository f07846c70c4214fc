package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// Table is rows of cells under a header, written for reading or as JSON objects.
type Table struct {
	Columns []string // titles; as JSON keys in lower case with underscores
	Rows    [][]string
}

// columnGap separates the columns of a text table.
const columnGap = "  "

// WriteText writes the table with aligned columns. The last column is wrapped to the width of the
// terminal; where there is none, every row is one line, fit for grep.
func (t Table) WriteText(w io.Writer, style Style) error {
	out := bufio.NewWriter(w)
	widths := t.widths()
	titles := make([]string, len(t.Columns))
	for i, title := range t.Columns {
		titles[i] = strings.ToUpper(title)
	}
	for _, line := range lines(titles, widths, 0) {
		fmt.Fprintln(out, style.Palette.Bold(line))
	}
	for _, row := range t.Rows {
		for _, line := range lines(row, widths, style.Width) {
			fmt.Fprintln(out, line)
		}
	}
	return out.Flush()
}

// lines are the lines of one row. The last cell is wrapped, unless there is hardly room for it.
func lines(row []string, widths []int, width int) []string {
	last := len(row) - 1
	prefix := ""
	for i, cell := range row[:last] {
		prefix += pad(cell, widths[i]) + columnGap
	}
	indent := cells(prefix)
	room := width - indent
	if room < minRoom {
		room = 0
	}
	var lines []string
	for _, part := range wrap(row[last], room) {
		lines = append(lines, strings.TrimRight(prefix+strings.TrimSpace(part), " "))
		prefix = strings.Repeat(" ", indent)
	}
	return lines
}

func (t Table) widths() []int {
	widths := make([]int, len(t.Columns))
	for i, title := range t.Columns {
		widths[i] = cells(title)
	}
	for _, row := range t.Rows {
		for i, cell := range row {
			widths[i] = max(widths[i], cells(cell))
		}
	}
	return widths
}

// WriteJSON writes {"schema_version":1,NAME:[…]} with an object a row.
func (t Table) WriteJSON(w io.Writer, name string) error {
	rows := make([]map[string]string, len(t.Rows))
	for i, row := range t.Rows {
		rows[i] = map[string]string{}
		for j, cell := range row {
			rows[i][strings.ReplaceAll(strings.ToLower(t.Columns[j]), " ", "_")] = cell
		}
	}
	encoded, err := encodeJSON(map[string]any{"schema_version": SchemaVersion, name: rows})
	if err != nil {
		return err
	}
	_, err = w.Write(append(encoded, '\n'))
	return err
}
