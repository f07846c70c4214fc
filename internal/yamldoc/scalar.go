package yamldoc

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"postback/internal/diag"
)

// The rules of faults that decoding reports. They are stable names.
const (
	RuleWrongType     = "wrong-type"         // a list where text is expected, "yes" for true
	RuleMissingValue  = "missing-value"      // nothing, or null, behind a key
	RuleMissingKey    = "missing-key"        // a required key is absent
	RuleUnknownKey    = "unknown-key"        // a key that nothing reads
	RuleDuplicateKey  = "duplicate-key"      // the same key twice in one mapping
	RuleUnquotedToken = "unquoted-token"     // [Call:X] or {x} without quotes: a list or mapping to YAML
	RuleCommentCuts   = "comment-cuts-value" // " #frag" behind an unquoted value is a comment
)

// someText is what AsText expects, in the words of a message.
const someText = "text"

// AsText is the text of a scalar as it is written: 0048 stays 0048, and so do dates and yes.
// Anything else is reported to ds, named by what ("url"); ok is then false. It also reports values
// that YAML reads differently from what their writer saw, such as an unquoted [Call:X].
func AsText(n *Node, what string, ds *diag.List) (text diag.Text, ok bool) {
	if !isScalar(n, what, someText, ds) {
		return diag.Text{}, false
	}
	warnCutByComment(n, ds)
	return n.Text, true
}

// AsTexts is a list of texts, or a single text as a list of one.
func AsTexts(n *Node, what string, ds *diag.List) []diag.Text {
	if n.Kind != Sequence {
		return appendText(nil, n, what, ds)
	}
	var texts []diag.Text
	for _, item := range n.Items {
		texts = appendText(texts, item, what, ds)
	}
	return texts
}

// AsItems is the items of a list, each of which may be anything.
func AsItems(n *Node, what string, ds *diag.List) []*Node {
	switch {
	case n.Kind == Sequence:
		return n.Items
	case n.Kind == Invalid:
	case n.Kind == Scalar && n.Type == Null:
		ds.Add(missingValue(n, what, "a list"))
	default:
		ds.Add(wrongType(n, what, "a list"))
	}
	return nil
}

func appendText(texts []diag.Text, n *Node, what string, ds *diag.List) []diag.Text {
	if text, ok := AsText(n, what, ds); ok {
		return append(texts, text)
	}
	return texts
}

// AsBool is true or false as YAML writes them. Yes, no, on, off and quoted booleans are reported
// together with their correction.
func AsBool(n *Node, what string, ds *diag.List) (value, ok bool) {
	const expected = "true or false"
	if !isScalar(n, what, expected, ds) {
		return false, false
	}
	value, ok = parseBool(n.Text.String())
	if n.Type == Bool {
		return value, ok
	}
	d := wrongType(n, what, expected)
	if ok {
		d.Fix = replaceBy(n.Span, strconv.FormatBool(value))
	}
	ds.Add(d)
	return value, false
}

func parseBool(s string) (value, ok bool) {
	switch strings.ToLower(s) {
	case "true", "yes", "on":
		return true, true
	case "false", "no", "off":
		return false, true
	}
	return false, false
}

// decimal is a whole number that reads the same to every reader: 010 is eight to some.
var decimal = regexp.MustCompile(`^-?(0|[1-9][0-9]*)$`)

// AsInt is a whole number in plain decimal digits.
func AsInt(n *Node, what string, ds *diag.List) (value int, ok bool) {
	const expected = "a whole number"
	if !isScalar(n, what, expected, ds) {
		return 0, false
	}
	text := n.Text.String()
	value, err := strconv.Atoi(text)
	if n.Type != Int || err != nil || !decimal.MatchString(text) {
		d := wrongType(n, what, expected)
		d.Message += fmt.Sprintf(" %q; write it in plain digits, without quotes, leading zeros or underscores", text)
		ds.Add(d)
		return 0, false
	}
	return value, true
}

// isScalar reports whether n is a scalar with a value, and tells ds when it is not.
func isScalar(n *Node, what, expected string, ds *diag.List) bool {
	switch {
	case n.Kind == Invalid:
		return false
	case n.Kind != Scalar && n.Style == Flow && expected == someText:
		ds.Add(unquoted(n))
		return false
	case n.Kind != Scalar:
		ds.Add(wrongType(n, what, expected))
		return false
	case n.Type == Null:
		ds.Add(missingValue(n, what, expected))
		return false
	}
	return true
}

func wrongType(n *Node, what, expected string) diag.Diagnostic {
	return diag.Diagnostic{
		Severity: diag.Error, Rule: RuleWrongType, Span: n.Span,
		Message: fmt.Sprintf("expected %s for %s, found %s", expected, what, n.found()),
	}
}
