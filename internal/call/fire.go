package call

import "bytes"

// Fire is an entry of a call's event log that says a pixel was fired. Its texts are valid until the
// next fires are read.
type Fire struct {
	Pixel  []byte // its name
	Code   []byte // eventCode, as the log has it
	URL    []byte // that was really fired
	Status []byte // of the answer; empty when there was none
	Reason []byte // why it failed; empty when it did not
	Time   []byte // of the entry, as the log has it
}

// FireReader reads the pixel fires out of the event logs of records. The platform keeps the URL of a
// fire in the entry's recordingUrl. It is not safe for concurrent use.
type FireReader struct {
	events  Key
	scanner *Scanner
	entry   Record
	columns [7]Key
	fires   []Fire
	text    []byte
}

// NewFireReader returns a reader for records that were read with the given keys.
func NewFireReader(keys *Keys) *FireReader {
	own := NewKeys()
	f := &FireReader{events: keys.Column("events"), scanner: NewScanner(own)}
	for i, id := range [...]string{"name", "eventName", "eventCode", "recordingUrl", "httpStatusCode", "failReason", "dtStamp"} {
		f.columns[i] = own.Column(id)
	}
	return f
}

// Fires returns the pixel fires that the record logs, in its order. They are valid until the next
// call. A log that is a list of names, or missing, has none.
func (f *FireReader) Fires(rec *Record) []Fire {
	f.fires, f.text = f.fires[:0], f.text[:0]
	v := rec.Value(f.events)
	if v.Kind() != Composite || v.escaped {
		return nil
	}
	for rest := v.raw[1:]; ; {
		rest = bytes.TrimLeft(rest, " \t\r\n,")
		if len(rest) == 0 || rest[0] != '{' {
			return f.fires
		}
		n, err := f.scanner.Scan(rest, &f.entry)
		if err != nil { // which cannot be: it has been read as a part of the record
			return f.fires
		}
		f.add()
		rest = rest[n:]
	}
}

// HasLog reports whether the record has an event log, with or without fires in it. Records of the call
// log's short form have none.
func (f *FireReader) HasLog(rec *Record) bool {
	v := rec.Value(f.events)
	return v.Kind() == Composite && len(bytes.TrimLeft(v.raw[1:], " \t\r\n")) > 0 && bytes.TrimLeft(v.raw[1:], " \t\r\n")[0] == '{'
}

// add keeps the entry that was read last, if it is a fire.
func (f *FireReader) add() {
	if !isFire(f.column(0)) {
		return
	}
	f.fires = append(f.fires, Fire{
		Pixel: f.column(1), Code: f.column(2), URL: f.column(3), Status: f.column(4), Reason: f.column(5), Time: f.column(6),
	})
}

// column is the text of a column of the entry. It may grow f.text, of which earlier texts keep the
// old memory.
func (f *FireReader) column(i int) []byte {
	start := len(f.text)
	f.text = f.entry.AppendText(f.text, f.columns[i])
	return f.text[start:len(f.text):len(f.text)]
}

// isFire reports whether an entry of this name is a fire: PixelFire or, as the platform shows it,
// Pixel Fire.
func isFire(name []byte) bool {
	const word = "pixelfire"
	n := 0
	for _, c := range name {
		switch {
		case c == ' ' || c == '_':
		case n < len(word) && c|0x20 == word[n]:
			n++
		default:
			return false
		}
	}
	return n == len(word)
}
