package plan

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postback/internal/call"
)

// TestGates: every gate is listed with what it was decided over; those behind the first that is
// shut were not asked, and its reason is that of the skip.
func TestGates(t *testing.T) {
	t.Parallel()
	const open = "pixels:\n  - {name: P, fire_on: payout, url: https://a.example, filters: [{tag: 'User:x', exists: true}, {tag: 'User:y', exists: true}]}\n"
	tests := []struct {
		name    string
		yaml    string
		call    string
		options Options
		want    []string
		skip    string
	}{
		{"open", open, `{"hasPayout":true,"tag:User:x":"1","tag:User:y":"2"}`, Options{}, []string{
			"attached yes: no campaign is defined, so every pixel counts as attached",
			"enabled yes: the definition does not say enabled: false",
			"event yes: the record shows that the call reached payout",
			`filter yes: User:x exists: it is "1"`,
			`filter yes: User:y exists: it is "2"`,
		}, ""},
		{"filter", open, `{"tag:User:y":"2"}`, Options{Events: []call.Event{call.Payout}}, []string{
			"attached yes: no campaign is defined, so every pixel counts as attached",
			"enabled yes: the definition does not say enabled: false",
			"event yes: payout was asked for; the record does not show that the call reached it",
			`filter no: User:x exists: it is absent or empty`,
			`filter not asked: User:y exists: it is "2"`,
		}, "filter: User:x exists: it is absent or empty"},
		{"everything shut", "pixels:\n  - {name: P, fire_on: payout, url: https://a.example, enabled: false, filters: [{tag: 'User:x', exists: true}]}\n" +
			"campaigns: [{name: C}]\n", `{}`, Options{}, []string{
			`attached no: the campaign "C" does not have this pixel`,
			"enabled not asked: the definition says enabled: false",
			"event not asked: the record does not show that the call reached payout",
			`filter not asked: User:x exists: it is absent or empty`,
		}, `not-attached: the campaign "C" does not have this pixel`},
		{"another event", "pixels:\n  - {name: P, fire_on: payout, url: https://a.example}\ncampaigns: [{name: C, pixels: [P]}]\n", `{}`,
			Options{Events: []call.Event{call.Incoming}}, []string{
				`attached yes: the campaign "C" has this pixel`,
				"enabled yes: the definition does not say enabled: false",
				"event no: it fires on payout",
			}, "other-event: it fires on payout"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			pl, _ := planned(t, tt.yaml, tt.call, tt.options)
			e := pl.Explain()[0]
			var got []string
			for _, g := range e.Gates {
				answer := map[bool]string{true: "yes", false: "no"}[g.Open]
				if !g.Asked {
					answer = "not asked"
				}
				got = append(got, g.Name+" "+answer+": "+g.Detail)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("gates (-want +got):\n%s", diff)
			}
			if got := reasons(&e.Firing); got != tt.skip || (e.Firing.Decision == Skip) != (tt.skip != "") {
				t.Errorf("%s because of %q, want %q", e.Firing.Decision, got, tt.skip)
			}
		})
	}
}

