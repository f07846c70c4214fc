package importer

import (
	"fmt"
	"slices"
	"strings"

	"postback/internal/jsondoc"
	"postback/internal/pixel"
	"postback/internal/template"
)

// A pixel's criteria are a list of rules, all of which must hold. A rule is a list of criteria, of
// which, by assumption, one is enough, and may name a list of values that is kept elsewhere. A
// criterion compares one tag or, by assumption, any of several.

// maxFilters bounds what rules with several negative criteria over several tags can grow to.
const maxFilters = 200

func (d *draft) ringbaCriteria(v *jsondoc.Value, r *request) {
	criteria := d.collection(v, "criteria", jsondoc.Array)
	if criteria == nil {
		return
	}
	for _, rule := range criteria.Items {
		r.filters = append(r.filters, d.ringbaRule(rule)...)
	}
}

// ringbaRule is a rule as filters, all of which must hold.
func (d *draft) ringbaRule(rule *jsondoc.Value) []filter {
	var criteria []*jsondoc.Value
	if list := d.collection(rule, "tagCriteria", jsondoc.Array); list != nil {
		criteria = append(criteria, list.Items...)
	}
	bulk := rule.Get("bulkCriteria")
	if bulk != nil {
		criteria = append(criteria, bulk)
	}
	filters := []filter{{}}
	for _, c := range criteria {
		filters = alternatives(filters, d.ringbaCriterion(c, c == bulk))
		if len(filters) > maxFilters {
			d.findings.Errorf(first(rule.Span), RuleSource, "this rule would become more than %d filters", maxFilters)
			return nil
		}
	}
	switch {
	case len(criteria) == 0:
		return nil
	case len(criteria) > 1:
		filters[0].comments = append(filters[0].comments, "One rule of several criteria in the source; one that holds is taken to be enough (assumed).")
	}
	return filters
}

// alternatives are filters that together hold when all of the one list do, or all of the other.
func alternatives(a, b []filter) []filter {
	var both []filter
	for _, left := range a {
		for _, right := range b {
			both = append(both, filter{
				comments:   append(slices.Clone(left.comments), right.comments...),
				conditions: append(slices.Clone(left.conditions), right.conditions...),
			})
		}
	}
	return both
}

// ringbaCriterion is a criterion as filters. Over several tags a positive one holds when it does for
// any of them, and a negative one when it does for all.
func (d *draft) ringbaCriterion(c *jsondoc.Value, bulk bool) []filter {
	negative := c.Get("isNegativeMatch") != nil && c.Get("isNegativeMatch").Text == "true"
	tags := d.tagsOf(c)
	var filters []filter
	for _, tag := range tags {
		f := d.comparison(c, tag, negative, bulk)
		if len(filters) > 0 && !negative {
			filters[0].conditions = append(filters[0].conditions, f.conditions...)
			continue
		}
		filters = append(filters, f)
	}
	if len(tags) > 1 {
		how := "any"
		if negative {
			how = "all"
		}
		filters[0].comments = append(filters[0].comments, fmt.Sprintf("One criterion over several tags in the source; it is taken to hold for %s of them (assumed).", how))
	}
	return filters
}

// tagsOf are the tags of a criterion, without the brackets that some ids have.
func (d *draft) tagsOf(c *jsondoc.Value) []string {
	var tags []string
	add := func(v *jsondoc.Value) {
		if v != nil && v.Kind == jsondoc.String && v.Text != "" && !slices.Contains(tags, v.Text) {
			tags = append(tags, v.Text)
		}
	}
	add(c.Get("tagId"))
	if list := c.Get("tagIds"); list != nil {
		for _, item := range list.Items {
			add(item)
		}
	}
	if len(tags) == 0 {
		d.findings.Errorf(first(c.Span), RuleSource, "this criterion names no tag: expected tagId or tagIds")
	}
	for i, tag := range tags {
		tags[i] = strings.Trim(tag, "{}[]")
	}
	return tags
}

// comparison is the condition over one tag, or the alternatives that say the same.
func (d *draft) comparison(c *jsondoc.Value, tag string, negative, bulk bool) filter {
	base := condition{tag: tag}
	if _, ok := template.ParseToken(tag); !ok {
		base.question = fmt.Sprintf("The source compares the tag %q; which Category:Name is that?", tag)
		d.findings.Warnf(first(c.Span), RuleOpen, "%q is not of the form Category:Name", tag)
	}
	if bulk {
		base.question = fmt.Sprintf("The source compares with the list %s, which is not in it: add %s with its values.",
			c.Field("id"), negated("equals", negative))
		d.findings.Warnf(first(c.Span), RuleOpen, "the values of the list %s are not in the source", c.Field("id"))
		return filter{conditions: []condition{base}}
	}
	return d.operation(c, base, negative)
}

func negated(operator string, negative bool) string {
	if negative {
		return "not_" + operator
	}
	return operator
}

// operation completes a condition by its comparison and its value.
func (d *draft) operation(c *jsondoc.Value, base condition, negative bool) filter {
	comparison, operand := c.Field("comparisonType"), ""
	if v := c.Get("value"); v != nil {
		operand = v.Text
	}
	with := func(operator string, values ...string) condition {
		base.operator, base.values = operator, values
		return base
	}
	switch operator := pixel.Operator(strings.ToLower(comparison)); operator {
	case pixel.Equals:
		f := filter{conditions: []condition{with(negated("equals", negative), operand)}}
		if n := c.Get("isNumber"); n != nil && n.Text == "false" && pixel.IsNumber(operand) {
			f.comments = []string{"The source compares as text (isNumber: false); here numbers are compared as numbers."}
		}
		return f
	case pixel.Contains, pixel.BeginsWith:
		return filter{conditions: []condition{with(negated(string(operator), negative), operand)}}
	case pixel.Exists:
		return filter{
			comments:   []string{"comparisonType EXISTS is not in the documented list; taken for exists (assumed)."},
			conditions: []condition{with(negated("exists", negative))},
		}
	case pixel.GreaterThan, pixel.LessThan:
		return d.order(c, operator, operand, negative, with)
	}
	base.question = fmt.Sprintf("The source compares by %q with %q; which operator is that?", comparison, operand)
	d.findings.Warnf(first(c.Span), RuleOpen, "the comparisonType %q is not known", comparison)
	return filter{conditions: []condition{base}}
}

// order is a comparison of numbers. There is no negative one, so it becomes what is left.
func (d *draft) order(c *jsondoc.Value, operator pixel.Operator, operand string, negative bool, with func(string, ...string) condition) filter {
	if !pixel.IsNumber(operand) {
		d.findings.Warnf(first(c.Span), RuleOpen, "%s compares numbers and %q is none", operator, operand)
		open := with("")
		open.values, open.question = nil, fmt.Sprintf("The source says %s %q, which is no number.", operator, operand)
		return filter{conditions: []condition{open}}
	}
	if !negative {
		return filter{conditions: []condition{with(string(operator), operand)}}
	}
	opposite := pixel.LessThan
	if operator == pixel.LessThan {
		opposite = pixel.GreaterThan
	}
	return filter{
		comments:   []string{fmt.Sprintf("not %s %s in the source, which holds for an absent tag too.", operator, operand)},
		conditions: []condition{with(string(opposite), operand), with("equals", operand), with("not_exists")},
	}
}
