package validate

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"postback/internal/catalog"
	"postback/internal/diag"
)

// literalNameAsValue finds parameters whose value is their own name.
func literalNameAsValue() Rule {
	return Rule{
		Name:     "literal-name-as-value",
		Severity: diag.Warning,
		Summary:  "a parameter whose value is its own name",
		Long: `transaction_id=transaction_id, or TRANSACTION_ID, is how instructions show where a value goes.
Sent as it is, the receiver finds no such transaction. Write the token that holds the value.`,
		Source: "documented: a receiver's own statistics count it under the first cause of lost conversions",
		Wrong:  example("url: https://receiver.test/p?transaction_id=transaction_id&amount=[Call:ConversionAmount]"),
		Right:  example("url: https://receiver.test/p?transaction_id=[Call:InboundCallId]&amount=[Call:ConversionAmount]"),
		Check:  checkLiteralName,
	}
}

func checkLiteralName(p *Pass) {
	for _, f := range p.fields() {
		if !f.isOwnName() {
			continue
		}
		instead := "the token that holds the value"
		if meant, ok := catalog.Meant(strings.ToLower(f.name)); ok && meant.Known {
			instead = "a token, such as " + meant.Token.String()
		}
		p.Report(f.span(), "the value of %s is its own name; write %s", f.name, instead)
	}
}

// isOwnName reports whether the value repeats the name of the field. A single word may do so and
// mean it, as event=event does, unless it is shouted or names what a token holds.
func (f field) isOwnName() bool {
	if !isSameName(f.name, f.value) {
		return false
	}
	if len(wordsOf(f.name)) > 1 || isShouted(f.value) && !isShouted(f.name) {
		return true
	}
	meant, ok := catalog.Meant(f.name)
	return ok && meant.Known
}

// isSameName reports whether two names have the same letters and digits, at least one, whatever their
// case and what parts them.
func isSameName(a, b string) bool {
	next := func(s string) (rune, string) {
		i := strings.IndexFunc(s, isNameRune)
		if i < 0 {
			return 0, ""
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		return unicode.ToLower(r), s[i+size:]
	}
	for some := false; ; some = true {
		var first, second rune
		first, a = next(a)
		second, b = next(b)
		if first != second || first == 0 {
			return some && first == second
		}
	}
}

// isNameRune reports whether a character belongs to a word of a name and does not part words.
func isNameRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// isShouted reports whether a text has capitals and no small letters.
func isShouted(s string) bool {
	return strings.ContainsFunc(s, unicode.IsUpper) && !strings.ContainsFunc(s, unicode.IsLower)
}

// span is where the value is written.
func (f field) span() diag.Span { return f.template.Text().Span(f.start, f.start+len(f.value)) }
