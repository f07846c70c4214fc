package validate

import (
	"strings"

	"postback/internal/diag"
	"postback/internal/redact"
)

// literalSecret finds a credential written into the definitions.
func literalSecret() Rule {
	return Rule{
		Name:     "literal-secret",
		Severity: diag.Warning,
		Summary:  "a credential written into the definitions",
		Long: `Whoever can read the file has the key, and it stays in the history of the repository for
good. Write ${env:NAME} and set the variable where the tool runs; change the key if it has
been published.`,
		Wrong: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]
    headers:
      Authorization: Bearer 8d7f6a5b4c3d2e1f
`,
		Right: `pixels:
  - name: Sale
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]
    headers:
      Authorization: Bearer ${env:RECEIVER_TOKEN}
`,
		Check: checkLiteralSecret,
	}
}

func checkLiteralSecret(p *Pass) {
	for px, v := range p.urls() {
		for _, param := range v.params {
			if redact.SecretName(param.name) && param.literalValue && looksLikeSecret(param.value) {
				p.reportLiteralSecret(v.span(param.valueStart, param.end), param.name)
			}
		}
		for _, h := range px.Headers {
			if redact.SecretName(h.Name.String()) && looksLikeSecret(secretPart(h.Value.Text().String())) && !hasHole(literals(h.Value)) {
				p.reportLiteralSecret(h.Value.Text().Whole(), "the header "+h.Name.String())
			}
		}
		if auth := px.BasicAuth; auth != nil && auth.Password.Text().Len() > 0 && !hasHole(literals(auth.Password)) {
			p.reportLiteralSecret(auth.Password.Text().Whole(), "the password")
		}
	}
}

func (p *Pass) reportLiteralSecret(span diag.Span, what string) {
	p.Report(span, "%s is written into the definitions; write ${env:NAME} in its place", what)
}

func hasHole(literal string) bool { return strings.IndexByte(literal, hole) >= 0 }

// secretPart is a header's value without the scheme of its authentication.
func secretPart(value string) string {
	_, rest, found := strings.Cut(value, " ")
	if found {
		return rest
	}
	return value
}

// looksLikeSecret tells a key from a placeholder that is still to be replaced, which another rule
// reports: a key has at least six characters and a digit among them, or is long.
func looksLikeSecret(value string) bool {
	const short, long = 6, 24
	return len(value) >= long || len(value) >= short && strings.ContainsAny(value, "0123456789")
}
