package report

import (
	"encoding/xml"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"postback/internal/diag"
	"postback/internal/pixel"
	"postback/internal/redact"
)

// junitElement is what the JUnit schema that Jenkins publishes allows of one element, in the
// stricter form that other readers ask for: the children in this order.
type junitElement struct {
	required, optional []string // attributes
	children           []string // in this order; * may stand any number of times
	text               bool
}

func junitSchema() map[string]junitElement {
	return map[string]junitElement{
		"testsuites": {optional: []string{"name", "time", "tests", "failures", "errors", "disabled"}, children: []string{"testsuite*"}},
		"testsuite": {
			required: []string{"name", "tests", "failures", "errors"},
			optional: []string{"id", "time", "skipped", "disabled", "timestamp", "hostname", "package", "file"},
			children: []string{"properties", "testcase*", "system-out", "system-err"},
		},
		"testcase": {
			required: []string{"name", "classname"}, optional: []string{"time", "status"},
			children: []string{"skipped", "error", "failure", "system-out", "system-err"},
		},
		"properties": {children: []string{"property*"}},
		"property":   {required: []string{"name", "value"}},
		"skipped":    {optional: []string{"message"}, text: true},
		"error":      {required: []string{"message"}, optional: []string{"type"}, text: true},
		"failure":    {required: []string{"message"}, optional: []string{"type"}, text: true},
		"system-out": {text: true},
		"system-err": {text: true},
	}
}

// xmlNode is any element with all that is in it.
type xmlNode struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Children []xmlNode  `xml:",any"`
	Text     string     `xml:",chardata"`
}

