package report

import (
	"bufio"
	"io"

	"postback/internal/plan"
	"postback/internal/redact"
)

// bufferSize is how much output is collected before it is written.
const bufferSize = 64 << 10

// urlWriter writes the URL of every request that is complete.
type urlWriter struct {
	w    *bufio.Writer
	hide *redact.Redactor
	line []byte
}

func newURLWriter(w io.Writer, style Style) ResultWriter {
	return &urlWriter{w: bufio.NewWriterSize(w, bufferSize), hide: style.Hide}
}

func (u *urlWriter) Result(r Result) error {
	if r.Firing.Decision != plan.Fire {
		return nil
	}
	u.line = append(u.hide.AppendURL(u.line[:0], r.Firing.Request.URL), '\n')
	_, err := u.w.Write(u.line)
	return err
}

func (u *urlWriter) Close() error { return u.w.Flush() }
