package report

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/jstemmer/go-junit-report/v2/junit"

	"postback/internal/plan"
	"postback/internal/postback"
)

// firedJUnit writes a test case for each result. A postback that did not count fails its case, and
// so does a pixel that cannot be rendered; a pixel that does not fire is skipped.
type firedJUnit struct {
	w     io.Writer
	style Style
	suite junit.Testsuite
	took  time.Duration // all exchanges together
}

func newFiredJUnitWriter(w io.Writer, style Style) ResultWriter {
	return &firedJUnit{w: w, style: style, suite: junit.Testsuite{Name: "postbacks"}}
}

// Result adds a test case.
func (j *firedJUnit) Result(r Result) error {
	f := r.Firing
	c := junit.Testcase{Name: legalXML(f.Pixel.Name.String()), Classname: legalXML(f.Event.String()), Time: "0"}
	switch {
	case r.Outcome != nil:
		j.outcome(&c, r)
	case f.Decision == plan.Fail:
		c.Failure = &junit.Result{Message: "cannot be rendered", Type: "render", Data: j.reasons(f.Reasons)}
	case f.Decision == plan.Skip:
		c.Skipped = &junit.Result{Message: j.reasons(f.Reasons)}
	}
	j.suite.AddTestcase(c)
	return nil
}

// outcome tells the whole story of an exchange, in the body of the failure where it is one.
func (j *firedJUnit) outcome(c *junit.Testcase, r Result) {
	o := r.Outcome
	j.took += o.Elapsed
	c.Time = fmt.Sprintf("%.3f", o.Elapsed.Seconds())
	var story strings.Builder
	plain := Style{Palette: NewPalette(false), Hide: j.style.Hide}
	_ = Exchange(&story, r, plain) // a strings.Builder takes everything
	if quoted := evidence(o, j.style.Hide); quoted != "" {
		fmt.Fprintf(&story, "* evidence: %s\n", quoted)
	}
	text := legalXML(story.String())
	switch o.Verdict {
	case postback.Accepted, postback.Duplicate, postback.Unverified:
		c.SystemOut = &junit.Output{Data: text}
	default:
		message := string(o.Verdict) + ": " + j.style.Hide.String(o.Reason)
		c.Failure = &junit.Result{Message: legalXML(message), Type: string(o.Verdict), Data: text}
	}
}

func (j *firedJUnit) reasons(reasons []plan.Reason) string {
	var lines []string
	for _, reason := range reasons {
		lines = append(lines, fmt.Sprintf("%s [%s]", j.style.Hide.String(reason.Message), reason.Code))
	}
	return legalXML(strings.Join(lines, "\n"))
}

// Close writes the report.
func (j *firedJUnit) Close() error {
	j.suite.Time = fmt.Sprintf("%.3f", j.took.Seconds())
	report := junit.Testsuites{Name: "postback fire"}
	report.AddSuite(j.suite)
	report.Skipped = 0 // an attribute that Jenkins' schema has for suites only
	return report.WriteXML(j.w)
}
