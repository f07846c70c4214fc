package report

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"postback/internal/plan"
	"postback/internal/postback"
	"postback/internal/redact"
)

// evidencePage is the page that shows what was fired and what came back, for the support desk of
// whoever received it. Results are kept until the end, because the page begins with their sum.
type evidencePage struct {
	w       io.Writer
	style   Style
	summary Summary

	Title, Heading, Tool string
	Verdicts             []verdictCount
	NotFired             int
	Firings              []firingCard
}

// firingCard is one pixel of the page.
type firingCard struct {
	Pixel, About string
	Verdict      postback.Verdict // "" for a pixel that was not fired
	Bad          bool
	Status       string
	Elapsed      string
	Evidence     string
	Notes        []string // what is to be known about the verdict, or why nothing was fired
	Warnings     []string

	Method, Endpoint, URL string
	Parameters, Form      []parameterRow
	Headers               []string
	Body                  string

	AnswerLine, Answer string
	Stages             []stageBar
}

// parameterRow is one decoded parameter.
type parameterRow struct{ Name, Value, Tokens, Note string }

// stageBar is one stage of an exchange, in units of the drawing.
type stageBar struct {
	Shade    string // a class of the style sheet
	X, Width float64
	Label    string
}

func newEvidenceWriter(w io.Writer, style Style) ResultWriter {
	return &evidencePage{w: w, style: style, Tool: "postback " + style.Version}
}

// Result adds a card to the page.
func (p *evidencePage) Result(r Result) error {
	p.summary.Add(r)
	if r.Outcome == nil {
		p.NotFired++
	}
	p.Firings = append(p.Firings, p.card(r))
	return nil
}

// Close writes the page.
func (p *evidencePage) Close() error {
	p.Heading = "Postbacks, as they were sent"
	p.Title = "Postbacks: " + firedSummary(p.summary.Verdicts)
	for _, v := range verdictOrder() {
		if n := p.summary.Verdicts[v]; n > 0 {
			p.Verdicts = append(p.Verdicts, verdictCount{v, n})
		}
	}
	return writePage(p.w, "evidence.html", p)
}

func (p *evidencePage) card(r Result) firingCard {
	f := r.Firing
	c := firingCard{Pixel: oneLine(f.Pixel.Name.String()), About: aboutFiring(r)}
	for _, reason := range f.Reasons {
		c.Notes = append(c.Notes, fmt.Sprintf("not fired: %s [%s]", p.text(reason.Message), reason.Code))
	}
	if f.Decision == plan.Fire {
		p.request(&c, f)
	}
	if r.Outcome != nil {
		p.outcome(&c, r.Outcome)
	}
	return c
}

// aboutFiring is event, campaign, call and moment, as far as they are known.
func aboutFiring(r Result) string {
	parts := []string{r.Firing.Event.String()}
	if name := r.Firing.CampaignName(); name != "" {
		parts = append(parts, name)
	}
	if id := r.Firing.CallID(); id != "" {
		parts = append(parts, "call "+id)
	}
	if r.Outcome != nil && !r.Outcome.Begun.IsZero() {
		parts = append(parts, r.Outcome.Begun.UTC().Format("2006-01-02 15:04:05.000 UTC"))
	}
	return oneLine(strings.Join(parts, " · "))
}

// text is a text as it may be shown on one line.
func (p *evidencePage) text(s string) string { return oneLine(p.style.Hide.String(s)) }

func (p *evidencePage) request(c *firingCard, f *plan.Firing) {
	anatomy, shown := f.Anatomy(), visibleRequest(f, p.style.Hide)
	c.Method, c.URL, c.Body = shown.method, oneLine(shown.url), strings.ToValidUTF8(string(shown.body), "·")
	c.Endpoint = oneLine(p.style.Hide.URL(anatomy.Endpoint))
	c.Parameters = p.parameters(anatomy.Parameters)
	if form, ok := f.FormParameters(); ok {
		c.Form = p.parameters(form)
	}
	for _, h := range shown.headers {
		c.Headers = append(c.Headers, oneLine(h.name+": "+h.value))
	}
	for _, w := range f.Warnings() {
		c.Warnings = append(c.Warnings, p.text(strings.TrimPrefix(w.Token+": "+w.Message, ": "))+" ["+w.Rule+"]")
	}
}

