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
been published. What counts as a credential is a guess from its name and its form.`,
		Wrong: example("url: https://receiver.test/p?id=[Call:InboundCallId]", "headers:", "  Authorization: Bearer 8d7f6a5b4c3d2e1f"),
		Right: example("url: https://receiver.test/p?id=[Call:InboundCallId]", "headers:", "  Authorization: Bearer ${env:RECEIVER_KEY}"),
		Check: checkLiteralSecret,
	}
}

func checkLiteralSecret(p *Pass) {
	for _, f := range p.fields() {
		if f.isLiteralSecret() {
			what := f.name
			if f.place == headerValue {
				what = f.what
			}
			p.Report(f.span(), "%s is written into the definitions; write ${env:%s} in its place and set it where the tool runs",
				what, strings.ToUpper(strings.Join(wordsOf(f.name), "_")))
		}
	}
}

// isLiteralSecret reports whether a field holds a key. A placeholder that is still to be replaced is
// none: another rule reports it.
func (f field) isLiteralSecret() bool {
	isField := f.place >= parameter && redact.SecretName(f.name)
	return isField && (f.isCredential() || looksLikeSecret(f.value)) && !f.isLeftover()
}

// looksLikeSecret tells a key from a word: it has at least six characters and a digit among them, or
// is long.
func looksLikeSecret(value string) bool {
	const short, long = 6, 24
	return len(value) >= long || len(value) >= short && strings.ContainsAny(value, "0123456789")
}
