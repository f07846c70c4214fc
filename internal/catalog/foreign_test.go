package catalog

import (
	"slices"
	"strings"
	"testing"
)

func TestForeign(t *testing.T) {
	t.Parallel()
	cases := []struct {
		written   string
		word      string
		platforms string // part of it
		want      string // the token; "" when none is known
	}{
		{"{transaction_id}", "transaction_id", "Everflow", "[tag:User:transaction_id]"},
		{"{payout}", "payout", "TUNE", "[Call:ConversionPayout]"},
		{"{caller_id}", "caller_id", "Voluum", "[Call:CallerNumber]"},
		{"{offer_id}", "offer_id", "TUNE", "[tag:Campaign:TrackingId]"},
		{"{aff_id}", "aff_id", "TUNE", "[tag:Publisher:SubId]"},
		{"{SubId1}", "SubId1", "impact.com", "[tag:User:SubId1]"},
		{"{IP}", "IP", "Singular", "[tag:Technology:IPAddress]"},
		{"{exposeCallerId}", "exposeCallerId", "Everflow", ""},
		{"#s2#", "s2", "CAKE", "[tag:User:s2]"},
		{"#reqid#", "reqid", "CAKE", "[tag:User:reqid]"},
		{"#price#", "price", "CAKE", "[Call:ConversionAmount]"},
		{"#utcunixtime#", "utcunixtime", "CAKE", "[Call:CallDateTime]"},
		{"{{caller_number}}", "caller_number", "Zapier", "[Call:CallerNumber]"},
		{"${AUCTION_PRICE}", "AUCTION_PRICE", "OpenRTB", ""},
		{"${(user_agent)!}", "user_agent", "Branch", "[tag:Technology:UserAgentString]"},
		{"(advertiserId)", "advertiserId", "AppsFlyer", ""},
		{"--A--phone_number--B--", "phone_number", "VICIdial", "[Call:CallerNumber]"},
	}
	for _, c := range cases {
		got, ok := Foreign(c.written)
		if !ok || got.Word != c.word || !strings.Contains(got.Platforms, c.platforms) {
			t.Errorf("Foreign(%q) = %q of %q, %v", c.written, got.Word, got.Platforms, ok)
		}
		if got.Known != (c.want != "") || got.Known && (got.Token.String() != c.want || got.Why == "") {
			t.Errorf("Foreign(%q) means %s (%q), want %q", c.written, got.Token, got.Why, c.want)
		}
	}
}

func TestNotForeign(t *testing.T) {
	t.Parallel()
	for _, written := range []string{
		"", "a", "{}", "{a b}", "{a", "a}", "##", "#", "#top", "()", "{\"a\":1}", "{{}}", "[Call:InboundCallId]", "--A----B--",
	} {
		if got, ok := Foreign(written); ok {
			t.Errorf("Foreign(%q) = %+v", written, got)
		}
	}
}

func TestForeignIn(t *testing.T) {
	t.Parallel()
	cases := []struct{ platform, written, want string }{
		{"everflow", "{transaction_id}", "[tag:User:transaction_id]"},
		{"tune", "{payout}", "[Call:ConversionPayout]"},
		{"cake", "#price#", "[Call:ConversionAmount]"},
		{"retreaver", "[call_uuid]", "[Call:InboundCallId]"},
	}
	for _, c := range cases {
		if m, ok := ForeignIn(c.platform, c.written); !ok || m.Token.String() != c.want {
			t.Errorf("%s in %s is %s, %t", c.written, c.platform, m.Token, ok)
		}
		if !slices.Contains(Dialects(), c.platform) {
			t.Errorf("%s is not listed", c.platform)
		}
	}
	for platform, written := range map[string]string{"cake": "{payout}", "everflow": "#s2#", "retreaver": "{a}", "acme": "{payout}"} {
		if m, ok := ForeignIn(platform, written); ok {
			t.Errorf("%s in %s is %+v", written, platform, m)
		}
	}
	if names := Dialects(); !slices.IsSorted(names) || len(slices.Compact(names)) != len(Dialects()) {
		t.Errorf("names: %v", names)
	}
}

func TestExplainMacro(t *testing.T) {
	t.Parallel()
	cases := []struct{ written, word, platforms, want string }{
		{"{payout}", "payout", "TUNE", "[Call:ConversionPayout]"},
		{"%%CLICK_ID%%", "CLICK_ID", "Ad Manager", "[tag:User:click_id]"},
		{"__CALLID__", "CALLID", "TikTok", "[Call:InboundCallId]"},
		{"%7Bpayout%7D", "payout", "other", "[Call:ConversionPayout]"},
		{"{{trigger.payout here}}", "trigger.payout here", "Zapier", ""},
	}
	for _, c := range cases {
		m := ExplainMacro(c.written, c.word)
		if m.Known != (c.want != "") || m.Known && m.Token.String() != c.want || !strings.Contains(m.Platforms, c.platforms) {
			t.Errorf("%s is %s of %s, %t", c.written, m.Token, m.Platforms, m.Known)
		}
	}
}

// Whatever stands in a template, asking about it neither panics nor invents a token.
func FuzzExplanations(f *testing.F) {
	for _, seed := range []string{"{payout}", "#s2#", "callUUID", "Call:InboundCallID", "connectionTag:cpid", "${(x)!}", "\xff", "Call:", ":"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, written string) {
		category, name, _ := strings.Cut(written, ":")
		for _, s := range Suggest(category, name) {
			checkExists(t, s.Token)
		}
		if l, ok := Meant(written); ok && l.Known {
			checkExists(t, l.Token)
		}
		if m, ok := Foreign(written); ok && m.Known {
			checkExists(t, m.Token)
		}
	})
}

func checkExists(t *testing.T, tok Token) {
	t.Helper()
	if _, ok := Lookup(tok.Category, tok.Name); !ok {
		t.Errorf("%s is offered and does not exist", tok)
	}
}
