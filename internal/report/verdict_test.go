package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postback/internal/postback"
	"postback/internal/receiver"
	"postback/internal/redact"
)

// TestVerdictText: a verdict comes with who was expected, what the answer says, what to know about it,
// and what the platform makes of it where that differs.
func TestVerdictText(t *testing.T) {
	t.Parallel()
	byURL := &postback.Expected{By: postback.ByURL, Receiver: "cake", Matched: "/p.ashx", Certainty: "seen"}
	named := &postback.Expected{By: postback.ByName, Receiver: "cake", Certainty: "inferred"}
	stated := &postback.Expected{By: postback.ByConditions}
	tests := []struct {
		name    string
		width   int
		outcome postback.Outcome
		want    string
	}{
		{"accepted", 0, postback.Outcome{Verdict: postback.Accepted, Status: 200, Reason: "OK", Expected: byURL, Evidence: "<code>0</code>"}, `
  200 OK · accepted
      expect: cake (matched /p.ashx)
      answer: <code>0</code>
`},
		{"the platform differs", 0, postback.Outcome{Verdict: postback.Rejected, Status: 200, Reason: "OK", Expected: named, Evidence: "<msg>no key plain-k3y\x1b[2J\n\n more</msg>", Remark: "it says plain-k3y"}, `
  200 OK · rejected    cake: it says ***
      expect: cake (named by the pixel), what the answer means is inferred
      answer: <msg>no key ***·[2J more</msg>
      the platform counts this as a success
`},
		{"the platform fails", 0, postback.Outcome{Verdict: postback.Duplicate, Status: 409, Reason: "Conflict", Expected: stated, Body: []byte("had it")}, `
  409 Conflict · duplicate
      expect: the pixel's own conditions
      the platform counts this as a failure
      had it
`},
		{"no evidence", 0, postback.Outcome{Verdict: postback.Rejected, Status: 200, Reason: "OK", Expected: stated, Remark: "expected body contains OK", Body: []byte("<html>\nplain-k3y\n")}, `
  200 OK · rejected    expected body contains OK
      expect: the pixel's own conditions
      the platform counts this as a success
      <html>
      ***
`},
		{"long", 40, postback.Outcome{Verdict: postback.Unverified, Status: 204, Reason: "No Content", Expected: byURL, Remark: "this remark has no room on the line of the verdict"}, `
  204 No Content · unverified
      cake: this remark has no room on
      the line of the verdict
      expect: cake (matched /p.ashx)
`},
		{"no answer", 0, postback.Outcome{Verdict: postback.Failed, Reason: "dns: no such host", Expected: byURL}, `
  failed · dns: no such host
      expect: cake (matched /p.ashx)
`},
		{"nobody expected", 0, postback.Outcome{Verdict: postback.Unverified, Status: 200, Reason: "OK"}, `
  200 OK · unverified
`},
	}
	for _, test := range tests {
		var b bytes.Buffer
		style := Style{Palette: NewPalette(false), Hide: redact.New(redact.Secret{Name: "k", Value: "plain-k3y"}), Width: test.width}
		w := &textWriter{w: bufio.NewWriter(&b), style: style}
		w.outcome(&test.outcome)
		if err := w.w.Flush(); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(strings.TrimPrefix(test.want, "\n"), b.String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

// TestEvidence: what is quoted is bounded after its secrets are hidden, so that none is cut in two and
// shown by half.
func TestEvidence(t *testing.T) {
	t.Parallel()
	hide := redact.New(redact.Secret{Name: "k", Value: "a-secret-of-some-length"})
	o := &postback.Outcome{Evidence: strings.Repeat("x", maxEvidence-10) + "a-secret-of-some-length" + strings.Repeat("y", 100)}
	got := evidence(o, hide)
	if strings.Contains(got, "a-sec") || !strings.HasSuffix(got, "…") || cells(got) > maxEvidence {
		t.Errorf("quoted as %q", got)
	}
}

// TestCompressedAnswer: a refusal is shown as it reads, not as it was compressed.
func TestCompressedAnswer(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	w := &textWriter{w: bufio.NewWriter(&b), style: plain(redact.New())}
	w.answer(&postback.Outcome{Status: 400, Header: http.Header{"Content-Type": {"text/plain; charset=iso-8859-1"}}, Body: []byte("gel\xf6scht")})
	if err := w.w.Flush(); err != nil || b.String() != "      gelöscht\n" {
		t.Errorf("%q %v", b.String(), err)
	}
}

// TestReceiverText: everything that is known of a receiver, and what is not.
func TestReceiverText(t *testing.T) {
	t.Parallel()
	r := &receiver.Receiver{Name: "mine", Title: "Mine", Note: "A note that is longer than the terminal is wide.", DuplicateBy: []string{"id"}}
	r.Expect = []receiver.Expectation{{Verdict: postback.Accepted, Remark: "always", Basis: receiver.Basis{Source: "a letter"}}}
	r.Answers = receiver.Answers{receiver.Good: {Status: 200, Body: "a\tb"}}
	var b bytes.Buffer
	if err := ReceiverText(&b, r, Style{Palette: NewPalette(false), Width: 60}); err != nil {
		t.Fatal(err)
	}
	const want = `mine: Mine
unknown
It is not recognised by its URL and has to be named.

A note that is longer than the terminal is wide.

Verdicts, the first that holds:
  accepted    always; always (unknown: a letter)
  otherwise   unverified for a status of 2xx, rejected for any other

Answers:
  good       200 a·b (unknown)
  missing    not known
  invalid    not known
  duplicate  not known
A postback is known again by id.
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestReceiversJSON: every receiver is written, and has what it is documented to have.
func TestReceiversJSON(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := WriteReceiversJSON(&b, new(receiver.Table).All()); err != nil {
		t.Fatal(err)
	}
	var document struct {
		SchemaVersion int `json:"schema_version"`
		Receivers     []struct {
			Name, Title, Certainty, Source, Date string
			Expect                               []struct{ Verdict, Certainty string }
			Answers                              map[string]struct{ Status int }
		}
	}
	if err := json.Unmarshal(b.Bytes(), &document); err != nil {
		t.Fatal(err)
	}
	if document.SchemaVersion != SchemaVersion || len(document.Receivers) != len(new(receiver.Table).Names()) {
		t.Errorf("version %d, %d receivers", document.SchemaVersion, len(document.Receivers))
	}
	for _, r := range document.Receivers {
		if r.Title == "" || r.Certainty == "" || r.Source == "" || r.Date == "" || len(r.Expect) == 0 || r.Expect[0].Verdict == "" || r.Answers["good"].Status == 0 {
			t.Errorf("something of %s is missing: %+v", r.Name, r)
		}
	}
}
