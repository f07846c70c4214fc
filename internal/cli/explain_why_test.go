package cli

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// whyPixels have names that could be taken for patterns, and every reason not to fire.
const whyPixels = `pixels:
  - {name: "Fires *", fire_on: incoming, url: "https://a.example/"}
  - {name: "Fires ?", fire_on: payout, url: "https://a.example/"}
  - {name: "[Odd]", fire_on: incoming, url: "https://a.example/", enabled: false}
  - {name: Loose, fire_on: incoming, url: "https://a.example/"}
  - {name: Short, fire_on: incoming, url: "https://a.example/", filters: [{tag: "CallLength:FromConnect", greater_than: 90}]}
  - {name: Broken, fire_on: incoming, url: "https://[User:host]/"}
campaigns: [{name: C, pixels: ["Fires *", "Fires ?", "[Odd]", Short, Broken]}]
`

// TestExplainWhy: the first line is the one sentence that was asked for, and nothing is said of other
// pixels.
func TestExplainWhy(t *testing.T) {
	t.Parallel()
	path := file(t, "pixels.yaml", whyPixels)
	const call = `{"inboundCallId":"RGB1","message-tags":[{"type":"CallLength","name":"FromConnect","value":"9"}]}`
	for pixel, want := range map[string]string{
		"Fires *": "Fires * fires on incoming for call RGB1.",
		"Fires ?": "Fires ? does not fire for call RGB1: the record does not show that the call reached payout.",
		"[Odd]":   "[Odd] does not fire for call RGB1: the definition says enabled: false.",
		"Loose":   `Loose does not fire for call RGB1: the campaign "C" does not have this pixel.`,
		"Short":   `Short does not fire for call RGB1: its filter does not hold (CallLength:FromConnect greater than 90: it is "9").`,
		"Broken":  "Broken should fire on incoming for call RGB1, but its request cannot be built: a token stands in the host and gives no usable host for this call; --allow-host has to name it.",
	} {
		r := invoke(t, nil, call, "explain", "-f", path, "-c", "-", "--why", pixel)
		r.expect(t, CodeOK)
		if first, _, _ := strings.Cut(r.stdout, "\n"); first != want {
			t.Errorf("%s: the first line is\n%s\nwant\n%s", pixel, first, want)
		}
		if strings.Count(r.stdout, "RGB1") != 1 {
			t.Errorf("%s: more than one pixel is explained:\n%s", pixel, r.stdout)
		}
		var document struct{ Explanations []struct{ Pixel, Why string } }
		if err := json.Unmarshal([]byte(invoke(t, nil, call, "explain", "-f", path, "-c", "-", "--why", pixel, "--format", "json").stdout), &document); err != nil {
			t.Fatal(err)
		}
		if len(document.Explanations) != 1 || document.Explanations[0].Why != want || document.Explanations[0].Pixel != pixel {
			t.Errorf("%s: JSON says %+v", pixel, document)
		}
	}
	r := invoke(t, nil, call, "explain", "-f", path, "-c", "-", "--why", "Fires ?", "-e", "incoming")
	if want := "Fires ? does not fire for call RGB1: it fires on payout, which was not asked for.\n"; !strings.HasPrefix(r.stdout, want) {
		t.Errorf("asked for another event:\n%s", r.stdout)
	}
	r = invoke(t, nil, `{}`, "explain", "-f", path, "-c", "-", "--why", "Loose")
	if want := `Loose does not fire for this call: the campaign "C" does not have this pixel.` + "\n"; !strings.HasPrefix(r.stdout, want) {
		t.Errorf("a call without an id:\n%s", r.stdout)
	}
	invoke(t, nil, call, "explain", "-f", path, "-c", "-", "--why", "Fires").expect(t, CodeNo, `no pixel is called "Fires"`)
}

// TestExplainWhyOfSeveral: --why goes with the other selections; a pixel that they leave out is none.
func TestExplainWhyOfSeveral(t *testing.T) {
	t.Parallel()
	path := file(t, "pixels.yaml", whyPixels)
	invoke(t, nil, `{}`, "explain", "-f", path, "-c", "-", "--why", "Loose", "--pixel", "Fires*").expect(t, CodeNo, "nothing selected")
	invoke(t, nil, `{}`, "explain", "-f", path, "-c", "-", "--why", "Loose", "--pixel", "Fires*", "--allow-empty").expect(t, CodeOK)
	invoke(t, nil, `{}`, "explain", "-f", path, "-c", "-", "--why", "Loose", "--pixel", "L*").expect(t, CodeOK)
}

