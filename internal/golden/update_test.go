package golden

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"postback/internal/diag"
)

// updated runs the cases and writes what really happens.
func updated(t testing.TB, definitions, cases string, secret Secret) string {
	t.Helper()
	file, results := runAll(t, definitions, cases)
	text, _, err := Update(file, results, secret)
	if err != nil {
		t.Fatalf("%v\n%s", err, cases)
	}
	return text
}

// changedLines are the lines that one text has and the other has not, in order.
func changedLines(before, after string) (removed, added []string) {
	return without(before, after), without(after, before)
}

func without(text, other string) []string {
	count := map[string]int{}
	for line := range strings.Lines(other) {
		count[line]++
	}
	var left []string
	for line := range strings.Lines(text) {
		if count[line]--; count[line] < 0 {
			left = append(left, strings.TrimRight(line, "\r\n"))
		}
	}
	return left
}

// TestUpdate: of a file only the lines change that say something else than what happens.
func TestUpdate(t *testing.T) {
	t.Parallel()
	const head = "# a file\ncases:\n  - name: one # first\n    call: {inboundCallId: RGB1, \"tag:User:x\": \"1 2\"}\n    event: incoming\n"
	tests := []struct {
		name, expect string
		removed      []string
		added        []string
	}{
		{"nothing to write", "    expect: [Query]\n", nil, nil},
		{
			"value", "    expect:\n      - pixel: Query\n        more: true\n        parameters:\n          # the id\n          id: RGB0 # changes\n          x: 1 2\n",
			[]string{"          id: RGB0 # changes"},
			[]string{"          id: RGB1 # changes"},
		},
		{
			"name", "    expect:\n      - pixel: Query\n        more: true\n        parameters:\n          ident: RGB1 # renamed\n",
			[]string{"          ident: RGB1 # renamed"},
			[]string{"          id: RGB1 # renamed"},
		},
		{
			"missing and added", "    expect:\n      - pixel: Query\n        parameters:\n          x: 1 2 # x\n          far: gone\n          # before y\n          y: [a b, '2']\n",
			[]string{"          far: gone"},
			[]string{"          id: RGB1", `          k: "${env:KEY}"`},
		},
		{
			"all missing", "    expect:\n      - pixel: Query\n        more: true\n        parameters: # none\n          far: gone\n          # away\n          off: gone\n",
			[]string{"        parameters: # none", "          far: gone", "          off: gone"},
			[]string{"        parameters: {} # none"},
		},
		{
			"several values", "    expect:\n      - pixel: Query\n        more: true\n        parameters:\n          y: a b\n",
			[]string{"          y: a b"},
			[]string{`          y: [a b, "2"]`},
		},
		{
			"conditions", "    expect:\n      - pixel: Query\n        more: true\n        parameters:\n          id: {matches: '^X'}\n          x: {absent: true}\n          gone: {present: true}\n",
			[]string{"          id: {matches: '^X'}", "          x: {absent: true}", "          gone: {present: true}"},
			[]string{"          id: RGB1", `          x: "1 2"`},
		},
		{
			"flow", "    expect:\n      - {pixel: Query, parameters: {far: gone, x: 12, k: '${env:KEY}', y: [a b, '2'], off: gone}} # flow\n",
			[]string{"      - {pixel: Query, parameters: {far: gone, x: 12, k: '${env:KEY}', y: [a b, '2'], off: gone}} # flow"},
			[]string{`      - {pixel: Query, parameters: {id: RGB1, x: "1 2", k: '${env:KEY}', y: [a b, '2']}} # flow`},
		},
		{
			"empty flow", "    expect:\n      - {pixel: Query, headers: {}}\n",
			[]string{"      - {pixel: Query, headers: {}}"},
			[]string{"      - {pixel: Query, headers: {X-Id: RGB1, X-Two: two}}"},
		},
		{
			"URL", "    expect:\n      - pixel: Query\n        url: https://a.example/old # changes\n        method: POST\n",
			[]string{"        url: https://a.example/old # changes", "        method: POST"},
			[]string{"        url: https://a.example/p?id=RGB1&x=1%202&k=${env:KEY}&y=a+b&y=2 # changes", "        method: GET"},
		},
		{
			"authentication", "    expect:\n      - {pixel: Query, authentication: partner} # none\n",
			[]string{"      - {pixel: Query, authentication: partner} # none"},
			[]string{"      - {pixel: Query, authentication: {absent: true}} # none"},
		},
		{
			"another pixel", "    expect:\n      - Filtered # the wrong one\n      # the end\n",
			[]string{"      - Filtered # the wrong one"},
			[]string{
				"      - {pixel: Filtered, skip: filter} # the wrong one", "      - pixel: Query", "        method: GET", "        endpoint: https://a.example/p", "        parameters:", "          id: RGB1", `          x: "1 2"`,
				`          k: "${env:KEY}"`, `          y: [a b, "2"]`, "        headers:", "          X-Id: RGB1", "          X-Two: two",
			},
		},
		{
			"no such pixel", "    expect:\n      - pixel: Nobody\n        url: x\n      - Query\n",
			[]string{"      - pixel: Nobody", "        url: x"},
			nil,
		},
		{"nothing left", "    expect: # nobody\n      - Query\n      - Nobody\n", []string{"      - Nobody"}, nil},
		{
			"fires after all", "    expect:\n      - skip: filter # why\n        pixel: Query\n",
			[]string{"      - skip: filter # why", "        pixel: Query"},
			[]string{
				"      - pixel: Query", "        method: GET", "        endpoint: https://a.example/p", "        parameters:", "          id: RGB1", `          x: "1 2"`,
				`          k: "${env:KEY}"`, `          y: [a b, "2"]`, "        headers:", "          X-Id: RGB1", "          X-Two: two",
			},
		},
		{
			"does not fire any more", "    expect:\n      - Query\n      - pixel: Filtered\n        url: https://a.example/z\n        # a remark\n        method: GET\n",
			[]string{"        url: https://a.example/z", "        method: GET"},
			[]string{"        skip: filter"},
		},
		{
			"another reason", "    expect:\n      - Query\n      - {pixel: Filtered, skip: disabled}\n      - pixel: JSON\n        skip: {reason: filter, because: gclid}\n",
			[]string{"      - {pixel: Filtered, skip: disabled}", "        skip: {reason: filter, because: gclid}"},
			[]string{"      - {pixel: Filtered, skip: filter}", "        skip: {reason: other-event, because: it fires on connected}"},
		},
		{"not written yet", "", nil, []string{
			"    expect:", "      - pixel: Query", "        method: GET", "        endpoint: https://a.example/p", "        parameters:", "          id: RGB1", `          x: "1 2"`,
			`          k: "${env:KEY}"`, `          y: [a b, "2"]`, "        headers:", "          X-Id: RGB1", "          X-Two: two",
		}},
		{"empty list", "    expect: [] # nobody\n", []string{"    expect: [] # nobody"}, []string{
			"    expect:", "      - pixel: Query", "        method: GET", "        endpoint: https://a.example/p", "        parameters:", "          id: RGB1", `          x: "1 2"`,
			`          k: "${env:KEY}"`, `          y: [a b, "2"]`, "        headers:", "          X-Id: RGB1", "          X-Two: two # nobody",
		}},
		{"flow list", "    expect: [Nobody]\n", []string{"    expect: [Nobody]"}, []string{"    expect: [Query]"}},
	}
	for _, tt := range tests {
		for _, newline := range []string{"\n", "\r\n"} {
			for _, tail := range []string{"", "  - {name: two, call: {}, event: incoming, expect: [Query]}\n"} {
				cases := strings.ReplaceAll(head+tt.expect+tail, "\n", newline)
				text := updated(t, partner, cases, noSecrets)
				removed, added := changedLines(cases, text)
				if diff := cmp.Diff([][]string{tt.removed, tt.added}, [][]string{removed, added}); diff != "" {
					t.Errorf("%s (-want +got):\n%s\n%s", tt.name, diff, text)
				}
				if again := updated(t, partner, text, noSecrets); again != text {
					t.Errorf("%s: updated twice:\n%s", tt.name, again)
				}
				if strings.Count(text, newline) != strings.Count(text, "\n") {
					t.Errorf("%s: mixed line ends in %q", tt.name, text)
				}
				passAll(t, partner, text)
			}
		}
	}
}

