package validate

import (
	"strings"
	"unicode/utf8"

	"postback/internal/diag"
	"postback/internal/template"
)

// smartQuotes finds quotation marks, dashes and spaces of a word processor.
func smartQuotes() Rule {
	return Rule{
		Name:     "smart-quotes",
		Severity: diag.Error,
		Summary:  "quotation marks, dashes or spaces of a word processor",
		Long: `A word processor or a chat replaced straight quotes, hyphens or spaces by typographic ones.
They look right and are other characters: the receiver does not recognise what they are part
of. Type them again. In a URL or a form, an apostrophe or a dash may be meant, so it is only a
warning; write it percent-encoded then. In JSON, the text of strings is not looked at.`,
		Wrong: example("url: https://receiver.test/p?id=[Call:InboundCallId]&kind=“call”"),
		Right: example("url: https://receiver.test/p?id=[Call:InboundCallId]&kind=call"),
		Check: checkSmartQuotes,
	}
}

func checkSmartQuotes(p *Pass) {
	for t := range p.templates() {
		switch t.template.Kind() {
		case template.URL, template.FormBody:
			p.reportTypography(t)
		case template.JSONBody:
			p.reportJSONQuotes(t)
		case template.Header, template.TextBody: // there such characters may be meant
		}
	}
}

func (p *Pass) reportTypography(t *part) {
	for i, r := range t.literal {
		if r < utf8.RuneSelf {
			continue
		}
		what, severity := typographic(r)
		if what == "" {
			continue
		}
		span := t.template.Text().Span(i, i+len(string(r)))
		if strings.ContainsRune(invisible, r) {
			p.Add(removing(span, what+" in "+t.what))
			continue
		}
		p.Add(diag.Diagnostic{Severity: severity, Span: span, Message: what + " in " + t.what + "; type it again as plain text"})
	}
}

// reportJSONQuotes finds quotes outside of strings: they were meant to begin and end some.
func (p *Pass) reportJSONQuotes(t *part) {
	literal := t.literal
	for i := 0; i < len(literal); i++ {
		if literal[i] == '"' {
			i = stringEnd(literal, i)
		} else if length := typographicQuote(literal[i:]); length > 0 {
			span := t.template.Text().Span(i, i+length)
			p.Add(diag.Diagnostic{
				Span: span, Message: "a typographic quotation mark in place of a straight one",
				Fix: &diag.Fix{Message: `write "`, Edits: []diag.Edit{{Span: span, Text: straightQuote(t.template.Text())}}},
			})
		}
	}
}

// typographicQuote is the length of the double quotation mark that a text begins with, or 0.
func typographicQuote(text string) int {
	for _, quote := range []string{"“", "”", "„"} {
		if strings.HasPrefix(text, quote) {
			return len(quote)
		}
	}
	return 0
}

// straightQuote is a " as the scalar of YAML has to have it.
func straightQuote(text diag.Text) string {
	if strings.HasPrefix(text.Whole().Text(), `"`) {
		return `\"`
	}
	return `"`
}

// invisible are characters without any width.
const invisible = "\u200b\u200c\u200d\u2060\ufeff"

// typographic names the characters that word processors put in place of plain ones.
func typographic(r rune) (name string, severity diag.Severity) {
	switch r {
	case '“', '”', '„', '«', '»':
		return "a typographic quotation mark", diag.Error
	case '‘', '’', '‚':
		return "a typographic apostrophe", diag.Warning
	case '\u2010', '\u2011', '\u2012', '\u2013', '\u2014', '\u2212':
		return "a dash in place of a hyphen", diag.Warning
	case '…':
		return "an ellipsis", diag.Warning
	case '\u00a0', '\u2007', '\u2009', '\u202f':
		return "a no-break space", diag.Error
	}
	if strings.ContainsRune(invisible, r) {
		return "an invisible character", diag.Error
	}
	return "", 0
}
