package catalog

import "testing"

func TestLookup(t *testing.T) {
	t.Parallel()
	cases := []struct {
		category, name string
		want           string // as users write it; "" when it is no token
	}{
		{"Call", "InboundCallId", "[Call:InboundCallId]"},
		{"call", "InboundCallId", "[Call:InboundCallId]"},
		{"Call", "InboundCallID", ""},
		{"INBOUNDNUMBER", "Number-NoPlus", "[tag:InboundNumber:Number-NoPlus]"},
		{"InboundNumber", "number-noplus", ""},
		{"Address", "Zip 5", "[tag:Address:Zip 5]"},
		{"Address", "Zip 6", ""},
		{"user", "trackdrive_call_uuid", "[tag:User:trackdrive_call_uuid]"},
		{"gather", "zipcode", "[tag:Gather:zipcode]"},
		{"menu", "menuNode_1", "[tag:menu:menuNode_1]"},
		{"DialedNumber", "Number", "[tag:DialedNumber:Number]"},
		{"DialedNumber", "testingtags", "[tag:DialedNumber:testingtags]"},
		{"User", "", ""},
		{"", "Name", ""},
		{"Nowhere", "Name", ""},
	}
	for _, c := range cases {
		tok, ok := Lookup(c.category, c.name)
		if ok != (c.want != "") || ok && tok.String() != c.want {
			t.Errorf("Lookup(%q, %q) = %s, %v; want %q", c.category, c.name, tok, ok, c.want)
		}
	}
}

func TestLookupOfAnOpenCategoryIsDescribed(t *testing.T) {
	t.Parallel()
	tok, ok := Lookup("user", "gclid")
	if !ok || !tok.Open || !tok.Tag || tok.Meaning == "" || tok.Source == "" || tok.Format != formatText {
		t.Errorf("Lookup(user, gclid) = %+v, %v", tok, ok)
	}
	if own, _ := Lookup("DialedNumber", "Number"); own.Open || own.Column != "number" {
		t.Errorf("the platform's own name in an open category is %+v", own)
	}
	checkTimeline(t, tok.At)
}

func TestSlicesAreTheCallers(t *testing.T) {
	t.Parallel()
	Tokens()[0].Name = "changed"
	Categories()[0].Name = "changed"
	if Tokens()[0].Name != "InboundCallId" || Categories()[0].Name != "Call" {
		t.Error("a caller could change the catalogue")
	}
}

func TestWordsForMarks(t *testing.T) {
	t.Parallel()
	for want, c := range map[string]Certainty{
		"D documented": Documented, "S seen": Seen, "I inferred": Inferred, "U unknown": Unsure,
	} {
		if got := c.Mark() + " " + c.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	for want, a := range map[string]Availability{
		"never": Never, "sometimes": Sometimes, "always": Always, "unknown": Unknown,
	} {
		if got := a.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if Inferred.Fact() || Unsure.Fact() || !Seen.Fact() || !Documented.Fact() {
		t.Error("only what is documented or was seen is a fact")
	}
}
