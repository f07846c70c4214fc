package plan

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postback/internal/call"
)

// eightPixels has a pixel for each event, in an order that is not the platform's, and a second one
// for incoming.
var eightPixels = func() string {
	yaml := "pixels:\n"
	for _, event := range []string{"recording", "finalized", "payout", "error", "converted", "completed", "connected", "incoming"} {
		yaml += fmt.Sprintf("  - {name: %s, fire_on: %s, url: 'https://a.example/%s'}\n", event, event, event)
	}
	return yaml + "  - {name: incoming 2, fire_on: incoming, url: 'https://a.example/'}\n"
}()

const wholeCall = `{"hasConnected":true,"callCompletedDt":1,"hasConverted":true,"hasPayout":true,"recordingUrl":"x","events":["Recording","ErrorCall","Finalized","Payout","Converted","Completed","Connected","Incoming"]}`

// TestEvents: without a choice every event that the record reached is planned in the platform's
// order; events that are named are taken at their word, in the order given.
func TestEvents(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		call   string
		events []call.Event
		want   string
	}{
		{"all of a whole call", wholeCall, nil, "incoming, incoming 2, connected, completed, converted, error, payout, finalized, recording"},
		{"all of a call that was answered", `{"hasConnected":true}`, nil, "incoming, incoming 2, connected"},
		{"all of a bare call", `{}`, nil, "incoming, incoming 2"},
		{"all of a blocked call", `{"wasBlocked":true,"hasConnected":true}`, nil, ""},
		{"all of a call with its own list", `{"events":["payout"],"hasConnected":true}`, nil, "payout"},
		{"named", `{}`, []call.Event{call.Payout, call.Connected}, "payout, connected"},
		{"named, of a blocked call", `{"wasBlocked":true}`, []call.Event{call.Incoming}, "incoming, incoming 2"},
		{"named, against the platform's order", wholeCall, []call.Event{call.Recording, call.Incoming}, "recording, incoming, incoming 2"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, firings := planned(t, eightPixels, tt.call, Options{Events: tt.events})
			if diff := cmp.Diff(tt.want, names(firings)); diff != "" {
				t.Errorf("pixels (-want +got):\n%s", diff)
			}
			for _, f := range firings {
				if f.Decision != Fire || f.Event != f.Pixel.FireOn {
					t.Errorf("%s %s on %s", f.Decision, f.Pixel.Name, f.Event)
				}
			}
		})
	}
}

func names(firings []Firing) string {
	var list []string
	for _, f := range firings {
		list = append(list, f.Pixel.Name.String())
	}
	return strings.Join(list, ", ")
}

// TestOrderOfCampaign: within an event, pixels fire in the order in which the campaign names them.
func TestOrderOfCampaign(t *testing.T) {
	t.Parallel()
	yaml := eightPixels + "campaigns: [{name: C, pixels: [incoming 2, payout, incoming]}]\n"
	_, firings := planned(t, yaml, wholeCall, Options{})
	if got := names(firings); got != "incoming 2, incoming, payout" {
		t.Errorf("pixels: %s", got)
	}
}

