package validate

import (
	"slices"
	"strings"

	"postback/internal/catalog"
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
keep the pixel from firing. A token that has a value at the event in any case is not reported.`,
		Source: "the table of tokens and events (postback list tokens), each entry with its certainty",
		Wrong:  example("url: https://receiver.test/p", "method: POST", "content_type: application/json", `body: '{"age": [tag:Demographics:Age]}'`),
		Right:  example("url: https://receiver.test/p", "method: POST", "content_type: application/json", `body: '{"age": "[tag:Demographics:Age]"}'`),
		Check:  checkJSONEmptyValue,
	}
}

func checkJSONEmptyValue(p *Pass) {
	for body := range p.jsonBodies() {
		if _, err := jsonFault(body.template); err != nil {
			continue // it is invalid anyway
		}
		text := body.template.Text()
		for _, run := range bareRuns(body) {
			isArray := run.before == '[' && run.after == ']' // which may be empty
			hasValue := func(e *template.Expr) bool { return p.survey.isFilled(body.pixel, e) }
			if run.isWhole() && !isArray && !slices.ContainsFunc(run.exprs, hasValue) {
				p.Report(text.Span(run.start, run.end), "without quotes the body is no JSON when %s is empty", text.String()[run.start:run.end])
			}
		}
	}
}

// isFilled reports whether an expression has a value whenever the pixel fires, as far as is known,
// or another rule wants quotes around it.
func (s *Survey) isFilled(px *pixel.Pixel, e *template.Expr) bool {
	if _, needsQuotes := textToken(e); needsQuotes {
		return true
	}
	best := s.bestOf(px, e.Alternatives)
	return best != nil && best.At[px.FireOn].Availability == catalog.Always || slices.ContainsFunc(px.Filters, func(f pixel.Filter) bool { return guards(f, e) })
}

// guards reports whether a filter holds only when one of the expression's tokens has a value.
func guards(f pixel.Filter, e *template.Expr) bool {
	return !slices.ContainsFunc(f.Conditions, func(c pixel.Condition) bool {
		return c.Negative || !slices.ContainsFunc(e.Alternatives, func(t template.Token) bool {
			return strings.EqualFold(t.Category, c.Token.Category) && t.Name == c.Token.Name
		})
	})
}
