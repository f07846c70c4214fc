package validate

import (
	"fmt"
	"strings"

	"postback/internal/catalog"
	"postback/internal/diag"
	"postback/internal/template"
)

// unknownToken finds tokens that the platform does not have.
func unknownToken() Rule {
	return Rule{
		Name:     "unknown-token",
		Severity: diag.Error,
		Summary:  "a token that the platform does not have",
		Long: `A token that does not exist is no error to the platform: it sends an empty value and
says nothing. Names are matched exactly, case and spaces included. Correct the spelling;
"postback list tokens" shows what there is. Where the platform has more names than are
known, an unknown one is only a warning.`,
		Source: "seen: a pixel with [tag:User:First name] sent an empty value 2,753 times of 2,753",
		Wrong: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallID]
`,
		Right: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]
`,
		Check: checkUnknownToken,
	}
}

func checkUnknownToken(p *Pass) {
	for _, e := range p.exprs() {
		for i, token := range e.Alternatives {
			if d, unknown := unknown(token, e.AlternativeSpan(i)); unknown {
				p.Add(d)
			}
		}
	}
}

// unknown describes a token that the catalogue does not have.
func unknown(token template.Token, span diag.Span) (d diag.Diagnostic, isUnknown bool) {
	if _, known := catalog.Lookup(token.Category, token.Name); known {
		return d, false
	}
	suggestions := catalog.Suggest(token.Category, token.Name)
	d = diag.Diagnostic{Span: span, Message: fmt.Sprintf("%s is not a token", token)}
	if len(suggestions) > 0 {
		d.Message += "; did you mean " + suggestions[0].Token.String() + "?"
		return d, true
	}
	if c, ok := catalog.LookupCategory(token.Category); ok && c.Partial {
		d.Severity = diag.Warning
		d.Message = fmt.Sprintf("%s is not among the known names of %s, which may not be all", token, c.Name)
	} else if !ok {
		d.Message += "; there is no category " + strings.TrimSpace(token.Category)
	}
	return d, true
}