func (n *xmlNode) attr(name string) string {
	for _, a := range n.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// junitFaults collects what is wrong with a report.
type junitFaults []string

func (f *junitFaults) addf(format string, args ...any) { *f = append(*f, fmt.Sprintf(format, args...)) }

// checkJUnit reads a report strictly and returns its root and all that is wrong with it.
func checkJUnit(report string) (*xmlNode, junitFaults) {
	var faults junitFaults
	decoder := xml.NewDecoder(strings.NewReader(report))
	root := &xmlNode{}
	if err := decoder.Decode(root); err != nil {
		faults.addf("%v", err)
		return root, faults
	}
	if rest := strings.TrimSpace(report[decoder.InputOffset():]); rest != "" {
		faults.addf("behind the end: %q", rest)
	}
	if root.XMLName.Local != "testsuites" {
		faults.addf("the root is %s", root.XMLName.Local)
	}
	faults.node(root)
	faults.counts(root)
	return root, faults
}

// junitOf is the report of findings, which has no faults.
func junitOf(t *testing.T, f *Findings) *xmlNode {
	t.Helper()
	out := writeFindings(t, "junit", f, redact.New())
	root, faults := checkJUnit(out)
	if len(faults) > 0 {
		t.Errorf("%s\n%s", strings.Join(faults, "\n"), out)
	}
	return root
}

var (
	junitNumber = regexp.MustCompile(`^\d+$`)
	junitTime   = regexp.MustCompile(`^\d*(\.\d{1,9})?$`)
)

// node holds an element and all that is in it against the schema.
func (f *junitFaults) node(n *xmlNode) {
	name := n.XMLName.Local
	rules, known := junitSchema()[name]
	if !known || n.XMLName.Space != "" {
		f.addf("there is no element %v", n.XMLName)
		return
	}
	var attributes []string
	for _, a := range n.Attrs {
		attributes = append(attributes, a.Name.Local)
		if !slices.Contains(append(slices.Clone(rules.required), rules.optional...), a.Name.Local) {
			f.addf("%s has no attribute %s", name, a.Name.Local)
		}
		f.attribute(a)
	}
	for _, required := range rules.required {
		if !slices.Contains(attributes, required) {
			f.addf("%s lacks %s", name, required)
		}
	}
	if slices.Sort(attributes); len(slices.Compact(slices.Clone(attributes))) != len(attributes) {
		f.addf("%s has an attribute twice: %q", name, attributes)
	}
	if !rules.text && strings.TrimSpace(n.Text) != "" {
		f.addf("%s holds text: %q", name, n.Text)
	}
	f.order(n, rules.children)
	for i := range n.Children {
		f.node(&n.Children[i])
	}
}

func (f *junitFaults) attribute(a xml.Attr) {
	switch a.Name.Local {
	case "tests", "failures", "errors", "skipped", "disabled", "id":
		if !junitNumber.MatchString(a.Value) {
			f.addf("%s is %q, which is no number", a.Name.Local, a.Value)
		}
	case "time":
		if !junitTime.MatchString(a.Value) || a.Value == "" {
			f.addf("time is %q", a.Value)
		}
	case "name", "classname", "message":
		if a.Value == "" {
			f.addf("%s is empty", a.Name.Local)
		}
	}
}

// order sees to it that the children stand in the schema's order, each as often as it may.
func (f *junitFaults) order(n *xmlNode, allowed []string) {
	at, seen := 0, 0
	for _, child := range n.Children {
		for at < len(allowed) && strings.TrimSuffix(allowed[at], "*") != child.XMLName.Local {
			at, seen = at+1, 0
		}
		if at == len(allowed) {
			f.addf("%s stands in the wrong place in %s", child.XMLName.Local, n.XMLName.Local)
			return
		}
		if seen++; seen > 1 && !strings.HasSuffix(allowed[at], "*") {
			f.addf("%s stands %d times in %s", child.XMLName.Local, seen, n.XMLName.Local)
		}
	}
}

// counts compares the numbers that a report tells with what is there.
func (f *junitFaults) counts(root *xmlNode) {
	totals := map[string]int{}
	for i := range root.Children {
		suite, counts := &root.Children[i], map[string]int{}
		for _, c := range suite.Children {
			counts["tests"]++
			for _, result := range c.Children {
				counts[map[string]string{"failure": "failures", "error": "errors", "skipped": "skipped"}[result.XMLName.Local]]++
			}
		}
		for _, name := range []string{"tests", "failures", "errors", "skipped"} {
			totals[name] += counts[name]
			if got := suite.attr(name); got != strconv.Itoa(counts[name]) && (got != "" || counts[name] > 0) {
				f.addf("the suite %s says %s=%q, there are %d", suite.attr("name"), name, got, counts[name])
			}
		}
	}
	for _, name := range []string{"tests", "failures", "errors"} {
		if got := root.attr(name); got != strconv.Itoa(totals[name]) && (got != "" || totals[name] > 0) {
			f.addf("the report says %s=%q, there are %d", name, got, totals[name])
		}
	}
}

// TestJUnitSchema: every report is what readers of JUnit expect: one case for each pixel, which has
// failed exactly when the pixel has an error.
func TestJUnitSchema(t *testing.T) {
	t.Parallel()
	sample, _ := sampleFindings(t)
	all := fixtures(t)
	all["sample"], all["nothing"] = sample, &Findings{Set: &pixel.Set{}}
	for name, f := range all {
		root := junitOf(t, f)
		want, got := map[string]int{}, map[string]int{}
		for _, p := range f.Set.Pixels {
			want[legalXML(p.Name.String())]++
		}
		failures := 0
		for _, suite := range root.Children {
			for _, c := range suite.Children {
				got[c.attr("name")]++
				if len(c.Children) > 0 && c.Children[0].XMLName.Local == "failure" {
					failures++
				}
			}
		}
		for pixel, n := range want {
			if pixel != "" && got[pixel] < n {
				t.Errorf("%s: %d cases for %d pixels called %s", name, got[pixel], n, pixel)
			}
		}
		if (failures > 0) != f.List.HasErrors() {
			t.Errorf("%s: %d failures, %d errors", name, failures, f.List.Count(diag.Error))
		}
	}
}

// TestJUnitHostileText: nothing that a file holds breaks out of its place in the report.
func TestJUnitHostileText(t *testing.T) {
	t.Parallel()
	content := "name: ]]></system-out><x> \x01\x0b\ufffe\uffff\xff & \" '\n"
	source := diag.NewSource("a&\"<\x02>.yaml", []byte(content))
	whole := source.Span(0, len(content))
	f := &Findings{
		Set: &pixel.Set{Sources: []*diag.Source{source}, Pixels: []*pixel.Pixel{{Span: whole}, {Name: diag.Opaque("]]>\x00\xff", whole), Span: source.Span(0, 0)}}},
		List: diag.List{
			{Severity: diag.Error, Rule: "r", Message: "]]> \x1b[31m </failure> &amp;", Span: whole},
			{Severity: diag.Warning, Rule: "r", Message: "]]>", Span: source.Span(len(content), len(content))},
		},
	}
	root := junitOf(t, f)
	failure := root.Children[0].Children[0].Children[0]
	if !strings.Contains(failure.Text, "]]></system-out><x>") || !strings.Contains(failure.Text, "]]> ·[31m </failure> &amp;") {
		t.Errorf("the failure tells %q", failure.Text)
	}
}

// TestJUnitChecker: the checker finds what is wrong with a report.
func TestJUnitChecker(t *testing.T) {
	t.Parallel()
	const right = `<testsuites tests="1" failures="1"><testsuite name="s" tests="1" failures="1" errors="0"><testcase name="c" classname="k"><failure message="m">x</failure></testcase></testsuite></testsuites>`
	if _, faults := checkJUnit(right); faults != nil {
		t.Fatalf("faults in a right report: %q", faults)
	}
	for wrong, want := range map[[2]string]string{
		{`</testsuites>`, ``}:                                "unexpected EOF",
		{`</testsuites>`, `</testsuites><x/>`}:               "behind the end",
		{`testsuites`, `suites`}:                             "the root is suites",
		{`<failure`, `<note/><failure`}:                      "no element",
		{`</failure>`, `</failure><skipped/>`}:               "skipped stands in the wrong place in testcase",
		{`</failure>`, `</failure><failure message="n"/>`}:   "failure stands 2 times",
		{`<testcase`, `text<testcase`}:                       "testsuite holds text",
		{` classname="k"`, ``}:                               "testcase lacks classname",
		{` classname="k"`, ` classname="k" note="x"`}:        "testcase has no attribute note",
		{` classname="k"`, ` classname=""`}:                  "classname is empty",
		{` classname="k"`, ` classname="k" classname="k"`}:   "twice",
		{` classname="k"`, ` classname="k" time="soon"`}:     `time is "soon"`,
		{`name="s" tests="1"`, `name="s" tests="one"`}:       "no number",
		{`name="s" tests="1"`, `name="s" tests="2"`}:         `tests="2", there are 1`,
		{`failures="1" errors`, `failures="0" errors`}:       `failures="0", there are 1`,
		{`<testsuites tests="1"`, `<testsuites tests="3"`}:   `the report says tests="3"`,
		{`<testsuite name`, `<testsuite xmlns="urn:x" name`}: "no element",
	} {
		broken := strings.ReplaceAll(right, wrong[0], wrong[1])
		if _, faults := checkJUnit(broken); !strings.Contains(strings.Join(faults, "\n"), want) {
			t.Errorf("%s: no %q among the faults %q", broken, want, faults)
		}
	}
}
