package glob

import (
	"strings"
	"testing"
)

func TestMatch(t *testing.T) {
	t.Parallel()
	tests := []struct {
		pattern       string
		match, differ string
	}{
		{"", "|", "a"},
		{"*", "|a|a/b|é", ""},
		{"a", "a", "|A|aa|b"},
		{"Kayzen*", "Kayzen|Kayzen CTV", "kayzen|A Kayzen"},
		{"*CTV*", "CTV|a CTV b", "CT|ctv"},
		{"a?c", "abc|a/c|aéc|a€c", "ac|abbc"},
		{"a??", "abc|a€€", "a€|abcd"},
		{"*??", "ab|€€|xab", "€|a|"},
		{"*a*b", "ab|xaxb|aabb|a b b", "ba|abc"},
		{"?", "a|é", "|ab"},
		{"[a]", "[a]", "a"},
		{`\*`, `\|\x`, "*"},
		{"**a", "a|ba", "ab"},
		{"*é", "é|aé", "e"},
	}
	for _, tt := range tests {
		for name := range strings.SplitSeq(tt.match, "|") {
			if !Match(tt.pattern, name) {
				t.Errorf("%q does not match %q", tt.pattern, name)
			}
		}
		for name := range strings.SplitSeq(tt.differ, "|") {
			if tt.differ != "" && Match(tt.pattern, name) {
				t.Errorf("%q matches %q", tt.pattern, name)
			}
		}
	}
	if Match(strings.Repeat("*a", 30)+"b", strings.Repeat("a", 200)) {
		t.Error("a pattern of many stars matches what it should not")
	}
}
