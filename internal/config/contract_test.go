package config

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postback/internal/call"
	"postback/internal/diag"
	"postback/internal/pixel"
	"postback/internal/receiver"
	"postback/internal/template"
)

// everyKey is a file with every key that definitions may have.
const everyKey = `# yaml-language-server: $schema=https://schema.example/postback.json
pixels:
  - name: Kayzen CTV - Converted
    fire_on: Connected (Answered)
    url: https://api.example/v1/ev?api_key=${env:K}&call_id=[Call:InboundCallId]&ts=[Call:CallDateTime]
    method: post
    headers:
      X-Call-Id: "[Call:InboundCallId]"
      x-secret: ${env:K}
    content_type: application/json
    body: '{"ids":[["[Call:InboundCallId]"]]}'
    basic_auth: {username: u, password: "${env:K}"}
    authentication: partner-token
    filters:
      - {tag: "CallLength:FromConnect", greater_than: 90}
      - any:
          - {tag: "InboundNumber:State", equals: [CA, NV]}
          - {tag: "User:gclid", exists: true}
      - {tag: "[tag:User:a]", not_equals: 007}
      - {tag: "tag:User:a", begins_with: "+1"}
      - {tag: "User:a", not_begins_with: "+1"}
      - {tag: "User:a", contains: x}
      - {tag: "User:a", not_contains: x}
      - {tag: "User:a", less_than: -1.5}
      - {tag: "User:a", exists: false}
      - {tag: "User:a", not_exists: true}
      - {tag: "User:a", not_exists: false}
    expect: {status: [200, 204], body_contains: "<code>0</code>", json: {"/code": 0, "": x}}
    encoding: form
    enabled: false
  - {name: Plain, fire_on: finalized, url: "http://a.example", expect: cake}
  - {name: Other, fire_on: payout, url: "http://a.example", expect: {status: 200}}
  - name: Full
    fire_on: payout
    url: http://a.example
    expect:
      - verdict: duplicate
        status: [409, 2xx]
        header: {X-Result: [dup, double]}
        quote: {json: /message}
        remark: counted before
      - verdict: rejected
        body_equals: "NO"
        body_matches: (?i)^error
        json: {/a: {not_equals: 1, exists: true}, /b: {exists: false}}
      - verdict: accepted
        xml: {/result/code: {contains: 0}, /result/msg: {matches: ^OK}}
        source: the network's guide
        date: 2026-11-21
        certainty: documented
      - verdict: unverified
receivers:
  - name: acme
    title: Acme network
    match: {hosts: [PB.acme.example], path: "/pb/*", query: {v: 2}, has: id}
    source: https://acme.example/docs
    date: 2026-11-21
    certainty: documented
    note: Ask for the key.
    parameters:
      - {name: id, meaning: id of the call, required: true, pattern: '^[0-9]+$'}
      - {name: sum, meaning: amount, amount: true, promised: true}
      - {name: key, secret: true, without: nothing is counted}
      - {name: ev, event: true}
    fields:
      - {name: /id, required: true}
    expect:
      - {verdict: accepted, body_equals: OK}
    duplicate_by: [id, ev]
    answers:
      good: {body: OK, content_type: text/plain, remark: always}
      missing: {status: 400, body: "no {{parameter}}", certainty: inferred}
  - name: cake
campaigns:
  - name: CTV Spring
    id: CA74c0
    tracking_id: "4821"
    pixels: [Kayzen CTV - Converted, Plain]
    publishers:
      - {name: Acme, id: AF1, sub_id: 0077}
      - name: Brill
  - name: Alone
    pixels: Plain
authentications:
  - name: partner-token
    oauth2: {token_url: "https://a.example/token", client_id: c, client_secret: "${env:K}", scopes: [a, b]}
  - name: dynamic
    request:
      method: PUT
      url: https://a.example/token
      headers: {A: b}
      body: x=${env:K}
      token: /access_token
      expires_in: /expires_in
    header: X-Token
    prefix: ""
`

