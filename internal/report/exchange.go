package report

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"postback/internal/postback"
)

// Exchange writes every attempt at one request as it was sent and its answer as it was received, in
// the manner of curl: > before what was sent, < before what was received, * before everything else.
func Exchange(w io.Writer, r Result, style Style) error {
	e := &exchangeWriter{out: bufio.NewWriter(w), style: style}
	e.line("* %s", r.Firing.Pixel.Name)
	for _, o := range append(slices.Clone(r.Outcome.Earlier), r.Outcome) {
		e.attempt(Result{Firing: r.Firing, Outcome: o})
	}
	return e.out.Flush()
}

type exchangeWriter struct {
	out   *bufio.Writer
	style Style
	count int       // attempts written
	ended time.Time // when the last of them ended
}

func (e *exchangeWriter) line(format string, args ...any) {
	_, _ = e.out.WriteString(oneLine(fmt.Sprintf(format, args...)) + "\n")
}

func (e *exchangeWriter) attempt(r Result) {
	o := r.Outcome
	if e.count++; e.count > 1 {
		e.line("* attempt %d, %s later", e.count, o.Begun.Sub(e.ended).Round(time.Millisecond))
	}
	e.ended = o.Begun.Add(o.Elapsed)
	e.way(r)
	e.sent(o.Sent)
	if took := timings(o); took != "" {
		e.line("* %s", took)
	}
	e.received(o)
	if o.Failure != "" || o.Status == 0 {
		e.line("* %s", e.style.Hide.String(e.failure(o)))
	}
}

// failure is what went wrong; the reason of a refusal is its status text.
func (e *exchangeWriter) failure(o *postback.Outcome) string {
	if o.Verdict == postback.Rejected {
		return string(o.Failure) + " behind the head of the answer"
	}
	return o.Reason
}

// way says where the request went, which with --to is not where its URL says.
func (e *exchangeWriter) way(r Result) {
	o := r.Outcome
	to := e.style.Hide.String(o.Origin)
	if sentTo(r) != "" {
		to += ", in place of " + e.style.Hide.String(originOf(r.Firing.Request.URL))
	}
	switch {
	case o.Origin == "":
	case o.Address == "":
		e.line("* to %s", to)
	case o.Timing.Reused:
		e.line("* to %s, over the connection to %s that was open", to, o.Address)
	default:
		e.line("* to %s, connected to %s", to, o.Address)
	}
}

// originOf is the scheme, host and port of a URL.
func originOf(url []byte) string {
	scheme, rest, _ := bytes.Cut(url, []byte("://"))
	if end := bytes.IndexAny(rest, "/?#"); end >= 0 {
		rest = rest[:end]
	}
	return string(scheme) + "://" + strings.TrimSuffix(string(rest[bytes.LastIndexByte(rest, '@')+1:]), ":")
}

// sent writes a request from the bytes that went over the connection.
func (e *exchangeWriter) sent(message []byte) {
	if len(message) == 0 {
		return
	}
	head, body, _ := bytes.Cut(message, []byte("\r\n\r\n"))
	requestLine, fields, _ := strings.Cut(string(head), "\r\n")
	method, target, _ := strings.Cut(requestLine, " ")
	e.line("> %s %s", method, e.style.Hide.URL(target))
	contentType := e.fields("> ", fields)
	e.line(">")
	e.body("> ", contentType, body)
}

// fields writes the lines of a head behind its first, and returns the content type among them.
func (e *exchangeWriter) fields(prefix, fields string) (contentType string) {
	for field := range strings.Lines(fields) {
		field = strings.TrimRight(field, "\r\n")
		name, value, found := strings.Cut(field, ":")
		if !found || strings.HasPrefix(field, "HTTP/") { // a status line, or one that is nothing
			e.line("%s", strings.TrimRight(prefix+e.style.Hide.String(field), " "))
			continue
		}
		if strings.EqualFold(name, "Content-Type") {
			contentType = strings.TrimSpace(value)
		}
		space := value[:len(value)-len(strings.TrimLeft(value, " \t"))]
		e.line("%s%s:%s%s", prefix, name, space, e.style.Hide.Header(name, value[len(space):]))
	}
	return contentType
}

// received writes an answer from the bytes of its head.
func (e *exchangeWriter) received(o *postback.Outcome) {
	if len(o.Received) == 0 {
		return
	}
	e.fields("< ", string(o.Received))
	e.body("< ", o.Header.Get("Content-Type"), o.Body)
	if o.BodyTruncated {
		e.line("* the body goes on")
	}
}

// body writes a body line by line.
func (e *exchangeWriter) body(prefix, contentType string, body []byte) {
	for _, line := range prefixed(prefix, e.style.Hide.Body(contentType, body)) {
		e.line("%s", line)
	}
}

// prefixed splits a body into lines that each begin with the prefix.
func prefixed(prefix string, body []byte) []string {
	var lines []string
	for line := range strings.Lines(string(body)) {
		lines = append(lines, prefix+strings.TrimRight(line, "\r\n"))
	}
	return lines
}

// timings says how long the stages took; a stage that did not happen is left out.
func timings(o *postback.Outcome) string {
	stages := []struct {
		name string
		took time.Duration
	}{
		{"dns", o.Timing.DNS},
		{"connect", o.Timing.Connect},
		{"tls", o.Timing.TLS},
		{"first byte", o.Timing.FirstByte},
		{"total", o.Elapsed},
	}
	var parts []string
	for _, s := range stages {
		if s.took > 0 {
			parts = append(parts, fmt.Sprintf("%s %.1f ms", s.name, milliseconds(s.took)))
		}
	}
	return strings.Join(parts, ", ")
}