// TestTokenUses: every token says what it gave, how that is sent, where it comes from and what was
// done to it; blank ones come first and say why.
func TestTokenUses(t *testing.T) {
	t.Parallel()
	yaml := pixelWith(
		`url: "https://a.example/[User:x]?a=[User:x]&b=[User:First Name]&c=[Call:CallDateTime]&k=${env:K}&u=${env:UNSET}&d=[callId]&e=[Call:RecordingUrl]"`,
		`headers: {X-A: "[Call:IsDuplicate]"}`,
		`content_type: application/json`,
		`body: '{"a":"[InboundNumber:AreaCode]","b":[User:none|Campaign:TrackingId],"c":"[User:set]","d":"[Foo:bar]","e":"[Call:ConversionPayout]"}'`,
		`basic_auth: {username: "[CallInfo:IsDuplicate]", password: "[Target:Name]"}`,
	) + "campaigns: [{name: C, tracking_id: '11', pixels: [P]}]\n"
	options := set("User:set=s")
	pl, _ := planned(t, yaml, `{"message-tags":[{"type":"User","name":"x","value":"a b"}],"tag:User:firstname":"f","tag:User:empty":"",
		"callDt":1763754905000,"isDuplicate":true,"inboundPhoneNumber":"+16613804706","Call:Object":"o"}`, options)
	var got []string
	for _, u := range pl.Explain()[0].Tokens {
		line := fmt.Sprintf("%s at %s", u.Source, u.Place)
		if u.Why != "" {
			line += ": " + u.Why
		}
		if u.Token != "" {
			line += fmt.Sprintf(": %s is %q as %q, %s %s %s", u.Token, u.Value, u.Encoded, u.Origin, u.From, u.Transform)
		}
		if u.Span.Text() != u.Source {
			t.Errorf("%s points at %q", u.Source, u.Span.Text())
		}
		got = append(got, line)
	}
	want := []string{
		"[User:First Name] at parameter b: not in this call record, but User:firstname is: names have to match exactly",
		"[callId] at parameter d: not a token; [Call:InboundCallId] is",
		"[Call:RecordingUrl] at parameter e: [Call:RecordingUrl] never has a value when incoming fires",
		"[Foo:bar] at JSON string: [Foo:bar] is no token that is known, and not in this call record",
		"[Call:ConversionPayout] at JSON string: [Call:ConversionPayout] never has a value when incoming fires",
		"[Target:Name] at password: [Target:Name] never has a value when incoming fires",
		`[User:x] at path of the URL: [User:x] is "a b" as "a%20b", tag message-tags[0] `,
		`[User:x] at parameter a: [User:x] is "a b" as "a%20b", tag message-tags[0] `,
		`[Call:CallDateTime] at parameter c: [Call:CallDateTime] is "11/21/2025 7:55:05 PM" as "11%2F21%2F2025%207%3A55%3A05%20PM", column callDt as M/D/YYYY h:mm:ss AM, UTC`,
		`${env:K} at parameter k`,
		`${env:UNSET} at parameter u: not set`,
		`[Call:IsDuplicate] at header X-A: [Call:IsDuplicate] is "True" as "True", column isDuplicate as True or False`,
		`[InboundNumber:AreaCode] at JSON string: [InboundNumber:AreaCode] is "661" as "661", derived inboundPhoneNumber a part of the telephone number`,
		`[User:none|Campaign:TrackingId] at JSON outside a string: [Campaign:TrackingId] is "11" as "11", definitions campaign.tracking_id `,
		`[User:set] at JSON string: [User:set] is "s" as "s", --set --set `,
		`[CallInfo:IsDuplicate] at user name: [CallInfo:IsDuplicate] is "yes" as "yes", column isDuplicate as yes or no`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("tokens (-want +got):\n%s", diff)
	}
}

// TestLikelyReasons: the best guess at why a token is blank.
func TestLikelyReasons(t *testing.T) {
	t.Parallel()
	const call = `{"tag:User:zip_code":"1","tag:User:gclid":"","tag:Geo:ZipCode":"2","message-tags":[{"type":"User","name":"campain","value":"c"}],
		"inboundPhoneNumber":"+4930123456","callDt":"soon"}`
	tests := map[string]string{
		"[User:Zip Code]":               "not in this call record, but User:zip_code is: names have to match exactly",
		"[User:campaign]":               "not in this call record, but User:campain is: names have to match exactly",
		"[Gather:zipcode]":              "[Gather:zipcode] never has a value when incoming fires",
		"[User:gclid]":                  "not in this call record",
		"[User:gcl]":                    "not in this call record",
		"[InboundNumber:AreaCode]":      `cannot be worked out of inboundPhoneNumber "+4930123456"`,
		"[Date:Day]":                    `cannot be worked out of callDt "soon"`,
		"[Integration:googleClickId]":   "not in this call record",
		"[User:none|Geo:Zipcode]":       "not in this call record, but Geo:ZipCode is: names have to match exactly",
		"[nothing]":                     "not a token, so nothing is sent for it",
		"[Publisher:Company|Call:Nope]": "[Call:Nope] is no token that is known, and not in this call record",
	}
	for source, want := range tests {
		pl, _ := planned(t, pixelWith(`url: "https://a.example/?a=`+source+`"`), call, Options{})
		if got := pl.Explain()[0].Tokens[0].Why; got != want {
			t.Errorf("%s: %q, want %q", source, got, want)
		}
	}
}

