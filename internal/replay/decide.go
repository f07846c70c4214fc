package replay

import (
	"postback/internal/journal"
	"postback/internal/plan"
	"postback/internal/postback"
)

// claimer decides what is sent, and claims it.
type claimer struct {
	journal  *journal.Journal
	policy   Policy
	progress *Progress
	digester journal.Digester
	pixels   map[string]journal.Pixel // by name; a pixel fires on one event
	id       []byte
}

func newClaimer(o *Options) *claimer {
	return &claimer{journal: o.Journal, policy: o.Policy, pixels: map[string]journal.Pixel{}, progress: o.Progress}
}

// add decides about the firings of a call and claims those that are to be sent: they are the call's
// tasks then, and may be begun after the journal's next Commit.
func (c *claimer) add(call *Call) error {
	for i := range call.Results {
		r := &call.Results[i]
		if r.Firing.Decision != plan.Fire {
			c.progress.note(r)
			continue
		}
		claim, err := c.claimOf(r.Firing)
		if err != nil {
			return err
		}
		if len(claim.CallID) == 0 {
			decline(r, plan.Fail, NoCallID, "the record has no id by which a journal could know the call again")
		}
		if len(claim.CallID) == 0 || c.refuse(r, claim) {
			c.progress.note(r)
			continue
		}
		call.tasks = append(call.tasks, task{call: call, result: r, number: c.journal.Claim(claim)})
	}
	call.pending.Add(len(call.tasks))
	return nil
}

// claimOf is what the journal knows a firing by.
func (c *claimer) claimOf(f *plan.Firing) (claim journal.Claim, err error) {
	name := f.Pixel.Name.String()
	number, known := c.pixels[name]
	if !known {
		number, err = c.journal.Pixel(f.Event.String(), name)
		c.pixels[name] = number
	}
	c.id = f.AppendCallID(c.id[:0])
	return journal.Claim{CallID: c.id, Pixel: number, Request: c.digester.Digest(&f.Request)}, err
}

// refuse reports whether what the journal knows forbids sending, and says so in the result.
func (c *claimer) refuse(r *Result, claim journal.Claim) bool {
	state, same := c.journal.Look(claim)
	switch {
	case state == journal.Fresh || state == journal.Unsent:
		return false
	case state == journal.Unknown:
		return c.refuseUnknown(r)
	case state == journal.Rejected && c.policy.Rejected == Send:
		return false
	case !same && state != journal.Claimed && c.policy.Changed == Send:
		return false
	case !same:
		decline(r, plan.Skip, RequestChanged, "it was sent before as another request than now, and is not sent again")
	case state == journal.Rejected:
		decline(r, plan.Skip, AlreadyFired, "it was sent before, and rejected")
	case state == journal.Claimed:
		decline(r, plan.Skip, AlreadyFired, "the input has it twice: a call of the same id stands before this one")
	default:
		decline(r, plan.Skip, AlreadyFired, "it was sent before")
	}
	return true
}

func (c *claimer) refuseUnknown(r *Result) bool {
	switch c.policy.Unknown {
	case Send:
		return false
	case Skip:
		decline(r, plan.Skip, InDoubt, "an earlier run began to send it, and how that ended is unknown")
	default:
		r.Outcome = &postback.Outcome{
			Verdict: postback.Failed, Failure: FailureUnknown, InDoubt: true,
			Reason: "unknown: an earlier run began to send it, and how that ended was not recorded",
		}
	}
	return true
}

// decline has a firing not sent.
func decline(r *Result, d plan.Decision, code plan.Code, message string) {
	r.Firing.Decision, r.Firing.Reasons = d, []plan.Reason{{Code: code, Message: message}}
}
