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
	for use := range p.tokens() {
		if d, isUnknown := p.unknown(use.token, use.span); isUnknown {
			p.Add(d)
		}
	}
}

// unknown describes a token that the catalogue does not have.
func (p *Pass) unknown(token template.Token, span diag.Span) (d diag.Diagnostic, isUnknown bool) {
	if p.survey.known[token] != nil {
		return d, false
	}
	suggestions := catalog.Suggest(token.Category, token.Name)
	d = diag.Diagnostic{Span: span, Message: fmt.Sprintf("%s is not a token", token)}
	if len(suggestions) > 0 {
		meant := suggestions[0].Token
		d.Message += "; did you mean " + meant.String() + "?"
		if isVariant(token, meant) {
			d.Fix = respelled(token, meant.Name, span)
		}
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

// isVariant reports whether a token differs from the one that is meant in nothing but case, spaces,
// hyphens and underscores of its name.
func isVariant(token template.Token, meant catalog.Token) bool {
	plain := strings.NewReplacer(" ", "", "-", "", "_", "")
	return strings.EqualFold(token.Category, meant.Category) && strings.EqualFold(plain.Replace(token.Name), plain.Replace(meant.Name))
}

// respelled replaces the name of a token, which stands once in the span.
func respelled(token template.Token, name string, span diag.Span) *diag.Fix {
	written := token.Category + ":" + token.Name
	if strings.Count(span.Text(), written) != 1 {
		return nil
	}
	end := span.Start + strings.Index(span.Text(), written) + len(written)
	return &diag.Fix{
		Message: "write " + name,
		Edits:   []diag.Edit{{Span: diag.Span{Source: span.Source, Start: end - len(token.Name), End: end}, Text: name}},
	}
}
