package plan

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// carrier is one place that a token's value may come from.
type carrier struct {
	name string
	put  func(record map[string]any, value any)
}

// carriers are the places of a record that hold the tag category:name, best first.
func carriers(category, name string) []carrier {
	return []carrier{
		{"message-tags", func(r map[string]any, v any) {
			tag := map[string]any{"type": category, "name": name, "value": v}
			r["message-tags"] = []any{map[string]any{"type": "Other", "name": name, "value": "wrong"}, tag}
		}},
		{"flat", func(r map[string]any, v any) { r["tag:"+category+":"+name] = v }},
		{"nested", func(r map[string]any, v any) { r["tag"] = map[string]any{category: map[string]any{name: v}} }},
	}
}

func column(id string) carrier {
	return carrier{"column " + id, func(r map[string]any, v any) { r[id] = v }}
}

// TestPrecedence holds the order of the places against a loop over them: --set, the tags of the
// record, its columns, the definitions, derivation. The first that is not empty wins, but an
// override is taken at its word.
func TestPrecedence(t *testing.T) {
	t.Parallel()
	tests := []struct {
		token      string
		places     []carrier
		definition string // value that the definitions give
		derived    string // value that is worked out of the caller's number, which is always there
	}{
		{"User:x", carriers("User", "x"), "", ""},
		{"Call:InboundCallId", append(carriers("Call", "InboundCallId"), carrier{"flat call", func(r map[string]any, v any) { r["Call:InboundCallId"] = v }}, column("inboundCallId")), "", ""},
		{"Campaign:Name", append(carriers("Campaign", "Name"), column("campaignName")), "C", ""},
		{"Campaign:Id", append(carriers("Campaign", "Id"), column("campaignId")), "CA1", ""},
		{"Campaign:TrackingId", carriers("Campaign", "TrackingId"), "11", ""},
		{"Publisher:SubId", append(carriers("Publisher", "SubId"), column("publisherSubId")), "71", ""},
		{"Target:Name", append(carriers("Target", "Name"), column("targetName")), "", ""},
		{"InboundNumber:Number", append(carriers("InboundNumber", "Number"), column("inboundPhoneNumber")), "", ""},
		{"InboundNumber:AreaCode", carriers("InboundNumber", "AreaCode"), "", "661"},
		{"InboundNumber:Number-NoPlus", carriers("InboundNumber", "Number-NoPlus"), "", "16613804706"},
	}
	for _, tt := range tests {
		t.Run(tt.token, func(t *testing.T) {
			t.Parallel()
			const campaign = "campaigns: [{name: C, id: CA1, tracking_id: '11', pixels: [P], publishers: [{name: A, sub_id: '71'}]}]\n"
			yaml := pixelWith(`url: https://a.example`, `body: "[`+tt.token+`]"`) + campaign
			rapid.Check(t, func(rt *rapid.T) {
				want, written := "", map[string]any{}
				if tt.derived != "" {
					written["inboundPhoneNumber"] = "+16613804706"
				}
				for i, p := range tt.places {
					value := rapid.SampledFrom([]any{nil, "", "value " + fmt.Sprint(i), "absent"}).Draw(rt, p.name)
					if value == "absent" {
						continue
					}
					p.put(written, value)
					if text, ok := value.(string); ok && want == "" {
						want = text
					}
				}
				for _, fallback := range []string{tt.definition, tt.derived} {
					if want == "" {
						want = fallback
					}
				}
				options := Options{Campaign: "C"}
				if rapid.Bool().Draw(rt, "override") {
					want = rapid.SampledFrom([]string{"", "set", " a=b "}).Draw(rt, "to")
					category, name, _ := strings.Cut(tt.token, ":")
					options.Overrides = set("User:other=1", "tag:"+category+":"+name+"=lost", strings.ToUpper(category)+":"+name+"="+want).Overrides
				}
				json, err := json.Marshal(written)
				if err != nil {
					rt.Fatal(err)
				}
				if got := string(only(t, yaml, string(json), options).Request.Body); got != want {
					rt.Fatalf("%s with %v: %q, want %q", json, options.Overrides, got, want)
				}
			})
		})
	}
}

