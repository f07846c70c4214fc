package golden

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestCoverage: what cases reach, and what they do not.
func TestCoverage(t *testing.T) {
	t.Parallel()
	const definitions = `
pixels:
  - name: A
    fire_on: incoming
    url: https://a.example/?x=[User:x|User:y]&id=[Call:InboundCallId]&again=[User:x]
    filters:
      - {tag: "User:f", equals: 1}
      - any: [{tag: "User:g", exists: true}, {tag: "User:h", exists: true}]
  - {name: B, fire_on: payout, url: "https://a.example/[Call:ConversionPayout]"}
  - {name: Off, fire_on: error, url: "https://a.example/[User:z]", enabled: false}
`
	missed := func(calls ...string) (names []string, percent float64) {
		suite := NewSuite(loadSet(t, definitions), outside(nil))
		suite.Cover()
		for _, call := range calls {
			suite.Run(parse(t, "cases: [{name: a, call: "+call+", expect: []}]").Cases[0])
		}
		c := suite.Coverage()
		for _, g := range c.Goals {
			if !g.Reached {
				names = append(names, string(g.Kind)+" "+g.Name+" at "+g.Span.Text())
			}
		}
		return names, c.Percent()
	}
	all := []string{
		"pixel A at A", "pixel B at B", "event incoming at incoming", "event payout at payout",
		"token [User:x] in A at User:x", "token [User:y] in A at User:y", "token [Call:InboundCallId] in A at Call:InboundCallId",
		`branch User:f equals 1 holds in A at {tag: "User:f", equals: 1}`, `branch User:f equals 1 does not hold in A at {tag: "User:f", equals: 1}`,
		`branch User:g exists holds in A at {tag: "User:g", exists: true}`, `branch User:h exists holds in A at {tag: "User:h", exists: true}`,
		`branch none of 2 conditions holds in A at any: [{tag: "User:g", exists: true}, {tag: "User:h", exists: true}]`,
		"token [Call:ConversionPayout] in B at Call:ConversionPayout",
	}
	tests := []struct {
		calls   []string
		reached []int // of all
	}{
		{nil, nil},
		{[]string{`{inboundCallId: R, "tag:User:f": 2, "tag:User:g": 1}`}, []int{8}},
		{[]string{`{inboundCallId: R, "tag:User:f": 1}`}, []int{7, 11}},
		{[]string{`{inboundCallId: R, "tag:User:f": 1, "tag:User:h": 1, "tag:User:y": 1}`}, []int{0, 2, 5, 6, 7, 10}},
		{[]string{`{hasPayout: true, payoutAmount: 1}`, `{inboundCallId: R, "tag:User:f": 1, "tag:User:g": 1, "tag:User:x": 1}`}, []int{0, 1, 2, 3, 4, 6, 7, 8, 9, 12}},
	}
	for _, tt := range tests {
		names, percent := missed(tt.calls...)
		var want []string
		for i, name := range all {
			if !slices.Contains(tt.reached, i) {
				want = append(want, name)
			}
		}
		if diff := cmp.Diff(want, names); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.calls, diff)
		}
		if want := 100 * float64(len(tt.reached)) / float64(len(all)); percent != want {
			t.Errorf("%s: %g %%, want %g", tt.calls, percent, want)
		}
	}
	if c := (&Coverage{}); c.Percent() != 100 {
		t.Error("of nothing, not all is reached")
	}
}
