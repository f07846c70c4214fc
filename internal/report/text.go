package report

import (
	"bufio"
	"fmt"
	"strings"

	"postback/internal/plan"
	"postback/internal/postback"
	"postback/internal/receiver"
)

// textWriter writes a block for each pixel, made for a person: the URL taken apart, values
// decoded, what came out empty standing out.
type textWriter struct {
	w     *bufio.Writer
	style Style
	first bool
}

func newTextEncoder(style Style) encoder {
	return &textWriter{w: bufio.NewWriter(nil), style: style}
}

func (t *textWriter) encode(s *Sheet, r Result) {
	t.w.Reset(&s.text)
	t.heading(r.Firing)
	switch r.Firing.Decision {
	case plan.Fire:
		t.request(r)
	case plan.Fail:
		t.reasons("cannot be rendered", t.style.Palette.Bad, r.Firing.Reasons)
	case plan.Skip:
		t.reasons("skipped", t.style.Palette.Faint, r.Firing.Reasons)
	}
	if r.Outcome != nil {
		t.attempts(r.Outcome)
		t.outcome(r.Outcome)
	}
	_ = t.w.Flush()
}

func (t *textWriter) line(s string) { _, _ = t.w.WriteString(s + "\n") }

// heading names the firing: pixel, event, campaign and call, as far as they are known.
func (t *textWriter) heading(f *plan.Firing) {
	parts := []string{f.Event.String()}
	for _, part := range []string{f.CampaignName(), f.CallID()} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	t.line(t.style.Palette.Bold(oneLine(f.Pixel.Name.String())) + " · " + oneLine(strings.Join(parts, " · ")))
}

func (t *textWriter) reasons(what string, shade func(string) string, reasons []plan.Reason) {
	for _, reason := range reasons {
		t.remark(shade(what), reason.Message, string(reason.Code))
	}
}

// remark writes a message behind a word that says what it is, and the name of its kind behind it.
func (t *textWriter) remark(word, message, kind string) {
	prefix, message, kind := "  "+word+": ", oneLine(t.style.Hide.String(message)), " ["+kind+"]"
	if t.fits(stripColor(prefix + message + kind)) {
		t.line(prefix + message + t.style.Palette.Faint(kind))
		return
	}
	t.hanging(prefix, message+kind, unshaded)
}

func (t *textWriter) request(r Result) {
	f := r.Firing
	anatomy := f.Anatomy()
	t.line("  " + f.Request.Method + " " + t.style.Hide.URL(anatomy.Endpoint))
	t.parameters(anatomy.Parameters)
	if anatomy.Fragment != "" {
		fragment := oneLine(t.style.Hide.String("#" + anatomy.Fragment))
		t.line("      " + t.style.Palette.Caution(fragment) + "  ← never sent")
	}
	shown := visibleRequest(f, t.style.Hide)
	for _, h := range shown.headers {
		t.entry(entry{name: h.name + ":", value: h.value}, 0)
	}
	form := t.body(f, shown.body)
	for _, w := range r.warnings() {
		if !shownBeside(anatomy.Parameters, w.Token) && !shownBeside(form, w.Token) {
			t.warning(w)
		}
	}
}

// shownBeside reports whether a token's fault has been shown beside one of the parameters.
func shownBeside(parameters []plan.Parameter, token string) bool {
	for _, p := range parameters {
		for _, written := range p.Tokens {
			if p.Why != "" && written == token {
				return true
			}
		}
	}
	return false
}

func (t *textWriter) warning(w plan.Warning) {
	message := w.Message
	if w.Token != "" {
		message = w.Token + ": " + message
	}
	t.remark(t.style.Palette.Caution("warning"), message, w.Rule)
}

// body shows the body, a form as its parameters, which it returns.
func (t *textWriter) body(f *plan.Firing, body []byte) (form []plan.Parameter) {
	if form, ok := f.FormParameters(); ok {
		t.line("    body")
		t.parameters(form)
		return form
	}
	if len(body) == 0 {
		return nil
	}
	t.line("    body")
	for line := range strings.Lines(string(body)) {
		t.hanging(strings.Repeat(" ", bodyIndent), oneLine(strings.TrimRight(line, "\r\n")), unshaded)
	}
	return nil
}

const bodyIndent = 6

func (t *textWriter) outcome(o *postback.Outcome) {
	reason := oneLine(t.style.Hide.String(o.Reason))
	parts := []string{t.verdict(o)}
	if o.Attempts > 0 {
		parts = append(parts, duration(o.Elapsed))
	}
	if o.Attempts > 1 {
		parts = append(parts, fmt.Sprintf("attempt %d", o.Attempts))
	}
	if o.Status > 0 {
		parts = append([]string{fmt.Sprintf("%d %s", o.Status, reason)}, parts...)
	} else {
		parts = append(parts, reason)
	}
	t.verdictLine("  "+strings.Join(parts, " · "), oneLine(t.style.Hide.String(remark(o))))
	t.explainVerdict(o)
	if o.Status > 0 && (o.Status/100 != 2 || o.Verdict == postback.Rejected && o.Evidence == "") {
		t.answer(o)
	}
}

// verdictLine writes what came back, with the remark on it where there is room.
func (t *textWriter) verdictLine(line, remark string) {
	const gap = "    "
	if remark != "" && t.fits(stripColor(line+gap+remark)) {
		t.line(line + gap + remark)
		return
	}
	t.line(line)
	if remark != "" {
		t.hanging(strings.Repeat(" ", bodyIndent), remark, unshaded)
	}
}

// explainVerdict says by what the verdict was read, what in the answer led to it, and what the platform
// makes of the answer where that differs.
func (t *textWriter) explainVerdict(o *postback.Outcome) {
	if o.Expected == nil {
		return
	}
	indent := strings.Repeat(" ", bodyIndent)
	t.line(indent + "expect: " + expectation(o))
	if o.Evidence != "" {
		t.hanging(indent+"answer: ", evidence(o, t.style.Hide), unshaded)
	}
	if platformDiffers(o) {
		t.line(indent + t.style.Palette.Caution("the platform counts this as a "+platformVerdict(o)))
	}
}

// How much of a refusal's body is shown: so many lines, and of each so much where there is no
// terminal to say.
const (
	answerLines    = 5
	maxAnswerCells = 72
)

// answer shows the beginning of what a receiver said when it refused.
func (t *textWriter) answer(o *postback.Outcome) {
	body := t.style.Hide.Body(o.Header.Get("Content-Type"), []byte(receiver.BodyText(o)))
	lines := strings.Split(strings.TrimSpace(string(body)), "\n")
	room := maxAnswerCells
	if t.style.Width > 0 {
		room = max(t.style.Width-bodyIndent, minRoom)
	}
	for i, line := range lines {
		line = strings.TrimSpace(line)
		if line == "" || i == answerLines {
			break
		}
		t.line(strings.Repeat(" ", bodyIndent) + t.style.Palette.Faint(shorten(oneLine(line), room)))
	}
}

func (t *textWriter) verdict(o *postback.Outcome) string {
	word := string(o.Verdict)
	switch o.Verdict {
	case postback.Accepted:
		return t.style.Palette.Good(word)
	case postback.Unverified, postback.Duplicate:
		return t.style.Palette.Caution(word)
	default:
		return t.style.Palette.Bad(word)
	}
}