// TestExplainJSON carries what the text says: gates, tokens with their way, the request in pieces and
// what is assumed.
func TestExplainJSON(t *testing.T) {
	t.Parallel()
	path := file(t, "pixels.yaml", `pixels:
  - name: P
    fire_on: incoming
    method: POST
    url: https://a.example/?n=[Call:CallerNumber]&g=[tag:User:Gclid]
    headers: {X-Id: "id [Call:InboundCallId]"}
    content_type: application/json
    body: '{"t": "[User:none|User:gclid]"}'
    filters: [{tag: "User:gclid", exists: true}]
`)
	r := invoke(t, nil, `{"inboundCallId":"RGB1","inboundPhoneNumber":"+16613804706","tag:User:gclid":"a\"b"}`, "explain", "-f", path, "-c", "-", "--format", "json")
	r.expect(t, CodeOK)
	var got, want any
	if err := json.Unmarshal([]byte(r.stdout), &got); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(`{"schema_version":1,"explanations":[{
		"pixel":"P","event":"incoming","call_id":"RGB1","decision":"fire","why":"P fires on incoming for call RGB1.","reasons":[],
		"gates":[
			{"name":"attached","open":true,"asked":true,"detail":"no campaign is defined, so every pixel counts as attached"},
			{"name":"enabled","open":true,"asked":true,"detail":"the definition does not say enabled: false"},
			{"name":"event","open":true,"asked":true,"detail":"the record shows that the call reached incoming"},
			{"name":"filter","open":true,"asked":true,"detail":"User:gclid exists: it is \"a\\\"b\""}],
		"method":"POST","url":"https://a.example/?n=%2B16613804706&g=","headers":{"Content-Type":"application/json","X-Id":"id RGB1"},"body":"{\"t\": \"a\\\"b\"}",
		"tokens":[
			{"token":"[tag:User:Gclid]","place":"parameter g","value":"","encoded":"","origin":"nowhere","empty":true,
				"why":"not in this call record, but User:gclid is: names have to match exactly","line":5,"column":53,"file":"`+path+`"},
			{"token":"[Call:CallerNumber]","chosen":"[Call:CallerNumber]","place":"parameter n","value":"+16613804706","encoded":"%2B16613804706","origin":"column","from":"inboundPhoneNumber","empty":false,"line":5,"column":31,"file":"`+path+`"},
			{"token":"[Call:InboundCallId]","chosen":"[Call:InboundCallId]","place":"header X-Id","value":"RGB1","encoded":"RGB1","origin":"column","from":"inboundCallId","empty":false,"line":6,"column":25,"file":"`+path+`"},
			{"token":"[User:none|User:gclid]","chosen":"[User:gclid]","place":"member t of the body","value":"a\"b","encoded":"a\\\"b","origin":"tag","from":"tag:User:gclid","empty":false,"line":8,"column":19,"file":"`+path+`"}],
		"parts":[
			{"part":"url","pieces":[{"text":"https://a.example/?n="},{"text":"%2B16613804706","token":"[Call:CallerNumber]"},{"text":"&g="},{"text":"","token":"[tag:User:Gclid]"}]},
			{"part":"header","header":"Content-Type","pieces":[{"text":"application/json"}]},
			{"part":"header","header":"X-Id","pieces":[{"text":"id "},{"text":"RGB1","token":"[Call:InboundCallId]"}]},
			{"part":"body","pieces":[{"text":"{\"t\": \""},{"text":"a\\\"b","token":"[User:none|User:gclid]"},{"text":"\"}"}]}],
		"assumptions":[
			{"name":"empty-token","text":"a token without a value sends nothing, and its parameter stays"},
			{"name":"percent-encoding","text":"values in a URL or form are percent-encoded; sent as they are, a receiver would read + as a space and & as the end of the value","here":"%2B16613804706","otherwise":"+16613804706"},
			{"name":"column-source","text":"a token whose tag is not in the record has the value of the column that stands for it"},
			{"name":"format-of-CallerNumber","text":"[Call:CallerNumber] is written as E.164 with +","here":"+16613804706","otherwise":"16613804706"},
			{"name":"json-escaping","text":"values inside a JSON string are escaped; as they are they would break the body","here":"a\\\"b","otherwise":"a\"b"}]
	}]}`), &want); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestExplainHidesByName: a value of the call that goes into a secret parameter, header or member is
// masked wherever it is told of.
func TestExplainHidesByName(t *testing.T) {
	t.Parallel()
	const session = "sessi0n +1"
	path := file(t, "pixels.yaml", `pixels:
  - name: P
    fire_on: incoming
    method: POST
    url: https://a.example/?token=[User:s]
    headers: {X-Auth-Token: "[User:s]"}
    content_type: application/json
    body: '{"api_key": "[User:s]"}'
`)
	for _, format := range []string{"text", "json"} {
		r := invoke(t, nil, `{"tag:User:s":"`+session+`"}`, "explain", "-f", path, "-c", "-", "--format", format)
		r.expect(t, CodeOK)
		if strings.Contains(r.stdout, "sessi0n") || strings.Count(r.stdout, "***") < 6 {
			t.Errorf("%s:\n%s", format, r.stdout)
		}
		r = invoke(t, nil, `{"tag:User:s":"`+session+`"}`, "explain", "-f", path, "-c", "-", "--format", format, "--show-secrets")
		if !strings.Contains(r.stdout, session) {
			t.Errorf("%s with --show-secrets:\n%s", format, r.stdout)
		}
	}
}

// TestExplainVariables: a variable without a value is told of as what keeps fire from sending, and
// one whose value is no text is shown in base64 when it is shown at all.
func TestExplainVariables(t *testing.T) {
	t.Parallel()
	path := file(t, "pixels.yaml", "pixels:\n  - {name: P, fire_on: incoming, method: POST, url: 'https://a.example/?k=${env:KEY}', content_type: text/plain, body: '${env:RAW}'}\n")
	env := map[string]string{"RAW": "\xff\xfe"}
	r := invoke(t, env, "{}", "explain", "-f", path, "-c", "-")
	r.expect(t, CodeOK)
	for _, want := range []string{
		"    ${env:KEY} · parameter k\n      from    environment variable KEY\n      note    not set, so fire refuses to send this\n",
		"      https://a.example/?k=\n      ${env:KEY}\n",
		"    body\n      ***  ← ${env:RAW}\n",
	} {
		if !strings.Contains(r.stdout, want) {
			t.Errorf("no %q in\n%s", want, r.stdout)
		}
	}
	r = invoke(t, env, "{}", "explain", "-f", path, "-c", "-", "--format", "json", "--show-secrets")
	if !strings.Contains(r.stdout, `"body_base64":"//4="`) || strings.Contains(r.stdout, `"body":`) {
		t.Errorf("%s", r.stdout)
	}
}
