package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"os/exec"
	"strings"
	"testing"
	"time"

	"postback/internal/config"
	"postback/internal/diag"
	"postback/internal/golden"
	"postback/internal/redact"
)

// testedPixels are the definitions of all cases here.
const testedPixels = `
pixels:
  - name: Query
    fire_on: incoming
    url: https://a.example/p?id=[Call:InboundCallId]&amount=[User:x]&api_key=plain-k3y
  - name: JSON
    fire_on: connected
    method: POST
    url: https://a.example/j
    content_type: application/json
    body: '{"id":"[Call:InboundCallId]","token":"hush-hush"}'
  - name: Text
    fire_on: payout
    method: POST
    url: https://a.example/t
    body: "one\n\n two \n"
  - {name: "Hostile ]]> # \\ | <b>", fire_on: error, url: "https://a.example/[User:x]", filters: [{tag: "User:x", exists: true}]}
`

// testedCases are cases in every state.
const testedCases = `
cases:
  - {name: passes, event: incoming, call: {inboundCallId: R1}, expect: [Query]}
  - name: a request that differs
    event: [incoming, connected, payout]
    call: {inboundCallId: R1, "tag:User:x": " 1"}
    expect:
      - {pixel: Query, parameters: {ident: R1, amount: "1", api_key: plain-key, gone: a}}
      - {pixel: JSON, body: '{"id":"R2","token":"hush"}', headers: {}}
      - {pixel: Text, body: "two"}
  - {name: "hostile # ]]> \\ | <b> \u0007", event: error, call: {"tag:User:x": 1}, expect: [Quary, {pixel: Text, skip: filter}]}
  - {name: cannot run, call: none.json, expect: []}
  - {name: not written, event: incoming, call: {inboundCallId: R1}}
`

// runCases runs testedCases.
func runCases(t *testing.T) *Cases {
	t.Helper()
	set, faults := config.LoadSources([]*diag.Source{diag.NewSource("pixels.yaml", []byte(testedPixels))}, config.Options{KeepVariables: true})
	file, more := golden.Parse(diag.NewSource("pixels_test.yaml", []byte(testedCases)))
	if len(faults)+len(more) > 0 {
		t.Fatal(faults, more)
	}
	suite := golden.NewSuite(set, golden.Surroundings{
		Read: func(*diag.Source, string) ([]byte, error) { return nil, errors.New("no such call record: none.json") },
		Zone: time.LoadLocation,
	})
	suite.Cover()
	out := CaseFile{Name: "pixels_test.yaml"}
	for _, c := range file.Cases {
		out.Results = append(out.Results, suite.Run(c))
	}
	coverage := suite.Coverage()
	return &Cases{Files: []CaseFile{out}, Coverage: &coverage}
}

func writeCases(t *testing.T, format string, c *Cases) string {
	t.Helper()
	var out bytes.Buffer
	hide := redact.New(redact.Secret{Name: "literal", Value: "hush-hush"})
	if err := WriteCases(format, &out, c, plain(hide)); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestCasesFormats pins every format, and that none shows a secret.
func TestCasesFormats(t *testing.T) {
	t.Parallel()
	cases := runCases(t)
	for _, name := range CasesFormats() {
		out := writeCases(t, name, cases)
		goldenFile(t, "cases."+name, out)
		for _, secret := range []string{"plain-k3y", "hush-hush", "\x07"} {
			if strings.Contains(out, secret) {
				t.Errorf("%s shows %q", name, secret)
			}
		}
	}
	if err := WriteCases("xml", &bytes.Buffer{}, cases, plain(redact.New())); err == nil {
		t.Error("a format that there is not was written")
	}
	var summary bytes.Buffer
	if err := CasesSummary(&summary, cases, plain(redact.New())); err != nil {
		t.Fatal(err)
	}
	goldenFile(t, "cases.summary", summary.String())
}

// TestCasesNothing: no case at all is a document all the same.
func TestCasesNothing(t *testing.T) {
	t.Parallel()
	none := &Cases{}
	if got := none.Summary(); got != "no case ran" {
		t.Errorf("summary %q", got)
	}
	for _, name := range CasesFormats() {
		writeCases(t, name, none)
	}
	if _, faults := checkJUnit(writeCases(t, "junit", none)); len(faults) > 0 {
		t.Error(faults)
	}
	if faults := checkTAP(writeCases(t, "tap", none)); len(faults) > 0 {
		t.Error(faults)
	}
}

// TestCasesJUnit: the report is what readers of JUnit expect.
func TestCasesJUnit(t *testing.T) {
	t.Parallel()
	root, faults := checkJUnit(writeCases(t, "junit", runCases(t)))
	if len(faults) > 0 {
		t.Error(strings.Join(faults, "\n"))
	}
	var got []string
	for _, c := range root.Children[0].Children {
		status := "passed"
		if len(c.Children) > 0 {
			status = c.Children[0].XMLName.Local
		}
		got = append(got, status)
	}
	if want := "passed failure failure error failure"; strings.Join(got, " ") != want {
		t.Errorf("cases %q, want %s", got, want)
	}
}

// TestCasesJSON: the document has what its schema promises of it.
func TestCasesJSON(t *testing.T) {
	t.Parallel()
	var document struct {
		SchemaVersion int                       `json:"schema_version"`
		Cases         []struct{ Status string } `json:"cases"`
		Summary       map[string]int            `json:"summary"`
		Coverage      struct{ Reached, Goals int }
	}
	if err := json.Unmarshal([]byte(writeCases(t, "json", runCases(t))), &document); err != nil {
		t.Fatal(err)
	}
	s := document.Summary
	if document.SchemaVersion != 1 || s["cases"] != 5 || s["passed"] != 1 || s["failed"] != 3 || s["unusable"] != 1 || document.Coverage.Goals == 0 {
		t.Errorf("%+v", document)
	}
}

// TestCasesTAP: the output is TAP 13, by our own reading of it and by that of Perl.
func TestCasesTAP(t *testing.T) {
	t.Parallel()
	out := writeCases(t, "tap", runCases(t))
	if faults := checkTAP(out); len(faults) > 0 {
		t.Errorf("%s\n%s", strings.Join(faults, "\n"), out)
	}
	perl, err := exec.LookPath("perl")
	if err != nil || exec.Command(perl, "-MTAP::Parser", "-e", "1").Run() != nil {
		t.Skip("needs Perl with TAP::Parser for a second opinion")
	}
	const script = `my $p = TAP::Parser->new({tap => do { local $/; <STDIN> }}); 1 while $p->next;
		print join(" ", $p->version, $p->tests_run, scalar($p->passed), scalar($p->failed), scalar(@{[$p->parse_errors]}))`
	command := exec.Command(perl, "-MTAP::Parser", "-e", script)
	command.Stdin = strings.NewReader(out)
	if read, err := command.Output(); err != nil || string(read) != "13 5 1 4 0" {
		t.Errorf("TAP::Parser reads version, tests, passed, failed, errors as %q, %v", read, err)
	}
}
