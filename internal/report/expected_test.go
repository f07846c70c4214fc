package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postback/internal/listen"
	"postback/internal/plan"
	"postback/internal/redact"
)

// TestExpectedAreRendered: what any of the JSON formats writes is what is expected, but for what does
// not fire; and a request like it has no differences.
func TestExpectedAreRendered(t *testing.T) {
	t.Parallel()
	set, hide := load(t, `
pixels:
  - {name: A, fire_on: incoming, url: "https://a.example/x/[Call:InboundCallId]?k=${env:K}&id=[Call:InboundCallId]"}
  - name: B
    fire_on: incoming
    method: POST
    url: https://a.example
    headers: {Authorization: "Bearer ${env:K}", X-Id: "[Call:InboundCallId]"}
    content_type: application/json
    body: '{"id": "[Call:InboundCallId]"}'
  - {name: C, fire_on: payout, url: "https://a.example/"}
`)
	firings := planned(t, set, `{"inboundCallId":"RGB 1"}`)
	for _, format := range []string{"ndjson", "json"} {
		var out bytes.Buffer
		w, err := NewResultWriter(format, &out, plain(hide))
		if err != nil {
			t.Fatal(err)
		}
		for i := range firings {
			if err := w.Result(Result{Seq: i + 1, Firing: &firings[i]}); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		list, err := ReadExpected(&out, "e.ndjson")
		if err != nil || len(list) != 2 {
			t.Fatalf("%s: %d are expected, %v", format, len(list), err)
		}
		expectations := listen.NewExpectations(list)
		for i := range firings {
			if firings[i].Decision == plan.Fire {
				asSent(t, expectations, &firings[i])
			}
		}
		if standing := expectations.Standing(); !standing.IsMet() {
			t.Errorf("%s: %s", format, expectedSummary(standing))
		}
		if list[0].Name != "A · incoming · RGB 1" {
			t.Errorf("%s: the first is called %q", format, list[0].Name)
		}
	}
}

// asSent takes a firing's request as it arrives.
func asSent(t *testing.T, expectations *listen.Expectations, f *plan.Firing) {
	t.Helper()
	var headers []listen.Header
	for _, h := range f.Request.Headers {
		headers = append(headers, listen.Header{Name: h.Name, Value: string(h.Value)})
	}
	sent, err := listen.NewExpected("", f.Request.Method, string(f.Request.URL), headers, f.Request.Body)
	if err != nil {
		t.Fatal(err)
	}
	if c := expectations.Take(sent.Request); c.Result != listen.Matched {
		t.Errorf("%s is %s: %+v", f.Pixel.Name, c.Result, c.Differences)
	}
}

// TestExpectedFaults: what cannot be read is reported where it stands.
func TestExpectedFaults(t *testing.T) {
	t.Parallel()
	const good = `{"type":"firing","seq":1,"pixel":"A","event":"incoming","decision":"fire","method":"GET","url":"https://a.example/"}` + "\n"
	tests := []struct{ content, want string }{
		{"", "e: nothing is expected here"},
		{" \n", "e: nothing is expected here"},
		{`{"type":"firing","decision":"skip"}`, "e: nothing is expected here"},
		{`{"type":"received"}`, `e:1:1: a line of the type "received"`},
		{good + "{", "e:2:2: the file breaks off here"},
		{good + `{"type":"firing",}`, `e:2:18: not a line of results: invalid character '}'`},
		{good + `["x"]`, "e:2:1: not a line of results"},
		{good + "\n  {\"url\":1}", "e:3:3: url is a number"},
		{good + strings.Replace(good, "https://a.example/", "http://%", 1), `e: result 1: "http://%" is not a URL`},
		{strings.Replace(good, `"GET"`, "1", 1), "e: result 1: it has no request that can be read: "},
	}
	for _, tt := range tests {
		_, err := ReadExpected(strings.NewReader(tt.content), "e")
		if err == nil || !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("%q\n gives  %v\n wants %s", tt.content, err, tt.want)
		}
	}
}

func FuzzReadExpected(f *testing.F) {
	f.Add(`{"type":"firing","pixel":"A","event":"incoming","call_id":"1","decision":"fire","method":"POST","url":"https://a.example/?a=1","headers":{"X":"y"},"body":"b"}`)
	f.Add(`{"results":[{"type":"firing","decision":"fire","url":"/","body_base64":"AA=="}]}`)
	f.Add("{}\n[")
	f.Fuzz(func(t *testing.T, content string) {
		list, err := ReadExpected(strings.NewReader(content), "e")
		if len(list) == 0 && err == nil {
			t.Error("neither a request nor an error")
		}
		expectations := listen.NewExpectations(list)
		for _, e := range list {
			expectations.Take(e.Request)
		}
		if standing := expectations.Standing(); standing.Matched != len(list) {
			t.Errorf("%d of %d are as expected", standing.Matched, len(list))
		}
	})
}

// TestLive: what the page gets of a request and of a standing hides secrets and control characters.
func TestLive(t *testing.T) {
	t.Parallel()
	hide := redact.New(redact.Secret{Name: "env:K", Value: "plain-k3y"})
	var out []string
	requests := receivedRequests(t)
	for _, r := range requests {
		out = append(out, string(LiveRequest(r, hide)))
	}
	state := LiveStanding(&listen.Standing{
		Expected: 2, Different: []listen.Comparison{*requests[0].Comparison}, Missing: []*listen.Expected{requests[0].Comparison.Expected},
	}, hide)
	all := strings.Join(append(out, string(state)), "\n") + "\n"
	goldenFile(t, "live", all)
	if strings.Contains(all, "plain-k3y") || strings.ContainsFunc(all, func(r rune) bool { return r != '\n' && isControl(r) }) {
		t.Errorf("a secret or a control character:\n%s", all)
	}
	if diff := cmp.Diff(len(requests)+1, strings.Count(all, "\n")); diff != "" {
		t.Errorf("an event takes more than a line: %s", diff)
	}
}
