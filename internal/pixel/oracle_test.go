package pixel

import (
	"math/big"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// number is the grammar of numbers, written down a second time.
var number = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?$`)

// oracle decides a condition slowly and by the words of the contract.
func oracle(operator, value string, operands []string) bool {
	if positive, negative := strings.CutPrefix(operator, "not_"); negative {
		return value == "" || !oracle(positive, value, operands)
	}
	if value == "" {
		return false
	}
	switch operator {
	case "exists":
		return true
	case "begins_with":
		return strings.Index(value, operands[0]) == 0
	case "contains":
		return len(strings.Split(value, operands[0])) > 1
	case "greater_than":
		order, ok := oracleOrder(value, operands[0])
		return ok && order > 0
	case "less_than":
		order, ok := oracleOrder(value, operands[0])
		return ok && order < 0
	}
	for _, operand := range operands {
		if order, ok := oracleOrder(value, operand); value == operand || ok && order == 0 {
			return true
		}
	}
	return false
}

// oracleOrder compares two numbers as fractions.
func oracleOrder(a, b string) (order int, ok bool) {
	if !number.MatchString(a) || !number.MatchString(b) {
		return 0, false
	}
	x, _ := new(big.Rat).SetString(a)
	y, _ := new(big.Rat).SetString(b)
	return x.Cmp(y), true
}

// operandText draws what tags and operands look like, numbers and near misses above all.
func operandText() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.StringMatching(`-?[0-9]{1,3}(\.[0-9]{1,3})?`),
		rapid.StringMatching(`[-+]?0{0,2}[0-9]{1,22}\.?[0-9]{0,22}`),
		rapid.StringMatching(`[a-c90.\-+ ]{1,5}`),
		rapid.SampledFrom([]string{"0", "-0", "0.0", "90", "90.0", "007", "CA", "ü", "\xff", "12345678901234567890"}),
	)
}

func TestConditionAgainstOracle(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		operator := rapid.SampledFrom(OperatorNames()).Draw(rt, "operator")
		operands := rapid.SliceOfN(operandText(), 1, 12).Draw(rt, "operands")
		value := rapid.OneOf(operandText(), rapid.Just(""), rapid.SampledFrom(operands)).Draw(rt, "value")
		switch {
		case strings.HasSuffix(operator, "exists"):
			operands = nil
		case !strings.HasSuffix(operator, "equals"):
			operands = operands[:1]
		}
		got := condition(t, operator, operands...).Holds([]byte(value))
		if want := oracle(operator, value, operands); got != want {
			rt.Fatalf("%s %q over %q: %t, want %t", operator, operands, value, got, want)
		}
	})
}

func TestNumbersAgainstOracle(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		a, b := operandText().Draw(rt, "a"), operandText().Draw(rt, "b")
		if got, want := IsNumber(a), number.MatchString(a); got != want {
			rt.Fatalf("IsNumber(%q) = %t", a, got)
		}
		order, ok := compareNumbers([]byte(a), []byte(b))
		wantOrder, wantOK := oracleOrder(a, b)
		if ok != wantOK || sign(order) != wantOrder {
			rt.Fatalf("%q and %q: %d %t, want %d %t", a, b, order, ok, wantOrder, wantOK)
		}
		same := string(canonical([]byte(a))) == string(canonical([]byte(b)))
		if want := a == b || wantOK && wantOrder == 0; same != want {
			rt.Fatalf("%q and %q have the same canonical form: %t, want %t", a, b, same, want)
		}
	})
}

func sign(n int) int { return min(max(n, -1), 1) }
