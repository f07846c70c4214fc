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
		{
			"another event", "pixels:\n  - {name: P, fire_on: payout, url: https://a.example}\ncampaigns: [{name: C, pixels: [P]}]\n", `{}`,
			Options{Events: []call.Event{call.Incoming}},
			[]string{
				`attached yes: the campaign "C" has this pixel`,
				"enabled yes: the definition does not say enabled: false",
				"event no: it fires on payout",
			},
			"other-event: it fires on payout",
		},
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
		"[Foo:bar] at member d of the body: [Foo:bar] is no token that is known, and not in this call record",
		"[Call:ConversionPayout] at member e of the body: [Call:ConversionPayout] never has a value when incoming fires",
		"[Target:Name] at password: [Target:Name] never has a value when incoming fires",
		`[User:x] at path of the URL: [User:x] is "a b" as "a%20b", tag message-tags[0] `,
		`[User:x] at parameter a: [User:x] is "a b" as "a%20b", tag message-tags[0] `,
		`[Call:CallDateTime] at parameter c: [Call:CallDateTime] is "11/21/2025 7:55:05 PM" as "11%2F21%2F2025%207%3A55%3A05%20PM", column callDt as M/D/YYYY h:mm:ss AM, UTC`,
		`${env:K} at parameter k`,
		`${env:UNSET} at parameter u: not set`,
		`[Call:IsDuplicate] at header X-A: [Call:IsDuplicate] is "True" as "True", column isDuplicate as True or False`,
		`[InboundNumber:AreaCode] at member a of the body: [InboundNumber:AreaCode] is "661" as "661", derived inboundPhoneNumber a part of the telephone number`,
		`[User:none|Campaign:TrackingId] at member b of the body, outside a string: [Campaign:TrackingId] is "11" as "11", definitions campaign.tracking_id `,
		`[User:set] at member c of the body: [User:set] is "s" as "s", --set --set `,
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
		"[User:taken]":                  "--set gives it an empty value",
		"[nothing]":                     "not a token, so nothing is sent for it",
		"[Publisher:Company|Call:Nope]": "[Call:Nope] is no token that is known, and not in this call record",
	}
	for source, want := range tests {
		pl, _ := planned(t, pixelWith(`url: "https://a.example/?a=`+source+`"`), call, set("User:taken="))
		if got := pl.Explain()[0].Tokens[0].Why; got != want {
			t.Errorf("%s: %q, want %q", source, got, want)
		}
	}
}

