package golden

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// partner has a pixel of every kind: with a query, a JSON body, a form, filters, and broken.
const partner = `
pixels:
  - name: Query
    fire_on: incoming
    url: https://a.example/p?id=[Call:InboundCallId]&x=[User:x]&k=${env:KEY}&y=a+b&y=2
    headers: {X-Id: "[Call:InboundCallId]", X-Two: two}
  - name: JSON
    fire_on: connected
    method: POST
    url: https://a.example/j
    content_type: application/json
    body: '{"id":"[Call:InboundCallId]","n":[[1,{"deep":true}]]}'
    basic_auth: {username: me, password: "${env:PW}"}
  - name: Form
    fire_on: completed
    method: POST
    url: https://a.example/f#frag
    content_type: application/x-www-form-urlencoded
    body: a=[User:x]&b=2
  - name: Filtered
    fire_on: incoming
    url: https://a.example/z
    filters: [{tag: "User:x", equals: never}]
  - name: Broken
    fire_on: payout
    url: https://[User:host]/
  - {name: Granted, fire_on: finalized, url: "https://a.example/g", authentication: partner}
authentications:
  - {name: partner, request: {url: "https://a.example/token", token: /token}}
`

// caseWith is a file of one case with these expectations.
func caseWith(event, expect string) string {
	return "cases:\n  - name: one\n    call: {inboundCallId: RGB1, \"tag:User:x\": \"1 2\"}\n    event: " + event + "\n    expect: " + expect + "\n"
}

