package validate

import (
	"strings"

	"postback/internal/diag"
)

// secondQuestionMark finds a second ? among the parameters.
func secondQuestionMark() Rule {
	return Rule{
		Name:     "second-question-mark",
		Severity: diag.Error,
		Summary:  "a second ? among the parameters",
		Long: `Only the first question mark begins the parameters. A second one becomes part of a value,
which usually means that two URLs were joined or a & is missing. Write & in its place, or
%3F where a question mark is meant.`,
		Wrong: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]?event=sale
`,
		Right: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]&event=sale
`,
		Check: checkSecondQuestionMark,
	}
}

func checkSecondQuestionMark(p *Pass) {
	for _, v := range p.urls() {
		end := v.queryEnd()
		if v.query < 0 {
			continue
		}
		if at := strings.IndexByte(v.literal[v.query:end], '?'); at >= 0 {
			at += v.query
			p.Add(diag.Diagnostic{
				Span:    v.span(at, at+1),
				Message: "a second ? does not begin parameters; write & (or %3F for a question mark inside a value)",
			})
		}
	}
}
