package config

import (
	"cmp"
	"slices"
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
	if yamldoc.ReadObject(n, &groupObject, &diag.List{}).Has("any") {
		alternatives = l.alternatives(n)
	}
	for _, item := range alternatives {
		if c, ok := l.condition(item); ok {
			filter.Conditions = append(filter.Conditions, c)
		}
	}
	return filter
}

func (l *loader) alternatives(n *yamldoc.Node) []*yamldoc.Node {
	o := yamldoc.ReadObject(n, &groupObject, &l.diags)
	group := o.Node("any")
	o.Close()
	if group.Kind == yamldoc.Sequence && len(group.Items) == 0 {
		l.diags.Errorf(group.Span, RuleBadCondition, "any has no conditions, so the filter can never hold")
	}
	return yamldoc.AsItems(group, "any", &l.diags)
}

func (l *loader) condition(n *yamldoc.Node) (pixel.Condition, bool) {
	o := yamldoc.ReadObject(n, &conditionObject, &l.diags)
	if !o.Exists() {
		return pixel.Condition{}, false
	}
	token, tokenOK := l.filterToken(o)
	name, nameOK := l.operator(n, o)
	o.Close()
	if !tokenOK || !nameOK {
		return pixel.Condition{}, false
	}
	operand := o.Node(name)
	op, negative := pixel.ParseOperator(name)
	if op == pixel.Exists {
		wanted, ok := yamldoc.AsBool(operand, name, &l.diags)
		return pixel.NewCondition(token, op, negative == wanted, nil, n.Span), ok
	}
	values, ok := l.operands(operand, name, op)
	if !ok {
		return pixel.Condition{}, false
	}
	for i, v := range values {
		if written := asWritten(token, v.String()); written != v.String() {
			values[i] = diag.Opaque(written, v.Whole())
		}
	}
	return pixel.NewCondition(token, op, negative, values, n.Span), true
}

// filterToken reads the tag of a condition, which is written like a token without its brackets.
func (l *loader) filterToken(o *yamldoc.Object) (template.Token, bool) {
	tag, ok := o.RequiredText("tag")
	if !ok {
		return template.Token{}, false
	}
	token, ok := l.whereToken(tag.String())
	if !ok {
		l.diags.Errorf(tag.Whole(), RuleBadCondition, "%q is not a tag; write Category:Name, such as User:gclid", tag)
	}
	return token, ok
}

// operator finds the one operator of a condition.
func (l *loader) operator(n *yamldoc.Node, o *yamldoc.Object) (string, bool) {
	var found []string
	for _, name := range pixel.OperatorNames() {
		if o.Has(name) {
			found = append(found, name)
		}
	}
	slices.SortFunc(found, func(a, b string) int { return cmp.Compare(o.KeySpan(a).Start, o.KeySpan(b).Start) })
	switch len(found) {
	case 1:
		return found[0], true
	case 0:
		if o.Has("tag") && len(n.Pairs) == 1 { // any other key is unknown, which says enough
			l.diags.Errorf(o.Span(), RuleBadCondition, "the condition has no operator; expected one of %s", strings.Join(pixel.OperatorNames(), ", "))
		}
	default:
		l.diags.Errorf(o.KeySpan(found[1]), RuleBadCondition, "a condition has one operator, and this has %s; write a condition for each", strings.Join(found, " and "))
	}
	return "", false
}

// operands reads the right-hand side: one value, or a list where the operator takes one.
func (l *loader) operands(n *yamldoc.Node, name string, op pixel.Operator) ([]diag.Text, bool) {
	if op == pixel.Equals {
		values := yamldoc.AsTexts(n, name, &l.diags)
		if n.Kind == yamldoc.Sequence && len(n.Items) == 0 {
			l.diags.Errorf(n.Span, RuleBadCondition, "%s has an empty list", name)
		}
		return values, len(values) > 0
	}
	if n.Kind == yamldoc.Sequence {
		l.diags.Errorf(n.Span, RuleBadCondition, "%s takes one value; write the alternatives as conditions under any", name)
		return nil, false
	}
	value, ok := yamldoc.AsText(n, name, &l.diags)
	if ok && (op == pixel.GreaterThan || op == pixel.LessThan) && !pixel.IsNumber(value.String()) {
		l.diags.Errorf(n.Span, RuleBadCondition, "%s compares numbers and %q is none", name, value)
		return nil, false
	}
	return []diag.Text{value}, ok
}
