package catalog

import (
	"strings"
	"testing"

	"postback/internal/call"
)

func TestMeant(t *testing.T) {
	t.Parallel()
	cases := []struct {
		word string
		want string // "" when no token holds it
		why  string
	}{
		{"callUUID", "[Call:InboundCallId]", "webhooks"},
		{"call_uuid", "[Call:InboundCallId]", "webhooks"},
		{"callId", "[Call:InboundCallId]", "webhooks"},
		{"campaignName", "[tag:Campaign:Name]", "column"},
		{"publisherName", "[tag:Publisher:Name]", "column"},
		{"targetName", "[tag:Target:Name]", "column"},
		{"buyer", "[tag:Buyer:Name]", "column"},
		{"callerNumber", "[Call:CallerNumber]", "caller"},
		{"callLengthInSeconds", "[tag:CallLength:Total]", "column"},
		{"connectedCallLengthInSeconds", "[tag:CallLength:FromConnect]", "differs"},
		{"conversionAmount", "[Call:ConversionAmount]", "column"},
		{"publisherPayoutAmount", "[Call:ConversionPayout]", "payout"},
		{"payoutAmount", "[Call:ConversionPayout]", "payout"},
		{"callDt", "[Call:CallDateTime]", "column"},
		{"Caller ID", "[Call:CallerNumber]", "column"},
		{"Revenue", "[Call:ConversionAmount]", "column"},
		{"hasConnected", "", "the event"},
		{"profitNet", "", "no token"},
		{"inboundPhoneNumber", "[Call:CallerNumber]", "column"},
		{"InboundCallId", "[Call:InboundCallId]", "column"},
		{"Number-NoPlus", "[tag:InboundNumber:Number-NoPlus]", "category and a colon"},
		{"CampaignTrackingId", "[tag:Campaign:TrackingId]", "category and a colon"},
		{"Name", "", "category and a colon"},
		{"utm_source", "[tag:User:utm_source]", "mapped"},
		{"gclid", "[tag:User:gclid]", "mapped"},
		{"aff_sub3", "[tag:User:aff_sub3]", "mapped"},
		{"YOUR_OFFER_ID", "[tag:Campaign:TrackingId]", "Tracking ID"},
		{"YOUR_AFF_ID", "[tag:Publisher:SubId]", "Sub ID"},
		{"YOUR_PIXEL_DOMAIN", "", "placeholder"},
		{"TOKEN_HERE", "", "placeholder"},
	}
	for _, c := range cases {
		got, ok := Meant(c.word)
		switch {
		case !ok || got.Known != (c.want != "") || got.Known && got.Token.String() != c.want:
			t.Errorf("Meant(%q) = %s, %v; want %q", c.word, got.Token, ok, c.want)
		case !strings.Contains(got.Why, c.why):
			t.Errorf("Meant(%q) says %q, want something of %q", c.word, got.Why, c.why)
		}
	}
}

func TestMeantOfWhatMeansNothing(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"", "1,2", "weather", "s", "sub", "s123", "subway"} {
		if got, ok := Meant(word); ok {
			t.Errorf("Meant(%q) = %+v", word, got)
		}
	}
}

func TestEveryColumnIsExplained(t *testing.T) {
	t.Parallel()
	for _, c := range call.Columns() {
		got, ok := Meant(c.ID)
		if !ok || got.Why == "" {
			t.Errorf("the column %s is not explained: %+v", c.ID, got)
		}
		if title, ok := Meant(c.Title); c.Title != "" && (!ok || title.Why == "") {
			t.Errorf("the title %q is not explained: %+v", c.Title, title)
		}
	}
}

func TestWordsAreFoldedAndMeanTokens(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, w := range words {
		if _, ok := Lookup(w.meant.category, w.meant.name); !ok {
			t.Errorf("%v is not a token", w.meant)
		}
		for _, spelled := range w.spelled {
			if fold(spelled) != spelled || seen[spelled] {
				t.Errorf("%q is not folded, or stands twice", spelled)
			}
			seen[spelled] = true
		}
	}
}