// TestNames: the case of a category does not matter, that of a name does, and nothing else is
// guessed.
func TestNames(t *testing.T) {
	t.Parallel()
	const call = `{"tag:User:gclid":"g","tag:User:First name":"f","tag:USER:upper":"u"}`
	const body = `body: "[User:gclid]|[user:gclid]|[TAG:uSeR:gclid]|[User:Gclid]|[User:First name]|[User:firstname]|[User:upper]|[Users:gclid]"`
	f := only(t, pixelWith(`url: https://a.example`, body), call, Options{})
	if got, want := string(f.Request.Body), "g|g|g||f||u|"; got != want {
		t.Errorf("body is %q, want %q", got, want)
	}
}

// TestValues: how values are written. Numbers and money keep the text of the record, booleans of
// [Call:…] are True and False and those of tags yes and no, a moment is in UTC and not padded.
func TestValues(t *testing.T) {
	t.Parallel()
	const call = `{"callDt":1763754905000,"conversionAmount":44.90,"payoutAmount":1e2,"isDuplicate":true,
		"inboundPhoneNumber":"+16613804706","number":18884143472,"recordingUrl":"https://r.example/?k=a%2fb","callLengthInSeconds":12,
		"connectedCallLengthInSeconds":10,"tag:User:id":12345678901234567890,"tag:User:t":true,"tag:User:f":false,
		"tag:User:object":{"a":[1, 2]},"tag:User:text":"true","inboundCallId":"RGB\u00e9\"1"}`
	tests := map[string]string{
		"[Call:CallDateTime]":             "11/21/2025 7:55:05 PM",
		"[Call:ConversionAmount]":         "44.90",
		"[Call:ConversionPayout]":         "1e2",
		"[Call:IsDuplicate]":              "True",
		"[CallInfo:IsDuplicate]":          "yes",
		"[Call:CallerNumber]":             "+16613804706",
		"[Call:NumberDialed]":             "18884143472",
		"[Call:RecordingUrl]":             "https://r.example/?k=a%2fb",
		"[Call:InboundCallId]":            `RGBé"1`,
		"[CallLength:Total]":              "12",
		"[CallLength:FromConnect]":        "", // differs from every column in the platform's own samples
		"[CallLength:FromDial]":           "",
		"[User:id]":                       "12345678901234567890",
		"[User:t]":                        "yes",
		"[User:f]":                        "no",
		"[User:text]":                     "true",
		"[User:object]":                   `{"a":[1, 2]}`,
		"[InboundNumber:Number]":          "+16613804706",
		"[InboundNumber:NumberE164]":      "+16613804706",
		"[InboundNumber:Number-NoPlus]":   "16613804706",
		"[InboundNumber:CountryDigits]":   "1",
		"[InboundNumber:AreaCode]":        "661",
		"[InboundNumber:Prefix]":          "380",
		"[InboundNumber:Suffix]":          "4706",
		"[InboundNumber:State]":           "",
		"[DialedNumber:Number]":           "18884143472",
		"[Date:Day]/[Date:Month]":         "21/11",
		"[Date:Year] [Date:WeekDay]":      "2025 Friday",
		"[Time:Hour]:[Time:Minute]":       "11:55",
		"[Time:Second] [Time:UTCOffset]":  "5 -8",
		"[Date:UTCDay]/[Date:UTCMonth]":   "21/11",
		"[Date:UTCYear]":                  "2025",
		"[Date:UTCWeekDay]":               "Friday",
		"[Time:UTCHour]:[Time:UTCMinute]": "19:55",
		"[Time:UTCSecond]":                "5",
		"[Date:TimeZone]":                 "",
		"[callId]":                        "",
		"[Call:NoSuchToken]":              "",
	}
	zone := time.FixedZone("account", -8*60*60)
	for template, want := range tests {
		f := only(t, pixelWith(`url: https://a.example`, `body: "`+template+`"`), call, Options{Zone: zone})
		if got := string(f.Request.Body); got != want {
			t.Errorf("%s is %q, want %q", template, got, want)
		}
	}
}

