package plan

import (
	"testing"
	"time"

	"postback/internal/config"
	"postback/internal/diag"
)

// TestSelector: a call is chosen by what its record holds, in tags, in columns and in what is worked
// out of them, and by when it began.
func TestSelector(t *testing.T) {
	t.Parallel()
	at := func(hour int) time.Time { return time.Date(2021, 2, 2, hour, 0, 0, 0, time.UTC) }
	const json = `{"inboundCallId":"1","callDt":1612267200000,"inboundPhoneNumber":"+16615550142","hasConverted":true,"isDuplicate":false,"conversionAmount":44.90,"tag:User:x":"a","campaignName":"Spring"}`
	const table = "Inbound Call ID,Call Date,Converted,Revenue\n1,2/2/2021 12:00:00 PM,yes,44.90\n"
	tests := []struct {
		record string
		where  []string
		from   time.Time
		to     time.Time
		want   bool
	}{
		{json, nil, time.Time{}, time.Time{}, true},
		{json, []string{"User:x equals a"}, time.Time{}, time.Time{}, true},
		{json, []string{"User:x equals a", "User:x equals b"}, time.Time{}, time.Time{}, false},
		{json, []string{`{any: [{tag: "User:x", equals: b}, {tag: "User:y", exists: false}]}`}, time.Time{}, time.Time{}, true},
		{json, []string{"InboundNumber:AreaCode equals 661", "Call:CallerNumber begins with +1", "Time:UTCHour equals 12"}, time.Time{}, time.Time{}, true},
		{json, []string{"hasConverted equals true", "Converted equals yes", "Is Duplicate equals no", "Revenue greater than 44"}, time.Time{}, time.Time{}, true},
		{json, []string{"Is Duplicate equals yes"}, time.Time{}, time.Time{}, false},
		{json, []string{"Paid Out exists"}, time.Time{}, time.Time{}, false},
		{json, []string{"Campaign:Name equals Spring"}, time.Time{}, time.Time{}, true},
		{json, []string{"Campaign:TrackingId exists"}, time.Time{}, time.Time{}, false}, // only the definitions know it
		{json, nil, at(12), at(13), true},
		{json, nil, at(13), time.Time{}, false},
		{json, nil, time.Time{}, at(12), false},
		{`{"inboundCallId":"1"}`, nil, at(0), time.Time{}, false},
		{table, []string{"hasConverted equals yes", "conversionAmount equals 44.9"}, at(20), at(21), true},
		{table, nil, at(12), at(13), false},
	}
	const yaml = "pixels:\n  - {name: A, fire_on: incoming, url: 'https://a.example/'}\ncampaigns:\n  - {name: Spring, tracking_id: '7', pixels: [A]}\n"
	for _, tt := range tests {
		choice := Choice{Since: tt.from, Until: tt.to}
		for _, text := range tt.where {
			filter, faults := config.ParseWhere(diag.NewSource("", []byte(text)))
			if len(faults) > 0 {
				t.Fatal(faults)
			}
			choice.Where = append(choice.Where, filter)
		}
		p := compile(t, yaml, Options{Choice: choice, Zone: time.FixedZone("west", -8*60*60)})
		if got := p.NewSelector().Holds(record(t, p, tt.record)); got != tt.want {
			t.Errorf("%v from %s to %s holds %t for %s", tt.where, tt.from, tt.to, got, tt.record)
		}
		if got, want := p.Chooses(), len(tt.where) > 0 || !tt.from.IsZero() || !tt.to.IsZero(); got != want {
			t.Errorf("%v: Chooses is %t", tt.where, got)
		}
	}
}
