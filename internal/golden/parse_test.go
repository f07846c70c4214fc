package golden

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postback/internal/diag"
)

// TestParseFaults: every mistake is told with its place.
func TestParseFaults(t *testing.T) {
	t.Parallel()
	tests := []struct{ yaml, want string }{
		{"casses: []", "1:1: unknown key casses in the test file; did you mean cases? [unknown-key]"},
		{"cases: [{call: a.json}]", "1:10: the case needs the key name [missing-key]"},
		{"cases: [{name: a}]", "1:10: the case needs the key call [missing-key]"},
		{"cases: [{name: a, call: a.json, evnt: x}]", "1:33: unknown key evnt in the case; did you mean event? [unknown-key]"},
		{"cases: [{name: a, call: a.json, event: convertd}]", `1:40: unknown event "convertd"; did you mean converted? [unknown-event]`},
		{"cases: [{name: a, call: a.json, set: {gclid: x}}]", `1:39: "gclid" is not a token; write Category:Name, such as User:gclid [bad-token]`},
		{"cases: [{name: a, call: a.json}, {name: a, call: b.json}]", `1:41: the case "a" is there twice; rename or remove one [duplicate-name]`},
		{"cases: [{name: a, call: {id: 1}, call_id: x}]", "1:34: call_id chooses a call of a file, and this case holds the record itself; remove one [bad-call]"},
		{"cases: [{name: a, call: [1]}]", "1:25: this is read as a YAML list"},
		{"cases: [{name: a, call: {x: 1, x: 2}}]", "1:32: the call has the key x twice; remove one [duplicate-key]"},
		{"cases: [{name: a, call: a, expect: P}]", "1:36: expected a list for expect, found text [wrong-type]"},
		{"cases: [{name: a, call: a, expect: [P, P]}]", `1:40: the pixel "P" is expected twice; a pixel fires once for a call [duplicate-name]`},
		{"cases: [{name: a, call: a, expect: [{method: GET}]}]", "1:38: the expectation needs the key pixel [missing-key]"},
		{"cases: [{name: a, call: a, expect: [{pixel: P, paramters: {}}]}]", "1:48: unknown key paramters in the expectation; did you mean parameters? [unknown-key]"},
		{"cases: [{name: a, call: a, expect: [{pixel: P, url: x, parameters: {}}]}]", "1:56: url and parameters exclude each other; remove one [conflict]"},
		{"cases: [{name: a, call: a, expect: [{pixel: P, skip: filter, fail: bad-url}]}]", "1:62: skip and fail exclude each other; remove one [conflict]"},
		{"cases: [{name: a, call: a, expect: [{pixel: P, skip: filter, body: x}]}]", "1:62: a pixel that does not fire has no request, so body has no place; remove it [conflict]"},
		{"cases: [{name: a, call: a, expect: [{pixel: P, skip: filtr}]}]", `1:54: unknown reason "filtr"; did you mean filter? [unknown-value]`},
		{"cases: [{name: a, call: a, expect: [{pixel: P, skip: {because: x}}]}]", "1:55: skip needs the key reason [missing-key]"},
		{"cases: [{name: a, call: a, expect: [{pixel: P, json: {a: x}}]}]", `1:55: "a" is no JSON pointer; write /a [unknown-value]`},
		{"cases: [{name: a, call: a, expect: [{pixel: P, parameters: {a: {matches: '('}}}]}]", "1:74: error parsing regexp: missing closing ): `(` [bad-pattern]"},
		{"cases: [{name: a, call: a, expect: [{pixel: P, parameters: {a: {}}}]}]", "1:64: a wants one of equals, matches, present: true and absent: true [conflict]"},
		{"cases: [{name: a, call: a, expect: [{pixel: P, parameters: {a: {present: true, absent: true}}}]}]", "1:64: a wants one of equals, matches, present: true and absent: true [conflict]"},
		{"cases: [{name: a, call: a, expect: [{pixel: P, parameters: {a: {present: false}}}]}]", "1:74: present: false says nothing; write present: true or absent: true [conflict]"},
		{"cases: [{name: a, call: a, expect: [{pixel: P, parameters: {a: }}]}]", "1:63: a has no value"},
		{"- a", "1:1: expected a mapping for the test file, found a list [wrong-type]"},
	}
	for _, tt := range tests {
		_, faults := Parse(diag.NewSource("t", []byte(tt.yaml)))
		var got []string
		for _, d := range faults {
			got = append(got, strings.Replace(strings.TrimPrefix(d.String(), "t:"), " error: ", " ", 1))
		}
		if len(got) != 1 || !strings.HasPrefix(got[0], tt.want) {
			t.Errorf("%s\n  faults %q\n  want   %q", tt.yaml, got, tt.want)
		}
	}
}

// TestInlineCall: a record in YAML is the JSON that it looks like.
func TestInlineCall(t *testing.T) {
	t.Parallel()
	file := parse(t, `cases:
  - name: a
    call:
      money: 44.90
      id: 9007199254740993
      zero: 007
      hex: 0x1F
      half: .5
      yes: true
      "no": no
      off: ~
      day: 2025-11-21
      text: "quoted \u00e9 \"<&>\""
      list: [1, [], {}]
      tag: {User: {gclid: abc}}
`)
	const want = `{"money":44.90,"id":9007199254740993,"zero":"007","hex":"0x1F","half":".5","yes":true,"no":"no","off":null,` +
		`"day":"2025-11-21","text":"quoted é \"\u003c\u0026\u003e\"","list":[1,[],{}],"tag":{"User":{"gclid":"abc"}}}`
	if diff := cmp.Diff(want, string(file.Cases[0].Call.Inline)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// FuzzParse: no text makes Parse panic, and a file without faults has whole cases.
func FuzzParse(f *testing.F) {
	f.Add([]byte(caseWith("incoming", "[Query, {pixel: P, url: x}]")))
	f.Add([]byte("cases:\n  - name: a\n    call: a.json\n    expect:\n      - pixel: P\n        parameters:\n          a: [1, {matches: x}]\n"))
	f.Add([]byte("definitions: x\ncases: [{name: a, call: {a: [1, ~, 0x1]}, set: {User:x: 1}, expect: [{pixel: P, skip: {reason: filter}}]}]\n---\ncases: []"))
	f.Fuzz(func(t *testing.T, yaml []byte) {
		file, faults := Parse(diag.NewSource("t", yaml))
		if faults.HasErrors() {
			return
		}
		for _, c := range file.Cases {
			if c.Name.Len() == 0 || c.Call.Inline == nil && c.Call.Path.Len() == 0 {
				t.Errorf("half a case: %+v", c)
			}
			for _, e := range c.Expect {
				if e.Pixel.Len() == 0 {
					t.Errorf("an expectation of no pixel: %+v", e)
				}
			}
		}
	})
}