// TestMoments: a moment may stand in a record in several ways, and what is none is passed on.
func TestMoments(t *testing.T) {
	t.Parallel()
	tests := []struct{ callDt, want string }{
		{`1763754905000`, "11/21/2025 7:55:05 PM 21 19"},
		{`"1763754905000"`, "11/21/2025 7:55:05 PM 21 19"},
		{`"2025-11-21T19:55:05Z"`, "11/21/2025 7:55:05 PM 21 19"},
		{`"2025-11-21T14:55:05.1234567-05:00"`, "11/21/2025 7:55:05 PM 21 19"},
		{`"2025-11-21T19:55:05"`, "11/21/2025 7:55:05 PM 21 19"},
		{`"2025-11-21 19:55:05"`, "11/21/2025 7:55:05 PM 21 19"},
		{`"11/21/2025 7:55:05 PM"`, "11/21/2025 7:55:05 PM 21 19"},
		{`"1/2/2025 12:00:00 AM"`, "1/2/2025 12:00:00 AM 2 0"},
		{`0`, "1/1/1970 12:00:00 AM 1 0"},
		{`-1000`, "12/31/1969 11:59:59 PM 31 23"},
		{`"yesterday"`, "yesterday  "},
		{`"a text that is longer than any way of writing a moment"`, "a text that is longer than any way of writing a moment  "},
		{`17e5`, "17e5  "},
		{`""`, "  "},
		{`null`, "  "},
	}
	for _, tt := range tests {
		f := only(t, pixelWith(`url: https://a.example`, `body: "[Call:CallDateTime] [Date:UTCDay] [Time:UTCHour]"`), `{"callDt":`+tt.callDt+`}`, Options{})
		if got := string(f.Request.Body); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.callDt, got, tt.want)
		}
	}
}

// TestTimestamp holds the writer of moments against the layout it stands for.
func TestTimestamp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		moment := time.UnixMilli(rapid.Int64Range(-30_000_000_000_000, 250_000_000_000_000).Draw(rt, "ms")).UTC()
		if got, want := string(appendTimestamp(nil, moment)), moment.Format(timestampLayout); got != want {
			rt.Fatalf("%q, want %q", got, want)
		}
	})
}

// TestTimeZone: local parts follow the account's time zone, over midnight, daylight saving and
// half hours; without one UTC is used.
func TestTimeZone(t *testing.T) {
	t.Parallel()
	const body = `body: "[Date:Year]-[Date:Month]-[Date:Day] [Date:WeekDay] [Time:Hour]:[Time:Minute]:[Time:Second] [Time:UTCOffset] [Time:UTCHour]"`
	tests := []struct{ zone, callDt, want string }{
		{"", "1763754905000", "2025-11-21 Friday 19:55:5 0 19"},
		{"UTC", "1763754905000", "2025-11-21 Friday 19:55:5 0 19"},
		{"America/Los_Angeles", "1763754905000", "2025-11-21 Friday 11:55:5 -8 19"},
		{"America/Los_Angeles", "1753128000000", "2025-7-21 Monday 13:0:0 -7 20"},
		{"America/Los_Angeles", "1735693200000", "2024-12-31 Tuesday 17:0:0 -8 1"},
		{"Asia/Kolkata", "1763754905000", "2025-11-22 Saturday 1:25:5 5.5 19"},
		{"America/St_Johns", "1763754905000", "2025-11-21 Friday 16:25:5 -3.5 19"},
	}
	for _, tt := range tests {
		options := Options{}
		if tt.zone != "" {
			zone, err := time.LoadLocation(tt.zone)
			if err != nil {
				t.Skip("no time zones here:", err)
			}
			options.Zone = zone
		}
		f := only(t, pixelWith(`url: https://a.example`, body), `{"callDt":`+tt.callDt+`}`, options)
		if diff := cmp.Diff(tt.want, string(f.Request.Body)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.zone, diff)
		}
	}
}