// TestRun: what a case accepts, and what it says of everything else.
func TestRun(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, event, expect string
		want                []string
	}{
		{"fires", "incoming", "[Query]", nil},
		{"whole URL", "incoming", "[{pixel: Query, url: 'https://a.example/p?id=RGB1&x=1%202&k=${env:KEY}&y=a+b&y=2'}]", nil},
		{
			"URL that differs in one value", "incoming", "[{pixel: Query, url: 'https://a.example/p?id=RGB1&x=1%2B2&k=${env:KEY}&y=a+b&y=2'}]",
			[]string{"parameter x changed: «1+2» «1 2» at x"},
		},
		{
			"URL with another endpoint", "incoming", "[{pixel: Query, url: 'http://a.example/p?id=RGB1&x=1%202&k=${env:KEY}&y=a+b&y=2'}]",
			[]string{"endpoint changed: «http://a.example/p» «https://a.example/p» at https://a.example/p?id=[Call:InboundCallId]&x=[User:x]&k=${env:KEY}&y=a+b&y=2"},
		},
		{
			"URL written in another way", "incoming", "[{pixel: Query, url: 'https://a.example/p?id=RGB1&x=1+2&k=${env:KEY}&y=a+b&y=2'}]",
			[]string{"parameter x reencoded: «x=1+2» «x=1%202» at x"},
		},
		{
			"URL in another order", "incoming", "[{pixel: Query, url: 'https://a.example/p?x=1%202&id=RGB1&k=${env:KEY}&y=a+b&y=2'}]",
			[]string{"parameter reordered: «x, id, k, y» «id, x, k, y» at id"},
		},
		{"URL by a pattern", "incoming", "[{pixel: Query, url: {matches: '^https://a\\.example/p\\?'}}]", nil},
		{
			"URL by another pattern", "incoming", "[{pixel: Query, url: {matches: '^http:'}}]",
			[]string{"url changed: «(matching ^http:)» «https://a.example/p?id=RGB1&x=1%202&k=${env:KEY}&y=a+b&y=2» at https://a.example/p?id=[Call:InboundCallId]&x=[User:x]&k=${env:KEY}&y=a+b&y=2"},
		},
		{"parameters in any order", "incoming", "[{pixel: Query, method: GET, endpoint: https://a.example/p, parameters: {y: [a b, 2], k: '${env:KEY}', x: {equals: 1 2}, id: {matches: ^RGB}}}]", nil},
		{"present, absent and more", "incoming", "[{pixel: Query, more: true, parameters: {x: {present: true}, z: {absent: true}}}]", nil},
		{
			"present and absent, the wrong way", "incoming", "[{pixel: Query, more: true, parameters: {z: {present: true}, x: {absent: true}}}]",
			[]string{"parameter x changed: «(absent)» «1 2» at x", "parameter z removed: «(any value)» «» at https://a.example/p?id=[Call:InboundCallId]&x=[User:x]&k=${env:KEY}&y=a+b&y=2"},
		},
		{
			"renamed, missing and extra", "incoming", "[{pixel: Query, parameters: {ident: RGB1, x: 1 2, kk: v, gone: far, y: [a b, '2']}}]",
			[]string{"parameter ident → id renamed: «RGB1» «RGB1» at id", "parameter kk → k renamed: «v» «${env:KEY}» at k", "parameter gone removed: «far» «» at https://a.example/p?id=[Call:InboundCallId]&x=[User:x]&k=${env:KEY}&y=a+b&y=2"},
		},
		{"extra", "incoming", "[{pixel: Query, parameters: {id: RGB1, x: 1 2, y: [a b, '2']}}]", []string{"parameter k added: «» «${env:KEY}» at k"}},
		{"one of two values", "incoming", "[{pixel: Query, more: true, parameters: {y: a b}}]", []string{"parameter y changed: «a b» «a b, 2» at y"}},
		{"headers", "incoming", "[{pixel: Query, headers: {x-id: RGB1, X-Two: two}}]", nil},
		{"headers that differ", "incoming", "[{pixel: Query, headers: {x-id: RGB2}}]", []string{"header x-id changed: «RGB2» «RGB1» at X-Id", "header X-Two added: «» «two» at X-Two"}},
		{"JSON", "connected", `[{pixel: JSON, method: POST, json: {/id: RGB1, /n/0: 1, /n/1/deep: true, /n/1: '{"deep":true}', /no: {absent: true}}, headers: {Content-Type: application/json}, basic_auth: {username: me, password: "${env:PW}"}}]`, nil},
		{"JSON that differs", "connected", `[{pixel: JSON, json: {/id: RGB2, /n/2: 1}}]`, []string{"json /id changed: «RGB2» «RGB1» at '{\"id\":\"[Call:InboundCallId]\",\"n\":[[1,{\"deep\":true}]]}'", "json /n/2 removed: «1» «» at '{\"id\":\"[Call:InboundCallId]\",\"n\":[[1,{\"deep\":true}]]}'"}},
		{"body", "connected", `[{pixel: JSON, body: '{"id":"RGB1","n":[1,{"deep":true}]}'}]`, nil},
		{
			"body with another member", "connected", `[{pixel: JSON, body: '{"id":"RGB1","m":[1,{"deep":true}]}'}]`,
			[]string{"json /m/0 → /n/0 renamed: «1» «1» at '{\"id\":\"[Call:InboundCallId]\",\"n\":[[1,{\"deep\":true}]]}'", "json /m/1/deep → /n/1/deep renamed: «true» «true» at '{\"id\":\"[Call:InboundCallId]\",\"n\":[[1,{\"deep\":true}]]}'"},
		},
		{
			"body with other spaces", "connected", `[{pixel: JSON, body: '{"id": "RGB1","n":[1,{"deep":true}]}'}]`,
			[]string{"body reencoded: «{\"id\": \"RGB1\",\"n\":[1,{\"deep\":true}]}» «{\"id\":\"RGB1\",\"n\":[1,{\"deep\":true}]}» at '{\"id\":\"[Call:InboundCallId]\",\"n\":[[1,{\"deep\":true}]]}'"},
		},
		{"form", "completed", `[{pixel: Form, form: {b: 2, a: 1 2}, endpoint: https://a.example/f}]`, nil},
		{"form as a body", "completed", `[{pixel: Form, body: a=1%202&b=3}]`, []string{"form b changed: «3» «2» at b"}},
		{"a body that is none", "incoming", `[{pixel: Query, body: x}]`, []string{"body changed: «x» «» at "}},
		{"skipped", "incoming", `[Query, {pixel: Filtered, skip: filter}, {pixel: JSON, skip: {reason: other-event, because: connected}}]`, nil},
		{"skipped for another reason", "incoming", `[Query, {pixel: Filtered, skip: disabled}]`, []string{`other-reason Filtered: expected disabled, and it is filter: User:x equals never: it is "1 2"`}},
		{"because of something else", "incoming", `[Query, {pixel: Filtered, skip: {reason: filter, because: gclid}}]`, []string{`other-reason Filtered: expected filter because of "gclid", and it is filter: User:x equals never: it is "1 2"`}},
		{"authentication", "finalized", `[{pixel: Granted, authentication: partner, headers: {}}]`, nil},
		{"another authentication", "finalized", `[{pixel: Granted, authentication: partnr}]`, []string{"authentication changed: «partnr» «partner» at partner"}},
		{"no authentication", "incoming", `[{pixel: Query, authentication: partner}]`, []string{"authentication removed: «partner» «» at https://a.example/p?id=[Call:InboundCallId]&x=[User:x]&k=${env:KEY}&y=a+b&y=2"}},
		{"fails", "payout", `[{pixel: Broken, fail: token-in-host}]`, nil},
		{"fails instead of firing", "payout", `[Broken]`, []string{"not-built Broken: its request cannot be built: a token stands in the host and gives no usable host for this call; --allow-host has to name it [token-in-host]"}},
		{"skipped instead of failing", "incoming", `[Query, {pixel: Broken, fail: bad-url}]`, []string{"not-fired Broken: it is skipped before its request is built: it fires on payout [other-event]"}},
		{"fires instead of being skipped", "incoming", `[{pixel: Query, skip: filter}]`, []string{"fires Query: it fires on incoming, and is expected not to"}},
		{"does not fire", "incoming", `[Query, Filtered]`, []string{`not-fired Filtered: it does not fire: User:x equals never: it is "1 2" [filter]`}},
		{"nothing expected", "[incoming, payout]", `[]`, []string{
			"unexpected Query: it fires on incoming, and the case does not expect it",
			"unexpected Broken: it should fire and cannot: a token stands in the host and gives no usable host for this call; --allow-host has to name it",
		}},
		{"no such pixel", "incoming", `[Query, Filterd]`, []string{"unknown-pixel Filterd: there is no such pixel; did you mean Filtered?"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, results := runAll(t, partner, caseWith(tt.event, tt.expect))
			if diff := cmp.Diff(tt.want, told(results[0])); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if results[0].Passed() != (tt.want == nil) {
				t.Errorf("passed: %t", results[0].Passed())
			}
		})
	}
}

