package catalog

import (
	"strings"
	"testing"
)

func TestSuggest(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name  string
		wrong string
		want  string // the first suggestion; "" when there is none
		why   string // part of its reason
	}{
		{"published spelling", "Call:InboundCallID", "[Call:InboundCallId]", "TrackDrive"},
		{"published spelling, category in another case", "call:InboundCallID", "[Call:InboundCallId]", "case included"},
		{"guess dropped by its author", "Call:InboundPhoneNumber", "[Call:CallerNumber]", "dropped"},
		{"imitation", "Call:CallerIdNoPlus", "[tag:InboundNumber:Number-NoPlus]", "imitate"},
		{"case", "Geo:Zipcode", "[tag:Geo:ZipCode]", "matched exactly"},
		{"spacing and case", "Identity:First name", "[tag:Identity:First Name]", "matched exactly"},
		{"missing space", "Address:Zip5", "[tag:Address:Zip 5]", "matched exactly"},
		{"hyphen", "InboundNumber:NumberNoPlus", "[tag:InboundNumber:Number-NoPlus]", "matched exactly"},
		{"typing error", "Call:ConversonAmount", "[Call:ConversionAmount]", "almost"},
		{"category misspelled", "InboundNubmer:State", "[tag:InboundNumber:State]", "not a category"},
		{"category without its space", "EmailAddresses:Email 1 Address", "[tag:Email Addresses:Email 1 Address]", "not a category"},
		{"category and name misspelled", "Campagn:TrackingID", "[tag:Campaign:TrackingId]", "not a category"},
		{"category of another platform", "connectionTag:cpid", "[tag:User:cpid]", "User is"},
		{"another category's name", "Call:TrackingId", "[tag:Campaign:TrackingId]", "category Campaign"},
		{"category in the name", "Call:TargetName", "[tag:Target:Name]", "category Target"},
		{"column of the report", "Call:callDt", "[Call:CallDateTime]", "column"},
		{"open category that is near", "Usr:gclid", "[tag:User:gclid]", "User is"},
		{"nothing near", "Call:Weather", "", ""},
		{"category near, name not", "Campagn:Weather", "", ""},
		{"nothing near at all", "Sky:Wind", "", ""},
		{"a token", "Call:InboundCallId", "", ""},
		{"any name of an open category", "User:First name", "", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			category, name, _ := strings.Cut(c.wrong, ":")
			got := Suggest(category, name)
			if c.want == "" {
				if len(got) != 0 {
					t.Fatalf("[%s]: got %s, want nothing", c.wrong, got[0].Token)
				}
				return
			}
			if len(got) == 0 || got[0].Token.String() != c.want || !strings.Contains(got[0].Why, c.why) {
				t.Fatalf("[%s]: got %+v, want %s because of %q", c.wrong, got, c.want, c.why)
			}
		})
	}
}

func TestSuggestOffersFewAndDifferentTokens(t *testing.T) {
	t.Parallel()
	got := Suggest("Nowhere", "Name")
	if len(got) != maxSuggestions {
		t.Fatalf("got %d suggestions of a name that many categories have, want %d", len(got), maxSuggestions)
	}
	seen := map[string]bool{}
	for _, s := range got {
		if seen[s.Token.String()] {
			t.Errorf("%s is offered twice", s.Token)
		}
		seen[s.Token.String()] = true
	}
}

func TestMisspellingsMeanTokensAndAreNone(t *testing.T) {
	t.Parallel()
	for _, m := range misspellings {
		if tok, ok := Lookup(m.category, m.name); ok {
			t.Errorf("%s is a token, so it is not misspelled", tok)
		}
		if got := Suggest(m.category, m.name); len(got) != 1 || got[0].Why == "" {
			t.Errorf("[%s:%s] suggests %+v", m.category, m.name, got)
		}
	}
}

// Every name of the catalogue, spoiled in a way in which people spoil names, leads back to it.
func TestEverySpoiledNameIsFoundAgain(t *testing.T) {
	t.Parallel()
	spoil := map[string]func(string) string{
		"upper case":     strings.ToUpper,
		"lower case":     strings.ToLower,
		"underscores":    func(s string) string { return strings.NewReplacer(" ", "_", "-", "_").Replace(s) },
		"trailing space": func(s string) string { return s + " " },
	}
	for _, tok := range Tokens() {
		for how, spoiled := range spoil {
			name := spoiled(tok.Name)
			if _, exists := Lookup(tok.Category, name); exists {
				continue
			}
			got := Suggest(tok.Category, name)
			if len(got) == 0 || !got[0].Token.is(tok.Category, tok.Name) {
				t.Errorf("%s in %s: got %+v", tok, how, got)
			}
		}
	}
}
