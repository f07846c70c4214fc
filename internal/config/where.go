package config

import (
	"slices"
	"strings"

	"postback/internal/call"
	"postback/internal/diag"
	"postback/internal/pixel"
	"postback/internal/template"
	"postback/internal/yamldoc"
)

// ParseWhere reads one condition on call records. It is written as in the filters of a pixel, in
// braces, {tag: "User:x", equals: [a, b]} or {any: [...]}, or in words: User:x equals a. In place of a
// tag it may name a column of the call log by its id or title; the token has no category then.
func ParseWhere(src *diag.Source) (pixel.Filter, diag.List) {
	l := &loader{set: &pixel.Set{}, columns: true}
	if !strings.HasPrefix(strings.TrimSpace(src.Content()), "{") {
		return pixel.Filter{Conditions: l.inWords(src), Span: src.Span(0, len(src.Content()))}, l.diags
	}
	documents, faults := yamldoc.Parse(src)
	l.diags = faults
	if len(documents) != 1 {
		return pixel.Filter{}, l.diags
	}
	return l.filter(documents[0]), l.diags
}

// inWords reads TAG OPERATOR VALUE. The operator may have spaces for underscores; what is behind it is
// the value, spaces included.
func (l *loader) inWords(src *diag.Source) []pixel.Condition {
	text := strings.TrimSpace(src.Content())
	at, operator, behind := findOperator(text)
	whole := src.Span(0, len(src.Content()))
	if at < 0 {
		l.diags.Errorf(whole, RuleBadCondition, "%q has no operator; write TAG OPERATOR VALUE, with one of %s", text, strings.Join(pixel.OperatorNames(), ", "))
		return nil
	}
	token, ok := l.whereToken(strings.TrimSpace(text[:at]))
	if !ok {
		l.diags.Errorf(whole, RuleBadCondition, "%q is neither a tag, such as User:gclid, nor a column of the call log", strings.TrimSpace(text[:at]))
		return nil
	}
	op, negative := pixel.ParseOperator(operator)
	value := strings.TrimSpace(text[behind:])
	switch {
	case op == pixel.Exists && value != "":
		l.diags.Errorf(whole, RuleBadCondition, "%s takes no value", operator)
		return nil
	case op == pixel.Exists:
		return []pixel.Condition{pixel.NewCondition(token, op, negative, nil, whole)}
	case value == "":
		l.diags.Errorf(whole, RuleBadCondition, "%s needs a value", operator)
		return nil
	case (op == pixel.GreaterThan || op == pixel.LessThan) && !pixel.IsNumber(value):
		l.diags.Errorf(whole, RuleBadCondition, "%s compares numbers and %q is none", operator, value)
		return nil
	}
	values := []diag.Text{diag.Opaque(asWritten(token, value), whole)}
	return []pixel.Condition{pixel.NewCondition(token, op, negative, values, whole)}
}

// findOperator finds the first operator between spaces, or at the end.
func findOperator(text string) (at int, operator string, behind int) {
	at = -1
	for _, name := range pixel.OperatorNames() {
		for _, written := range []string{name, strings.ReplaceAll(name, "_", " ")} {
			i := strings.Index(text+" ", " "+written+" ")
			if i >= 0 && (at < 0 || i < at || i == at && len(written) > behind-at) {
				at, operator, behind = i, name, min(i+len(written)+1, len(text))
			}
		}
	}
	return at, operator, behind
}

// whereToken reads a tag, or a column.
func (l *loader) whereToken(text string) (template.Token, bool) {
	if token, ok := template.ParseToken(text); ok {
		return token, true
	}
	i := slices.IndexFunc(call.Columns(), func(c call.Column) bool {
		return strings.EqualFold(c.ID, text) || c.Title != "" && strings.EqualFold(c.Title, text)
	})
	if !l.columns || i < 0 {
		return template.Token{}, false
	}
	return template.Token{Name: call.Columns()[i].ID}, true
}

// asWritten is a value as records are compared by it: of a column that holds true or false, yes or no.
func asWritten(token template.Token, value string) string {
	i := slices.IndexFunc(call.Columns(), func(c call.Column) bool { return c.ID == token.Name && c.Kind == call.Boolean })
	if token.Category != "" || i < 0 {
		return value
	}
	switch strings.ToLower(value) {
	case "true", "yes":
		return "yes"
	case "false", "no":
		return "no"
	}
	return value
}
