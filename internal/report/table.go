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

// minColumn is the width below which a last column is hard to read.
const minColumn = 20

// WriteText writes the table with aligned columns. The last column is wrapped to the width of the
// terminal; where it has no room, every row becomes a block. Without a terminal every row is one
// line, fit for grep.
func (t Table) WriteText(w io.Writer, style Style) error {
	out := bufio.NewWriter(w)
	widths := t.widths()
	if style.Width > 0 && style.Width < indentOf(widths)+minColumn && len(t.Columns) > 1 {
		t.writeBlocks(&textWriter{w: out, style: style})
		return out.Flush()
	}
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

// indentOf is what the columns before the last take.
func indentOf(widths []int) int {
	indent := 0
	for _, n := range widths[:len(widths)-1] {
		indent += n + len(columnGap)
	}
	return indent
}

// lines are the lines of one row. The last cell is wrapped to the width of the terminal, if any.
func lines(row []string, widths []int, width int) []string {
	last := len(row) - 1
	prefix := ""
	for i, cell := range row[:last] {
		prefix += pad(cell, widths[i]) + columnGap
	}
	indent := cells(prefix)
	var lines []string
	for _, part := range wrap(row[last], width-indent) {
		lines = append(lines, strings.TrimRight(prefix+strings.TrimSpace(part), " "))
		prefix = strings.Repeat(" ", indent)
	}
	return lines
}

// writeBlocks writes every row as a block under its first cell: a line for each other cell that is
// not empty.
func (t Table) writeBlocks(out *textWriter) {
	widest := 0
	for _, title := range t.Columns[1:] {
		widest = max(widest, cells(title))
	}
	for _, row := range t.Rows {
		out.hanging("", row[0], out.style.Palette.Bold)
		for i, cell := range row[1:] {
			if cell != "" {
				out.hanging("  "+out.style.Palette.Faint(pad(t.Columns[i+1], widest))+"  ", cell, unshaded)
			}
		}
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
	return writeDocument(w, map[string]any{"schema_version": SchemaVersion, name: rows})
}
