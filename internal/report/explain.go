package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"postback/internal/plan"
	"postback/internal/redact"
)

// ExplainFormats are the formats for explanations; the first is the default.
func ExplainFormats() []string { return []string{"text", "json"} }

// Explain writes the explanations of one call in the named format, one of [ExplainFormats]. As
// text each begins with one sentence that says all.
func Explain(w io.Writer, format string, explanations []plan.Explanation, style Style) error {
	if format == "json" {
		return writeExplainJSON(w, explanations, style.Hide)
	}
	t := &textWriter{w: bufio.NewWriterSize(w, bufferSize), style: style, first: true}
	for i := range explanations {
		if i > 0 {
			t.line("")
		}
		t.explanation(&explanations[i])
	}
	return t.w.Flush()
}

// Why is one sentence: whether the pixel fires, and if not, which gate was shut.
func Why(e *plan.Explanation, hide *redact.Redactor) string {
	f := &e.Firing
	call := "this call"
	if id := f.CallID(); id != "" {
		call = "call " + id
	}
	switch f.Decision {
	case plan.Fire:
		return hide.String(fmt.Sprintf("%s fires on %s for %s.", f.Pixel.Name, f.Event, call))
	case plan.Fail:
		return hide.String(fmt.Sprintf("%s should fire on %s for %s, but its request cannot be built: %s.", f.Pixel.Name, f.Event, call, f.Reasons[0].Message))
	default:
		return hide.String(fmt.Sprintf("%s does not fire for %s: %s.", f.Pixel.Name, call, whyNot(f.Reasons[0])))
	}
}

// whyNot is the reason of a skip as the end of a sentence.
func whyNot(r plan.Reason) string {
	switch r.Code {
	case plan.OtherEvent:
		return r.Message + ", which was not asked for"
	case plan.Filtered:
		return "its filter does not hold (" + r.Message + ")"
	default:
		return r.Message
	}
}

func (t *textWriter) explanation(e *plan.Explanation) {
	t.hanging("", oneLine(Why(e, t.style.Hide)), t.style.Palette.Bold)
	for _, g := range e.Gates {
		t.gate(g)
	}
	if e.Firing.Decision == plan.Skip {
		return
	}
	t.tokenUses(e.Tokens)
	t.parts(e)
	t.assumptions(e.Assumptions)
}

// gate shows one gate and what decided it. Those behind the first that is shut were not asked.
func (t *textWriter) gate(g plan.Gate) {
	palette := t.style.Palette
	mark, shade := palette.Good("yes"), unshaded
	switch {
	case !g.Asked:
		mark, shade = palette.Faint(" - "), palette.Faint
	case !g.Open:
		mark = palette.Bad("no ")
	}
	t.hanging("  "+mark+"  "+pad(g.Name, len("attached"))+"  ", oneLine(t.style.Hide.String(g.Detail)), shade)
}

// tokenUses shows every token: the blank ones come first, as plan lists them.
func (t *textWriter) tokenUses(uses []plan.TokenUse) {
	if len(uses) == 0 {
		return
	}
	t.line("  " + t.style.Palette.Bold("tokens"))
	for _, u := range uses {
		t.tokenUse(u)
	}
}

func (t *textWriter) tokenUse(u plan.TokenUse) {
	source, place := oneLine(t.style.Hide.String(u.Source)), oneLine(t.style.Hide.String(u.Place))
	if beside := "    " + source + " · " + place; t.fits(beside) {
		t.line("    " + t.style.Palette.Token(source) + " · " + place)
	} else {
		t.hanging("    ", source, t.style.Palette.Token)
		t.row("in", place, unshaded)
	}
	switch {
	case u.Empty():
		t.row("empty", u.Why, t.style.Palette.Caution)
		return
	case u.Token != "":
		t.row("value", t.style.Hide.Header(u.Param, u.Value), unshaded)
	}
	t.row("from", from(u), unshaded)
	if u.Token == "" && u.Why != "" {
		t.row("note", u.Why+", so fire refuses to send this", t.style.Palette.Caution)
	} else if u.Encoded != u.Value {
		t.row("sent as", hideEncoded(t.style.Hide, u), unshaded)
	}
}

// row is one labelled line about a token.
func (t *textWriter) row(label, text string, shade func(string) string) {
	t.hanging("      "+t.style.Palette.Faint(pad(label, len("sent as")))+" ", oneLine(t.style.Hide.String(text)), shade)
}

// hideEncoded is what is sent for a token; the value of a variable is a secret by nature.
func hideEncoded(hide *redact.Redactor, u plan.TokenUse) string {
	if u.Token == "" && u.Why == "" {
		return hide.Header("secret", u.Encoded)
	}
	return hide.Header(u.Param, u.Encoded)
}

// from says in one line where a value came from and what was done to it.
func from(u plan.TokenUse) string {
	parts := []string{u.From}
	switch u.Origin {
	case plan.FromTag:
		parts[0] += " of the record"
	case plan.FromColumn:
		parts[0] = "column " + u.From
	case plan.FromDerivation:
		parts[0] = "derived from " + u.From
	case plan.FromDefinition:
		parts[0] = "definitions, " + u.From
	case plan.Nowhere, plan.FromOverride:
	}
	if u.Token != "" && strings.Contains(u.Source, "|") {
		parts = append(parts, "chosen: "+u.Token)
	}
	if u.Transform != "" {
		parts = append(parts, u.Transform)
	}
	return strings.Join(parts, ", ")
}

// assumptions shows what the request relies on, and the other reading where it sends another thing.
func (t *textWriter) assumptions(list []plan.Assumption) {
	if len(list) == 0 {
		return
	}
	t.hanging("  ", "assumptions (the platform documents none of these)", t.style.Palette.Bold)
	for _, a := range list {
		t.hanging("    - ", a.Text, unshaded)
		if a.Others != "" {
			t.hanging("      here       ", oneLine(t.style.Hide.Header(a.Param, a.Here)), unshaded)
			t.hanging("      otherwise  ", oneLine(t.style.Hide.Header(a.Param, a.Others)), unshaded)
		}
	}
}
