package validate

import (
	"strings"

	"postback/internal/diag"
	"postback/internal/template"
)

// singleBracket finds arrays in single brackets.
func singleBracket() Rule {
	return Rule{
		Name:     template.RuleSingleBracket,
		Severity: diag.Error,
		Summary:  "an array in single brackets, which open a token",
		Long: `A [ opens a token everywhere, in a body too, and what cannot be a token sends nothing, up
to the first ]. An array is written in double brackets, and so is each array inside it:
[[1, 2]] sends [1, 2]. The usual sign is Bad Request, or an array that arrives cut short.`,
		Source: "documented: arrays in a body need double brackets, because a single one opens a macro; how much of it is lost is an assumption",
		Wrong: example("url: https://receiver.test/p", "method: POST", "content_type: application/json",
			`body: '{"conversions": [{"id": "[Call:InboundCallId]"}]}'`),
		Right: example("url: https://receiver.test/p", "method: POST", "content_type: application/json",
			`body: '{"conversions": [[{"id": "[Call:InboundCallId]"}]]}'`),
		Check: checkSingleBracket,
	}
}

func checkSingleBracket(p *Pass) {
	var value arrayValue
	for _, b := range p.brackets(template.RuleSingleBracket) {
		if !value.holds(b) {
			value = arrayValueOf(b)
		}
		_, encoded := decodedExpr(b.segment.Expr)
		_, spaced := respacedExpr(b.segment.Expr)
		if !encoded && !spaced && !value.reported(b) {
			p.Add(singleBracketFinding(b, value.arrayAt(b)))
		}
	}
}

func singleBracketFinding(b bracket, array []pair) diag.Diagnostic {
	e := b.segment.Expr
	why := "single brackets open a macro, so nothing is sent for " + excerpt(e.Source)
	if b.isIndex() {
		return replacing(b.span, "["+e.Source+"]", why+", which belongs to a name")
	}
	d := diag.Diagnostic{Span: b.span, Message: why + "; write [[ ]] for an array"}
	if len(array) > 0 {
		d.Fix = doubled(b.template.Text(), array)
	}
	return d
}

// arrayValue is a value with arrays in it: of a parameter, or a whole template.
type arrayValue struct {
	template   *template.Template
	start, end int
	single     []pair // arrays in single brackets; none where it is not certain that arrays were meant
	done       int    // where the last array that was reported ends
}

// arrayValueOf reads the value around a bracket. Arrays were meant when doubling the brackets makes
// JSON of the value.
func arrayValueOf(b bracket) arrayValue {
	v := arrayValue{template: b.template}
	v.start, v.end = valueAround(b.template, b.segment)
	text := b.template.Text().String()[v.start:v.end]
	if single := undoubled(arrays(text)); sendsJSON(withDoubled(text, single)) {
		v.single = single
	}
	return v
}

func (v *arrayValue) holds(b bracket) bool {
	return v.template == b.template && v.start <= b.segment.Start && b.segment.End <= v.end
}

// reported reports whether the bracket lies in an array that has its finding.
func (v *arrayValue) reported(b bracket) bool { return b.segment.Start < v.done }

// arrayAt is the outermost array in single brackets around a bracket, with the arrays inside it, as
// offsets in the template.
func (v *arrayValue) arrayAt(b bracket) []pair {
	array := outermost(v.single, b.segment.Start-v.start)
	for i, p := range array {
		array[i] = pair{p.open + v.start, p.close + v.start}
	}
	if len(array) > 0 {
		v.done = array[0].close
	}
	return array
}

// valueAround is the range of the value in which a segment stands: of a parameter, or all of it.
func valueAround(t *template.Template, s template.Segment) (start, end int) {
	text := t.Text().String()
	if s.Position != template.Query && s.Position != template.FormValue {
		return 0, len(text)
	}
	start = strings.LastIndexAny(text[:s.Start], "=&?") + 1
	end = len(text)
	if n := strings.IndexAny(text[s.End:], "&#"); n >= 0 {
		end = s.End + n
	}
	return start, end
}

// excerpt is a text in one line, cut in the middle when it is long.
func excerpt(s string) string {
	const most = 48
	text := []rune(strings.Join(strings.Fields(s), " "))
	if len(text) <= most {
		return string(text)
	}
	return string(text[:most/2]) + "…" + string(text[len(text)-most/2:])
}