// TestEveryKey: every key of the contract is read, and into the right place.
func TestEveryKey(t *testing.T) {
	t.Parallel()
	set := valid(t, everyKey)
	p := set.Pixels[0]
	got := map[string]any{
		"name": p.Name.String(), "event": p.FireOn, "written": p.FireOnText.String(), "method": p.Method,
		"url": p.URL.Text().String(), "headers": headerTexts(p.Headers), "type": headerTexts([]pixel.Header{*p.ContentType}),
		"body": p.Body.Text().String(), "body kind": p.Body.Kind(), "auth": p.Authentication.String(),
		"basic":    []string{p.BasicAuth.Username.Text().String(), p.BasicAuth.Password.Text().String()},
		"encoding": p.Encoding, "url encoding": p.URL.Encoding(), "body encoding": p.Body.Encoding(), "enabled": p.Enabled,
	}
	want := map[string]any{
		"name": "Kayzen CTV - Converted", "event": call.Connected, "written": "Connected (Answered)", "method": "POST",
		"url":     "https://api.example/v1/ev?api_key=${env:K}&call_id=[Call:InboundCallId]&ts=[Call:CallDateTime]",
		"headers": []string{"X-Call-Id: [Call:InboundCallId]", "x-secret: ${env:K}"}, "type": []string{"Content-Type: application/json"},
		"body": `{"ids":[["[Call:InboundCallId]"]]}`, "body kind": template.JSONBody, "auth": "partner-token",
		"basic":    []string{"u", "${env:K}"},
		"encoding": template.Form, "url encoding": template.Form, "body encoding": template.Form, "enabled": false,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("pixel (-want +got):\n%s", diff)
	}
}

func headerTexts(headers []pixel.Header) []string {
	var list []string
	for _, h := range headers {
		list = append(list, h.Name.String()+": "+h.Value.Text().String())
	}
	return list
}

