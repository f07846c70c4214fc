package validate

import (
	"fmt"
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
	var t *template.Template
	var seen []pair // of the template: arrays that have a finding
	for b := range p.brackets(template.RuleSingleBracket) {
		if t != b.template {
			t, seen = b.template, nil
		}
		if _, encoded := decodedExpr(b.segment.Expr); encoded || len(outermost(seen, b.segment.Start)) > 0 {
			continue
		}
		array := arrayAt(b)
		seen = append(seen, array...)
		p.Add(singleBracketFinding(b, array))
	}
}

func singleBracketFinding(b bracket, array []pair) diag.Diagnostic {
	e := b.segment.Expr
	d := diag.Diagnostic{Span: b.span, Message: fmt.Sprintf("single brackets open a macro, so nothing is sent for %s; write [[ ]] for an array", excerpt(e.Source))}
	switch {
	case isIndex(b.template, e):
		d.Message = fmt.Sprintf("single brackets open a macro, so nothing is sent for %s; write [%s] for brackets that belong to the name", e.Source, e.Source)
		d.Fix = doubledAround(b.span)
	case len(array) > 0:
		d.Fix = doubled(b.template.Text(), array)
	}
	return d
}

// arrayAt is the outermost array in single brackets around one of which loading found something,
// with the arrays inside it. There is none when it is not certain that an array was meant: when
// doubling its brackets, and those of its like, does not make it JSON.
func arrayAt(b bracket) []pair {
	start, end := valueAround(b.template, b.segment)
	text := b.template.Text().String()[start:end]
	single := undoubled(arrays(text))
	array := outermost(single, b.segment.Start-start)
	if len(array) == 0 || !sendsJSON(withDoubled(text, single)) {
		return nil
	}
	for i := range array {
		array[i] = pair{array[i].open + start, array[i].close + start}
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
