package yamldoc

import (
	"fmt"
	"strings"

	"postback/internal/diag"
)

// unquoted explains that a [Call:X], {x} or JSON body without quotes is no text to YAML.
func unquoted(n *Node) diag.Diagnostic {
	kind := "list"
	if n.Kind == Mapping {
		kind = "mapping"
	}
	d := diag.Diagnostic{
		Severity: diag.Error, Rule: RuleUnquotedToken, Span: n.Span,
		Message: fmt.Sprintf("this is read as a YAML %s; put quotes around it", kind),
	}
	if raw := n.Span.Text(); !strings.ContainsAny(raw, "\r\n") {
		d.Message += ": " + quote(raw)
		d.Fix = replaceBy(n.Span, quote(raw))
	}
	return d
}

// missingValue tells a value left out from a null that was spelled out.
func missingValue(n *Node, what, expected string) diag.Diagnostic {
	d := diag.Diagnostic{Severity: diag.Error, Rule: RuleMissingValue, Span: n.Span}
	written := n.Text.String()
	switch {
	case written != "":
		d.Message = fmt.Sprintf("%s has no value: %s means nothing; put quotes around it to mean the text %s", what, written, quote(written))
	case cutsValue(n):
		d.Span = n.Comment()
		d.Message = fmt.Sprintf("%s has no value: from # on it is a comment; put quotes around it: %s", what, quote(n.Comment().Text()))
		d.Fix = replaceBy(n.Comment(), quote(n.Comment().Text()))
	default:
		d.Message = fmt.Sprintf("%s has no value: expected %s", what, expected)
	}
	return d
}

// warnCutByComment warns of "https://x/a #frag": to YAML the value ends before the space. Comments
// with a space behind the # are left alone, that is how people write comments.
func warnCutByComment(n *Node, ds *diag.List) {
	if n.Style != Plain || !cutsValue(n) {
		return
	}
	whole := n.Span
	whole.End = n.Comment().End
	d := diag.Diagnostic{
		Severity: diag.Warning, Rule: RuleCommentCuts, Span: n.Comment(),
		Message: "from # on this is a comment and not part of the value; put quotes around the whole, or a space behind # if a comment is meant",
	}
	if isOneWord(n.Comment().Text()) && isOneLine(whole) {
		d.Message = fmt.Sprintf("from # on this is a comment and not part of the value; put quotes around the whole: %s, or a space behind # if a comment is meant", quote(whole.Text()))
		d.Fix = replaceBy(whole, quote(whole.Text()))
	}
	ds.Add(d)
}

// cutsValue reports whether the comment behind n looks like a part of the value.
func cutsValue(n *Node) bool {
	comment := n.Comment().Text()
	return len(comment) > 1 && !strings.ContainsAny(comment[1:2], " \t#!")
}

func isOneWord(s string) bool       { return !strings.ContainsAny(s, " \t") }
func isOneLine(span diag.Span) bool { return !strings.ContainsAny(span.Text(), "\r\n") }
func replaceBy(span diag.Span, text string) *diag.Fix {
	return &diag.Fix{Message: "write " + text, Edits: []diag.Edit{{Span: span, Text: text}}}
}

// quote is s as a quoted scalar that YAML decodes to s again. s is one line of printable text.
func quote(s string) string {
	if strings.ContainsAny(s, `"\`) {
		return "'" + strings.ReplaceAll(s, "'", "''") + "'"
	}
	return `"` + s + `"`
}
