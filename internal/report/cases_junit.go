package report

import (
	"io"
	"strings"

	"github.com/jstemmer/go-junit-report/v2/junit"

	"postback/internal/golden"
)

// writeCasesJUnit writes a suite for each file. A case that has not passed has the whole story in
// its failure, as the text format tells it; one that could not run has an error.
func writeCasesJUnit(w io.Writer, c *Cases, style Style) error {
	report := junit.Testsuites{Name: "postback test"}
	for _, f := range c.Files {
		suite := junit.Testsuite{Name: legalXML(f.Name), Time: "0", File: legalXML(f.Name)}
		for i := range f.Results {
			suite.AddTestcase(junitOfCase(f.Name, &f.Results[i], style))
		}
		report.AddSuite(suite)
	}
	return report.WriteXML(w)
}

func junitOfCase(file string, r *golden.Result, style Style) junit.Testcase {
	c := junit.Testcase{Classname: legalXML(file), Name: legalXML(r.Case.Name.String()), Time: "0"}
	if r.Passed() {
		return c
	}
	result := &junit.Result{Message: legalXML(headline(r, style)), Type: caseStatus(r), Data: legalXML(story(r, style))}
	if len(r.Unusable) > 0 {
		c.Error = result
	} else {
		c.Failure = result
	}
	return c
}

// headline is the first thing that is wrong with a case, in one line.
func headline(r *golden.Result, style Style) string {
	var messages []string
	for _, d := range r.Unusable {
		messages = append(messages, d.Message)
	}
	for _, f := range r.Faults {
		message := f.Message
		if len(f.Differences) > 0 {
			message = saidOf(f.Differences[0])
		}
		messages = append(messages, joinThere(": ", f.Pixel, message))
	}
	return oneLine(style.Hide.String(messages[0]))
}

// story is everything that is wrong with a case, as the text format tells it.
func story(r *golden.Result, style Style) string {
	var text strings.Builder
	_ = writeCasesText(&text, &Cases{Files: []CaseFile{{Results: []golden.Result{*r}}}}, Style{Palette: NewPalette(false), Hide: style.Hide})
	told, _, _ := strings.Cut(text.String(), "\n\n")
	return told + "\n"
}
