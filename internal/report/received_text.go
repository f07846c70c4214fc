package report

import (
	"fmt"
	"io"
	"strings"

	"postback/internal/listen"
	"postback/internal/receiver"
	"postback/internal/redact"
)

// receivedText writes a block a request, its parameters decoded.
type receivedText struct {
	w     io.Writer
	style Style
	text  strings.Builder // of the block that is being made
}

func newReceivedText(w io.Writer, style Style) ReceivedWriter {
	return &receivedText{w: w, style: style}
}

func (t *receivedText) Received(r *listen.Received) error {
	palette := t.style.Palette
	t.linef("%s %s %s %s", palette.Faint(fmt.Sprintf("#%d", r.Seq)), palette.Bold(oneLine(r.Method)), t.visible(r.Path), palette.Faint("from "+r.RemoteAddr))
	t.params(r.Query)
	t.body(r)
	t.contract(r.Contract)
	t.comparison(r.Comparison)
	t.linef("  %s", oneLine(t.style.Hide.String(answered(&r.Answer))))
	return t.flush()
}

func (t *receivedText) Close() error { return nil }

func (t *receivedText) linef(format string, args ...any) {
	fmt.Fprintf(&t.text, format+"\n", args...)
}

// visible is text that came with a request, as it may be shown.
func (t *receivedText) visible(s string) string { return oneLine(t.style.Hide.String(s)) }

func (t *receivedText) flush() error {
	_, err := io.WriteString(t.w, t.text.String())
	t.text.Reset()
	return err
}

func (t *receivedText) body(r *listen.Received) {
	if r.ContentType != "" || len(r.Body) > 0 {
		t.linef("  body %s, %d bytes", orNone(oneLine(r.ContentType)), len(r.Body))
	}
	t.params(r.BodyParams)
	if len(r.BodyParams) == 0 && len(r.Body) > 0 {
		for _, line := range prefixed("    ", t.style.Hide.Body(r.ContentType, r.Body)) {
			t.linef("%s", oneLine(line))
		}
	}
	if r.BodyProblem != "" {
		t.linef("  %s", t.style.Palette.Caution(t.visible(r.BodyProblem)))
	}
}

func orNone(contentType string) string {
	if contentType == "" {
		return "without content type"
	}
	return contentType
}

func (t *receivedText) params(params []listen.Param) {
	names := 0
	for _, p := range params {
		names = max(names, cells(p.Name))
	}
	for _, p := range params {
		value := oneLine(hideParameter(t.style.Hide, p.Name, p.Value))
		if value == "" {
			value = t.style.Palette.Caution("(empty)")
		}
		if p.Malformed {
			value += "  " + t.style.Palette.Caution("← not valid percent-encoding")
		}
		t.linef("    %s  %s", pad(oneLine(p.Name), min(names, maxNameCells)), value)
	}
}

// contract writes what a request lacks of the contract of its receiver, and who says so.
func (t *receivedText) contract(c *listen.Contract) {
	if c == nil || len(c.Faults) == 0 {
		return
	}
	for _, fault := range c.Faults {
		t.linef("  %s", t.style.Palette.Caution(faultText(t.style.Hide, &fault)))
	}
	t.linef("    %s", t.style.Palette.Faint(contractText(c)))
}

// faultText is a fault in one line: "click-id is missing: id of the click".
func faultText(hide *redact.Redactor, f *receiver.Fault) string {
	name, meaning := oneLine(f.Parameter.Name), oneLine(f.Parameter.Meaning)
	if f.Kind == receiver.Missing {
		return fmt.Sprintf("%s is missing: %s", name, meaning)
	}
	return fmt.Sprintf("%s cannot be %s: %s", name, oneLine(hideParameter(hide, f.Parameter.Name, f.Value)), meaning)
}

// contractText says whose contract it is and where it is written.
func contractText(c *listen.Contract) string {
	r := c.Receiver
	text := fmt.Sprintf("contract of %s, %s", oneLine(r.Title), r.Certainty)
	if r.Source != "" {
		text += ", " + oneLine(r.Source)
	}
	if r.Date != "" {
		text += " (" + r.Date + ")"
	}
	return text
}

// answered says in a few words what a request was answered, and why that.
func answered(a *listen.Response) string {
	words := fmt.Sprintf("answered %d", a.Status)
	if a.Reset {
		words = "connection reset"
	}
	if a.Delay > 0 {
		words += fmt.Sprintf(" after %s", a.Delay)
	}
	if a.SlowBody > 0 {
		words += fmt.Sprintf(", %s a byte", a.SlowBody)
	}
	if a.Why != "" {
		words += " · " + a.Why
	}
	return words
}
