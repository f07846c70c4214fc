package call

import (
	"bytes"
	"errors"
	"io"
)

// Splitter cuts an input into batches of records, so that several workers can read it at once.
// What the batches hold, one after the other, is exactly what a [Reader] would give, faults
// included. Where records end on their lines, a batch is a stretch of lines that nobody has looked
// at but for their ends; records in any other shape, and those of a [Selection], are read here, and
// the batch holds copies.
type Splitter struct {
	reader *Reader
	done   bool
}

// Batch is some consecutive records of an input. Its memory serves one batch after the other.
type Batch struct {
	lines   []byte // whole lines
	pos     position
	records []Record // or copies of records; those up to count are of this batch
	count   int
	faults  []*Error // the faults of records that could not be read, by their place
	places  []int    // before which of the records each fault comes
}

const (
	// batchSize is the number of bytes that a batch of lines has about: enough that handing it
	// over costs nothing, and little enough to stay in the processor's cache.
	batchSize = 128 << 10
	// batchRecords is the number of records that a batch of copies has at most.
	batchRecords = 256
)

// NewSplitter returns a splitter for the records in r. It reads nothing before Next is called.
func NewSplitter(r io.Reader, opt ReaderOptions) *Splitter {
	return &Splitter{reader: NewReader(r, opt)}
}

// Read is the number of records begun so far; those are not counted that are cut out as lines.
func (s *Splitter) Read() int { return s.reader.Read() }

// Next puts the records that come next into the batch, in place of what it holds, and reports
// whether there are any. It waits for no more input than the next record needs.
func (s *Splitter) Next(b *Batch) bool {
	b.clear()
	if s.done {
		return false
	}
	if err := s.reader.open(); err != nil {
		return s.fail(b, s.reader.failed(err))
	}
	if l, ok := s.reader.records.(*lines); ok && !s.reader.opt.Select.selects() {
		return s.nextLines(l.in, b)
	}
	return s.nextRecords(b)
}

// fail ends the input with an error, and reports whether that is more than the end.
func (s *Splitter) fail(b *Batch, err error) bool {
	s.done = true
	b.addFault(err)
	return !b.empty()
}

// nextLines hands over all whole lines that are in memory.
func (s *Splitter) nextLines(in *window, b *Batch) bool {
	n := wholeLines(in)
	if n == 0 && in.failure() != nil {
		return s.fail(b, s.reader.failed(readError(in)))
	}
	b.pos = in.pos
	b.lines = in.detach(n, b.lines[:0])
	if errors.Is(in.err, errTooLong) { // the batch's reader will say so
		in.skipLine()
	}
	s.done = n == 0
	return n > 0
}

// wholeLines is the length of the lines in memory, after more has been read if there is none. The
// last line may have no end: that of the input, and one too long for the memory.
func wholeLines(in *window) int {
	for looked := 0; ; {
		data := in.bytes()
		if k := bytes.LastIndexByte(data[looked:], '\n'); k >= 0 {
			return looked + k + 1
		}
		looked = len(data)
		if in.fill() {
			continue
		}
		if in.failure() != nil {
			return 0
		}
		return looked
	}
}

// nextRecords reads records as long as the next one is likely to be in memory already.
func (s *Splitter) nextRecords(b *Batch) bool {
	for size := 0; b.count+len(b.faults) < batchRecords && size < batchSize; {
		rec, err := s.reader.Next()
		if err != nil && s.reader.err != nil {
			return s.fail(b, err)
		}
		if err != nil {
			b.addFault(err)
			continue
		}
		b.add(rec)
		size += len(rec.data)
		if len(s.reader.in.bytes()) < len(rec.data) {
			break
		}
	}
	return true
}

func (b *Batch) clear() {
	b.lines, b.count, b.faults, b.places = b.lines[:0], 0, b.faults[:0], b.places[:0]
}

func (b *Batch) empty() bool { return len(b.lines) == 0 && b.count == 0 && len(b.faults) == 0 }

func (b *Batch) add(rec *Record) {
	if b.count == len(b.records) {
		b.records = append(b.records, Record{})
	}
	b.records[b.count].CopyFrom(rec)
	b.records[b.count].index = -1
	b.count++
}

func (b *Batch) addFault(err error) {
	var e *Error
	if errors.As(err, &e) {
		e.Record = -1
		b.faults, b.places = append(b.faults, e), append(b.places, b.count)
	}
}

// BatchReader reads the records of batches. Every worker has its own.
type BatchReader struct {
	opt   ReaderOptions
	lines lines
	batch *Batch
	at    int // of the records in the batch
	fault int // of its faults
	rec   Record
}

// NewBatchReader returns a reader for the batches of a splitter with the same options.
func NewBatchReader(opt ReaderOptions) *BatchReader {
	r := NewReader(nil, opt)
	return &BatchReader{opt: r.opt, lines: lines{scanner: r.scanner()}}
}

// Open begins a batch.
func (r *BatchReader) Open(b *Batch) {
	r.batch, r.at, r.fault = b, 0, 0
	in := &window{src: eof{}, buf: b.lines, pos: b.pos, limit: r.opt.MaxRecord, err: io.EOF}
	r.lines = lines{in: in, scanner: r.lines.scanner}
}

// Next is [Reader.Next] for the batch: the error is io.EOF where the batch ends. How many records
// come before the batch is not known, so Record.Index and Error.Record are -1.
func (r *BatchReader) Next() (*Record, error) {
	b := r.batch
	switch {
	case r.fault < len(b.faults) && b.places[r.fault] == r.at:
		r.fault++
		return nil, b.faults[r.fault-1]
	case r.at < b.count:
		r.at++
		return &b.records[r.at-1], nil
	}
	if err := r.lines.next(&r.rec); err != nil {
		return nil, r.failed(err)
	}
	r.rec.index = -1
	return &r.rec, nil
}

// failed completes an error.
func (r *BatchReader) failed(err error) error {
	var e *Error
	if errors.As(err, &e) {
		e.Name, e.Record = r.opt.Name, -1
	}
	return err
}

// eof is an input without anything in it.
type eof struct{}

func (eof) Read([]byte) (int, error) { return 0, io.EOF }
