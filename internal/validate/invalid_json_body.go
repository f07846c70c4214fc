package validate

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"postback/internal/diag"
)

// invalidJSONBody finds a JSON body that no call makes valid.
func invalidJSONBody() Rule {
	return Rule{
		Name:     "invalid-json-body",
		Severity: diag.Error,
		Summary:  "a JSON body that is not valid, whatever the call",
		Long: `The body says that it is JSON and is not: a comma too many, a quote or bracket that is
missing, a text without quotes around it. The receiver answers Bad Request. The finding points
at the character at which reading it as JSON fails. A token outside of quotes whose values are
text, such as a telephone number, breaks the body too; where the form of the value is an
assumption, that is only a warning.`,
		Wrong: example("url: https://receiver.test/p", "method: POST", "content_type: application/json", `body: '{"id": "[Call:InboundCallId]",}'`),
		Right: example("url: https://receiver.test/p", "method: POST", "content_type: application/json", `body: '{"id": "[Call:InboundCallId]"}'`),
		Check: checkInvalidJSONBody,
	}
}

func checkInvalidJSONBody(p *Pass) {
	for body := range p.jsonBodies() {
		tried, err := jsonFault(body.template)
		if err == nil {
			p.reportUnquoted(body)
		} else if d, found := jsonFinding(tried, err); found && len(macrosOf(body)) == 0 {
			p.Add(d) // a macro of another platform in place of a value has a finding of its own
		}
	}
}

// reportUnquoted reports the tokens outside of strings whose values are text.
func (p *Pass) reportUnquoted(body *part) {
	text := body.template.Text()
	for _, run := range bareRuns(body) {
		token, isText := textToken(run.exprs[0])
		if !isText {
			continue
		}
		d := diag.Diagnostic{Span: text.Span(run.start, run.end)}
		d.Message = fmt.Sprintf("without quotes the value of %s, such as %s%s, is no JSON; put quotes around it", run.exprs[0].Source, token.Example, assumed(token))
		if !token.FormatCertainty.Fact() {
			d.Severity = diag.Warning
		}
		if run.isWhole() {
			quote := straightQuote(text)
			start, end := text.Span(run.start, run.start), text.Span(run.end, run.end)
			d.Fix = &diag.Fix{Message: "put quotes around it", Edits: []diag.Edit{{Span: start, Text: quote}, {Span: end, Text: quote}}}
		}
		p.Add(d)
	}
}

// jsonFinding explains a fault; found is false when another rule does.
func jsonFinding(t trial, err *json.SyntaxError) (d diag.Diagnostic, found bool) {
	at := min(int(err.Offset), len(t.sent)) - 1
	comma := len(strings.TrimRight(t.sent[:at], whitespace)) - 1
	switch rest := t.sent[at:]; {
	case typographicQuote(rest) > 0:
		return d, false
	case err.Error() == "unexpected end of JSON input":
		d.Message = "it ends too early"
		if open := unclosed(t.sent); open >= 0 {
			at, d.Message = open, fmt.Sprintf("the %c that begins here is never closed", t.sent[open])
		}
	case strings.IndexByte("]}", rest[0]) >= 0 && comma >= 0 && t.sent[comma] == ',':
		at = comma
		d.Message = "a comma too many: nothing follows it"
		d.Fix = &diag.Fix{Message: "remove the comma", Edits: []diag.Edit{{Span: t.span(at)}}}
	default:
		d.Message = explainJSON(rest, err.Error())
	}
	d.Span = t.span(at)
	d.Message = "the body is not valid JSON, whatever the call: " + d.Message
	return d, true
}

// span is where the character of the trial at an offset is written.
func (t trial) span(at int) diag.Span {
	_, size := utf8.DecodeRuneInString(t.sent[at:])
	start := t.origin(at)
	return t.body.Text().Span(start, max(t.origin(at+size), start+1))
}

// unclosed is the offset of what begins last in a JSON text and does not end, or -1.
func unclosed(text string) int {
	var open []int
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '"':
			end := stringEnd(text, i)
			if text[end] != '"' || end == i {
				return i
			}
			i = end
		case '[', '{':
			open = append(open, i)
		case ']', '}':
			open = open[:max(0, len(open)-1)]
		}
	}
	if len(open) == 0 {
		return -1
	}
	return open[len(open)-1]
}

// jsonPlaces are the places at which JSON cannot go on, as the standard library words them behind the
// character that it found there. Nothing writes to it.
var jsonPlaces = []struct{ place, explanation string }{
	{"after object key:value pair", "a comma is missing before this"},
	{"after array element", "a comma is missing before this"},
	{"after object key", "a colon is missing before this"},
	{"after top-level value", "it has ended before this"},
	{"looking for beginning of object key string", "the name of a member has double quotes"},
	{"looking for beginning of value", "a value was expected; a text has double quotes"},
	{"in string escape code", `a \ begins an escape; write \\ for a backslash`},
	{`in \u hexadecimal character escape`, `a \ begins an escape; write \\ for a backslash`},
	{"in string literal", `a string holds no line break and no tab; write \n or \t`},
}

// explainJSON says in plain words why JSON cannot go on with this text.
func explainJSON(rest, fault string) string {
	place := strings.TrimPrefix(fault[strings.LastIndex(fault, "' ")+1:], " ")
	switch {
	case rest[0] == '\'':
		return "strings have double quotes"
	case rest[0] == ']' && place == "after object key:value pair":
		return "a } is missing before this"
	case rest[0] == '}' && place == "after array element":
		return "a ] is missing before this, written ]]"
	}
	for _, known := range jsonPlaces {
		if strings.HasPrefix(place, known.place) {
			return known.explanation
		}
	}
	return fault
}
