package importer

import (
	"fmt"
	"strings"

	"postback/internal/catalog"
	"postback/internal/diag"
	"postback/internal/template"
)

// converter turns the texts of one request into templates.
type converter struct {
	dialect  string
	cover    *cover
	request  *request
	findings *diag.List
}

// text is a text of the request as a template that sends it: variables as ${env:NAME}, tokens of the
// platform as they are, macros of other platforms as the token that holds the value, where there is
// one, and brackets that are no token doubled.
func (c *converter) text(s string, kind template.Kind) string {
	parts := strings.Split(c.cover.hide(s), "\x00")
	var out strings.Builder
	for i, part := range parts {
		switch {
		case i%2 == 1:
			out.WriteString("${env:" + part + "}")
		case c.request.template:
			out.WriteString(c.defuse(part, kind))
		default:
			out.WriteString(c.literal(part, kind))
		}
	}
	return out.String()
}

// literal converts text in which brackets mean nothing, unless they hold a token.
func (c *converter) literal(s string, kind template.Kind) string {
	var out strings.Builder
	last := 0
	for _, m := range c.macros(s, kind) {
		out.WriteString(c.plain(s[last:m.Start], kind) + c.macro(s, m, kind))
		last = m.End
	}
	return out.String() + c.plain(s[last:], kind)
}

// plain converts text without macros.
func (c *converter) plain(s string, kind template.Kind) string {
	var out strings.Builder
	for s != "" {
		before, token, after := cutToken(s)
		out.WriteString(c.defuse(doubled(before), kind) + token)
		s = after
	}
	return out.String()
}

// cutToken cuts a text around the first expression of known tokens in it. Token is "" when there is
// none; then all of the text is before.
func cutToken(s string) (before, token, after string) {
	for i := range s {
		if s[i] != '[' {
			continue
		}
		if n := tokenLen(s[i:]); n > 0 {
			return s[:i], s[i : i+n], s[i+n:]
		}
	}
	return s, "", ""
}

// hasToken reports whether a token of the platform stands in a text.
func hasToken(s string) bool {
	_, token, _ := cutToken(s)
	return token != ""
}

// tokenLen is the length of the expression of known tokens that s begins with, 0 when there is none.
func tokenLen(s string) int {
	end := 1 + strings.IndexAny(s[1:], "[]")
	if end == 0 || s[end] == '[' {
		return 0
	}
	for alternative := range strings.SplitSeq(s[1:end], "|") {
		token, ok := template.ParseToken(alternative)
		if _, known := catalog.Lookup(token.Category, token.Name); !ok || !known {
			return 0
		}
	}
	return end + 1
}

// macros are the macros of other platforms in a text. In a URL or a form they may stand anywhere; in
// other texts the same characters have other uses, so a macro has to be a whole value in quotes, or
// the whole text.
func (c *converter) macros(s string, kind template.Kind) []catalog.MacroSpan {
	var found []catalog.MacroSpan
	inURL := kind == template.URL || kind == template.FormBody
	for _, m := range append(catalog.FindMacros(s), bracketMacros(s)...) {
		if (inURL || isWhole(s, m)) && c.speaks(s[m.Start:m.End]) {
			found = append(found, m)
		}
	}
	sortSpans(found)
	return found
}

// speaks reports whether a macro belongs to the dialect that was asked for. Without one, a word in
// square brackets is a macro only where its meaning is known.
func (c *converter) speaks(written string) bool {
	if c.dialect != "" {
		_, ok := catalog.ForeignIn(c.dialect, written)
		return ok
	}
	if written[0] != '[' {
		return true
	}
	l, ok := catalog.Meant(written[1 : len(written)-1])
	return ok && l.Known
}

// isWhole reports whether a macro is all there is of a text, or of a text in quotes.
func isWhole(s string, m catalog.MacroSpan) bool {
	before := m.Start == 0 || s[m.Start-1] == '"' || s[m.Start-1] == '>'
	return before && (m.End == len(s) || s[m.End] == '"' || s[m.End] == '<')
}

// macro is what is written for a macro of another platform.
func (c *converter) macro(s string, m catalog.MacroSpan, kind template.Kind) string {
	written := s[m.Start:m.End]
	known := c.explain(written, m.Word)
	if known.Known {
		c.note(fmt.Sprintf("%s became %s: %s", written, known.Token, known.Why))
		return known.Token.String()
	}
	c.findings.Warnf(c.request.span, RuleMacro, "%s is a macro of %s, and no token is known for it; put the token in its place that holds the value", written, known.Platforms)
	c.request.tell(fmt.Sprintf("%s is a macro of %s; no token is known for it.", written, known.Platforms))
	return c.defuse(doubled(written), kind)
}

func (c *converter) explain(written, word string) catalog.ForeignMacro {
	if known, ok := catalog.ForeignIn(c.dialect, written); ok {
		return known
	}
	return catalog.ExplainMacro(written, word)
}

// note tells of an assumption, in the definition and to the user.
func (c *converter) note(message string) {
	c.request.tell(message + " (assumed).")
	c.findings.Add(diag.Diagnostic{Severity: diag.Note, Rule: RuleAssumed, Span: c.request.span, Message: message})
}

// doubled is text with its brackets doubled, which stand for themselves then.
func doubled(s string) string {
	return strings.NewReplacer("[", "[[", "]", "]]").Replace(s)
}

// defuse keeps text that looks like a variable of ours from being one: somebody else's file must not
// name what is read on this machine.
func (c *converter) defuse(s string, kind template.Kind) string {
	for _, opening := range []string{"${env:", "${file:"} {
		if !strings.Contains(s, opening) {
			continue
		}
		switch kind {
		case template.URL, template.FormBody:
			s = strings.ReplaceAll(s, opening, "%24"+opening[1:])
		case template.JSONBody:
			s = strings.ReplaceAll(s, opening, `\u0024`+opening[1:])
		case template.Header, template.TextBody:
			c.findings.Errorf(c.request.span, RuleUnwritable, "the text %s of the source would be a variable here, and there is no other way to write it", opening)
		}
	}
	return s
}
