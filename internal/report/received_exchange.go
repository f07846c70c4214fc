package report

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"postback/internal/listen"
)

// ReceivedExchange writes a request as it was received and what it was answered, in the manner of
// [Exchange]: > is what was sent here, < what was sent back.
func ReceivedExchange(w io.Writer, r *listen.Received, style Style) error {
	e := &exchangeWriter{out: bufio.NewWriter(w), style: style}
	e.line("* #%d from %s", r.Seq, r.RemoteAddr)
	e.line("> %s %s %s", r.Method, style.Hide.URL(r.URI), r.Protocol)
	e.line("> Host: %s", r.Host)
	for _, h := range r.Headers {
		e.field("> ", h.Name, h.Value)
	}
	e.line(">")
	e.body("> ", r.ContentType, r.Body)
	if r.BodyTruncated {
		e.line("* %s", style.Hide.String(r.BodyProblem))
	}
	e.answer(r)
	return e.out.Flush()
}

// answer writes what was sent back.
func (e *exchangeWriter) answer(r *listen.Received) {
	if r.Answer.Reset {
		e.line("* connection reset")
		return
	}
	e.line("%s", strings.TrimSpace(fmt.Sprintf("< %s %d %s", r.Protocol, r.Answer.Status, r.Answer.StatusText())))
	for _, name := range slices.Sorted(maps.Keys(r.Answer.Header)) {
		for _, value := range r.Answer.Header[name] {
			e.field("< ", name, value)
		}
	}
	e.line("<")
	e.body("< ", r.Answer.Header.Get("Content-Type"), r.Answer.Body)
}

// field writes one line of a head.
func (e *exchangeWriter) field(prefix, name, value string) {
	e.line("%s%s: %s", prefix, name, e.style.Hide.Header(name, value))
}
