package yamldoc

import (
	"fmt"
	"strings"

	"postback/internal/diag"
)

// unquoted explains that a [Call:X], {x} or JSON body without quotes is no text to YAML.
func unquoted(n *Node) diag.Diagnostic {
	d := diag.Diagnostic{Severity: diag.Error, Rule: RuleUnquotedToken, Span: n.Span}
	d.Message = fmt.Sprintf("this is read as a YAML %s; ", strings.TrimPrefix(n.found(), "a "))
	if !isOneLine(n.Span) {
		d.Message += "put a | behind the key and the text on the lines below, indented"
		return d
	}
	quoted := quote(n.Span.Text())
	d.Message += "put quotes around it: " + quoted
	d.Fix = replaceBy(n.Span, quoted)
	return d
}

// missingValue tells a value left out from a null that was spelled out and from one that is a
// comment to YAML.
func missingValue(n *Node, what, expected string) diag.Diagnostic {
	d := diag.Diagnostic{Severity: diag.Error, Rule: RuleMissingValue, Span: n.Span}
	d.Message = fmt.Sprintf("%s has no value: ", what)
	switch comment := n.Comment(); {
	case !n.IsMissing():
		written := n.Text.String()
		d.Message += fmt.Sprintf("%s stands for nothing; put quotes around it to mean the text %s", written, quote(written))
	case looksLikeValue(comment):
		quoted := quote(comment.Text())
		d.Span, d.Fix = comment, replaceBy(comment, quoted)
		d.Message += "from # on this is a comment; put quotes around it: " + quoted
	default:
		d.Message += "expected " + expected
	}
	return d
}

// warnCutByComment warns of "https://x/a #frag": to YAML the value ends before the space.
func warnCutByComment(n *Node, ds *diag.List) {
	if n.Style != Plain {
		return
	}
	comment := n.Comment()
	if !looksLikeValue(comment) {
		return
	}
	d := diag.Diagnostic{Severity: diag.Warning, Rule: RuleCommentCuts, Span: comment}
	d.Message = "from # on this is a comment and no part of the value; put a space behind # if that is meant, or quotes around the whole"
	whole := diag.Span{Source: n.Span.Source, Start: n.Span.Start, End: comment.End}
	if isOneWord(comment) && isOneLine(whole) {
		quoted := quote(whole.Text())
		d.Message += ": " + quoted
		d.Fix = replaceBy(whole, quoted)
	}
	ds.Add(d)
}

// looksLikeValue tells "#frag" from a comment as people write them, with a space or a rule of
// dashes behind the #.
func looksLikeValue(comment diag.Span) bool {
	text := comment.Text()
	return len(text) > 1 && !strings.ContainsAny(text[1:2], " \t#!-=*~")
}

func isOneWord(span diag.Span) bool { return !strings.ContainsAny(span.Text(), " \t") }
func isOneLine(span diag.Span) bool { return lineEnd(span.Text(), 0) == len(span.Text()) }

func replaceBy(span diag.Span, text string) *diag.Fix {
	return &diag.Fix{Message: "write " + text, Edits: []diag.Edit{{Span: span, Text: text}}}
}
