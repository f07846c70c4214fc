package report

import (
	"bufio"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"time"

	"postback/internal/postback"
)

// Exchange writes one request as it was sent and its answer as it was received, in the manner of
// curl: > before what was sent, < before what was received, * before everything else.
func Exchange(w io.Writer, r Result, style Style) error {
	out := bufio.NewWriter(w)
	shown := visibleRequest(r.Firing, style.Hide)
	lines := []string{"* " + r.Firing.Pixel.Name.String(), "> " + shown.method + " " + requestTarget(shown.url)}
	for _, h := range shown.headers {
		lines = append(lines, "> "+h.name+": "+h.value)
	}
	lines = append(lines, ">")
	lines = append(lines, prefixed("> ", shown.body)...)
	lines = append(lines, timings(r.Outcome)...)
	if r.Outcome.Status > 0 {
		lines = append(lines, answerLinesOf(r.Outcome, style)...)
	} else {
		lines = append(lines, "* "+style.Hide.String(r.Outcome.Reason))
	}
	for _, line := range lines {
		_, _ = out.WriteString(oneLine(line) + "\n")
	}
	return out.Flush()
}

// requestTarget is the path and query of a URL, and the host that it goes to.
func requestTarget(shown string) string {
	u, err := url.Parse(shown)
	if err != nil {
		return shown
	}
	return u.RequestURI() + " (" + u.Host + ")"
}

func answerLinesOf(o *postback.Outcome, style Style) []string {
	lines := []string{fmt.Sprintf("< %s %d %s", o.Protocol, o.Status, style.Hide.String(o.Reason))}
	var names []string
	for name := range o.Header {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, value := range o.Header[name] {
			lines = append(lines, "< "+name+": "+style.Hide.Header(name, value))
		}
	}
	lines = append(lines, "<")
	lines = append(lines, prefixed("< ", style.Hide.Body(o.Header.Get("Content-Type"), o.Body))...)
	if o.BodyTruncated {
		lines = append(lines, "* the body goes on")
	}
	return lines
}

// prefixed splits a body into lines that each begin with the prefix.
func prefixed(prefix string, body []byte) []string {
	if len(body) == 0 {
		return nil
	}
	var lines []string
	for line := range strings.Lines(string(body)) {
		lines = append(lines, prefix+strings.TrimRight(line, "\r\n"))
	}
	return lines
}

// timings says how long the stages took; a stage that did not happen is left out.
func timings(o *postback.Outcome) []string {
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
	if len(parts) == 0 {
		return nil
	}
	return []string{"* " + strings.Join(parts, ", ")}
}
