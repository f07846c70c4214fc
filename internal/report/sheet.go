package report

import (
	"io"
	"slices"
	"strconv"
)

// Sheet holds results in one format, ready to be written but for their numbers: those depend on how
// many results are written before them. So several workers can each fill a sheet of their own.
type Sheet struct {
	format  resultFormat
	encoder encoder
	text    buffer
	numbers []number // where the text leaves out a number
}

// encoder writes results in one format onto a sheet. It belongs to one sheet.
type encoder interface {
	encode(s *Sheet, r Result)
}

// number is a result's own number on its sheet, and where in the text it is to stand.
type number struct{ at, seq int }

// buffer collects what is written to it.
type buffer []byte

// Write implements [io.Writer].
func (b *buffer) Write(p []byte) (int, error) {
	*b = append(*b, p...)
	return len(p), nil
}

// NewSheet returns an empty sheet for the named format, which is one of [ResultFormats].
func NewSheet(format string, style Style) (*Sheet, error) {
	f, err := findFormat(format)
	if err != nil {
		return nil, err
	}
	return &Sheet{format: f, encoder: f.encoder(style)}, nil
}

// Add writes a result onto the sheet; it keeps nothing of it.
func (s *Sheet) Add(r Result) {
	if len(s.text) > 0 && s.format.between != "" {
		s.text = append(s.text, s.format.between...)
	}
	s.encoder.encode(s, r)
}

// number leaves room for a number.
func (s *Sheet) number(seq int) { s.numbers = append(s.numbers, number{len(s.text), seq}) }

// Size is the number of bytes on the sheet.
func (s *Sheet) Size() int { return len(s.text) }

// Clear empties the sheet.
func (s *Sheet) Clear() { s.text, s.numbers = s.text[:0], s.numbers[:0] }

// Document writes sheets of one format, one behind the other. The first error it meets is returned
// by every later call, and nothing is written after it.
type Document struct {
	format resultFormat
	w      io.Writer
	begun  bool
	text   []byte
	err    error
}

// NewDocument returns a document in the named format, which is one of [ResultFormats].
func NewDocument(format string, w io.Writer) (*Document, error) {
	f, err := findFormat(format)
	return &Document{format: f, w: w}, err
}

// Write writes a sheet. So many results were written before those that it counts.
func (d *Document) Write(s *Sheet, before int) error {
	if len(s.text) == 0 {
		return d.err
	}
	head := d.format.between
	if !d.begun {
		head = d.format.head
	}
	d.begun = true
	if head == "" && len(s.numbers) == 0 {
		d.write(s.text)
		return d.err
	}
	d.text = append(d.text[:0], head...)
	start := 0
	for _, n := range s.numbers {
		d.text = append(d.text, s.text[start:n.at]...)
		d.text = strconv.AppendInt(d.text, int64(before+n.seq), 10)
		start = n.at
	}
	d.write(append(d.text, s.text[start:]...))
	return d.err
}

// Close completes the document. It does not close the stream.
func (d *Document) Close() error {
	end := d.format.tail
	if !d.begun {
		end = d.format.head + end
	}
	d.begun = true
	d.write([]byte(end))
	return d.err
}

func (d *Document) write(p []byte) {
	if d.err == nil && len(p) > 0 {
		_, d.err = d.w.Write(p)
	}
}

// findFormat is the entry of a format in the table.
func findFormat(name string) (resultFormat, error) {
	formats := resultFormats()
	i := slices.IndexFunc(formats, func(f resultFormat) bool { return f.name == name })
	if i < 0 {
		return resultFormat{}, unknownFormat(name)
	}
	return formats[i], nil
}
