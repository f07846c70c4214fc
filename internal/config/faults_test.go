package config

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// pixelWith is a complete pixel with further lines, which begin on line 5.
func pixelWith(lines string) string {
	return "pixels:\n  - name: P\n    fire_on: incoming\n    url: https://a.example\n" + lines
}

// filtersWith is a pixel with filters, one a line, from line 6 on.
func filtersWith(lines ...string) string {
	return pixelWith("    filters:\n      - " + strings.Join(lines, "\n      - ") + "\n")
}

const noOperator = "the condition has no operator; expected one of begins_with, contains, equals, exists, greater_than, less_than, not_begins_with, not_contains, not_equals, not_exists"

// TestFaults holds what is said of every fault, and the exact characters that it is said of.
func TestFaults(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		yaml string
		want []string
	}{
		// Files.
		{"empty", "", []string{`1:1: error: the file is empty; it should define pixels or campaigns [empty-file] «»`}},
		{"only a comment", "# pixels:\n", []string{`1:1: error: the file is empty; it should define pixels or campaigns [empty-file] «»`}},
		{"no mapping", "pixels", []string{`1:1: error: expected a mapping for the definitions, found text [wrong-type] «pixels»`}},
		{"unknown section", "pixel: []\n", []string{`1:1: error: unknown key pixel in the definitions; did you mean pixels? [unknown-key] «pixel»`}},
		{"not a list", "pixels: {a: b}\ncampaigns: x\nauthentications: 1\n", []string{
			`1:9: error: expected a list for pixels, found a mapping [wrong-type] «{a: b}»`,
			`2:12: error: expected a list for campaigns, found text [wrong-type] «x»`,
			`3:18: error: expected a list for authentications, found a number [wrong-type] «1»`,
		}},
		{"not mappings", "pixels: [a]\ncampaigns: [b]\nauthentications: [c]\n", []string{
			`1:10: error: expected a mapping for the pixel, found text [wrong-type] «a»`,
			`2:13: error: expected a mapping for the campaign, found text [wrong-type] «b»`,
			`3:19: error: expected a mapping for the authentication, found text [wrong-type] «c»`,
		}},

		// Pixels.
		{"nothing in a pixel", "pixels: [{}]", []string{
			`1:10: error: the pixel needs the key fire_on [missing-key] «{}»`,
			`1:10: error: the pixel needs the key name [missing-key] «{}»`,
			`1:10: error: the pixel needs the key url [missing-key] «{}»`,
		}},
		{"empty texts", "pixels:\n  - {name: '', fire_on: '', url: '', content_type: '', authentication: ''}\n", []string{
			`2:12: error: name is empty [missing-value] «''»`,
			`2:25: error: fire_on is empty [missing-value] «''»`,
			`2:34: error: url is empty [missing-value] «''»`,
			`2:52: error: content_type is empty [missing-value] «''»`,
			`2:72: error: authentication is empty [missing-value] «''»`,
		}},
		{"event", "pixels:\n  - {name: P, url: x, fire_on: converted twice}\n  - {name: Q, url: x, fire_on: Conected}\n", []string{
			`2:32: error: unknown event "converted twice"; expected one of incoming, connected, completed, converted, error, payout, finalized, recording [unknown-event] «converted twice»`,
			`3:32: error: unknown event "Conected"; did you mean connected? [unknown-event] «Conected»`,
		}},
		{"events", "pixels:\n  - {name: P, url: x, fire_on: [converted, payout]}\n", []string{
			`2:32: error: a pixel fires on one event; write a pixel for each [unknown-event] «[converted, payout]»`,
		}},
		{"method and encoding", pixelWith("    method: DELETE\n    encoding: forms\n"), []string{
			`5:13: error: unknown method "DELETE"; expected one of GET, POST, PUT, PATCH [unknown-value] «DELETE»`,
			`6:15: error: unknown encoding "forms"; did you mean form? [unknown-value] «forms»`,
		}},
		{"unquoted tokens", "pixels:\n  - name: P\n    fire_on: incoming\n    url: [Call:X]\n    headers: {X-A: [Call:Y]}\n    body: {\"a\": [1]}\n", []string{
			`4:10: error: this is read as a YAML list; put quotes around it: "[Call:X]" [unquoted-token] «[Call:X]»`,
			`5:20: error: this is read as a YAML list; put quotes around it: "[Call:Y]" [unquoted-token] «[Call:Y]»`,
			`6:11: error: this is read as a YAML mapping; put quotes around it: '{"a": [1]}' [unquoted-token] «{"a": [1]}»`,
		}},
		{"content type twice", pixelWith("    content_type: text/plain\n    headers:\n      content-type: text/html\n"), []string{
			`5:19: error: content_type and the header content-type exclude each other; remove one [conflict] «text/plain»; 7:7: the header stands here «content-type»`,
		}},
		{"header twice", pixelWith("    headers:\n      A: 1\n      A: 2\n"), []string{
			`7:7: error: headers has the key A twice; remove one [duplicate-key] «A»; 6:7: it stands here first «A»`,
		}},
		{"basic auth", pixelWith("    basic_auth: {password: x, user: y}\n"), []string{
			`5:18: error: basic_auth needs the key username [missing-key] «password»`,
			`5:31: error: unknown key user in basic_auth; known keys: username, password [unknown-key] «user»`,
		}},
		{"enabled", pixelWith("    enabled: off\n"), []string{`5:14: error: expected true or false for enabled, found text [wrong-type] «off»`}},
		{"unknown key", pixelWith("    header: {A: b}\n"), []string{`5:5: error: unknown key header in the pixel; did you mean headers? [unknown-key] «header»`}},
		{"key twice", pixelWith("    url: x\n"), []string{`5:5: error: the pixel has the key url twice; remove one [duplicate-key] «url»; 4:5: it stands here first «url»`}},

		// Filters.
		{"filters", pixelWith("    filters: {tag: 'User:x', exists: true}\n"), []string{`5:14: error: expected a list for filters, found a mapping [wrong-type] «{tag: 'User:x', exists: true}»`}},
		{"no operator", filtersWith(`{tag: "User:x"}`), []string{`6:9: error: ` + noOperator + ` [bad-condition] «{tag: "User:x"}»`}},
		{"unknown operator", filtersWith(`{tag: "User:x", equal: a}`, `{tag: "User:x", not_greater_than: 3}`), []string{
			`6:25: error: unknown key equal in the condition; did you mean equals? [unknown-key] «equal»`,
			`7:25: error: unknown key not_greater_than in the condition; known keys: tag, begins_with, contains, equals, exists, greater_than, less_than, not_begins_with, not_contains, not_equals, not_exists [unknown-key] «not_greater_than»`,
		}},
		{"two operators", filtersWith(`{tag: "User:x", less_than: 9, greater_than: 3}`), []string{
			`6:39: error: a condition has one operator, and this has less_than and greater_than; write a condition for each [bad-condition] «greater_than»`,
		}},
		{"tag", filtersWith(`{tag: gclid, exists: true}`, `{exists: true}`, `{tag: "", exists: true}`, `{tag: "[User:a|User:b]", exists: true}`), []string{
			`6:15: error: "gclid" is not a tag; write Category:Name, such as User:gclid [bad-condition] «gclid»`,
			`7:10: error: the condition needs the key tag [missing-key] «exists»`,
			`8:15: error: tag is empty [missing-value] «""»`,
			`9:15: error: "[User:a|User:b]" is not a tag; write Category:Name, such as User:gclid [bad-condition] «"[User:a|User:b]"»`,
		}},
		{"operands", filtersWith(`{tag: "User:x", equals: []}`, `{tag: "User:x", contains: [a, b]}`, `{tag: "User:x", greater_than: 1e3}`, `{tag: "User:x", less_than: "+5"}`, `{tag: "User:x", begins_with: }`, `{tag: "User:x", exists: maybe}`, `{tag: "User:x", not_exists: "true"}`), []string{
			`6:33: error: equals has an empty list [bad-condition] «[]»`,
			`7:35: error: contains takes one value; write the alternatives as conditions under any [bad-condition] «[a, b]»`,
			`8:39: error: greater_than compares numbers and "1e3" is none [bad-condition] «1e3»`,
			`9:36: error: less_than compares numbers and "+5" is none [bad-condition] «"+5"»`,
			`10:37: error: begins_with has no value: expected text [missing-value] «»`,
			`11:33: error: expected true or false for exists, found text [wrong-type] «maybe»`,
			`12:37: error: expected true or false for not_exists, found text [wrong-type] «"true"»`,
		}},
		{"any", filtersWith(`any: []`, `any: x`, `any:`, "any: [{tag: 'User:x', exists: true}]\n        tag: User:y", `any: [{any: []}]`, `x`), []string{
			`6:14: error: any has no conditions, so the filter can never hold [bad-condition] «[]»`,
			`7:14: error: expected a list for any, found text [wrong-type] «x»`,
			`8:13: error: any has no value: expected a list [missing-value] «»`,
			`10:9: error: unknown key tag in the filter; known keys: any [unknown-key] «tag»`,
			`11:16: error: the condition needs the key tag [missing-key] «any»`,
			`11:16: error: unknown key any in the condition; known keys: tag, begins_with, contains, equals, exists, greater_than, less_than, not_begins_with, not_contains, not_equals, not_exists [unknown-key] «any»`,
			`12:9: error: expected a mapping for the condition, found text [wrong-type] «x»`,
		}},

		// What the author expects of the answer.
		{"expect", pixelWith("    expect: {status: [99, 200, '200', 600], body_contains: '', json: {code: 0, /a: []}, header: x, cookie: y}\n"), []string{
			`5:23: error: 99 is no HTTP status [unknown-value] «99»`,
			`5:32: error: expected a whole number for status, found text "200"; write it in plain digits, without quotes, leading zeros or underscores [wrong-type] «'200'»`,
			`5:39: error: 600 is no HTTP status [unknown-value] «600»`,
			`5:60: error: body_contains is empty [missing-value] «''»`,
			`5:71: error: "code" is no JSON pointer; write /code [unknown-value] «code»`,
			`5:84: error: json /a has an empty list; for an empty JSON array write "[]" in quotes [bad-condition] «[]»`,
			`5:97: error: expected a mapping for header, found text [wrong-type] «x»`,
			`5:100: error: unknown key cookie in expect; known keys: status, header, body_contains, body_equals, body_matches, json, xml, quote, remark [unknown-key] «cookie»`,
		}},
		{"expectations", pixelWith(`    expect:
      - {verdict: acepted, status: []}
      - {verdict: timed_out, body_matches: '('}
      - {status: 6xx, xml: {code: 0, "/a:b": 1}}
      - {verdict: rejected, json: {/a: {}, /b: {is: 1}, /c: {matches: '[', exists: maybe}}}
      - {verdict: rejected, status: 200, quote: {json: x, xml: y}, date: yesterday, certainty: sure}
      - {verdict: accepted}
      - {verdict: rejected, quote: {jsno: /x}}
      - nothing
`), []string{
			`6:19: error: unknown verdict "acepted"; did you mean accepted? [unknown-value] «acepted»`,
			`6:36: error: status has an empty list, so the condition can never hold [bad-condition] «[]»`,
			`7:19: error: unknown verdict "timed_out"; expected one of accepted, rejected, duplicate, unverified [unknown-value] «timed_out»`,
			"7:44: error: \"(\" is no regular expression: missing closing ): `(` [unknown-value] «'('»",
			`8:10: error: the expectation needs the key verdict [missing-key] «status»`,
			`8:18: error: expected a whole number for status, found text "6xx"; write it in plain digits, without quotes, leading zeros or underscores [wrong-type] «6xx»`,
			`8:29: error: "code" is no path of an XML element; write its names from the root on, without prefixes, such as /result/code [unknown-value] «code»`,
			`8:38: error: "/a:b" is no path of an XML element; write its names from the root on, without prefixes, such as /result/code [unknown-value] «"/a:b"»`,
			`9:40: error: the condition on json /a has no operator; expected one of contains, equals, exists, matches, not_equals [bad-condition] «{}»`,
			`9:49: error: unknown key is in the condition on json /b; known keys: contains, equals, not_equals, matches, exists [unknown-key] «is»`,
			"9:71: error: \"[\" is no regular expression: missing closing ]: `[` [unknown-value] «'['»",
			`9:84: error: expected true or false for exists, found text [wrong-type] «maybe»`,
			`10:49: error: quote names one part of the answer: header, json, xml or body_matches [bad-condition] «{json: x, xml: y}»`,
			`10:56: error: "x" is no JSON pointer; write /x [unknown-value] «x»`,
			`10:64: error: "y" is no path of an XML element; write its names from the root on, without prefixes, such as /result/code [unknown-value] «y»`,
			`10:74: error: "yesterday" is no date; write it as 2026-11-21 [unknown-value] «yesterday»`,
			`10:96: error: unknown certainty "sure"; expected one of unknown, inferred, seen, documented [unknown-value] «sure»`,
			`12:9: error: this is never reached, because the expectation before it has no condition and holds for every answer [bad-condition] «{verdict: rejected, quote: {jsno: /x}}»`,
			`12:37: error: unknown key jsno in quote; did you mean json? [unknown-key] «jsno»`,
			`13:9: error: expected a mapping for the expectation, found text [wrong-type] «nothing»`,
		}},
		{"expect no condition", pixelWith("    expect: {remark: nothing, quote: {}}\n"), []string{
			`5:13: error: expect asks for nothing; give status, body_contains or json [bad-condition] «{remark: nothing, quote: {}}»`,
			`5:38: error: quote names one part of the answer: header, json, xml or body_matches [bad-condition] «{}»`,
		}},
		{"no expectations", pixelWith("    expect: []\n"), []string{
			`5:13: error: expect is an empty list; give a verdict and its conditions [bad-condition] «[]»`,
		}},
		{"unknown receivers", pixelWith("    expect: cakes\n") + "receivers: [{name: mine}]\n---\npixels: [{name: Q, fire_on: incoming, url: x, expect: mien}]", []string{
			`5:13: error: unknown receiver "cakes"; did you mean cake? [unknown-name] «cakes»`,
			`8:55: error: unknown receiver "mien"; did you mean mine? [unknown-name] «mien»`,
		}},
		{"receivers", `receivers:
  - {name: Acme}
  - {title: x, colour: red, match: {host: x}}
  - {name: mine, parameters: [{meaning: x, requird: true}], fields: [{name: id}], answers: {good: {status: 99, boddy: x}, bad: {}}}
  - {name: mine, expect: cake}
  - x
`, []string{
			`2:12: error: "Acme" is no name for a receiver; write lower-case letters, digits and single hyphens, such as my-network [unknown-value] «Acme»`,
			`3:6: error: the receiver needs the key name [missing-key] «title»`,
			`3:16: error: unknown key colour in the receiver; known keys: name, title, note, match, source, date, certainty, parameters, fields, one_of, expect, answers, duplicate_by [unknown-key] «colour»`,
			`3:37: error: unknown key host in match; did you mean hosts? [unknown-key] «host»`,
			`4:32: error: the parameter needs the key name [missing-key] «meaning»`,
			`4:44: error: unknown key requird in the parameter; did you mean required? [unknown-key] «requird»`,
			`4:77: error: "id" is no JSON pointer; write /id [unknown-value] «id»`,
			`4:108: error: 99 is no status of an answer; it is from 200 to 599 [unknown-value] «99»`,
			`4:112: error: unknown key boddy in good; did you mean body? [unknown-key] «boddy»`,
			`4:123: error: unknown key bad in answers; known keys: good, missing, invalid, duplicate [unknown-key] «bad»`,
			`5:12: error: the receiver "mine" is defined twice; rename or remove one [duplicate-name] «mine»; 4:12: it is defined here first «mine»`,
			`5:26: error: expected a list for expect, found text [wrong-type] «cake»`,
			`6:5: error: expected a mapping for the receiver, found text [wrong-type] «x»`,
		}},
		{"expect nothing", "pixels:\n  - {name: P, fire_on: incoming, url: x, expect: {}}\n  - {name: Q, fire_on: incoming, url: x, expect: ''}\n  - {name: R, fire_on: incoming, url: x, expect: }\n", []string{
			`2:50: error: expect asks for nothing; give status, body_contains or json [bad-condition] «{}»`,
			`3:50: error: expect is empty [missing-value] «''»`,
			`4:49: error: expect has no value: expected text [missing-value] «»`,
		}},

		// Campaigns.
		{"campaign", "campaigns:\n  - {publisher: []}\n  - {name: C, publishers: [{sub_id: 1, nam: x}, y]}\n", []string{
			`2:6: error: the campaign needs the key name [missing-key] «publisher»`,
			`2:6: error: unknown key publisher in the campaign; did you mean publishers? [unknown-key] «publisher»`,
			`3:29: error: the publisher needs the key name [missing-key] «sub_id»`,
			`3:40: error: unknown key nam in the publisher; did you mean name? [unknown-key] «nam»`,
			`3:49: error: expected a mapping for the publisher, found text [wrong-type] «y»`,
		}},
		{"attached", pixelWith("campaigns:\n  - {name: C, pixels: [P, p, Kayzen, P]}\n  - {name: D, pixels: Q}\n"), []string{
			`6:27: error: the campaign "C" names the pixel "p", which is not defined; did you mean P? [unknown-name] «p»`,
			`6:30: error: the campaign "C" names the pixel "Kayzen", which is not defined [unknown-name] «Kayzen»`,
			`6:38: error: the pixel "P" is attached twice and would fire twice; remove one [duplicate-name] «P»; 6:24: it is attached here first «P»`,
			`7:23: error: the campaign "D" names the pixel "Q", which is not defined [unknown-name] «Q»`,
		}},

		// Authentications.
		{"authentication", "authentications:\n  - {name: a}\n  - {header: '', prefix: [x], nme: b}\n  - {name: c, oauth2: {scopes: {}}, request: x}\n", []string{
			`2:5: error: the authentication needs either oauth2 or request [conflict] «{name: a}»`,
			`3:5: error: the authentication needs either oauth2 or request [conflict] «{header: '', prefix: [x], nme: b}»`,
			`3:6: error: the authentication needs the key name [missing-key] «header»`,
			`3:14: error: header is empty [missing-value] «''»`,
			`3:26: error: this is read as a YAML list; put quotes around it: "[x]" [unquoted-token] «[x]»`,
			`3:31: error: unknown key nme in the authentication; did you mean name? [unknown-key] «nme»`,
			`4:24: error: oauth2 needs the key client_id [missing-key] «scopes»`,
			`4:24: error: oauth2 needs the key client_secret [missing-key] «scopes»`,
			`4:24: error: oauth2 needs the key token_url [missing-key] «scopes»`,
			`4:32: error: this is read as a YAML mapping; put quotes around it: "{}" [unquoted-token] «{}»`,
			`4:37: error: oauth2 and request exclude each other; remove one [conflict] «request»`,
			`4:46: error: expected a mapping for request, found text [wrong-type] «x»`,
		}},
		{"token request", "authentications:\n  - name: a\n    request: {url: x, method: HEAD, token: access_token, expires_in: a/b, retry: 1}\n", []string{
			`3:31: error: unknown method "HEAD"; expected one of POST, GET, PUT, PATCH [unknown-value] «HEAD»`,
			`3:44: error: "access_token" is no JSON pointer; write /access_token [unknown-value] «access_token»`,
			`3:70: error: "a/b" is no JSON pointer; write /a/b [unknown-value] «a/b»`,
			`3:75: error: unknown key retry in request; known keys: method, url, headers, body, token, expires_in [unknown-key] «retry»`,
		}},
		{"unknown authentication", pixelWith("    authentication: tokn\nauthentications:\n  - {name: token, oauth2: {token_url: x, client_id: y, client_secret: z}}\n"), []string{
			`5:21: error: the authentication "tokn" is not defined; did you mean token? [unknown-name] «tokn»`,
		}},

		// Names.
		{"defined twice", "pixels:\n  - {name: P, fire_on: incoming, url: x}\n  - {name: P, fire_on: payout, url: x}\n" +
			"campaigns:\n  - {name: C, id: CA1}\n  - {name: C, id: CA1, publishers: [{name: A, id: AF1}, {name: A, id: AF1}]}\n  - {name: D, publishers: [{name: A}]}\n" +
			"authentications:\n  - {name: a, oauth2: {token_url: x, client_id: y, client_secret: z}}\n  - {name: a, oauth2: {token_url: x, client_id: y, client_secret: z}}\n", []string{
			`3:12: error: the pixel "P" is defined twice; rename or remove one [duplicate-name] «P»; 2:12: it is defined here first «P»`,
			`6:12: error: the campaign "C" is defined twice; rename or remove one [duplicate-name] «C»; 5:12: it is defined here first «C»`,
			`6:19: error: the campaign id "CA1" is defined twice; rename or remove one [duplicate-name] «CA1»; 5:19: it is defined here first «CA1»`,
			`6:64: error: the publisher "A" is defined twice; rename or remove one [duplicate-name] «A»; 6:44: it is defined here first «A»`,
			`6:71: error: the publisher id "AF1" is defined twice; rename or remove one [duplicate-name] «AF1»; 6:51: it is defined here first «AF1»`,
			`10:12: error: the authentication "a" is defined twice; rename or remove one [duplicate-name] «a»; 9:12: it is defined here first «a»`,
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, faults := text(t, tt.yaml)
			if diff := cmp.Diff(tt.want, marked(faults)); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

// TestTemplateFaults: what package template finds is reported at its place in the file, however the
// text is written.
func TestTemplateFaults(t *testing.T) {
	t.Parallel()
	_, faults := text(t, strings.Join([]string{
		"pixels:",
		"  - name: P",
		"    fire_on: incoming",
		"    url: https://a.example/?a=[Call:X&b=[[1]]",
		"    headers:",
		"      X-A: \"\\x41[Call:]\"",
		"    content_type: 'it''s [x]'",
		"    body: >",
		"      a",
		"      [:] b",
		"    basic_auth: {username: '[1]', password: '${env:'}",
		"authentications:",
		"  - name: o",
		"    oauth2: {token_url: '[', client_id: '[', client_secret: '['}",
		"  - name: r",
		"    request: {url: '[', headers: {A: '['}, body: '[', token: /t}",
	}, "\n"))
	want := []string{
		"4:31 unclosed-bracket «[»",
		"6:17 bad-token «[Call:]»",
		"7:26 not-a-token «[x]»",
		"10:7 bad-token «[:]»",
		"11:29 single-bracket «[1]»",
		"11:46 unclosed-variable «${env:»",
		"14:26 unclosed-bracket «[»",
		"14:42 unclosed-bracket «[»",
		"14:62 unclosed-bracket «[»",
		"16:21 unclosed-bracket «[»",
		"16:39 unclosed-bracket «[»",
		"16:51 unclosed-bracket «[»",
	}
	var got []string
	for _, d := range faults {
		got = append(got, strings.TrimPrefix(d.Span.String(), "<stdin>:")+" "+d.Rule+quoted(d.Span))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
}

// TestAllFaults: one load reports the faults of every section and document, in the order in which
// they stand, with syntax errors of one document among those of the others.
func TestAllFaults(t *testing.T) {
	t.Parallel()
	_, faults := text(t, strings.Join([]string{
		"pixels: [{name: P, fire_on: nothing, url: x, authentication: a}]",
		"---",
		"campaigns: [{name: C, pixels: [Q]}]",
		"---",
		"authentications: [{name: b}]",
		"more: 1",
	}, "\n"))
	want := []string{
		`1:29: error: unknown event "nothing"; expected one of incoming, connected, completed, converted, error, payout, finalized, recording [unknown-event] «nothing»`,
		`1:62: error: the authentication "a" is not defined [unknown-name] «a»`,
		`3:32: error: the campaign "C" names the pixel "Q", which is not defined [unknown-name] «Q»`,
		`5:19: error: the authentication needs either oauth2 or request [conflict] «{name: b}»`,
		`6:1: error: unknown key more in the definitions; known keys: pixels, campaigns, authentications, receivers [unknown-key] «more»`,
	}
	if diff := cmp.Diff(want, marked(faults)); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
}