// TestSkips: every selected pixel that does not fire says why, with the first gate that is shut.
func TestSkips(t *testing.T) {
	t.Parallel()
	const yaml = `
pixels:
  - {name: fires, fire_on: incoming, url: https://a.example}
  - {name: fails, fire_on: incoming, url: nowhere}
  - {name: later, fire_on: payout, url: https://a.example}
  - {name: disabled, fire_on: incoming, url: https://a.example, enabled: false}
  - {name: filtered, fire_on: incoming, url: https://a.example, filters: [{tag: "User:a", exists: true}, {tag: "User:b", equals: [1, 2]}, {tag: "User:c", exists: true}]}
  - {name: loose, fire_on: incoming, url: https://a.example}
  - {name: late and disabled, fire_on: payout, url: https://a.example, enabled: false}
  - {name: late and loose, fire_on: payout, url: https://a.example}
  - {name: disabled and filtered, fire_on: incoming, url: https://a.example, enabled: false, filters: [{tag: "User:b", exists: false}]}
  - {name: any, fire_on: incoming, url: https://a.example, filters: [any: [{tag: "User:b", equals: 1}, {tag: "User:z", exists: true}]]}
campaigns:
  - {name: CTV, pixels: [fires, fails, later, disabled, filtered, late and disabled, disabled and filtered, any]}
`
	const json = `{"tag:User:a":"x","tag:User:b":"3"}`
	notAttached := `not-attached: the campaign "CTV" does not have this pixel`
	disabled := `disabled: the definition says enabled: false`
	filtered := `filter: User:b equals 1, 2: it is "3"`
	anyOf := `filter: none of 2 holds: User:b equals 1: it is "3"; User:z exists: it is absent or empty`
	tests := []struct {
		name    string
		options Options
		want    []string
	}{
		{"all", Options{}, []string{
			"later: not-reached: the record does not show that the call reached payout",
			"disabled: " + disabled, "filtered: " + filtered, "loose: " + notAttached,
			"late and disabled: " + disabled,
			"late and loose: " + notAttached, "disabled and filtered: " + disabled, "any: " + anyOf,
		}},
		{"named", Options{Events: []call.Event{call.Incoming, call.Connected}}, []string{
			"later: other-event: it fires on payout",
			"disabled: " + disabled, "filtered: " + filtered, "loose: " + notAttached,
			"late and disabled: " + disabled,
			"late and loose: " + notAttached, "disabled and filtered: " + disabled, "any: " + anyOf,
		}},
		{"some pixels", Options{Pixels: []string{"l*", "fails", "f?res"}}, []string{
			"later: not-reached: the record does not show that the call reached payout", "loose: " + notAttached,
			"late and disabled: " + disabled, "late and loose: " + notAttached,
		}},
		{"an override", Options{Pixels: []string{"filtered"}, Overrides: set("User:b=2", "User:c=").Overrides}, []string{
			"filtered: filter: User:c exists: it is absent or empty",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			pl, firings := planned(t, yaml, json, tt.options)
			var got []string
			for _, s := range pl.Skips() {
				if s.Decision != Skip || s.Warnings() != nil || s.CampaignName() != "CTV" {
					t.Errorf("%s: %s", s.Pixel.Name, s.Decision)
				}
				got = append(got, s.Pixel.Name.String()+": "+reasons(&s))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("skips (-want +got):\n%s", diff)
			}
			if pl.SkipCount() != len(got) {
				t.Errorf("SkipCount is %d", pl.SkipCount())
			}
			for _, f := range firings {
				if f.Pixel.Name.String() != "fires" && f.Pixel.Name.String() != "fails" {
					t.Errorf("%s fires", f.Pixel.Name)
				}
			}
		})
	}
}

const twoCampaigns = `
pixels:
  - {name: one, fire_on: incoming, url: "https://a.example/?c=[Campaign:Name]&id=[Campaign:Id]&t=[Campaign:TrackingId]&p=[Publisher:Name]&pid=[Publisher:Id]&s=[Publisher:SubId]"}
  - {name: two, fire_on: incoming, url: "https://b.example/?t=[Campaign:TrackingId]&s=[Publisher:SubId]"}
campaigns:
  - {name: Spring, id: CA1, tracking_id: "11", pixels: [one], publishers: [{name: Acme, id: AF1, sub_id: "71"}]}
  - {name: Fall, id: CA2, tracking_id: "12", pixels: [two], publishers: [{name: Acme, id: AF1, sub_id: "72"}, {name: Brill, id: AF2, sub_id: "73"}, {name: AF1, sub_id: "74"}]}
`