// TestPhoneParts: only numbers of the North American plan have parts.
func TestPhoneParts(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"+16613804706":  "16613804706|1|661|380|4706",
		"16613804706":   "16613804706|1|661|380|4706",
		"+4915112345":   "4915112345||||",
		"+26613804706":  "26613804706||||",
		"6613804706":    "6613804706||||",
		"+1661380470x":  "1661380470x||||",
		"+166138047065": "166138047065||||",
		"anonymous":     "anonymous||||",
		"+":             "||||",
	}
	const body = `body: "[InboundNumber:Number-NoPlus]|[InboundNumber:CountryDigits]|[InboundNumber:AreaCode]|[InboundNumber:Prefix]|[InboundNumber:Suffix]"`
	for number, want := range tests {
		f := only(t, pixelWith(`url: https://a.example`, body), `{"inboundPhoneNumber":"`+number+`"}`, Options{})
		if got := string(f.Request.Body); got != want {
			t.Errorf("%s: %q, want %q", number, got, want)
		}
	}
}

// TestBooleans: a boolean may be a word of the platform already, and what is none is passed on.
func TestBooleans(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		`true`: "True yes", `false`: "False no", `"True"`: "True yes", `"no"`: "False no", `"YES"`: "True yes",
		`"maybe"`: "maybe maybe", `1`: "1 1", `null`: " ",
	}
	for value, want := range tests {
		f := only(t, pixelWith(`url: https://a.example`, `body: "[Call:IsDuplicate] [CallInfo:IsDuplicate]"`), `{"isDuplicate":`+value+`}`, Options{})
		if got := string(f.Request.Body); got != want {
			t.Errorf("%s: %q, want %q", value, got, want)
		}
	}
	f := only(t, pixelWith(`url: https://a.example`, `body: "[Call:IsDuplicate] [CallInfo:IsDuplicate] [User:x]"`),
		`{"Call:IsDuplicate":true,"tag:CallInfo:IsDuplicate":false,"tag:User:x":true}`, Options{})
	if got := string(f.Request.Body); got != "True no yes" {
		t.Errorf("booleans of tags: %q", got)
	}
}

// TestFilterTokens: filters see what templates see, overrides and derived values included.
func TestFilterTokens(t *testing.T) {
	t.Parallel()
	tests := []struct {
		filter  string
		options Options
		fires   bool
	}{
		{`{tag: "InboundNumber:AreaCode", equals: [661]}`, Options{}, true},
		{`{tag: "Call:IsDuplicate", equals: "False"}`, Options{}, true},
		{`{tag: "CallInfo:IsDuplicate", equals: "no"}`, Options{}, true},
		{`{tag: "Call:ConversionAmount", equals: 44.9}`, Options{}, true},
		{`{tag: "call:ConversionAmount", greater_than: 44}`, Options{}, true},
		{`{tag: "CallLength:FromConnect", equals: 10}`, Options{}, false},
		{`{tag: "CallLength:FromConnect", not_equals: 10}`, Options{}, true},
		{`{tag: "User:x", exists: true}`, Options{}, false},
		{`{tag: "User:x", exists: true}`, set("tag:User:x=1"), true},
		{`{tag: "User:x", exists: false}`, set("User:x="), true},
		{`{tag: "InboundNumber:AreaCode", exists: true}`, set("InboundNumber:AreaCode="), false},
	}
	const call = `{"inboundPhoneNumber":"+16613804706","isDuplicate":false,"conversionAmount":44.90,"connectedCallLengthInSeconds":10}`
	for _, tt := range tests {
		_, firings := planned(t, pixelWith(`url: https://a.example`, `filters: [`+tt.filter+`]`), call, tt.options)
		if fires := len(firings) == 1; fires != tt.fires {
			t.Errorf("%s with %v: fires %t", tt.filter, tt.options.Overrides, fires)
		}
	}
}

func TestOrigins(t *testing.T) {
	t.Parallel()
	want := map[Origin]string{Nowhere: "nowhere", FromOverride: "--set", FromTag: "tag", FromColumn: "column", FromDefinition: "definitions", FromDerivation: "derived", 99: "nowhere"}
	for origin, name := range want {
		if origin.String() != name {
			t.Errorf("%d is %q, want %q", origin, origin, name)
		}
	}
}
