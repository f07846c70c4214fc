package validate

import (
	"encoding/json"
	"errors"

	"postback/internal/diag"
	"postback/internal/pixel"
	"postback/internal/template"
)

// invalidJSONBody finds a JSON body that no value can make valid.
func invalidJSONBody() Rule {
	return Rule{
		Name:     "invalid-json-body",
		Severity: diag.Error,
		Summary:  "a JSON body that no value can make valid",
		Long: `The body says that it is JSON and is not, whatever the call: a comma too many, a quote or
bracket that is missing. The receiver answers Bad Request. The finding points at the
character at which reading it as JSON fails.`,
		Wrong: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p
    method: POST
    content_type: application/json
    body: '{"id": "[Call:InboundCallId]",}'
`,
		Right: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p
    method: POST
    content_type: application/json
    body: '{"id": "[Call:InboundCallId]"}'
`,
		Check: checkInvalidJSONBody,
	}
}

func checkInvalidJSONBody(p *Pass) {
	for _, px := range p.Set.Pixels {
		if px.Body == nil || px.Body.Kind() != template.JSONBody || px.Body.Empty() {
			continue
		}
		if at, message := jsonFault(px.Body, filledBare); message != "" && !isExplained(px) {
			p.Report(at, "the body is not valid JSON here, whatever the call: %s", message)
		}
	}
}

// isExplained reports whether another rule says already why the body is no JSON: a bracket in it
// sends nothing, or a macro of another platform stands where a value should.
func isExplained(px *pixel.Pixel) bool {
	for e := range px.Body.Exprs() {
		if e.NotAToken {
			return true
		}
	}
	return len(macrosOf(part{px, px.Body, "the body"})) > 0
}

// The values that stand in for tokens outside of strings when a body is tried out.
const (
	filledBare = "0"
	emptyBare  = ""
)

// jsonFault renders a JSON body with a stand-in for every token and says where, in the
// definitions, it stops being valid; the message is empty when it is valid.
func jsonFault(t *template.Template, bare string) (diag.Span, string) {
	var body []byte
	var origins []int // the offset in the template of each byte
	for _, s := range t.Segments() {
		text := s.Literal
		if s.Expr != nil || s.Variable != nil {
			text = standIn(s, bare)
		}
		for range len(text) {
			origins = append(origins, s.Start)
		}
		if s.Expr == nil && s.Variable == nil && len(text) == s.End-s.Start {
			for i := range len(text) {
				origins[len(origins)-len(text)+i] = s.Start + i
			}
		}
		body = append(body, text...)
	}
	var value any
	err := json.Unmarshal(body, &value)
	var syntax *json.SyntaxError
	if !errors.As(err, &syntax) {
		return diag.Span{}, ""
	}
	at := t.Text().Len()
	if i := int(syntax.Offset) - 1; i >= 0 && i < len(origins) {
		at = origins[i]
	}
	return t.Text().Span(at, min(at+1, t.Text().Len())), syntax.Error()
}

// standIn is what a token is tried out as: text inside a string, and bare outside of one.
func standIn(s template.Segment, bare string) string {
	switch {
	case s.Expr != nil && s.Expr.NotAToken:
		return ""
	case s.Position == template.JSONString:
		return "x"
	}
	return bare
}
