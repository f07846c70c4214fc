package pixel

import "strings"

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
	names := []string{
		string(BeginsWith), string(Contains), string(Equals), string(Exists),
		string(GreaterThan), string(LessThan),
	}
	for _, op := range []Operator{BeginsWith, Contains, Equals, Exists} {
		names = append(names, negation+string(op))
	}
	return names
}

// ParseOperator splits a written operator into its comparison and its negation. The name must be
// one of [OperatorNames].
func ParseOperator(name string) (op Operator, negative bool) {
	positive, negative := strings.CutPrefix(name, negation)
	return Operator(positive), negative
}
