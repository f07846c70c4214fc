package listen

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"postback/internal/diag"
)

// readRules reads rules that have no faults.
func readRules(t *testing.T, yaml string) []Rule {
	t.Helper()
	rules, faults := ReadRules(diag.NewSource("r.yaml", []byte(yaml)))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return rules
}

// TestReadRules: every key has its meaning.
func TestReadRules(t *testing.T) {
	t.Parallel()
	got := readRules(t, `
rules:
  - match:
      method: [post, PUT]
      path: /v1/*
      query: {event: conv*, id: "7"}
      headers: {x-key: "*"}
      body_contains: [a, "{"]
    times: 2
    answer: {status: 429, headers: {Retry-After: "1", content-type: text/html}, body: slow down, delay: 1.5s, slow_body: 10ms}
  - match: {method: GET, body_contains: b}
    answer: {reset: true, delay: 1s}
  - answer: {}
`)
	limited := Plain(429, "slow down")
	limited.Header.Set("Retry-After", "1")
	limited.Header.Set("Content-Type", "text/html")
	limited.Delay, limited.SlowBody, limited.Why = 1500*time.Millisecond, 10*time.Millisecond, "r.yaml:3"
	reset := Plain(200, "")
	reset.Reset, reset.Delay, reset.Why = true, time.Second, "r.yaml:11"
	always := Plain(200, "")
	always.Why = "r.yaml:13"
	want := []Rule{
		{"r.yaml:3", Match{
			Methods: []string{"POST", "PUT"}, Path: "/v1/*", Query: []Field{{"event", "conv*"}, {"id", "7"}},
			Headers: []Field{{"x-key", "*"}}, BodyContains: []string{"a", "{"},
		}, 2, limited},
		{"r.yaml:11", Match{Methods: []string{"GET"}, BodyContains: []string{"b"}}, 0, reset},
		{"r.yaml:13", Match{}, 0, always},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// TestRuleFaults: every fault is found at its place, and none hides another.
func TestRuleFaults(t *testing.T) {
	t.Parallel()
	tests := []struct{ yaml, want string }{
		{"", "1:1: error: the file has no rules"},
		{"rules: []", "1:1: error: the file has no rules"},
		{"rule: []", "1:1: error: unknown key rule in the file of answers; did you mean rules?"},
		{"rules: [{match: {}}]", "1:10: error: the rule needs the key answer"},
		{"rules: [{answer: {status: 99}}]", "1:27: error: cannot answer with status 99"},
		{"rules: [{answer: {status: ok}}]", "1:27: error: expected a whole number for status"},
		{"rules: [{answer: {}, times: 0}]", "1:29: error: times is how many requests"},
		{"rules: [{answer: {delay: 5}}]", `1:26: error: delay "5" is no duration; write 200ms or 1.5s`},
		{"rules: [{answer: {slow_body: -1s}}]", "1:30: error: slow_body has to be from 0s to 1h0m0s"},
		{"rules: [{answer: {delay: 2h}}]", "1:26: error: delay has to be from 0s to 1h0m0s"},
		{"rules: [{answer: {headers: {a b: c}}}]", `1:29: error: "a b" cannot be the name of a header`},
		{`rules: [{answer: {headers: {a: "b\nc"}}}]`, "1:32: error: a header cannot hold control characters"},
		{"rules: [{answer: {headers: {a: [b]}}}]", "1:32: error: this is read as a YAML list"},
		{"rules: [{answer: {reset: true, body: x, status: 200}}]", "1:32: error: with reset nothing is sent; remove body"},
		{"rules: [{answer: {}, match: {query: x}}]", "1:37: error: expected a mapping for query"},
		{"rules: [{answer: {}, match: {path: [a]}}]", "1:36: error: "},
		{"rules: [{answer: {}, match: {paths: a}}]", "1:30: error: unknown key paths in match; did you mean path?"},
		{"rules: [{answer: {}}, {answer: {}}]", "1:23: warning: this rule is never used: the one at r.yaml:1 takes every request [never-used]"},
		{"rules: [{answer: {", "error: "},
	}
	for _, tt := range tests {
		_, faults := ReadRules(diag.NewSource("r.yaml", []byte(tt.yaml)))
		var lines []string
		for _, fault := range faults {
			lines = append(lines, fault.String())
		}
		if !strings.Contains(strings.Join(lines, "\n"), tt.want) {
			t.Errorf("%s\n gives  %q\n wants %q", tt.yaml, lines, tt.want)
		}
	}
	_, faults := ReadRules(diag.NewSource("r.yaml", []byte("rules: [{answer: {status: 1}, x: 1}, {answer: {delay: x}}]")))
	if faults.Count(diag.Error) != 3 {
		t.Errorf("not all three faults: %v", faults)
	}
}

func FuzzReadRules(f *testing.F) {
	f.Add("rules:\n  - match: {method: GET, path: /a, query: {a: b}, headers: {c: d}, body_contains: e}\n    times: 1\n    answer: {status: 200, headers: {x: y}, body: z, delay: 1s, slow_body: 1ms}\n")
	f.Add("rules: [{answer: {reset: true}}]")
	f.Add("rules: [{answer: {headers: {'': \"\\0\"}}}]")
	f.Fuzz(func(t *testing.T, yaml string) {
		rules, faults := ReadRules(diag.NewSource("r.yaml", []byte(yaml)))
		if faults.HasErrors() {
			return
		}
		if len(rules) == 0 {
			t.Error("neither a rule nor a fault")
		}
		script := NewScript(rules, Always(Plain(200, "")))
		opt := Options{Responder: func(got *Received) Response {
			answer := script.Respond(got)
			answer.Delay, answer.SlowBody, answer.Reset = 0, 0, false
			return answer
		}}
		handler, err := NewHandler(opt)
		if err != nil {
			t.Fatal(err)
		}
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, httptest.NewRequest("GET", "/a?a=b", nil))
		if CheckStatus(w.Code) != nil {
			t.Errorf("answered %d", w.Code)
		}
	})
}

// TestRulesMatch: a rule wants all that it names.
func TestRulesMatch(t *testing.T) {
	t.Parallel()
	post := &Received{
		Method: "POST", Path: "/v1/ev/converted", Query: parseQuery("id=1&id=2&e="), Body: []byte("abc"),
		Headers: []Header{{"X-Key", "k1"}, {"X-Key", "k2"}},
	}
	tests := []struct {
		match string
		want  bool
	}{
		{"{}", true},
		{"{method: post}", true},
		{"{method: [GET, POST]}", true},
		{"{method: GET}", false},
		{"{path: /v1/ev/converted}", true},
		{"{path: /v1/*}", true},
		{"{path: '*converted'}", true},
		{"{path: /v1}", false},
		{"{path: /V1/*}", false},
		{"{query: {id: '2'}}", true},
		{"{query: {id: '?'}}", true},
		{"{query: {id: '3'}}", false},
		{"{query: {e: ''}}", true},
		{"{query: {e: '?*'}}", false},
		{"{query: {absent: '*'}}", false},
		{"{query: {id: '1', e: 'x'}}", false},
		{"{headers: {x-key: k2}}", true},
		{"{headers: {x-key: K2}}", false},
		{"{headers: {x-key: 'k*'}}", true},
		{"{headers: {other: '*'}}", false},
		{"{body_contains: b}", true},
		{"{body_contains: [a, c]}", true},
		{"{body_contains: [a, d]}", false},
	}
	for _, tt := range tests {
		rules := readRules(t, "rules: [{match: "+tt.match+", answer: {}}]")
		if got := rules[0].Match.matches(post); got != tt.want {
			t.Errorf("%s matches: %v", tt.match, got)
		}
	}
}

// TestScript: the first rule that matches and is not used up answers.
func TestScript(t *testing.T) {
	t.Parallel()
	script := NewScript(readRules(t, `
rules:
  - {match: {path: /a}, times: 2, answer: {status: 503}}
  - {match: {path: "/a*"}, times: 1, answer: {status: 429}}
  - {match: {path: /never}, answer: {status: 400}}
`), Always(Plain(201, "")))
	var got []int
	for range 5 {
		got = append(got, script.Respond(&Received{Path: "/a"}).Status)
	}
	if diff := cmp.Diff([]int{503, 503, 429, 201, 201}, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if unused := script.Unused(); len(unused) != 1 || unused[0].Place != "r.yaml:5" {
		t.Errorf("unused: %+v", unused)
	}
}

// TestFailing: a seed decides which requests fail, and the share how many.
func TestFailing(t *testing.T) {
	t.Parallel()
	fails := func(share float64, seed uint64) string {
		respond := Failing(share, seed, Plain(500, ""), Always(Plain(200, "")))
		var pattern strings.Builder
		for range 200 {
			response := respond(nil)
			pattern.WriteByte("x."[(600-response.Status)/400])
			if (response.Status == 500) != (response.Why == "fail-rate") {
				t.Errorf("status %d because of %q", response.Status, response.Why)
			}
		}
		return pattern.String()
	}
	if first, again := fails(0.3, 7), fails(0.3, 7); first != again || first == fails(0.3, 8) {
		t.Error("the seed does not decide")
	}
	for share, want := range map[float64][2]int{0: {0, 0}, 0.3: {40, 80}, 1: {200, 200}} {
		if n := strings.Count(fails(share, 1), "x"); n < want[0] || n > want[1] {
			t.Errorf("%g: %d of 200 fail", share, n)
		}
	}
}
