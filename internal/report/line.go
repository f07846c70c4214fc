package report

import (
	"bufio"
	"io"
	"strconv"
	"strings"

	"postback/internal/plan"
	"postback/internal/postback"
)

// lineWriter writes one line for each result: what happened to whom. It is the text of many calls.
type lineWriter struct {
	w     *bufio.Writer
	style Style
}

// NewLineWriter writes results as text in one line each.
func NewLineWriter(w io.Writer, style Style) ResultWriter {
	return &lineWriter{w: bufio.NewWriter(w), style: style}
}

// Result implements [ResultWriter].
func (l *lineWriter) Result(r Result) error {
	parts := []string{r.Firing.CallID(), r.Firing.Event.String(), r.Firing.Pixel.Name.String()}
	if r.Outcome != nil {
		parts = append(parts, l.outcome(r.Outcome)...)
	} else {
		parts = append(parts, l.decision(r.Firing))
	}
	for i := range parts[:3] {
		parts[i] = oneLine(parts[i])
	}
	_, _ = l.w.WriteString(strings.TrimPrefix(strings.Join(parts, " · "), " · ") + "\n")
	return l.w.Flush()
}

// outcome is what came of a firing, in the words of the text of one call.
func (l *lineWriter) outcome(o *postback.Outcome) []string {
	words := oneLine(l.style.Hide.String(o.Reason))
	if o.Status > 0 {
		words = strconv.Itoa(o.Status) + " " + words
	}
	parts := []string{(&textWriter{style: l.style}).verdict(o), words}
	if o.Attempts > 0 {
		parts = append(parts, duration(o.Elapsed))
	}
	return parts
}

// decision is why a firing was not sent.
func (l *lineWriter) decision(f *plan.Firing) string {
	word := map[plan.Decision]string{plan.Fire: "fires", plan.Skip: "skipped", plan.Fail: "cannot be sent"}[f.Decision]
	if f.Decision == plan.Fail {
		word = l.style.Palette.Bad(word)
	}
	for _, reason := range f.Reasons {
		word += ": " + oneLine(l.style.Hide.String(reason.Message)) + " [" + string(reason.Code) + "]"
	}
	return word
}

// Close implements [ResultWriter].
func (l *lineWriter) Close() error { return l.w.Flush() }
