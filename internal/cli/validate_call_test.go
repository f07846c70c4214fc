package cli

import (
	"strings"
	"testing"
)

// callPixels have what only a call brings to light.
const callPixels = `pixels:
  - name: Blank
    fire_on: converted
    url: https://receiver.test/p?id=[Call:InboundCallId]&zip=[tag:User:Zip Code]&g=[tag:User:gclid] # postback: ignore spaced-tag-name ours
  - name: Body
    fire_on: converted
    url: https://receiver.test/b
    method: POST
    content_type: application/json
    body: '{"amount": [Call:ConversionAmount]}'
  - name: Host
    fire_on: payout
    url: https://[tag:User:host]/p # postback: ignore token-in-host ours
`

const convertedCall = `{"inboundCallId":"RGB1","hasConverted":true,"tag:User:zipcode":"90210"}`

// TestCallFindings: what call records bring to light, with the likely reason.
func TestCallFindings(t *testing.T) {
	t.Parallel()
	const zip = "4:62: warning: nothing is sent for [tag:User:Zip Code] on converted: not in this call record, but User:zipcode is: names have to match exactly [empty-token]"
	const gclid = "4:84: warning: nothing is sent for [tag:User:gclid] on converted: not in this call record [empty-token]"
	const body = "10:11: error: for call RGB1 the body is not valid JSON [invalid-body-for-call]"
	const amount = "10:23: warning: nothing is sent for [Call:ConversionAmount] on converted: not in this call record [empty-token]"
	const host = "13:10: error: for call RGB1 the request cannot be built: a token stands in the host and gives the host \"a.example\" for this call; --allow-host has to name it [unsendable-request]"
	tests := []struct {
		name, calls string
		args        string
		code        Code
		want        []string
	}{
		{"without calls", "", "", CodeOK, nil},
		{"a call", convertedCall, "", CodeNo, []string{zip, gclid, body, amount}},
		{"many calls say it once", strings.Repeat(convertedCall+"\n", 50), "", CodeNo, []string{
			among(zip, "RGB1 and 49 others"), among(gclid, "RGB1 and 49 others"), strings.Replace(body, "RGB1", "RGB1 and 49 others", 1), among(amount, "RGB1 and 49 others"),
		}},
		{"a list of calls", "[" + convertedCall + `,{"inboundCallId":"RGB2","hasConverted":true,"conversionAmount":1,"tag:User:Zip Code":"1"}]`, "", CodeNo, []string{
			among(zip, "RGB1"), among(gclid, "RGB1 and 1 other"), body, among(amount, "RGB1"),
		}},
		{"nothing is wrong", `{"inboundCallId":"RGB1","hasConverted":true,"conversionAmount":1,"tag:User:Zip Code":"1","tag:User:gclid":"2"}`, "", CodeOK, nil},
		{"a call that reached nothing", `{"wasBlocked":true}`, "", CodeOK, nil},
		{"a rule disabled", convertedCall, "--disable empty-token,invalid-body-for-call", CodeOK, nil},
		{"a rule chosen", convertedCall, "--only empty-token", CodeOK, []string{zip, gclid, amount}},
		{"warnings denied", convertedCall, "--only empty-token --deny-warnings", CodeNo, []string{zip, gclid, amount}},
		{"another rule chosen", convertedCall, "--only plain-http", CodeOK, nil},
		{"an event", convertedCall, "-e incoming", CodeOK, nil},
		{"a value set", convertedCall, "--set User:gclid=1 --set Call:ConversionAmount=2", CodeOK, []string{zip}},
		{"a host", `{"inboundCallId":"RGB1","hasPayout":true,"tag:User:host":"a.example"}`, "", CodeNo, []string{host}},
		{"a host allowed", `{"inboundCallId":"RGB1","hasPayout":true,"tag:User:host":"a.example"}`, "--allow-host a.example", CodeOK, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := file(t, "pixels.yaml", callPixels)
			args := append([]string{"validate", path}, strings.Fields(tt.args)...)
			if tt.calls != "" {
				args = append(args, "--call", "-")
			}
			r := invoke(t, nil, tt.calls, args...)
			r.expect(t, tt.code)
			var got []string
			for line := range strings.Lines(r.stdout) {
				if place, found := strings.CutPrefix(line, path+":"); found {
					got = append(got, strings.TrimSuffix(place, "\n"))
				}
			}
			if strings.Join(got, "\n") != strings.Join(tt.want, "\n") {
				t.Errorf("found\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
			}
		})
	}
}

// among is a message about some of several calls.
func among(message, calls string) string {
	return strings.Replace(message, " on converted", " on converted (call "+calls+")", 1)
}

// TestCallFindingsIgnored: a comment silences what calls bring to light too, and counts as unused
// only where calls were there to tell.
func TestCallFindingsIgnored(t *testing.T) {
	t.Parallel()
	const blank = "https://receiver.test/p?g=[tag:User:gclid]"
	path := file(t, "pixels.yaml", pixelOf(blank+" # postback: ignore empty-token visits without a click are meant"))
	for _, tt := range []struct{ calls, want string }{
		{"", ""},
		{convertedCall, ""},
		{`{"hasConverted":true,"tag:User:gclid":"1"}`, "this ignores nothing: there is no finding of empty-token here; remove it [unused-ignore]"},
	} {
		args := []string{"validate", path}
		if tt.calls != "" {
			args = append(args, "-c", "-")
		}
		r := invoke(t, nil, tt.calls, args...)
		if r.expect(t, CodeOK); !strings.Contains(r.stdout, tt.want) || tt.want == "" && r.stdout != "" {
			t.Errorf("with %q:\n%s", tt.calls, r.stdout)
		}
	}
}

// TestCallFindingsWithoutDefinitions: calls are not planned with definitions that mean nothing.
func TestCallFindingsWithoutDefinitions(t *testing.T) {
	t.Parallel()
	r := invoke(t, nil, "no call at all", "validate", file(t, "pixels.yaml", pixelOf(cleanPixel, "    methd: GET\n")), "-c", "-")
	if r.expect(t, CodeInput, "1 error"); !strings.Contains(r.stdout, "[unknown-key]") {
		t.Errorf("%s", r.stdout)
	}
}

// TestCallFindingsCampaign: where there are several campaigns, a flag names the call's.
func TestCallFindingsCampaign(t *testing.T) {
	t.Parallel()
	path := file(t, "pixels.yaml", pixelOf("https://receiver.test/p?g=[tag:User:gclid]", "campaigns: [{name: C, pixels: [P]}, {name: D}]\n"))
	invoke(t, nil, convertedCall, "validate", path, "-c", "-").expect(t, CodeInput, "<stdin>:1: the call record names no campaign; choose one with --campaign: C, D")
	for campaign, want := range map[string]int{"C": 1, "D": 0} {
		r := invoke(t, nil, convertedCall, "validate", path, "-c", "-", "--campaign", campaign)
		if r.expect(t, CodeOK); strings.Count(r.stdout, "[empty-token]") != want {
			t.Errorf("%s: %s", campaign, r.stdout)
		}
	}
	invoke(t, nil, convertedCall, "validate", path, "-c", "-", "-e", "never").expect(t, CodeUsage, `unknown event "never"`)
}
