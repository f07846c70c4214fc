package report

import (
	"cmp"
	"io"
	"strings"

	"github.com/jstemmer/go-junit-report/v2/junit"

	"postback/internal/diag"
	"postback/internal/pixel"
)

// writeFindingsJUnit writes a test case for each pixel, in a suite for each file. An error fails
// its pixel's case; warnings and notes are its output. Findings outside of every pixel have a case
// of their own in each file.
func writeFindingsJUnit(w io.Writer, f *Findings, style Style) error {
	report := junit.Testsuites{Name: "postback validate"}
	findings, pixels := map[*diag.Source]diag.List{}, map[*diag.Source][]*pixel.Pixel{}
	for _, d := range f.List {
		findings[d.Span.Source] = append(findings[d.Span.Source], d)
	}
	for _, p := range f.Set.Pixels {
		pixels[p.Span.Source] = append(pixels[p.Span.Source], p)
	}
	for _, source := range f.Set.Sources {
		report.AddSuite(junitSuite(source.Name(), pixels[source], findings[source], style))
		delete(findings, source)
	}
	for _, d := range f.List { // of no definitions file, or of no place at all
		if list := findings[d.Span.Source]; len(list) > 0 {
			report.AddSuite(junitSuite(sourceName(d.Span), nil, list, style))
			delete(findings, d.Span.Source)
		}
	}
	return report.WriteXML(w)
}

func sourceName(span diag.Span) string {
	if span.IsZero() {
		return "postback"
	}
	return span.Source.Name()
}

// junitSuite is one file: its pixels, and what stands outside of them.
func junitSuite(file string, pixels []*pixel.Pixel, rest diag.List, style Style) junit.Testsuite {
	suite := junit.Testsuite{Name: legalXML(file), Time: "0", File: legalXML(file)}
	for _, p := range pixels {
		var own diag.List
		own, rest = findingsWithin(rest, p)
		suite.AddTestcase(junitCase(file, cmp.Or(p.Name.String(), "(without a name)"), own, style))
	}
	if len(rest) > 0 || len(pixels) == 0 {
		suite.AddTestcase(junitCase(file, "definitions", rest, style))
	}
	return suite
}

// findingsWithin splits a list into the findings that point into the pixel and the others.
func findingsWithin(list diag.List, p *pixel.Pixel) (own, rest diag.List) {
	for _, d := range list {
		if d.Span.Start >= p.Span.Start && d.Span.Start < p.Span.End {
			own.Add(d)
		} else {
			rest.Add(d)
		}
	}
	return own, rest
}

func junitCase(file, name string, findings diag.List, style Style) junit.Testcase {
	c := junit.Testcase{Classname: legalXML(file), Name: legalXML(name), Time: "0"}
	var text strings.Builder
	_ = Diagnostics(&text, findings, Style{Palette: NewPalette(false), Hide: style.Hide})
	story := legalXML(text.String())
	switch {
	case findings.HasErrors():
		c.Failure = &junit.Result{Message: Count(findings.Count(diag.Error), "error"), Type: "error", Data: story}
	case len(findings) > 0:
		c.SystemOut = &junit.Output{Data: story}
	}
	return c
}

// legalXML replaces the characters that XML 1.0 cannot hold at all.
func legalXML(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' || r == 0xFFFE || r == 0xFFFF {
			return '·'
		}
		return r
	}, strings.ToValidUTF8(s, "·"))
}
