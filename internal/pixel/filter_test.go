package pixel

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestConditionHolds is the truth table of every operator: which of the values hold.
func TestConditionHolds(t *testing.T) {
	t.Parallel()
	tests := []struct {
		operator string
		operands string // separated by |
		holds    string // separated by |; ∅ is an absent tag
		fails    string
	}{
		// An absent tag fails every positive condition and meets every negative one.
		{"exists", "", "x|0|false| ", "∅"},
		{"not_exists", "", "∅", "x|0|false| "},
		{"equals", "CA", "CA", "∅|ca|C|CAL| CA"},
		{"not_equals", "CA", "∅|ca|C|CAL| CA", "CA"},
		{"equals", "CA|NV", "CA|NV", "∅|CA,NV|N|TX"},
		{"not_equals", "CA|NV", "∅|CA,NV|N|TX", "CA|NV"},
		{"begins_with", "+1661", "+1661|+16613804706", "∅|1661|+166| +1661|x+1661"},
		{"not_begins_with", "+1661", "∅|1661|+166| +1661|x+1661", "+1661|+16613804706"},
		{"contains", "cake", "cake|a cake b|pancakes", "∅|Cake|cak|c ake"},
		{"not_contains", "cake", "∅|Cake|cak|c ake", "cake|a cake b|pancakes"},

		// Text is compared byte for byte, by the text operators even where it is a number.
		{"begins_with", "9", "90|9|9.5|91x", "∅|-9|09|19"},
		{"contains", "0.5", "10.50|0.5|0.55", "∅|.5|05"},
		{"contains", "ü", "Müller", "∅|Mueller|M\xfcller"},

		// Numbers are equal as numbers when both sides are numbers.
		{"equals", "90", "90|90.0|90.00", "∅|090|+90|9e1|90.|.90|90 |0x5A|9|900|90.01|-90"},
		{"equals", "90.0", "90|90.0|90.00", "∅|090|90."},
		{"not_equals", "90", "∅|090|+90|9e1|90.01", "90|90.0"},
		{"equals", "0", "0|0.0|-0|-0.00", "∅|00"},
		{"equals", "-0.0", "0|0.0|-0", "∅|00"},
		{"equals", "0.5", "0.5|0.50", "∅|.5|00.5|5"},
		{"equals", "100", "100|100.0", "∅|1|10|1000"},
		{"equals", "007", "007", "∅|7|07|7.0"},
		{"equals", "+1661", "+1661", "∅|1661"},
		{"equals", "12345678901234567890", "12345678901234567890|12345678901234567890.0", "∅|12345678901234567891|12345678901234567000"},
		{"equals", "44.9|7", "44.90|7.0", "∅|44.99|4490"},

		// Order is for numbers only; anything else fails.
		{"greater_than", "90", "91|90.01|100|1000|12345678901234567890", "∅|90|90.0|89.99|9|-91|007|+91|1e3|91 |abc|."},
		{"less_than", "90", "89|89.99|9|0|-1|-91|-1000", "∅|90|90.0|90.01|100|007|+1|1e1|abc| "},
		{"greater_than", "-1.5", "-1.4|-1.49|0|-0|1", "∅|-1.5|-1.50|-1.51|-2|-10"},
		{"less_than", "-1.5", "-1.51|-2|-10", "∅|-1.5|-1.4|0|1"},
		{"greater_than", "0", "0.001|1", "∅|0|-0|-0.001"},
		{"less_than", "0", "-0.001|-1", "∅|0|-0|0.001"},
		{"greater_than", "12345678901234567890", "12345678901234567891|12345678901234567890.1", "∅|12345678901234567890|12345678901234567889"},
		{"less_than", "0.1", "0.09|0.0999999999999999999999", "∅|0.1|0.10|0.100000000000000000001"},
	}
	for _, tt := range tests {
		c := condition(t, tt.operator, list(tt.operands)...)
		for _, value := range list(tt.holds) {
			if !c.Holds([]byte(value)) {
				t.Errorf("%s does not hold for %q", c, value)
			}
		}
		for _, value := range list(tt.fails) {
			if c.Holds([]byte(value)) {
				t.Errorf("%s holds for %q", c, value)
			}
		}
	}
}

// list splits what the table writes; ∅ is the empty value.
func list(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(strings.ReplaceAll(s, "∅", ""), "|")
}

