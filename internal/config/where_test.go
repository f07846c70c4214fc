package config

import (
	"strings"
	"testing"

	"postback/internal/diag"
)

// TestParseWhere: conditions in the words of a person and in those of a definition.
func TestParseWhere(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, want string }{
		{"User:gclid exists", "User:gclid exists"},
		{"tag:User:gclid not exists", "User:gclid not exists"},
		{"[tag:User:first name] not_exists ", "User:first name not exists"},
		{"InboundNumber:State equals CA", "InboundNumber:State equals CA"},
		{"User:x not equals a equals b", "User:x not equals a equals b"},
		{"User:x equals a, b", "User:x equals a, b"},
		{"CallLength:FromConnect greater than 90", "CallLength:FromConnect greater than 90"},
		{"CallLength:FromConnect greater_than -1.5", "CallLength:FromConnect greater than -1.5"},
		{"User:x begins_with +1", "User:x begins with +1"},
		{"User:x not contains  a b ", "User:x not contains a b"},
		{"hasConverted equals true", ":hasConverted equals yes"},
		{"Caller ID begins with +1661", ":inboundPhoneNumber begins with +1661"},
		{"campaignname equals Spring exists", ":campaignName equals Spring exists"},
		{"conversionAmount exists", ":conversionAmount exists"},
		{`{tag: "User:x", equals: [a, b]}`, "User:x equals a, b"},
		{`{tag: Converted, not_equals: false}`, ":hasConverted not equals no"},
		{`{any: [{tag: "User:x", exists: true}, {tag: payoutAmount, less_than: 2}]}`, "User:x exists | :payoutAmount less than 2"},
	}
	for _, tt := range tests {
		filter, faults := ParseWhere(diag.NewSource("--where", []byte(tt.text)))
		var conditions []string
		for i := range filter.Conditions {
			conditions = append(conditions, filter.Conditions[i].String())
		}
		if got := strings.Join(conditions, " | "); got != tt.want || len(faults) > 0 {
			t.Errorf("%s\ngot  %s %v\nwant %s", tt.text, got, faults, tt.want)
		}
	}
}

func TestParseWhereFaults(t *testing.T) {
	t.Parallel()
	tests := []struct{ text, want string }{
		{"", "has no operator; write TAG OPERATOR VALUE"},
		{"User:gclid", "has no operator"},
		{"User:x is 1", "has no operator"},
		{"equals 1", "has no operator"},
		{"nosuchcolumn equals 1", `"nosuchcolumn" is neither a tag, such as User:gclid, nor a column`},
		{"User:x exists now", "exists takes no value"},
		{"User:x equals", "equals needs a value"},
		{"User:x greater_than much", `greater_than compares numbers and "much" is none`},
		{`{tag: "User:x"}`, "--where:1:1: error: the condition has no operator"},
		{`{tag: nosuch, equals: 1}`, `"nosuch" is not a tag`},
		{`{tag: "User:x", equal: 1}`, "did you mean equals?"},
		{`{`, "--where:1:"},
	}
	for _, tt := range tests {
		if _, faults := ParseWhere(diag.NewSource("--where", []byte(tt.text))); len(faults) == 0 || !strings.Contains(faults[0].String(), tt.want) {
			t.Errorf("%s\ngot  %v\nwant %s", tt.text, faults, tt.want)
		}
	}
	// In a definition a filter names a tag.
	_, faults := text(t, "pixels:\n  - {name: A, fire_on: incoming, url: 'https://a.example/', filters: [{tag: hasConverted, equals: yes}]}\n")
	if len(faults) == 0 || !strings.Contains(faults[0].String(), `"hasConverted" is not a tag`) {
		t.Errorf("a filter names a column: %v", faults)
	}
}
