package plan

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"postback/internal/call"
)

// TestWarnings: what is probably not meant in a request that is complete.
func TestWarnings(t *testing.T) {
	t.Parallel()
	const zone = "the account's time zone is not known, so UTC is used; give it with --time-zone"
	const absent = "not in this call record"
	tests := []struct {
		name    string
		lines   []string
		options Options
		want    []Warning
	}{
		{"nothing", []string{`url: "https://a.example/?a=[User:x]&b=[User:n|User:x]&t=[Date:UTCDay]"`}, Options{}, nil},
		{"empty tokens everywhere", []string{
			`url: "https://a.example/[User:a]?b=[User:b|User:c]"`, `headers: {D: "[User:d]"}`, `content_type: "text/[User:e]"`,
			`body: "[User:f]"`, `basic_auth: {username: "[User:g]", password: "[User:h]"}`,
		}, Options{}, []Warning{
			{RuleEmptyToken, "[User:a]", absent},
			{RuleEmptyToken, "[User:b|User:c]", absent},
			{RuleEmptyToken, "[User:e]", absent},
			{RuleEmptyToken, "[User:d]", absent},
			{RuleEmptyToken, "[User:f]", absent},
			{RuleEmptyToken, "[User:g]", absent},
			{RuleEmptyToken, "[User:h]", absent},
		}},
		{"once each", []string{`url: "https://a.example/?a=[User:a]&b=[User:a]&c=${env:UNSET}"`, `headers: {A: "[User:a]${env:UNSET}"}`}, Options{}, []Warning{
			{RuleEmptyToken, "[User:a]", absent}, {RuleUnsetVariable, "${env:UNSET}", "the environment variable UNSET is not set"},
		}},
		{"an override to nothing", []string{`url: "https://a.example/?a=[User:x]"`}, set("User:x="), []Warning{{RuleEmptyToken, "[User:x]", absent}}},
		{"a value that cannot be", []string{`url: "https://a.example/?a=[Call:RecordingUrl]&b=[Call:RecordingUrl|User:n]"`}, Options{}, []Warning{
			{RuleEmptyToken, "[Call:RecordingUrl]", "never has a value when incoming fires"},
			{RuleEmptyToken, "[Call:RecordingUrl|User:n]", absent},
		}},
		{"a number without such a part", []string{`url: "https://a.example/?a=[InboundNumber:AreaCode]&b=[Date:Day]&c=[User:n|InboundNumber:Prefix]"`}, Options{Overrides: set("Date:Day=").Overrides, Zone: time.UTC}, []Warning{
			{RuleEmptyToken, "[InboundNumber:AreaCode]", `cannot be worked out of inboundPhoneNumber "+4930123456"`},
			{RuleEmptyToken, "[Date:Day]", absent},
			{RuleEmptyToken, "[User:n|InboundNumber:Prefix]", absent},
		}},
		{"no token is no empty token", []string{`url: "https://a.example/?a=[callId]"`}, Options{}, nil},
		{"unset variables", []string{`url: "https://a.example/?a=${env:UNSET}&k=${env:K}"`, `headers: {A: "${file:no/such}"}`}, Options{}, []Warning{
			{RuleUnsetVariable, "${env:UNSET}", "the environment variable UNSET is not set"},
			{RuleUnsetVariable, "${file:no/such}", "cannot read no/such: no such file or directory"},
		}},
		{"JSON that is none", []string{`url: https://a.example`, `content_type: application/json`, `body: '{"a":[User:n]}'`}, Options{}, []Warning{
			{RuleEmptyToken, "[User:n]", absent}, {RuleInvalidJSON, "", "the body is not valid JSON"},
		}},
		{"JSON that is some", []string{`url: https://a.example`, `content_type: application/json`, `body: '{"a":"[User:quote]"}'`}, Options{}, nil},
		{"text that is no JSON", []string{`url: https://a.example`, `body: '{"a":'`}, Options{}, nil},
		{"local time without a zone", []string{`url: "https://a.example/?d=[Date:Day]&o=[Time:UTCOffset]&n=[User:n|Time:Hour]"`}, Options{}, []Warning{
			{RuleAssumedZone, "[Date:Day]", zone}, {RuleAssumedZone, "[Time:UTCOffset]", zone}, {RuleAssumedZone, "[User:n|Time:Hour]", zone},
		}},
		{"local time from a tag", []string{`url: "https://a.example/?d=[Date:Month]"`}, Options{}, nil},
		{"local time with a zone", []string{`url: "https://a.example/?d=[Date:Day]"`}, Options{Zone: time.UTC}, nil},
	}
	const record = `{"inboundPhoneNumber":"+4930123456","callDt":1763754905000,"tag:User:x":"x","tag:User:quote":"\"","tag:Date:Month":"11"}`
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := only(t, pixelWith(tt.lines...), record, tt.options)
			if diff := cmp.Diff(tt.want, f.Warnings()); diff != "" {
				t.Errorf("warnings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAuthenticationWarning(t *testing.T) {
	t.Parallel()
	yaml := pixelWith(`url: https://a.example`, `authentication: partner`) +
		"authentications: [{name: partner, oauth2: {token_url: 'https://a.example', client_id: c, client_secret: s}}]\n"
	want := []Warning{{Rule: RuleAuthentication, Message: `the token of the authentication "partner" is fetched when firing`}}
	if diff := cmp.Diff(want, only(t, yaml, `{}`, Options{}).Warnings()); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
}

// TestUnsetVariables: what a run cannot do without is what the pixels that it considers use.
func TestUnsetVariables(t *testing.T) {
	t.Parallel()
	const yaml = `
pixels:
  - {name: A, fire_on: incoming, url: "https://a.example/?a=${env:A}&b=${env:B}&a=${env:A}&k=${env:K}"}
  - {name: B, fire_on: payout, url: "https://a.example/?b=${env:B}&c=${env:C}"}
  - {name: C, fire_on: incoming, url: "https://a.example/"}
`
	tests := []struct {
		options Options
		want    []string
	}{
		{Options{}, []string{"3:61 ${env:A}", "3:72 ${env:B}", "4:70 ${env:C}"}},
		{Options{Events: []call.Event{call.Payout}}, []string{"4:59 ${env:B}", "4:70 ${env:C}"}},
		{Options{Pixels: []string{"C"}}, nil},
	}
	for _, tt := range tests {
		var got []string
		for _, v := range compile(t, yaml, tt.options).Missing() {
			got = append(got, v.Span.String()[len("<stdin>:"):]+" "+v.Placeholder())
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("missing (-want +got):\n%s", diff)
		}
	}
	_, firings := planned(t, yaml, `{}`, Options{Events: []call.Event{call.Incoming, call.Payout}})
	if used := firings[0].Variables(); len(used) != 3 || used[2].Value != "s&cret" {
		t.Errorf("used: %+v", used)
	}
	var got [][]string
	for _, f := range firings {
		var row []string
		for _, v := range f.planner.program.set.Missing(f.Pixel) {
			row = append(row, v.Name)
		}
		got = append(got, row)
	}
	if diff := cmp.Diff([][]string{{"A", "B"}, nil, {"B", "C"}}, got); diff != "" {
		t.Errorf("unset (-want +got):\n%s", diff)
	}
}
