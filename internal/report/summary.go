package report

import (
	"fmt"
	"strings"

	"postback/internal/plan"
	"postback/internal/postback"
	"postback/internal/results"
)

// Summary counts results for the line that ends a run.
type Summary struct {
	Calls, Skipped, Failed int
	Rendered               int // complete requests of a dry run
	Verdicts               results.Counts
}

// Add counts one result.
func (s *Summary) Add(r Result) {
	switch {
	case r.Outcome != nil:
		if s.Verdicts == nil {
			s.Verdicts = results.Counts{}
		}
		s.Verdicts[r.Outcome.Verdict]++
	case r.Firing.Decision == plan.Fire:
		s.Rendered++
	case r.Firing.Decision == plan.Fail:
		s.Failed++
	}
}

// Merge counts all that another summary has counted.
func (s *Summary) Merge(other Summary) {
	s.Calls += other.Calls
	s.Skipped += other.Skipped
	s.Failed += other.Failed
	s.Rendered += other.Rendered
	for verdict, n := range other.Verdicts {
		if s.Verdicts == nil {
			s.Verdicts = results.Counts{}
		}
		s.Verdicts[verdict] += n
	}
}

// Fired is the number of requests that were fired, whatever came of them.
func (s *Summary) Fired() int { return s.Verdicts.Fired() }

// verdictOrder is the order in which a summary names verdicts.
func verdictOrder() []postback.Verdict {
	return []postback.Verdict{
		postback.Accepted, postback.Duplicate, postback.Unverified,
		postback.Rejected, postback.TimedOut, postback.Failed, postback.Unsent,
	}
}

// String is the summary in one line: "1 fired: 1 unverified · 2 skipped (--all shows why)".
func (s *Summary) String() string {
	var parts []string
	if s.Fired() > 0 {
		parts = append(parts, firedSummary(s.Verdicts))
	} else {
		parts = append(parts, fmt.Sprintf("%d rendered, nothing was sent", s.Rendered))
	}
	if s.Failed > 0 {
		parts = append(parts, fmt.Sprintf("%d cannot be rendered", s.Failed))
	}
	if s.Skipped > 0 {
		parts = append(parts, fmt.Sprintf("%d skipped (--all shows why)", s.Skipped))
	}
	if s.Calls != 1 {
		parts = append(parts, fmt.Sprintf("%d calls", s.Calls))
	}
	return strings.Join(parts, " · ")
}