// TestFilters: every way of writing a condition.
func TestFilters(t *testing.T) {
	t.Parallel()
	var got [][]string
	for _, f := range valid(t, everyKey).Pixels[0].Filters {
		var group []string
		for _, c := range f.Conditions {
			group = append(group, c.String())
		}
		got = append(got, group)
	}
	want := [][]string{
		{"CallLength:FromConnect greater than 90"},
		{"InboundNumber:State equals CA, NV", "User:gclid exists"},
		{"User:a not equals 007"},
		{"User:a begins with +1"},
		{"User:a not begins with +1"},
		{"User:a contains x"},
		{"User:a not contains x"},
		{"User:a less than -1.5"},
		{"User:a not exists"},
		{"User:a not exists"},
		{"User:a exists"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("filters (-want +got):\n%s", diff)
	}
}

// TestExpect: every way of writing an expectation.
func TestExpect(t *testing.T) {
	t.Parallel()
	pixels := valid(t, everyKey).Pixels
	tests := []struct {
		pixel    int
		receiver string
		want     []string
	}{
		{0, "", []string{
			"accepted: status equals 200 or 204, body contains <code>0</code>, json /code equals 0, json equals x",
			"rejected: ",
		}},
		{1, "cake", nil},
		{2, "", []string{"accepted: status equals 200", "rejected: "}},
		{3, "", []string{
			"duplicate: status equals 409 or 2xx, header X-Result equals dup or double",
			"rejected: body equals NO, body matches (?i)^error, json /a not equals 1, json /a exists, json /b not exists",
			"accepted: xml /result/code contains 0, xml /result/msg matches ^OK",
			"unverified: ",
		}},
	}
	for _, test := range tests {
		e := pixels[test.pixel].Expect
		if e.Receiver != test.receiver || e.Named.String() != test.receiver {
			t.Errorf("pixel %d expects the receiver %q", test.pixel, e.Receiver)
		}
		if diff := cmp.Diff(test.want, expectations(e.Conditions)); diff != "" {
			t.Errorf("pixel %d (-want +got):\n%s", test.pixel, diff)
		}
	}
	if e := pixels[3].Expect.Conditions[0]; e.Remark != "counted before" || e.Quote.String() != "json /message" {
		t.Errorf("remark %q, quote %s", e.Remark, e.Quote)
	}
}

func expectations(list []receiver.Expectation) []string {
	var lines []string
	for _, e := range list {
		var conditions []string
		for _, c := range e.Conditions {
			conditions = append(conditions, c.String())
		}
		lines = append(lines, string(e.Verdict)+": "+strings.Join(conditions, ", "))
	}
	return lines
}

// TestReceivers: what definitions say of a receiver is read as what is built in.
func TestReceivers(t *testing.T) {
	t.Parallel()
	table := &valid(t, everyKey).Receivers
	r, ok := table.Lookup("acme")
	if !ok || r.Title != "Acme network" || r.Hosts[0] != "pb.acme.example" || r.Query["v"] != "2" {
		t.Errorf("acme: %+v", r)
	}
	if diff := cmp.Diff([]string{"accepted: body equals OK"}, expectations(r.Expect)); diff != "" {
		t.Errorf("acme (-want +got):\n%s", diff)
	}
	if !table.IsOwn("cake") || table.IsOwn("tune") {
		t.Error("cake is not replaced, or tune is")
	}
	if r, _ := table.Lookup("cake"); r.Path != "" || len(r.Expect) > 0 {
		t.Errorf("something is left of the built-in cake: %+v", r)
	}
}

// TestDefaults: what a pixel is that says no more than it has to.
func TestDefaults(t *testing.T) {
	t.Parallel()
	p := valid(t, everyKey).Pixels[1]
	if p.Method != "GET" || !p.Enabled || p.Encoding != template.Component {
		t.Errorf("method %q, enabled %t, encoding %s", p.Method, p.Enabled, p.Encoding)
	}
	if p.ContentType != nil || p.Body != nil || p.BasicAuth != nil || p.Filters != nil || p.Headers != nil {
		t.Errorf("something out of nothing: %+v", p)
	}
	if set := valid(t, pixelWith("    basic_auth: {username: '[User:a]'}\n")); !set.Pixels[0].BasicAuth.Password.Empty() {
		t.Error("a password that is not given is not empty")
	}
}

func TestCampaigns(t *testing.T) {
	t.Parallel()
	set := valid(t, everyKey)
	var got [][]string
	for _, c := range set.Campaigns {
		row := []string{c.Name.String(), c.ID.String(), c.TrackingID.String()}
		for _, a := range c.Pixels {
			row = append(row, "pixel "+a.Pixel.Name.String())
		}
		for _, p := range c.Publishers {
			row = append(row, p.Name.String()+"/"+p.ID.String()+"/"+p.SubID.String())
		}
		got = append(got, row)
	}
	want := [][]string{
		{"CTV Spring", "CA74c0", "4821", "pixel Kayzen CTV - Converted", "pixel Plain", "Acme/AF1/0077", "Brill//"},
		{"Alone", "", "", "pixel Plain"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("campaigns (-want +got):\n%s", diff)
	}
}

func TestAuthentications(t *testing.T) {
	t.Parallel()
	list := valid(t, everyKey).Authentications
	o, r := list[0], list[1]
	if o.Name.String() != "partner-token" || o.Header != "Authorization" || o.Prefix != "Bearer " || o.Request != nil {
		t.Errorf("oauth2: %+v", o)
	}
	oauth2 := []string{o.OAuth2.TokenURL.Text().String(), o.OAuth2.ClientID.Text().String(), o.OAuth2.ClientSecret.Text().String()}
	for _, scope := range o.OAuth2.Scopes {
		oauth2 = append(oauth2, scope.String())
	}
	if diff := cmp.Diff([]string{"https://a.example/token", "c", "${env:K}", "a", "b"}, oauth2); diff != "" {
		t.Errorf("oauth2 (-want +got):\n%s", diff)
	}
	if r.Header != "X-Token" || r.Prefix != "" || r.OAuth2 != nil {
		t.Errorf("request: %+v", r)
	}
	request := append(headerTexts(r.Request.Headers), r.Request.Method, r.Request.URL.Text().String(),
		r.Request.Body.Text().String(), r.Request.Token.String(), r.Request.ExpiresIn.String())
	if diff := cmp.Diff([]string{"A: b", "PUT", "https://a.example/token", "x=${env:K}", "/access_token", "/expires_in"}, request); diff != "" {
		t.Errorf("request (-want +got):\n%s", diff)
	}
	bare := valid(t, "authentications: [{name: a, request: {url: x, token: /t}}]").Authentications[0].Request
	if bare.Method != "POST" || bare.Body != nil || bare.Headers != nil || bare.ExpiresIn.Len() > 0 {
		t.Errorf("a bare request: %+v", bare)
	}
}

// TestBodyKind: a body is written by its content type, from wherever it comes.
func TestBodyKind(t *testing.T) {
	t.Parallel()
	tests := map[string]template.Kind{
		"content_type: application/json":                             template.JSONBody,
		"headers: {content-TYPE: application/x-www-form-urlencoded}": template.FormBody,
		"headers: {X-Content-Type: application/json}":                template.TextBody,
		"method: POST": template.TextBody,
		"content_type: 'application/json; charset=[User:charset]'":              template.JSONBody,
		"headers: {A: b, Content-Type: 'application/problem+json;charset=utf'}": template.JSONBody,
	}
	for line, want := range tests {
		set := valid(t, pixelWith("    body: x\n    "+line+"\n"))
		if got := set.Pixels[0].Body.Kind(); got != want {
			t.Errorf("%s: kind %d, want %d", line, got, want)
		}
	}
}

// TestEvents: an event may be written as the platform writes it.
func TestEvents(t *testing.T) {
	t.Parallel()
	for _, e := range call.Events() {
		for _, spelling := range []string{e.String(), e.Title()} {
			set := valid(t, "pixels: [{name: P, url: x, fire_on: "+spelling+"}]")
			if got := set.Pixels[0].FireOn; got != e {
				t.Errorf("fire_on: %s is %s", spelling, got)
			}
		}
	}
}

// TestPlaces: what diagnostics of later layers point at is where it stands.
func TestPlaces(t *testing.T) {
	t.Parallel()
	set := valid(t, "pixels:\n  - name: P\n    fire_on: \"payout\"\n    url: x\n    filters:\n      - {tag: User:a, exists: true}\n"+
		"campaigns:\n  - {name: C, pixels: [P], publishers: [{name: A}]}\n")
	p, c := set.Pixels[0], set.Campaigns[0]
	got := []string{
		place(p.Span), place(p.Name.Whole()), place(p.FireOnText.Whole()), place(p.URL.Text().Whole()),
		place(p.Filters[0].Span), place(p.Filters[0].Conditions[0].Span),
		place(c.Span), place(c.Pixels[0].Name.Whole()), place(c.Publishers[0].Span),
	}
	want := []string{
		"2:5 «name: P⏎    fire_on: \"payout\"⏎    url: x⏎    filters:⏎      - {tag: User:a, exists: true}»", "2:11 «P»", "3:14 «\"payout\"»", "4:10 «x»",
		"6:9 «{tag: User:a, exists: true}»", "6:9 «{tag: User:a, exists: true}»",
		"8:5 «{name: C, pixels: [P], publishers: [{name: A}]}»", "8:24 «P»", "8:41 «{name: A}»",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("places (-want +got):\n%s", diff)
	}
}

func place(span diag.Span) string {
	return strings.TrimPrefix(span.String(), "<stdin>:") + quoted(span)
}