// TestPieces: the pieces of a URL tile it and name what they came from.
func TestPieces(t *testing.T) {
	t.Parallel()
	pl, firings := planned(t, pixelWith(`url: "https://${env:HOST}/?a=[User:x]&b=[User:n]&c[[1]]"`), `{"tag:User:x":"a b"}`, Options{})
	e := pl.Explain()[0]
	want := []Piece{
		{Text: "https://"}, {"env.example", "${env:HOST}"}, {Text: "/?a="}, {"a%20b", "[User:x]"}, {Text: "&b="}, {"", "[User:n]"}, {Text: "&c[1]"},
	}
	if diff := cmp.Diff(want, e.Pieces); diff != "" {
		t.Errorf("pieces (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(written(&firings[0]), written(&e.Firing)); diff != "" {
		t.Errorf("the firing explained is another one than was planned (-planned +explained):\n%s", diff)
	}
}

// TestAssumptions: what a request relies on, once each, with the other reading where it differs.
func TestAssumptions(t *testing.T) {
	t.Parallel()
	tests := []struct {
		lines []string
		want  []string
	}{
		{[]string{`url: "https://a.example/?a=[User:plain]"`}, nil},
		{[]string{`url: "https://a.example/?a=[User:x]&b=[User:x]"`}, []string{"percent-encoding a%20%22b or a \"b"}},
		{[]string{`url: https://a.example`, `content_type: application/json`, `body: '{"a":"[User:x]"}'`}, []string{`json-escaping a \"b or a "b`}},
		{[]string{`url: https://a.example`, `body: "[User:x]"`}, nil},
		{[]string{`url: "https://a.example/?a=[User:n]&b=[User:m]"`}, []string{"empty-token  or "}},
		{[]string{`url: "https://a.example/?a=[Call:InboundCallId]"`}, []string{"column-source  or "}},
		{[]string{`url: "https://a.example/?a=[Call:IsDuplicate]"`}, []string{"column-source  or ", "format-of-IsDuplicate True or "}},
		{[]string{`url: "https://a.example/?a=[InboundNumber:AreaCode]"`}, []string{"derived-value  or "}},
		{[]string{`url: "https://a.example/?k=${env:K}"`}, nil},
	}
	for _, tt := range tests {
		pl, _ := planned(t, pixelWith(tt.lines...), `{"tag:User:x":"a \"b","tag:User:plain":"p","inboundCallId":"R1","isDuplicate":true,"inboundPhoneNumber":"+16613804706"}`, Options{})
		var got []string
		for _, a := range pl.Explain()[0].Assumptions {
			if a.Text == "" {
				t.Errorf("%s says nothing", a.Name)
			}
			got = append(got, a.Name+" "+a.Here+" or "+a.Others)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: assumptions (-want +got):\n%s", tt.lines, diff)
		}
	}
}

// TestExplainFail: a pixel that should fire and cannot is explained with its tokens.
func TestExplainFail(t *testing.T) {
	t.Parallel()
	pl, _ := planned(t, pixelWith(`url: "https://[User:x]/"`), `{"tag:User:x":"b.example"}`, Options{})
	e := pl.Explain()[0]
	if e.Firing.Decision != Fail || len(e.Tokens) != 1 || e.Tokens[0].Place != "host of the URL" || e.Pieces != nil || e.Assumptions != nil {
		t.Errorf("explanation: %+v", e)
	}
}