// passAll wants every case to pass.
func passAll(t testing.TB, definitions, cases string) {
	t.Helper()
	_, results := runAll(t, definitions, cases)
	for _, r := range results {
		if !r.Passed() {
			t.Errorf("%q in\n%s", told(r), cases)
		}
	}
}

// TestUpdateBodies: bodies are written as they are read best.
func TestUpdateBodies(t *testing.T) {
	t.Parallel()
	const definitions = `
pixels:
  - name: Text
    fire_on: incoming
    url: https://a.example/t
    method: POST
    body: "a\n  b\n"
  - name: JSON
    fire_on: connected
    url: https://a.example/j
    method: POST
    content_type: application/json
    body: '{"token":"[User:x]","n":1}'
`
	const cases = "cases:\n  - name: one\n    event: [incoming, connected]\n    call: {inboundCallId: RGB1}\n"
	secret := func(name, _ string) bool { return name == "token" }
	text := updated(t, definitions, cases, secret)
	const want = cases + `    expect:
      - pixel: Text
        method: POST
        endpoint: https://a.example/t
        body: |
          a
            b
      - pixel: JSON
        method: POST
        endpoint: https://a.example/j
        headers:
          Content-Type: application/json
        json:
          "/token": {present: true}
          "/n": "1"
`
	if diff := cmp.Diff(want, text); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	passAll(t, definitions, text)
	changed := strings.ReplaceAll(definitions, `a\n  b\n`, `c\nd`)
	removed, added := changedLines(text, updated(t, changed, text, secret))
	if diff := cmp.Diff([][]string{{"        body: |", "          a", "            b"}, {"        body: |-", "          c", "          d"}}, [][]string{removed, added}); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestUpdateSecrets: what is secret is not written down; a URL that holds it is left as it is.
func TestUpdateSecrets(t *testing.T) {
	t.Parallel()
	const definitions = "pixels:\n  - {name: P, fire_on: incoming, url: 'https://a.example/?api_key=hush&x=1'}\n"
	secret := func(_, value string) bool { return strings.Contains(value, "hush") }
	const call = "cases:\n  - name: one\n    call: {inboundCallId: RGB1}\n    event: incoming\n"
	text := updated(t, definitions, call, secret)
	if strings.Contains(text, "hush") || !strings.Contains(text, "api_key: {present: true}\n") {
		t.Errorf("a secret in\n%s", text)
	}
	passAll(t, definitions, text)
	const whole = call + "    expect: [{pixel: P, url: https://a.example/}]\n"
	if text := updated(t, definitions, whole, secret); text != whole {
		t.Errorf("the URL was written:\n%s", text)
	}
}

// TestUpdateRefused: what would not be a test file any more is not written.
func TestUpdateRefused(t *testing.T) {
	t.Parallel()
	src := diag.NewSource("t", []byte("cases:\n- {name: a, call: {}, expect: [P]}\n"))
	file, _ := Parse(src)
	fault := Fault{Kind: OtherReason, expected: &Expectation{Skip: &Reason{node: file.Cases[0].Expect[0].node}}}
	fault.outcome.reason.Code = "] : ["
	if text, _, err := Update(file, []Result{{Case: file.Cases[0], Faults: []Fault{fault}}}, noSecrets); err == nil || !strings.Contains(err.Error(), "not be readable") {
		t.Errorf("%v:\n%s", err, text)
	}
}

// TestUpdateAnyChange: whatever changes in a pixel, in whatever way its case is written, the updated
// case passes, and the lines of what did not change are still there.
func TestUpdateAnyChange(t *testing.T) {
	t.Parallel()
	names := rapid.SampledFrom([]string{"a", "b", "c", "long_name", "x y", "é", "[0]", "a", "#", ":", "yes", "1"})
	values := rapid.SampledFrom([]string{"", "1", "v", "two words", "a: b", "#c", "- d", "{e}", "'", `"`, "true", "é\n", "[[f]]", " g"})
	rapid.Check(t, func(rt *rapid.T) {
		parameters := func(label string) [][2]string {
			var list [][2]string
			for range rapid.IntRange(0, 5).Draw(rt, label) {
				list = append(list, [2]string{names.Draw(rt, "name"), values.Draw(rt, "value")})
			}
			return list
		}
		before, after := parameters("before"), parameters("after")
		cases := "cases:\n  - name: one # name\n    call: {inboundCallId: RGB1}\n    event: incoming\n"
		first := updated(t, pixelOf(before), cases, noSecrets)
		passAll(t, pixelOf(before), first)
		commented := strings.ReplaceAll(first, "\n          ", " # kept\n          # kept too\n          ")
		second := updated(t, pixelOf(after), commented, noSecrets)
		passAll(t, pixelOf(after), second)
		if strings.Count(second, "# kept too") != strings.Count(commented, "# kept too") || !strings.Contains(second, "one # name\n") {
			rt.Fatalf("lost comments:\n%s\n---\n%s", commented, second)
		}
		flow := "cases: [{name: one, call: {inboundCallId: RGB1}, event: incoming, expect: [{pixel: P, parameters: {}}]}]"
		third := updated(t, pixelOf(before), flow, noSecrets)
		passAll(t, pixelOf(before), third)
		passAll(t, pixelOf(after), updated(t, pixelOf(after), third, noSecrets))
	})
}

// pixelOf is a pixel that sends these parameters.
func pixelOf(parameters [][2]string) string {
	query := ""
	for _, p := range parameters {
		query += fmt.Sprintf("&%s=%s", percent(p[0]), percent(p[1]))
	}
	return "pixels:\n  - name: P\n    fire_on: incoming\n    url: \"https://a.example/?" + strings.TrimPrefix(query, "&") + "\"\n"
}

// percent encodes every byte.
func percent(s string) string {
	var b strings.Builder
	for i := range len(s) {
		fmt.Fprintf(&b, "%%%02X", s[i])
	}
	return b.String()
}