// TestConditionString: conditions read as a person would say them.
func TestConditionString(t *testing.T) {
	t.Parallel()
	tests := []struct {
		condition *Condition
		want      string
	}{
		{condition(t, "exists"), "User:x exists"},
		{condition(t, "not_exists"), "User:x not exists"},
		{condition(t, "greater_than", "90"), "User:x greater than 90"},
		{condition(t, "not_begins_with", "+1"), "User:x not begins with +1"},
		{condition(t, "equals", "CA", "NV", "TX"), "User:x equals CA, NV, TX"},
		{condition(t, "not_equals", "1", "2", "3", "4"), "User:x not equals 1, 2, 3, … (4 values)"},
	}
	for _, tt := range tests {
		if got := tt.condition.String(); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

// TestFilter: a filter holds when any of its conditions does, and its ruling names the condition
// that decided and what it was decided over.
func TestFilter(t *testing.T) {
	t.Parallel()
	state, gclid := *condition(t, "equals", "CA", "NV"), *condition(t, "exists")
	length := *condition(t, "greater_than", "90")
	tests := []struct {
		name       string
		conditions []Condition
		values     []string
		want       string // the ruling
		holds      bool
	}{
		{"holds", []Condition{state}, []string{"NV"}, `User:x equals CA, NV: it is "NV"`, true},
		{"does not hold", []Condition{state}, []string{"TX"}, `User:x equals CA, NV: it is "TX"`, false},
		{"absent", []Condition{gclid}, []string{""}, `User:x exists: it is absent or empty`, false},
		{"no number", []Condition{length}, []string{"1:30"}, `User:x greater than 90: it is "1:30", which is not a number`, false},
		{"a number", []Condition{length}, []string{"90"}, `User:x greater than 90: it is "90"`, false},
		{"absent number", []Condition{length}, []string{""}, `User:x greater than 90: it is absent or empty`, false},
		{"quoted", []Condition{state}, []string{"a\x1b[31m\"\n"}, `User:x equals CA, NV: it is "a\x1b[31m\"\n"`, false},
		{"first of two", []Condition{state, gclid}, []string{"CA", "y"}, `User:x equals CA, NV: it is "CA"`, true},
		{"second of two", []Condition{state, gclid}, []string{"TX", "y"}, `User:x exists: it is "y"`, true},
		{"none of two", []Condition{state, gclid}, []string{"TX", ""}, `none of 2 holds: User:x equals CA, NV: it is "TX"; User:x exists: it is absent or empty`, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := Filter{Conditions: tt.conditions}
			ruling := f.Explain(inTurn(tt.values...))
			if diff := cmp.Diff(tt.want, ruling.String()); diff != "" {
				t.Errorf("ruling (-want +got):\n%s", diff)
			}
			if holds := f.Holds(inTurn(tt.values...)); holds != tt.holds || ruling.Holds != tt.holds {
				t.Errorf("Holds gives %t and Explain %t, want %t", holds, ruling.Holds, tt.holds)
			}
		})
	}
}

// TestFilterStops: conditions behind the one that holds are not asked.
func TestFilterStops(t *testing.T) {
	t.Parallel()
	f := Filter{Conditions: []Condition{*condition(t, "exists"), *condition(t, "exists"), *condition(t, "exists")}}
	for _, decide := range []func(func(int) []byte){
		func(value func(int) []byte) { f.Holds(value) },
		func(value func(int) []byte) { f.Explain(value) },
	} {
		var asked []int
		decide(func(i int) []byte { asked = append(asked, i); return []byte{'x'}[:i%2] })
		if diff := cmp.Diff([]int{0, 1}, asked); diff != "" {
			t.Errorf("asked (-want +got):\n%s", diff)
		}
	}
}

// TestHoldsAllocatesNothing: filters stand in the way of every call of a bulk run.
func TestHoldsAllocatesNothing(t *testing.T) {
	f := Filter{Conditions: []Condition{
		*condition(t, "equals", "12345678901234567890", "CA"),
		*condition(t, "greater_than", "1234567890123456789"),
		*condition(t, "contains", "a string that is longer than what fits a small buffer"),
	}}
	value := []byte("123456789012345678901234567890123456789.50")
	if n := testing.AllocsPerRun(100, func() { f.Holds(func(int) []byte { return value }) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// TestOperators: every name splits into an operator and its negation, and the negatives are those
// of the contract.
func TestOperators(t *testing.T) {
	t.Parallel()
	want := []string{
		"begins_with", "contains", "equals", "exists", "greater_than", "less_than",
		"not_begins_with", "not_contains", "not_equals", "not_exists",
	}
	if diff := cmp.Diff(want, OperatorNames()); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
	for _, name := range want {
		op, negative := ParseOperator(name)
		if string(op) != strings.TrimPrefix(name, "not_") || negative != strings.HasPrefix(name, "not_") {
			t.Errorf("ParseOperator(%q) = %q, %t", name, op, negative)
		}
	}
	unknown := Condition{Operator: "matches"}
	if unknown.Holds([]byte("x")) {
		t.Error("an unknown operator holds")
	}
}