func (p *evidencePage) parameters(parameters []plan.Parameter) []parameterRow {
	var rows []parameterRow
	for _, parameter := range parameters {
		rows = append(rows, parameterRow{
			Name: oneLine(parameter.Name), Value: oneLine(hideParameter(p.style.Hide, parameter.Name, parameter.Value)),
			Tokens: oneLine(strings.Join(parameter.Tokens, "")), Note: oneLine(parameter.Why),
		})
	}
	return rows
}

func (p *evidencePage) outcome(c *firingCard, o *postback.Outcome) {
	c.Verdict, c.Bad = o.Verdict, !o.Success()
	c.Status = p.text(o.Reason)
	if o.Status > 0 {
		c.Status = fmt.Sprintf("%d %s", o.Status, c.Status)
		c.AnswerLine = strings.TrimSpace(o.Protocol + " " + c.Status)
		c.Answer = strings.TrimSpace(answerText(o, p.style))
	}
	if o.Attempts > 0 {
		c.Elapsed = duration(o.Elapsed)
		c.Stages = stageBars(o)
	}
	c.Evidence = evidence(o, p.style.Hide)
	if o.Expected != nil {
		c.Notes = append(c.Notes, "expect: "+expectation(o))
	}
	if text := remark(o); text != "" {
		c.Notes = append(c.Notes, p.text(text))
	}
	if platformDiffers(o) {
		c.Notes = append(c.Notes, "the platform's own verdict: "+platformVerdict(o))
	}
	if o.InDoubt {
		c.Notes = append(c.Notes, "in doubt: the receiver may have it; to send it again may count it twice")
	}
}

// maxShownAnswer is how many bytes of an answer's body a page shows.
const maxShownAnswer = 16 << 10

// answerText is head and body of an answer as they may be shown.
func answerText(o *postback.Outcome, style Style) string {
	var b strings.Builder
	for _, h := range answerHeaders(o, style.Hide) {
		b.WriteString(oneLine(h.name+": "+h.value) + "\n")
	}
	body := string(style.Hide.Body(o.Header.Get("Content-Type"), o.Body))
	b.WriteString("\n" + strings.ToValidUTF8(body[:min(len(body), maxShownAnswer)], "·"))
	if o.BodyTruncated || len(body) > maxShownAnswer {
		b.WriteString("\n(the body goes on)")
	}
	return b.String()
}

// answerHeaders are the headers of an answer as they may be shown, sorted by name.
func answerHeaders(o *postback.Outcome, hide *redact.Redactor) []header {
	var headers []header
	for _, name := range slices.Sorted(maps.Keys(o.Header)) {
		for _, value := range o.Header[name] {
			headers = append(headers, header{name, hide.Header(name, value)})
		}
	}
	return headers
}

// waits splits the time behind connecting: until the first byte of the answer, and from it on.
func waits(o *postback.Outcome) (waiting, receiving time.Duration) {
	connected := o.Timing.DNS + o.Timing.Connect + o.Timing.TLS
	if o.Timing.FirstByte == 0 { // nothing came
		return max(o.Elapsed-connected, 0), 0
	}
	answered := max(o.Timing.FirstByte, connected)
	return answered - connected, max(o.Elapsed-answered, 0)
}

// stageBars shows where the time went.
func stageBars(o *postback.Outcome) []stageBar {
	if o.Elapsed <= 0 {
		return nil
	}
	waiting, receiving := waits(o)
	stages := []struct {
		name, shade string
		took        time.Duration
	}{
		{"dns", "unsent", o.Timing.DNS},
		{"connect", "duplicate", o.Timing.Connect},
		{"tls", "timed_out", o.Timing.TLS},
		{"waiting", "unverified", waiting},
		{"receiving", "accepted", receiving},
	}
	var bars []stageBar
	x := 0.0
	for _, s := range stages {
		if s.took <= 0 {
			continue
		}
		width := round1(1000 * float64(s.took) / float64(o.Elapsed))
		bars = append(bars, stageBar{s.shade, round1(x), width, s.name + " " + duration(s.took)})
		x += width
	}
	return bars
}
