package pixel

import (
	"testing"

	"postback/internal/diag"
	"postback/internal/template"
)

// condition makes the condition that a definition writes as operator with values.
func condition(t *testing.T, operator string, values ...string) *Condition {
	t.Helper()
	op, negative := ParseOperator(operator)
	c := NewCondition(template.Token{Category: "User", Name: "x"}, op, negative, texts(values...), diag.Span{})
	return &c
}

func texts(values ...string) []diag.Text {
	var list []diag.Text
	for _, v := range values {
		list = append(list, diag.Opaque(v, diag.Span{}))
	}
	return list
}

// inTurn answers a filter's questions from a list.
func inTurn(values ...string) func(int) []byte {
	return func(i int) []byte { return []byte(values[i]) }
}