// TestParts: every part of the request is there, and its pieces tile it and name what they came from.
func TestParts(t *testing.T) {
	t.Parallel()
	pl, firings := planned(t, pixelWith(
		`url: "https://${env:HOST}/?a=[User:x]&b=[User:n]&c[[1]]"`, `method: POST`,
		`headers: {X-A: "id [User:x]", X-B: fixed}`, `content_type: application/json`, `body: '{"k":"${env:K}"}'`,
		`basic_auth: {username: "[User:x]", password: "${env:K}"}`,
	), `{"tag:User:x":"a b"}`, Options{})
	e := pl.Explain()[0]
	want := []Part{
		{Kind: URLPart, Pieces: []Piece{
			{Text: "https://"},
			{"env.example", "${env:HOST}", true},
			{Text: "/?a="},
			{"a%20b", "[User:x]", false},
			{Text: "&b="},
			{"", "[User:n]", false},
			{Text: "&c[1]"},
		}},
		{HeaderPart, "Content-Type", []Piece{{Text: "application/json"}}},
		{HeaderPart, "X-A", []Piece{{Text: "id "}, {"a b", "[User:x]", false}}},
		{HeaderPart, "X-B", []Piece{{Text: "fixed"}}},
		{Kind: BodyPart, Pieces: []Piece{{Text: `{"k":"`}, {"s&cret", "${env:K}", true}, {Text: `"}`}}},
		{Kind: UserNamePart, Pieces: []Piece{{"a b", "[User:x]", false}}},
		{Kind: PasswordPart, Pieces: []Piece{{"s&cret", "${env:K}", true}}},
	}
	if diff := cmp.Diff(want, e.Parts); diff != "" {
		t.Errorf("parts (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(written(&firings[0]), written(&e.Firing)); diff != "" {
		t.Errorf("the firing explained is another one than was planned (-planned +explained):\n%s", diff)
	}
	if got := rejoined(e.Parts); got != written(&e.Firing) {
		t.Errorf("the parts make up\n%s\nand the request is\n%s", got, written(&e.Firing))
	}
}

// rejoined is the request that parts make up, as [written] writes it.
func rejoined(parts []Part) string {
	text := map[PartKind]string{}
	s := ""
	for _, p := range parts {
		for _, piece := range p.Pieces {
			text[p.Kind] += piece.Text
		}
		if p.Kind == HeaderPart {
			s += p.Header + ": " + text[HeaderPart] + "\n"
			text[HeaderPart] = ""
		}
	}
	return "POST " + text[URLPart] + "\n" + s + "(" + text[UserNamePart] + ":" + text[PasswordPart] + ")\n\n" + text[BodyPart]
}

// TestPlaces: a value says where in the request it stands.
func TestPlaces(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		`url: "https://a.example/[User:x]"`:                                                                                 "path of the URL",
		`url: "https://a.example/?q=[User:x]"`:                                                                              "parameter q",
		`url: "https://a.example/?[User:x]"`:                                                                                "query of the URL",
		`url: "https://a.example/#[User:x]"`:                                                                                "fragment of the URL",
		"url: https://a.example\n    headers: {X-A: '[User:x]'}":                                                            "header X-A",
		"url: https://a.example\n    body: '[User:x]'":                                                                      "text body",
		"url: https://a.example\n    content_type: application/x-www-form-urlencoded\n    body: 'f=[User:x]'":               "parameter f of the body",
		"url: https://a.example\n    content_type: application/json\n    body: '{\"a\":\"${env:K}\"}'":                      "member a of the body",
		"url: https://a.example\n    content_type: application/x-www-form-urlencoded\n    body: 'f=${env:K}'":               "parameter f of the body",
		"url: https://a.example\n    content_type: application/json\n    body: '{\"a\":\"x\",\"b\\\"c\" : \"y ${env:K}\"}'": `member b\"c of the body`,
		"url: https://a.example\n    content_type: application/json\n    body: '{\"a\":{\"b\": [[ ${env:K} ]]}}'":           "member b of the body, outside a string",
		"url: https://a.example\n    content_type: application/json\n    body: '\"${env:K}\"'":                              "JSON string",
		"url: https://a.example\n    content_type: application/json\n    body: '${env:K}'":                                  "JSON outside a string",
		"url: https://a.example\n    basic_auth: {username: '[User:x]', password: p}":                                       "user name",
	}
	for line, want := range tests {
		pl, _ := planned(t, pixelWith(line), `{"tag:User:x":"1"}`, Options{})
		if got := pl.Explain()[0].Tokens[0].Place; got != want {
			t.Errorf("%s: at %s, want %s", line, got, want)
		}
	}
}

// TestTransformations: what was done to get a value is said in a few words.
func TestTransformations(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"[Call:InboundCallId]": "", "[InboundNumber:Number-NoPlus]": "without the plus sign", "[InboundNumber:Suffix]": "a part of the telephone number",
		"[Date:UTCDay]": "a part of the date or time", "[CallInfo:IsDuplicate]": "as yes or no",
	}
	for source, want := range tests {
		pl, _ := planned(t, pixelWith(`url: "https://a.example/?a=`+source+`"`),
			`{"inboundCallId":"R","inboundPhoneNumber":"+16613804706","callDt":1763754905000,"isDuplicate":false}`, Options{})
		if got := pl.Explain()[0].Tokens[0].Transform; got != want {
			t.Errorf("%s: %q, want %q", source, got, want)
		}
	}
}

// TestExplainFail: a pixel that should fire and cannot is explained with its tokens.
func TestExplainFail(t *testing.T) {
	t.Parallel()
	pl, _ := planned(t, pixelWith(`url: "https://[User:x]/"`), `{"tag:User:x":"b.example"}`, Options{})
	e := pl.Explain()[0]
	if e.Firing.Decision != Fail || len(e.Tokens) != 1 || e.Tokens[0].Place != "host of the URL" || e.Parts != nil || e.Assumptions != nil {
		t.Errorf("explanation: %+v", e)
	}
}
