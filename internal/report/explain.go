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

// Explain writes the explanations of one call in the named format, one of [ExplainFormats].
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
		return fmt.Sprintf("%s fires on %s for %s.", f.Pixel.Name, f.Event, call)
	case plan.Fail:
		return fmt.Sprintf("%s should fire on %s for %s, but its request cannot be built: %s.", f.Pixel.Name, f.Event, call, hide.String(f.Reasons[0].Message))
	default:
		return fmt.Sprintf("%s does not fire for %s: %s.", f.Pixel.Name, call, hide.String(f.Reasons[0].Message))
	}
}

func (t *textWriter) explanation(e *plan.Explanation) {
	t.heading(&e.Firing)
	t.line("  " + Why(e, t.style.Hide))
	for _, g := range e.Gates {
		t.gate(g)
	}
	if e.Firing.Decision == plan.Skip {
		return
	}
	t.tokenTable(e.Tokens)
	t.markedRequest(e)
	t.assumptions(e.Assumptions)
}

func (t *textWriter) gate(g plan.Gate) {
	mark, detail := t.style.Palette.Good("yes"), t.style.Hide.String(g.Detail)
	switch {
	case !g.Asked:
		mark, detail = t.style.Palette.Faint(" - "), "not asked"
	case !g.Open:
		mark = t.style.Palette.Bad("no ")
	}
	t.line(fmt.Sprintf("    %s  %s  %s", mark, pad(g.Name, len("attached")), detail))
}

// tokenTable shows every token: the blank ones come first, as plan lists them.
func (t *textWriter) tokenTable(uses []plan.TokenUse) {
	if len(uses) == 0 {
		return
	}
	t.line("  " + t.style.Palette.Bold("tokens"))
	for _, u := range uses {
		t.tokenUse(u)
	}
}

func (t *textWriter) tokenUse(u plan.TokenUse) {
	t.line("    " + t.style.Palette.Token(u.Source) + "  in " + u.Place)
	const label = 8
	row := func(name, text string, shade func(string) string) {
		for i, part := range wrap(text, t.style.Width-label-8) {
			if i > 0 {
				name = ""
			}
			t.line("      " + t.style.Palette.Faint(pad(name, label)) + shade(part))
		}
	}
	same := func(s string) string { return s }
	if u.Empty() {
		row("empty", u.Why, t.style.Palette.Caution)
		return
	}
	if u.Token != "" {
		row("value", printable([]byte(t.style.Hide.String(u.Value))), same)
	}
	row("from", from(u), same)
	if u.Encoded != u.Value {
		row("sent as", printable([]byte(hideVariable(t.style.Hide, u))), same)
	}
	if u.Why != "" {
		row("note", u.Why, t.style.Palette.Caution)
	}
}

// hideVariable is what is sent for a token; the value of a variable is a secret by nature.
func hideVariable(hide *redact.Redactor, u plan.TokenUse) string {
	if u.Token == "" && u.Why == "" {
		return hide.Header("secret", u.Encoded)
	}
	return hide.String(u.Encoded)
}

// from says in one line where a value came from and what was done to it.
func from(u plan.TokenUse) string {
	parts := []string{u.From}
	if u.Origin != plan.Nowhere && u.From != u.Origin.String() {
		parts[0] = u.Origin.String() + " " + u.From
	}
	if u.Token != "" && strings.Contains(u.Source, "|") {
		parts = append(parts, "chosen: "+u.Token)
	}
	if u.Transform != "" {
		parts = append(parts, u.Transform)
	}
	return strings.Join(parts, ", ")
}

// markedRequest shows the URL piece by piece, each with the token it came from.
func (t *textWriter) markedRequest(e *plan.Explanation) {
	if len(e.Pieces) == 0 {
		return
	}
	t.line("  " + t.style.Palette.Bold("request"))
	t.line("    " + e.Firing.Request.Method)
	widest := 0
	for _, p := range e.Pieces {
		if p.Source != "" {
			widest = max(widest, cells(p.Text))
		}
	}
	hidden := shownPieces(e, t.style.Hide)
	for i, p := range e.Pieces {
		switch {
		case p.Source == "":
			t.line("    " + hidden[i])
		default:
			text := hidden[i]
			if text == "" {
				text = t.style.Palette.Caution("(nothing)")
			}
			t.line("    " + pad(text, min(widest, maxValueCells)) + "  ← " + t.style.Palette.Token(p.Source))
		}
	}
}

// shownPieces hides the secrets of a URL piece by piece: a piece is judged with the name of the
// parameter that it belongs to, which stands at the end of the piece before it.
func shownPieces(e *plan.Explanation, hide *redact.Redactor) []string {
	shown := make([]string, len(e.Pieces))
	name := ""
	for i, p := range e.Pieces {
		if p.Source == "" {
			shown[i] = hide.String(p.Text)
			last := p.Text[strings.LastIndexAny(p.Text, "?&")+1:]
			name, _, _ = strings.Cut(last, "=")
			continue
		}
		shown[i] = hide.Header(name, p.Text)
	}
	return shown
}

func (t *textWriter) assumptions(list []plan.Assumption) {
	if len(list) == 0 {
		return
	}
	t.line("  " + t.style.Palette.Bold("assumptions") + t.style.Palette.Faint(" (the platform documents none of these)"))
	for _, a := range list {
		for i, part := range wrap(a.Text, t.style.Width-8) {
			t.line([]string{"    - ", "      "}[min(i, 1)] + strings.TrimSpace(part))
		}
		if a.Others != "" {
			t.line("      here:      " + t.style.Hide.String(a.Here))
			t.line("      otherwise: " + printable([]byte(t.style.Hide.String(a.Others))))
		}
	}
}