// TestMatching: the campaign and the publisher of a call are those that the record names by id or
// else by name, wherever in the record that stands.
func TestMatching(t *testing.T) {
	t.Parallel()
	one := func(query string) string { return "GET https://a.example/?" + query + "\n" }
	two := func(query string) string { return "GET https://b.example/?" + query + "\n" }
	tests := []struct {
		name     string
		call     string
		campaign string
		want     string
	}{
		{"by name", `{"campaignName":"Spring"}`, "", one("c=Spring&id=CA1&t=11&p=Acme&pid=AF1&s=71")},
		{"by id", `{"campaignId":"CA2","publisherName":"Brill"}`, "", two("t=12&s=73")},
		{"an id before a name", `{"campaignId":"CA2","campaignName":"Spring","publisherId":"AF2","publisherName":"Acme"}`, "", two("t=12&s=73")},
		{"a name where the id is not known", `{"campaignId":"CA9","campaignName":"Fall","publisherId":"AF9","publisherName":"Brill"}`, "", two("t=12&s=73")},
		{"an id is no name", `{"campaignName":"Fall","publisherName":"AF1"}`, "", two("t=12&s=74")},
		{"by message-tags", `{"message-tags":[{"type":"Campaign","name":"Id","value":"CA2"},{"type":"Publisher","name":"Id","value":"AF1"}]}`, "", two("t=12&s=72")},
		{"a tag before a column", `{"campaignId":"CA1","tag:Campaign:Id":"CA2","publisherName":"Acme","tag:Publisher:Name":"Brill"}`, "", two("t=12&s=73")},
		{"an unknown publisher", `{"campaignName":"Spring","publisherName":"Other"}`, "", one("c=Spring&id=CA1&t=11&p=Other&pid=&s=")},
		{"no publisher, one known", `{"campaignName":"Spring","publisherName":""}`, "", one("c=Spring&id=CA1&t=11&p=Acme&pid=AF1&s=71")},
		{"no publisher, several known", `{"campaignName":"Fall"}`, "", two("t=12&s=")},
		{"chosen by name", `{}`, "Spring", one("c=Spring&id=CA1&t=11&p=Acme&pid=AF1&s=71")},
		{"chosen by id", `{"publisherId":"AF2"}`, "CA2", two("t=12&s=73")},
		{"chosen against the record", `{"campaignName":"Spring"}`, "Fall", two("t=12&s=")},
		{"case counts", `{"campaignName":"spring"}`, "", `unknown campaign "spring"; did you mean Spring?`},
		{"unknown", `{"campaignName":"Winter"}`, "", `unknown campaign "Winter"; defined: Spring, Fall`},
		{"unknown id", `{"campaignId":"CA33333"}`, "", `unknown campaign "CA33333"; defined: Spring, Fall`},
		{"unknown id and name", `{"campaignId":"CA9","campaignName":"Sprong"}`, "", `unknown campaign "Sprong"; did you mean Spring?`},
		{"none named", `{}`, "", "the call record names no campaign; choose one with --campaign: Spring, Fall"},
		{"unknown chosen", `{}`, "Fal", `unknown campaign "Fal"; did you mean Fall?`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, outcome(t, twoCampaigns, tt.call, Options{Campaign: tt.campaign})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// outcome is the only request of a call, or the error of the campaign that is not known.
func outcome(t *testing.T, yaml, json string, options Options) string {
	t.Helper()
	p, err := tryCompile(t, yaml, options)
	var firings []Firing
	if err == nil {
		firings, err = p.NewPlanner().Plan(record(t, p, json))
	}
	var unknown *CampaignError
	switch {
	case errors.As(err, &unknown):
		return unknown.Error()
	case err != nil || len(firings) != 1:
		t.Fatalf("%v, %d firings", err, len(firings))
	}
	return written(&firings[0])
}

// TestOneCampaign: a record without a campaign is taken for a call of the only one there is; one
// that names another campaign is not.
func TestOneCampaign(t *testing.T) {
	t.Parallel()
	const yaml = "pixels: [{name: P, fire_on: incoming, url: 'https://a.example/[Campaign:Name]'}]\ncampaigns: [{name: C, pixels: [P]}]\n"
	for json, want := range map[string]string{
		`{}`:                         "GET https://a.example/C\n",
		`{"campaignName":"C"}`:       "GET https://a.example/C\n",
		`{"campaignName":"Another"}`: `unknown campaign "Another"; defined: C`,
	} {
		if got := outcome(t, yaml, json, Options{}); got != want {
			t.Errorf("%s: %q, want %q", json, got, want)
		}
	}
}

// TestNoCampaign: without campaigns every pixel fires, whatever campaign the record names.
func TestNoCampaign(t *testing.T) {
	t.Parallel()
	const yaml = "pixels: [{name: P, fire_on: incoming, url: 'https://a.example/[Campaign:Name]'}]"
	f := only(t, yaml, `{"campaignName":"C","inboundCallId":"RGB1"}`, Options{})
	if f.Campaign != nil || f.CampaignName() != "" || f.CallID() != "RGB1" || written(f) != "GET https://a.example/C\n" {
		t.Errorf("campaign %v, call %q: %s", f.Campaign, f.CallID(), written(f))
	}
	if got, want := outcome(t, yaml, `{}`, Options{Campaign: "C"}), `unknown campaign "C": the definitions have no campaigns`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestTokens: what the selected pixels use, in templates and filters, each once.
func TestTokens(t *testing.T) {
	t.Parallel()
	p := compile(t, `
pixels:
  - {name: A, fire_on: incoming, url: "https://a.example/?a=[User:a|tag:User:b]&c=[USER:a]", filters: [{tag: "User:c", exists: true}]}
  - {name: B, fire_on: incoming, url: "https://a.example/?d=[User:d]"}
`, Options{Pixels: []string{"A"}})
	var got []string
	for _, token := range p.Tokens() {
		got = append(got, token.String())
	}
	if diff := cmp.Diff([]string{"[User:a]", "[User:b]", "[User:c]"}, got); diff != "" {
		t.Errorf("tokens (-want +got):\n%s", diff)
	}
}
