package call

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// table reads CSV as RFC 4180 has it. The header names columns by their ids or titles, and tags
// as "tag:User:gclid"; a column that is neither keeps its own name.
type table struct {
	lines  *feed
	csv    *csv.Reader
	keys   *Keys
	fields []field
	asked  []Key // of each column, or noKey
	bound  int   // keys.Len() when asked was made
	row    []byte
}

// noValue is what the platform's reports show where there is no value.
const noValue = "-no value-"

// newTable reads the header.
func newTable(in *window, keys *Keys) (*table, error) {
	t := &table{lines: newFeed(in), keys: keys}
	t.csv = csv.NewReader(t.lines)
	t.csv.ReuseRecord = true
	header, err := t.csv.Read()
	if err != nil {
		return nil, t.headerFault(err)
	}
	known := columnIDs()
	seen := make(map[Name]string)
	useful := false
	for i, title := range header {
		f, ok := headerField(strings.TrimSpace(title), known)
		if first, twice := seen[f.name.folded()]; twice && title != "" {
			return nil, t.errorAt(i, fmt.Sprintf("the columns %q and %q are the same", first, title))
		}
		seen[f.name.folded()] = title
		useful = useful || ok
		t.fields = append(t.fields, f)
	}
	if !useful {
		return nil, t.errorAt(0, notRecords(header))
	}
	return t, nil
}

// notRecords says that what was taken for a header is none.
func notRecords(header []string) string {
	message := "expected call records: neither JSON nor CSV whose first line names columns of the call log"
	if len(header) == 1 && strings.ContainsAny(header[0], ";\t") {
		message += "; separate the columns by commas"
	}
	return message
}

// columnIDs maps the ids and titles of the known columns, in lower case, to the ids.
func columnIDs() map[string]string {
	ids := map[string]string{"events": "events", "dtstamp": "dtStamp"}
	for _, c := range Columns() {
		ids[strings.ToLower(c.Title)] = c.ID
		ids[strings.ToLower(c.ID)] = c.ID
	}
	delete(ids, "")
	return ids
}

// headerField is the column or tag that a header names, and whether we know it.
func headerField(title string, known map[string]string) (f field, ok bool) {
	f = topField(title)
	if f.carrier != TopColumn {
		return f, true
	}
	if id, ok := known[strings.ToLower(title)]; ok {
		f.name.Column = id
		return f, true
	}
	return f, false
}

func (t *table) next(rec *Record) error {
	t.lines.mark()
	row, err := t.csv.Read()
	if err != nil {
		return t.fault(err)
	}
	t.bind()
	rec.begin(t.keys, nil)
	rec.fields, rec.table = t.fields, true
	rec.line, rec.offset = t.lines.begin.line, t.lines.begin.offset
	t.row = t.row[:0]
	for i, cell := range row {
		if t.fields[i].name == (Name{}) {
			continue // a column without a name cannot be asked for
		}
		if !utf8.ValidString(cell) {
			return t.resumable(t.errorAt(i, "this value is not UTF-8"))
		}
		e := rec.extend()
		*e = entry{start: uint32(len(t.row)), field: int32(i), kind: String}
		t.row = append(t.row, cell...)
		e.end = uint32(len(t.row))
		if cell == noValue {
			e.kind = Null
		}
		if t.asked[i] >= 0 && !e.empty() {
			rec.answer(t.fields, t.asked[i], e.field)
		}
	}
	rec.data = t.row
	if problem := rec.readEvents(); problem != "" {
		return t.resumable(t.errorAt(int(rec.find(keyEvents).field), problem))
	}
	return nil
}

// bind looks up which columns somebody asks for.
func (t *table) bind() {
	if t.bound == t.keys.Len() {
		return
	}
	t.asked, t.bound = t.asked[:0], t.keys.Len()
	for _, f := range t.fields {
		t.asked = append(t.asked, t.keys.find(f.name))
	}
}

func (t *table) resumable(e *Error) error {
	e.Resumable = true
	return e
}

// errorAt is an error about a column of the row read last.
func (t *table) errorAt(column int, message string) *Error {
	line, at := t.csv.FieldPos(column)
	return t.lines.errorAt(line, at, message)
}

// headerFault is fault for the header, without which no row can be read.
func (t *table) headerFault(err error) error {
	err = t.fault(err)
	var e *Error
	if errors.As(err, &e) {
		e.Resumable = false
	}
	return err
}

// fault translates an error of encoding/csv.
func (t *table) fault(err error) error {
	var p *csv.ParseError
	switch {
	case errors.Is(err, io.EOF):
		return io.EOF
	case errors.Is(err, errTooLong):
		return t.lines.tooLong()
	case !errors.As(err, &p):
		return readError(t.lines.in)
	}
	e := t.lines.errorAt(p.Line, p.Column, "this quoted value does not end with a double quote")
	switch {
	case errors.Is(p.Err, csv.ErrFieldCount):
		e.Message = fmt.Sprintf("this row does not have one value for each of the header's %d columns", len(t.fields))
		e.Resumable = true
	case errors.Is(p.Err, csv.ErrBareQuote):
		e.Message = "a value that holds a double quote must stand in double quotes, and the quote inside be doubled"
		e.Resumable = true
	case p.Line != p.StartLine:
		e.Message += fmt.Sprintf("; its row begins on line %d", p.StartLine+t.lines.base)
	}
	return e
}
