package pixel

import (
	"bytes"
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

// Holds decides the filter; value gives the text of the tag of condition i, empty for an absent
// one. It asks in order and stops at the first condition that holds.
func (f *Filter) Holds(value func(i int) []byte) bool {
	for i := range f.Conditions {
		if f.Conditions[i].Holds(value(i)) {
			return true
		}
	}
	return false
}

// Explain decides the filter as Holds does and says by which condition and over which value.
func (f *Filter) Explain(value func(i int) []byte) Ruling {
	var failed []Answer
	for i := range f.Conditions {
		a := Answer{Condition: &f.Conditions[i], Value: string(value(i))}
		if a.Condition.Holds([]byte(a.Value)) {
			return Ruling{Holds: true, Answers: []Answer{a}}
		}
		failed = append(failed, a)
	}
	return Ruling{Answers: failed}
}

// Ruling is how a filter was decided.
type Ruling struct {
	Holds   bool
	Answers []Answer // of the first condition that holds, or of all when none does
}

// String explains the ruling: each condition with what it was decided over.
func (r Ruling) String() string {
	clauses := make([]string, len(r.Answers))
	for i, a := range r.Answers {
		clauses[i] = a.String()
	}
	explanation := strings.Join(clauses, "; ")
	if len(clauses) > 1 {
		return fmt.Sprintf("none of %d holds: %s", len(clauses), explanation)
	}
	return explanation
}

// Answer is one condition and the value that it was decided over.
type Answer struct {
	Condition *Condition
	Value     string // what the tag held; empty for an absent one
}

// String explains the answer in one clause.
func (a Answer) String() string {
	switch c := a.Condition; {
	case a.Value == "":
		return c.String() + ": it is absent or empty"
	case c.comparesNumbers() && !IsNumber(a.Value):
		return fmt.Sprintf("%s: it is %q, which is not a number", c, a.Value)
	default:
		return fmt.Sprintf("%s: it is %q", c, a.Value)
	}
}

// Condition compares the value of one tag. It is made by [NewCondition].
type Condition struct {
	Token    template.Token
	Operator Operator
	Negative bool
	Values   []diag.Text // the right-hand side; one, but for equals, and none for exists
	Span     diag.Span

	operand []byte              // of an operator that takes one value
	members map[string]struct{} // of equals: the values in canonical form
}

// NewCondition returns a condition that is ready to be decided. Values must hold what the operator
// takes: nothing for exists, one or more for equals, and one for all others.
func NewCondition(token template.Token, op Operator, negative bool, values []diag.Text, span diag.Span) Condition {
	c := Condition{Token: token, Operator: op, Negative: negative, Values: values, Span: span}
	switch op {
	case Exists:
	case Equals:
		c.members = make(map[string]struct{}, len(values))
		for _, v := range values {
			c.members[string(canonical([]byte(v.String())))] = struct{}{}
		}
	default:
		c.operand = []byte(values[0].String())
	}
	return c
}

// Holds decides the condition for the tag's value; an empty value means that the tag is absent.
//
// A negative condition holds for an absent tag and a positive one does not. Numbers are compared
// as numbers when both sides are; a greater_than or less_than with anything else does not hold.
func (c *Condition) Holds(value []byte) bool {
	return (len(value) > 0 && c.matches(value)) != c.Negative
}

// matches decides the operator without its negation for a value that is there.
func (c *Condition) matches(value []byte) bool {
	switch c.Operator {
	case Exists:
		return true
	case Equals:
		_, isMember := c.members[string(canonical(value))]
		return isMember
	case BeginsWith:
		return bytes.HasPrefix(value, c.operand)
	case Contains:
		return bytes.Contains(value, c.operand)
	case GreaterThan:
		order, ok := compareNumbers(value, c.operand)
		return ok && order > 0
	case LessThan:
		order, ok := compareNumbers(value, c.operand)
		return ok && order < 0
	}
	return false
}

func (c *Condition) comparesNumbers() bool {
	return c.Operator == GreaterThan || c.Operator == LessThan
}

// String is the condition as a person would say it: "User:gclid exists".
func (c *Condition) String() string {
	clause := c.Token.Category + ":" + c.Token.Name + " "
	if c.Negative {
		clause += "not "
	}
	clause += strings.ReplaceAll(string(c.Operator), "_", " ")
	if len(c.Values) > 0 {
		clause += " " + listValues(c.Values)
	}
	return clause
}

// listValues names the first values of a list and counts the others.
func listValues(values []diag.Text) string {
	const shown = 3
	var words []string
	for _, v := range values[:min(shown, len(values))] {
		words = append(words, v.String())
	}
	if len(values) > shown {
		words = append(words, fmt.Sprintf("… (%d values)", len(values)))
	}
	return strings.Join(words, ", ")
}
