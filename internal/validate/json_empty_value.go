package validate

import (
	"postback/internal/diag"
	"postback/internal/pixel"
	"postback/internal/template"
)

// jsonEmptyValue finds a JSON body that an empty value makes invalid.
func jsonEmptyValue() Rule {
	return Rule{
		Name:     "json-empty-value",
		Severity: diag.Warning,
		Summary:  "a JSON body that an empty value makes invalid",
		Long: `A token outside of quotes puts its value into the JSON as it is. When the call has no such
value nothing stands there, the body is no JSON any more and the receiver answers Bad
Request. Put quotes around the token if the receiver takes text, or let a filter with exists
keep the pixel from firing.`,
		Wrong: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p
    method: POST
    content_type: application/json
    body: '{"amount": [Call:ConversionAmount]}'
`,
		Right: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p
    method: POST
    content_type: application/json
    body: '{"amount": "[Call:ConversionAmount]"}'
`,
		Check: checkJSONEmptyValue,
	}
}

func checkJSONEmptyValue(p *Pass) {
	for _, px := range p.Set.Pixels {
		if px.Body == nil || px.Body.Kind() != template.JSONBody {
			continue
		}
		if _, fault := jsonFault(px.Body, filledBare); fault != "" {
			continue // it is invalid anyway
		}
		if _, fault := jsonFault(px.Body, emptyBare); fault == "" {
			continue
		}
		for e := range px.Body.Exprs() {
			if e.Position == template.JSONBare && !e.NotAToken && !guarded(px, e) {
				p.Report(e.Span, "without quotes the body is no JSON when %s is empty", e.Source)
			}
		}
	}
}

// guarded reports whether a filter lets the pixel fire only when one of the expression's tokens has
// a value.
func guarded(px *pixel.Pixel, e *template.Expr) bool {
	for _, f := range px.Filters {
		if len(f.Conditions) != 1 || f.Conditions[0].Negative {
			continue
		}
		for _, t := range e.Alternatives {
			if t.Key() == f.Conditions[0].Token.Key() {
				return true
			}
		}
	}
	return false
}
