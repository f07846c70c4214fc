package golden

import (
	"fmt"
	"slices"
	"strings"

	"postback/internal/diag"
	"postback/internal/pixel"
	"postback/internal/plan"
)

// Kind is in what way a pixel did not do what was expected.
type Kind string

// The kinds of faults.
const (
	Differs     Kind = "differs"       // it fires with another request
	NotFired    Kind = "not-fired"     // it is expected to fire and does not
	NotBuilt    Kind = "not-built"     // it is expected to fire and its request cannot be built
	Unexpected  Kind = "unexpected"    // it fires and the case does not speak of it
	Fires       Kind = "fires"         // it fires and is expected not to
	OtherReason Kind = "other-reason"  // it does not fire, for another reason than the one expected
	NoPixel     Kind = "unknown-pixel" // there is no such pixel
	Unwritten   Kind = "unwritten"     // the case does not say yet what it expects
)

// Fault is one pixel that did not do what a case expects.
type Fault struct {
	Kind        Kind
	Pixel       string
	Message     string    // in what way, in one clause
	Span        diag.Span // of the test file
	Definition  diag.Span // of the pixel's name; zero when there is no such pixel
	Differences []Difference

	expected *Expectation // nil when the case does not speak of the pixel
	outcome  outcome
}

// outcome is what a pixel really did. Unlike a firing it stays valid.
type outcome struct {
	decision plan.Decision
	reason   plan.Reason
	request  *Request // when it fires
}

func outcomeOf(f *plan.Firing) outcome {
	o := outcome{decision: f.Decision}
	if len(f.Reasons) > 0 {
		o.reason = f.Reasons[0]
	}
	if f.Decision == plan.Fire {
		o.request = RequestOf(f)
	}
	return o
}

// checker holds what fires for one call against one case.
type checker struct {
	suite   *Suite
	planner *plan.Planner
	firings map[string]*plan.Firing // by name of the pixel
	skips   map[string]plan.Firing  // the same for those that are skipped; made when it is needed
	faults  []Fault
}

func (c *checker) check(tc *Case, firings []plan.Firing) []Fault {
	if !tc.Written() {
		c.unwritten(tc, firings)
		return c.faults
	}
	for _, e := range tc.Expect {
		c.expectation(e)
	}
	for i := range firings {
		c.unexpected(tc, &firings[i])
	}
	return c.faults
}

// unwritten makes a case that does not say what it expects fail, with all that it could say.
func (c *checker) unwritten(tc *Case, firings []plan.Firing) {
	c.faults = append(c.faults, Fault{Kind: Unwritten, Span: tc.Name.Whole(), Message: "the case does not say what it expects; --update writes it"})
	for i := range firings {
		c.unexpected(tc, &firings[i])
	}
}

func (c *checker) unexpected(tc *Case, f *plan.Firing) {
	name := f.Pixel.Name.String()
	if slices.ContainsFunc(tc.Expect, func(e *Expectation) bool { return e.Pixel.String() == name }) {
		return
	}
	message := fmt.Sprintf("it fires on %s, and the case does not expect it", f.Event)
	if f.Decision == plan.Fail {
		message = "it should fire and cannot: " + f.Reasons[0].Message
	}
	c.add(nil, Fault{Kind: Unexpected, Message: message, Span: tc.Name.Whole()}, f.Pixel, outcomeOf(f))
}

func (c *checker) expectation(e *Expectation) {
	definition := c.suite.pixels[e.Pixel.String()]
	if definition == nil {
		c.faults = append(c.faults, Fault{
			Kind: NoPixel, Pixel: e.Pixel.String(), Span: e.Pixel.Whole(), expected: e,
			Message: "there is no such pixel" + diag.DidYouMean(e.Pixel.String(), c.suite.set.PixelNames()),
		})
		return
	}
	firing, fires := c.firings[e.Pixel.String()]
	if !fires {
		skip := c.skip(e.Pixel.String())
		firing = &skip
	}
	c.outcome(e, definition, firing)
}

// outcome holds what a pixel did against what it is expected to do.
func (c *checker) outcome(e *Expectation, definition *pixel.Pixel, f *plan.Firing) {
	wanted, reason := plan.Fire, (*Reason)(nil)
	switch {
	case e.Skip != nil:
		wanted, reason = plan.Skip, e.Skip
	case e.Fail != nil:
		wanted, reason = plan.Fail, e.Fail
	}
	if wanted == plan.Fire && f.Decision == plan.Fire && !e.examines() {
		return
	}
	fault, did := Fault{Span: e.Pixel.Whole()}, outcomeOf(f)
	switch {
	case f.Decision != wanted:
		fault.Kind, fault.Message = otherDecision(wanted, f)
	case wanted != plan.Fire && !reason.accepts(f.Reasons[0]):
		fault.Kind, fault.Span = OtherReason, reason.Code.Whole()
		fault.Message = fmt.Sprintf("expected %s, and it is %s: %s", reason, f.Reasons[0].Code, f.Reasons[0].Message)
	case wanted == plan.Fire:
		if fault.Differences = e.differences(did.request); len(fault.Differences) == 0 {
			return
		}
		fault.Kind, fault.Message = Differs, "its request differs"
	default:
		return
	}
	c.add(e, fault, definition, did)
}

// otherDecision describes a pixel that does something else than it is expected to.
func otherDecision(wanted plan.Decision, f *plan.Firing) (Kind, string) {
	switch {
	case f.Decision == plan.Fire:
		return Fires, fmt.Sprintf("it fires on %s, and is expected not to", f.Event)
	case f.Decision == plan.Fail:
		return NotBuilt, fmt.Sprintf("its request cannot be built: %s [%s]", f.Reasons[0].Message, f.Reasons[0].Code)
	case wanted == plan.Fail:
		return NotFired, fmt.Sprintf("it is skipped before its request is built: %s [%s]", f.Reasons[0].Message, f.Reasons[0].Code)
	}
	return NotFired, fmt.Sprintf("it does not fire: %s [%s]", f.Reasons[0].Message, f.Reasons[0].Code)
}

func (c *checker) add(e *Expectation, fault Fault, definition *pixel.Pixel, o outcome) {
	fault.Pixel, fault.Definition = definition.Name.String(), definition.Name.Whole()
	fault.expected, fault.outcome = e, o
	c.faults = append(c.faults, fault)
}

// skip is the firing of a pixel that is skipped.
func (c *checker) skip(name string) plan.Firing {
	if c.skips == nil {
		c.skips = map[string]plan.Firing{}
		for _, f := range c.planner.Skips() {
			c.skips[f.Pixel.Name.String()] = f
		}
	}
	return c.skips[name]
}

// examines reports whether anything is said of the request.
func (e *Expectation) examines() bool { return e.URL != nil || e.Body != nil || len(e.Lists) > 0 }

// accepts reports whether a pixel is skipped, or fails, as it is expected to.
func (r *Reason) accepts(reason plan.Reason) bool {
	return string(reason.Code) == r.Code.String() && strings.Contains(reason.Message, r.Because.String())
}

// String is what is expected.
func (r *Reason) String() string {
	if r.Because.Len() == 0 {
		return r.Code.String()
	}
	return fmt.Sprintf("%s because of %q", r.Code, r.Because)
}
