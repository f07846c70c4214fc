package report

import (
	"bufio"
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
	indent := 0
	for _, n := range widths[:len(widths)-1] {
		indent += n + len(columnGap)
	}
	titles := make([]string, len(t.Columns))
	for i, title := range t.Columns {
		titles[i] = style.Palette.Bold(pad(strings.ToUpper(title), widths[i]))
	}
	_, _ = out.WriteString(strings.TrimRight(strings.Join(titles, columnGap), " ") + "\n")
	for _, row := range t.Rows {
		t.writeRow(out, row, widths, indent, style.Width)
	}
	return out.Flush()
}

func (t Table) writeRow(out *bufio.Writer, row []string, widths []int, indent, width int) {
	last := len(row) - 1
	for i, cell := range row[:last] {
		_, _ = out.WriteString(pad(cell, widths[i]) + columnGap)
	}
	for i, part := range wrap(row[last], width-indent) {
		if i > 0 {
			_, _ = out.WriteString(strings.Repeat(" ", indent))
		}
		_, _ = out.WriteString(strings.TrimSpace(part) + "\n")
	}
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
