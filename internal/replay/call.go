package replay

import (
	"sync"

	"postback/internal/call"
	"postback/internal/plan"
	"postback/internal/postback"
)

// Call is one call with the results of its firings. It is valid until Write returns.
type Call struct {
	Planner *plan.Planner // as it planned the call
	Results []Result

	record  call.Record
	read    int64          // bytes of the input that had been read for it
	pending sync.WaitGroup // the results that are still to come
	tasks   []task
}

// Result is what became of one firing that a call has.
type Result struct {
	Firing  *plan.Firing
	Outcome *postback.Outcome // nil when nothing was sent, which Firing then explains
}

// task is a firing that is to be sent.
type task struct {
	call   *Call
	result *Result
	lane   *lane
	number uint64 // in the journal
}

// plan takes up a copy of a record: what the planner keeps of it must outlive the next one.
func (c *Call) plan(record *call.Record) error {
	c.record.CopyFrom(record)
	firings, err := c.Planner.Plan(&c.record)
	if err != nil {
		return &PlanError{record.Line(), err}
	}
	c.Results, c.tasks = c.Results[:0], c.tasks[:0]
	for i := range firings {
		c.Results = append(c.Results, Result{Firing: &firings[i]})
	}
	return nil
}