// TestRunSelects: a case chooses its call, campaign, values, zone and hosts.
func TestRunSelects(t *testing.T) {
	t.Parallel()
	const definitions = `
pixels:
  - {name: P, fire_on: incoming, url: "https://[User:host]/?c=[Campaign:Name]&h=[Time:Hour]&x=[User:x]&id=[Call:InboundCallId]"}
campaigns:
  - {name: Spring, pixels: [P]}
  - {name: Fall, pixels: [P]}
`
	files := map[string]string{
		"one.json":     `{"inboundCallId":"RGB1","callDt":1763754905000}`,
		"two.ndjson":   `{"inboundCallId":"RGB1","callDt":1763754905000}` + "\n" + `{"inboundCallId":"RGB2","callDt":1763754905000}`,
		"empty.json":   `[]`,
		"broken.json":  `{`,
		"unknown.json": `{"inboundCallId":"RGB1","campaignName":"Sprnig"}`,
	}
	const rest = `, campaign: Fall, time_zone: America/Los_Angeles, allow_hosts: ["*.example"], set: {User:host: a.example, "tag:User:x": y}, expect: [{pixel: P, url: "https://a.example/?c=Fall&h=11&x=y&id=RGB`
	tests := []struct {
		entries string
		want    []string
	}{
		{`call: one.json` + rest + `1"}]`, nil},
		{`call: two.ndjson, call_id: RGB2` + rest + `2"}]`, nil},
		{`call: {inboundCallId: RGB3, callDt: 1763754905000}` + rest + `3"}]`, nil},
		{`call: two.ndjson` + rest + `2"}]`, []string{"unusable: two.ndjson holds 2 calls; choose one with call_id"}},
		{`call: two.ndjson, call_id: RGB3` + rest + `2"}]`, []string{"unusable: two.ndjson holds no call \"RGB3\"; did you mean RGB1?"}},
		{`call: empty.json` + rest + `2"}]`, []string{"unusable: empty.json holds no call record"}},
		{`call: none.json` + rest + `2"}]`, []string{"unusable: no such call record: none.json"}},
		{`call: broken.json` + rest + `2"}]`, []string{`unusable: broken.json:1:2: the record ends too early: expected a key or '}' (byte 1)`}},
		{`call: one.json, expect: []`, []string{"unusable: the call record names no campaign; choose one with --campaign: Spring, Fall"}},
		{`call: unknown.json, expect: []`, []string{`unusable: unknown campaign "Sprnig"; did you mean Spring?`}},
		{`call: one.json, campaign: Sprin, expect: []`, []string{`unusable: unknown campaign "Sprin"; did you mean Spring?`}},
		{`call: one.json, time_zone: Mars, expect: []`, []string{`unusable: "Mars" is not a time zone; write a name such as America/Los_Angeles`}},
	}
	suite := NewSuite(loadSet(t, definitions), outside(files))
	for _, tt := range tests {
		file := parse(t, "cases: [{name: a, event: incoming, "+tt.entries+"}]")
		if diff := cmp.Diff(tt.want, told(suite.Run(file.Cases[0]))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.entries, diff)
		}
	}
}
