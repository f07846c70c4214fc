package plan

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestAssumptions: what a request relies on, once each, with the other reading where it differs.
func TestAssumptions(t *testing.T) {
	t.Parallel()
	const encoding, spelled = "percent-encoding ", "column-source"
	tests := []struct {
		name  string
		lines []string
		want  []string
	}{
		{"nothing but plain tags", []string{`url: "https://a.example/?a=[User:plain]"`}, nil},
		{"once, although twice there", []string{`url: "https://a.example/?a=[User:x]&b=[User:x]"`}, []string{encoding + `a%20%22b or a "b`}},
		{"form encoding", []string{`url: "https://a.example/?a=[User:x]"`, `encoding: form`}, []string{encoding + `a+%22b or a "b`}},
		{"form body", []string{`url: https://a.example`, `content_type: application/x-www-form-urlencoded`, `body: "a=[User:x]"`}, []string{encoding + `a%20%22b or a "b`}},
		{"JSON string", []string{`url: https://a.example`, `content_type: application/json`, `body: '{"a":"[User:x]"}'`}, []string{`json-escaping a \"b or a "b`}},
		{
			"URL and JSON",
			[]string{`url: "https://a.example/[User:x]"`, `content_type: application/json`, `body: '{"a":"[User:x]"}'`},
			[]string{encoding + `a%20%22b or a "b`, `json-escaping a \"b or a "b`},
		},
		{"text as it is", []string{`url: https://a.example`, `body: "[User:x]"`}, nil},
		{"header as it is", []string{`url: https://a.example`, `headers: {X-A: "[User:x]"}`}, nil},
		{"blank", []string{`url: "https://a.example/?a=[User:n]&b=[User:m]"`}, []string{"empty-token"}},
		{"column", []string{`url: "https://a.example/?a=[Call:InboundCallId]"`}, []string{spelled}},
		{"boolean of a call", []string{`url: "https://a.example/?a=[Call:IsDuplicate]"`}, []string{spelled, "format-of-IsDuplicate True or yes"}},
		{"boolean of a tag", []string{`url: "https://a.example/?a=[CallInfo:IsDuplicate]"`}, []string{spelled, "format-of-IsDuplicate yes or True"}},
		{"telephone number", []string{`headers: {X-A: "[Call:CallerNumber]"}`, `url: https://a.example`}, []string{spelled, "format-of-CallerNumber +16613804706 or 16613804706"}},
		{"part of a number", []string{`url: "https://a.example/?a=[InboundNumber:AreaCode]"`}, []string{"derived-value"}},
		{"local time", []string{`url: "https://a.example/?a=[Time:Hour]"`}, []string{"derived-value", "time-zone"}},
		{"UTC", []string{`url: "https://a.example/?a=[Time:UTCHour]"`}, []string{"derived-value"}},
		{"definitions", []string{`url: "https://a.example/?a=[Campaign:TrackingId]"`}, nil},
		{"--set", []string{`url: "https://a.example/?a=[User:set]"`}, nil},
		{"variable", []string{`url: "https://a.example/?k=${env:K}"`}, nil},
		{"no token", []string{`url: "https://a.example/"`}, nil},
	}
	const call = `{"tag:User:x":"a \"b","tag:User:plain":"p","inboundCallId":"R1","isDuplicate":true,"inboundPhoneNumber":"+16613804706","callDt":1763754905000}`
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			definitions := pixelWith(tt.lines...) + "campaigns: [{name: C, tracking_id: '11', pixels: [P]}]\n"
			pl, _ := planned(t, definitions, call, set("User:set=s"))
			if diff := cmp.Diff(tt.want, shown(t, pl)); diff != "" {
				t.Errorf("assumptions (-want +got):\n%s", diff)
			}
		})
	}
}

// shown are the assumptions of the first pixel, in short.
func shown(t *testing.T, pl *Planner) []string {
	t.Helper()
	var list []string
	for _, a := range pl.Explain()[0].Assumptions {
		if a.Text == "" {
			t.Errorf("%s says nothing", a.Name)
		}
		s := a.Name
		if a.Here+a.Others != "" {
			s += " " + a.Here + " or " + a.Others
		}
		list = append(list, s)
	}
	return list
}

// TestAssumptionsKnownZone: nothing is assumed of a time zone that is given.
func TestAssumptionsKnownZone(t *testing.T) {
	t.Parallel()
	pl, _ := planned(t, pixelWith(`url: "https://a.example/?a=[Time:Hour]"`), `{"callDt":1763754905000}`, Options{Zone: time.FixedZone("", -8*3600)})
	if diff := cmp.Diff([]string{"derived-value"}, shown(t, pl)); diff != "" {
		t.Errorf("assumptions (-want +got):\n%s", diff)
	}
}

// TestAssumptionsOfTags: a value that a tag of the record spells is nobody's assumption.
func TestAssumptionsOfTags(t *testing.T) {
	t.Parallel()
	pl, _ := planned(t, pixelWith(`url: "https://a.example/?a=[Call:IsDuplicate]"`), `{"isDuplicate":true,"message-tags":[{"type":"Call","name":"IsDuplicate","value":"jein"}]}`, Options{})
	if got := shown(t, pl); got != nil {
		t.Errorf("assumptions: %q", got)
	}
}
