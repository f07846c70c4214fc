package report

import (
	"testing"

	"postback/internal/plan"
	"postback/internal/postback"
)

func TestSummary(t *testing.T) {
	t.Parallel()
	result := func(decision plan.Decision, verdict postback.Verdict) Result {
		r := Result{Firing: &plan.Firing{Decision: decision}}
		if verdict != "" {
			r.Outcome = &postback.Outcome{Verdict: verdict}
		}
		return r
	}
	tests := []struct {
		summary Summary
		results []Result
		want    string
	}{
		{Summary{Calls: 1}, nil, "0 rendered, nothing was sent"},
		{Summary{Calls: 1}, []Result{result(plan.Fire, ""), result(plan.Skip, ""), result(plan.Fire, "")}, "2 rendered, nothing was sent"},
		{Summary{Calls: 3, Skipped: 2}, []Result{result(plan.Fire, ""), result(plan.Fail, "")}, "1 rendered, nothing was sent · 1 cannot be rendered · 2 skipped (--all shows why) · 3 calls"},
		{Summary{}, nil, "0 rendered, nothing was sent · 0 calls"},
		{Summary{Calls: 1, Skipped: 2}, []Result{result(plan.Fire, postback.Unverified)}, "1 fired: 1 unverified · 2 skipped (--all shows why)"},
		{Summary{Calls: 1}, []Result{
			result(plan.Fire, postback.Unsent), result(plan.Fire, postback.Failed), result(plan.Fire, postback.TimedOut), result(plan.Fire, postback.Rejected),
			result(plan.Fire, postback.Unverified), result(plan.Fire, postback.Duplicate), result(plan.Fire, postback.Accepted), result(plan.Fire, postback.Accepted), result(plan.Fail, ""),
		}, "8 fired: 2 accepted, 1 duplicate, 1 unverified, 1 rejected, 1 timed_out, 1 failed, 1 unsent · 1 cannot be rendered"},
	}
	for _, tt := range tests {
		for _, r := range tt.results {
			tt.summary.Add(r)
		}
		if got := tt.summary.String(); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}
