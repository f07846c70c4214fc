package pixel

import (
	"fmt"
	"strings"

	"postback/internal/diag"
	"postback/internal/template"
)

// Filter is one entry of a pixel's filters: it holds when any of its conditions holds. An entry
// without `any` has exactly one condition.
type Filter struct {
	Conditions []Condition
	Span       diag.Span
}

// Condition compares the value of one tag.
type Condition struct {
	Token    template.Token
	Operator Operator
	Negative bool
	Values   []diag.Text // the right-hand side; one, but for equals, and none for exists
	Span     diag.Span
	lookup   map[string]bool // the values of a long list
}

// Operator is the comparison that a condition makes, without its negation.
type Operator string

// The operators, as they are written in YAML.
const (
	BeginsWith  Operator = "begins_with"
	Contains    Operator = "contains"
	Equals      Operator = "equals"
	Exists      Operator = "exists"
	GreaterThan Operator = "greater_than"
	LessThan    Operator = "less_than"
)

// negation is put before an operator to reverse it.
const negation = "not_"

// OperatorNames are all operators that a condition can be written with, negatives included.
func OperatorNames() []string {
	names := []string{string(BeginsWith), string(Contains), string(Equals), string(Exists),
		string(GreaterThan), string(LessThan)}
	for _, op := range []Operator{BeginsWith, Contains, Equals, Exists} {
		names = append(names, negation+string(op))
	}
	return names
}

// ParseOperator splits a written operator into its comparison and its negation.
func ParseOperator(name string) (op Operator, negative bool) {
	positive, negative := strings.CutPrefix(name, negation)
	return Operator(positive), negative
}

// WriteOperator is the reverse of [ParseOperator].
func WriteOperator(op Operator, negative bool) string {
	if negative {
		return negation + string(op)
	}
	return string(op)
}

// longList is the number of values from which on looking one up beats comparing them in turn.
const longList = 8

// NewCondition returns a condition that is ready to be decided.
func NewCondition(token template.Token, operator string, values []diag.Text, span diag.Span) Condition {
	c := Condition{Token: token, Values: values, Span: span}
	c.Operator, c.Negative = ParseOperator(operator)
	if len(values) >= longList {
		c.lookup = make(map[string]bool, len(values))
		for _, v := range values {
			c.lookup[v.String()] = true
		}
	}
	return c
}

// String is the condition as a person would say it: "User:gclid exists".
func (c *Condition) String() string {
	name := c.Token.Category + ":" + c.Token.Name
	verb := strings.ReplaceAll(string(c.Operator), "_", " ")
	if c.Negative {
		verb = "not " + verb
	}
	if c.Operator == Exists {
		return name + " " + verb
	}
	const shown = 3
	var values []string
	for i, v := range c.Values {
		if i == shown {
			values = append(values, fmt.Sprintf("… (%d values)", len(c.Values)))
			break
		}
		values = append(values, v.String())
	}
	return name + " " + verb + " " + strings.Join(values, ", ")
}

// Holds decides the condition for the tag's value; an empty value means that the tag is absent.
// Why is empty unless the answer needs an explanation beyond the value itself.
//
// A negative condition holds for an absent tag and a positive one does not. Numbers are compared
// as numbers when both sides are; a greater_than or less_than with anything else does not hold.
func (c *Condition) Holds(value string) (holds bool, why string) {
	if c.Operator == Exists {
		return (value != "") != c.Negative, ""
	}
	if value == "" {
		return c.Negative, ""
	}
	holds, why = c.compare(value)
	return holds != c.Negative, why
}

func (c *Condition) compare(value string) (holds bool, why string) {
	switch c.Operator {
	case Equals:
		return c.lookup[value] || c.anyValue(value, equal), ""
	case BeginsWith:
		return c.anyValue(value, strings.HasPrefix), ""
	case Contains:
		return c.anyValue(value, strings.Contains), ""
	}
	want := c.Values[0].String()
	order, ok := compareNumbers(value, want)
	if !ok {
		return false, fmt.Sprintf("%q and %q do not compare as numbers", value, want)
	}
	if c.Operator == GreaterThan {
		return order > 0, ""
	}
	return order < 0, ""
}

func (c *Condition) anyValue(value string, match func(value, want string) bool) bool {
	for _, want := range c.Values {
		if match(value, want.String()) {
			return true
		}
	}
	return false
}

func equal(value, want string) bool {
	if value == want {
		return true
	}
	order, ok := compareNumbers(value, want)
	return ok && order == 0
}

// Ruling is how a filter was decided: by which condition, over which value.
type Ruling struct {
	Holds     bool
	Condition *Condition // the one that decided; the first of several that all failed
	Value     string     // what its tag held; empty for an absent tag
	Why       string     // set when the value alone does not explain it
}

// Decide decides the filter; value gives the text of a condition's tag, "" for an absent one.
func (f *Filter) Decide(value func(*Condition) string) Ruling {
	var decided Ruling
	for i := range f.Conditions {
		c := &f.Conditions[i]
		v := value(c)
		holds, why := c.Holds(v)
		if holds || i == 0 {
			decided = Ruling{Holds: holds, Condition: c, Value: v, Why: why}
		}
		if holds {
			break
		}
	}
	return decided
}

// String explains the ruling in one clause.
func (r Ruling) String() string {
	actual := fmt.Sprintf("it is %q", r.Value)
	if r.Value == "" {
		actual = "it is absent or empty"
	}
	if r.Why != "" {
		actual += "; " + r.Why
	}
	return r.Condition.String() + ": " + actual
}
