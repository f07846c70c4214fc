package receiver

import (
	"postback/internal/diag"
	"postback/internal/postback"
)

// Expectation gives a verdict to the answers that meet all of its conditions.
type Expectation struct {
	Verdict    postback.Verdict
	Conditions []Condition
	Quote      *Part  // what of the answer to quote as evidence; nil for what met the conditions
	Remark     string // what to know of the verdict; "" for nothing
	Otherwise  bool   // stands for every answer that does not meet the expectation before it
	Basis
	Span diag.Span
}

// Verdicts are those that an answer can be given.
func Verdicts() []postback.Verdict {
	return []postback.Verdict{postback.Accepted, postback.Rejected, postback.Duplicate, postback.Unverified}
}
