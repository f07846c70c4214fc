package config

import (
	"strings"

	"postback/internal/diag"
	"postback/internal/pixel"
	"postback/internal/template"
	"postback/internal/yamldoc"
)

func (l *loader) filters(items []*yamldoc.Node) []pixel.Filter {
	var filters []pixel.Filter
	for _, item := range items {
		if f := l.filter(item); len(f.Conditions) > 0 {
			filters = append(filters, f)
		}
	}
	return filters
}

// filter reads one entry: a condition, or a group of alternatives under `any`.
func (l *loader) filter(n *yamldoc.Node) pixel.Filter {
	filter := pixel.Filter{Span: n.Span}
	alternatives := []*yamldoc.Node{n}
	if o := yamldoc.NewObject(n, "the filter", &diag.List{}); o.Has("any") {
		group := yamldoc.NewObject(n, "the filter", &l.diags)
		alternatives = group.Items("any")
		group.Close()
		if len(alternatives) == 0 {
			l.diags.Errorf(group.KeySpan("any"), RuleBadCondition, "any has no conditions, so the filter can never hold")
		}
	}
	for _, item := range alternatives {
		if c, ok := l.condition(item); ok {
			filter.Conditions = append(filter.Conditions, c)
		}
	}
	return filter
}

func (l *loader) condition(n *yamldoc.Node) (pixel.Condition, bool) {
	o := yamldoc.NewObject(n, "the condition", &l.diags)
	if !o.Exists() {
		return pixel.Condition{}, false
	}
	tag, tagOK := o.RequiredText("tag")
	token, tokenOK := l.filterToken(tag, tagOK)
	operator, operatorOK := l.operator(o)
	o.Know(pixel.OperatorNames()...)
	o.Close()
	if !tokenOK || !operatorOK {
		return pixel.Condition{}, false
	}
	values, ok := l.operands(o, operator)
	if !ok {
		return pixel.Condition{}, false
	}
	if operator, ok = positiveExists(operator, values); !ok {
		l.diags.Errorf(o.Node(operator).Span, RuleBadCondition, "%s takes true or false", operator)
		return pixel.Condition{}, false
	}
	if strings.HasSuffix(operator, string(pixel.Exists)) {
		values = nil
	}
	return pixel.NewCondition(token, operator, values, n.Span), true
}

// filterToken reads the tag of a condition, which is written like a token without its brackets.
func (l *loader) filterToken(tag diag.Text, present bool) (template.Token, bool) {
	if !present {
		return template.Token{}, false
	}
	token, ok := template.ParseToken(tag.String())
	if !ok {
		l.diags.Errorf(tag.Whole(), RuleBadCondition, "%q is not a tag; write Category:Name, such as User:gclid", tag)
	}
	return token, ok
}

// operator finds the one operator of a condition.
func (l *loader) operator(o *yamldoc.Object) (string, bool) {
	var found []string
	for _, name := range pixel.OperatorNames() {
		if o.Has(name) {
			found = append(found, name)
		}
	}
	switch len(found) {
	case 1:
		return found[0], true
	case 0:
		l.diags.Errorf(o.Span(), RuleBadCondition, "the condition has no operator; expected one of %s", strings.Join(pixel.OperatorNames(), ", "))
	default:
		l.diags.Errorf(o.KeySpan(found[1]), RuleBadCondition, "a condition has one operator, and this has %s; write a condition for each", strings.Join(found, " and "))
	}
	return "", false
}

// operands reads the right-hand side: one value, or a list where the operator takes one.
func (l *loader) operands(o *yamldoc.Object, operator string) ([]diag.Text, bool) {
	n := o.Node(operator)
	op, _ := pixel.ParseOperator(operator)
	if op == pixel.Equals {
		values := yamldoc.AsTexts(n, operator, &l.diags)
		if n.Kind == yamldoc.Sequence && len(n.Items) == 0 {
			l.diags.Errorf(n.Span, RuleBadCondition, "%s has an empty list", operator)
		}
		return values, len(values) > 0
	}
	value, ok := yamldoc.AsText(n, operator, &l.diags)
	if ok && (op == pixel.GreaterThan || op == pixel.LessThan) && !pixel.IsNumber(value.String()) {
		l.diags.Errorf(n.Span, RuleBadCondition, "%s compares numbers and %q is none", operator, value)
		return nil, false
	}
	return []diag.Text{value}, ok
}

// positiveExists folds `exists: false` into not_exists and the other way round.
func positiveExists(operator string, values []diag.Text) (folded string, ok bool) {
	op, negative := pixel.ParseOperator(operator)
	if op != pixel.Exists {
		return operator, true
	}
	switch values[0].String() {
	case "true":
		return operator, true
	case "false":
		return pixel.WriteOperator(op, !negative), true
	}
	return operator, false
}
