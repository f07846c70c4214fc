package catalog

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"postback/internal/call"
)

// formats says what a value of each format looks like.
func formats() map[string]*regexp.Regexp {
	const clock = `([1-9]|1[0-2]):[0-5]\d:[0-5]\d [AP]M`
	return map[string]*regexp.Regexp{
		formatText:     regexp.MustCompile(`^\S.*\S$`),
		formatID:       regexp.MustCompile(`^[A-Za-z0-9_-]{8,}$`),
		formatPhone:    regexp.MustCompile(`^\+[1-9]\d{7,14}$`),
		formatNoPlus:   regexp.MustCompile(`^[1-9]\d{7,14}$`),
		formatDigits:   regexp.MustCompile(`^\d+$`),
		formatRegion:   regexp.MustCompile(`^[A-Z]{2}$`),
		formatMoney:    regexp.MustCompile(`^-?\d+(\.\d+)?$`),
		formatSeconds:  regexp.MustCompile(`^(0|[1-9]\d*)$`),
		formatNumber:   regexp.MustCompile(`^(0|[1-9]\d*)$`),
		formatOffset:   regexp.MustCompile(`^-?\d+$`),
		formatWeekday:  regexp.MustCompile(`^(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$`),
		formatZone:     regexp.MustCompile(`^[A-Z][A-Za-z ]+ Time$`),
		formatTime:     regexp.MustCompile(`^([1-9]|1[0-2])/([1-9]|[12]\d|3[01])/\d{4} ` + clock + `$`),
		formatTimeText: regexp.MustCompile(`\d`),
		formatTrue:     regexp.MustCompile(`^(True|False)$`),
		formatYes:      regexp.MustCompile(`^(yes|no)$`),
		formatURL:      regexp.MustCompile(`^https://\S+$`),
		formatIP:       regexp.MustCompile(`^\d+\.\d+\.\d+\.\d+$`),
		formatEmail:    regexp.MustCompile(`^\S+@\S+\.\S+$`),
	}
}

func TestEveryTokenIsFullyDescribed(t *testing.T) {
	t.Parallel()
	formats := formats()
	for _, tok := range Tokens() {
		t.Run(tok.String(), func(t *testing.T) {
			t.Parallel()
			checkSentence(t, tok.Meaning)
			if tok.Source == "" || tok.Certainty == Unsure {
				t.Errorf("source %q, certainty %v: both must be known for a token that is listed", tok.Source, tok.Certainty)
			}
			if format, ok := formats[tok.Format]; !ok || !format.MatchString(tok.Example) {
				t.Errorf("example %q is not of the format %q", tok.Example, tok.Format)
			}
			if tok.Open {
				t.Error("a listed token's name is the platform's own")
			}
			checkTimeline(t, tok.At)
		})
	}
}

func checkSentence(t *testing.T, s string) {
	t.Helper()
	if s == "" || !strings.HasSuffix(s, ".") || strings.ToUpper(s[:1]) != s[:1] {
		t.Errorf("%q is not a sentence", s)
	}
}

// checkTimeline wants a reason for every statement, and none of Unknown that claims something.
func checkTimeline(t *testing.T, at Timeline) {
	t.Helper()
	for _, e := range call.Events() {
		p := at[e]
		if p.Note == "" {
			t.Errorf("%v: no note says what %v rests on", e, p.Availability)
		}
		if (p.Availability == Unknown) != (p.Certainty == Unsure) {
			t.Errorf("%v: %v cannot be %v", e, p.Availability, p.Certainty)
		}
	}
}

func TestTokensAreUniqueEvenWithoutCase(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for _, tok := range Tokens() {
		key := strings.ToLower(tok.Category + ":" + tok.Name)
		if first, twice := seen[key]; twice {
			t.Errorf("%s stands beside %s", tok, first)
		}
		seen[key] = tok.String()
	}
}

func TestTokensFollowTheOrderOfCategories(t *testing.T) {
	t.Parallel()
	rank := map[string]int{}
	for i, c := range Categories() {
		rank[c.Name] = i
	}
	ordered := slices.IsSortedFunc(Tokens(), func(a, b Token) int { return rank[a.Category] - rank[b.Category] })
	if !ordered {
		t.Error("the tokens are not in the order of their categories")
	}
	for _, tok := range Tokens() {
		if c, ok := LookupCategory(tok.Category); !ok || c.Name != tok.Category || c.Tag != tok.Tag {
			t.Errorf("%s does not agree with its category %+v", tok, c)
		}
	}
}

func TestCategoriesAreFullyDescribed(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, c := range Categories() {
		checkSentence(t, c.Meaning)
		if c.Source == "" || c.Certainty == Unsure || seen[strings.ToLower(c.Name)] {
			t.Errorf("%+v: source, certainty or name is missing or stands twice", c)
		}
		seen[strings.ToLower(c.Name)] = true
		if c.Open {
			checkTimeline(t, c.At)
		}
		if c.Open && c.Partial {
			t.Errorf("%s: an open category has no unknown names", c.Name)
		}
		if !c.Open && len(namesOf(c.Name)) == 0 {
			t.Errorf("%s is closed and has no token", c.Name)
		}
	}
}

func TestColumnsAreThoseOfTheCallLog(t *testing.T) {
	t.Parallel()
	kinds := map[string]call.ColumnKind{}
	for _, c := range call.Columns() {
		kinds[c.ID] = c.Kind
	}
	for _, tok := range Tokens() {
		kind, exists := kinds[tok.Column]
		if tok.Column != "" && !exists {
			t.Errorf("%s: no column %q", tok, tok.Column)
		}
		if (tok.Column == "") != (tok.Derivation == Underived) {
			t.Errorf("%s: column %q does not go with derivation %d", tok, tok.Column, tok.Derivation)
		}
		if tok.Derivation != Underived && tok.Derivation != Verbatim && kind != columnKind(tok.Derivation) {
			t.Errorf("%s: derivation %d cannot start from column %q", tok, tok.Derivation, tok.Column)
		}
	}
}

// columnKind is the kind of column that a derivation starts from.
func columnKind(d Derivation) call.ColumnKind {
	switch {
	case d == TrueFalse || d == YesNo:
		return call.Boolean
	case d >= NoPlus && d <= Suffix:
		return call.Phone
	}
	return call.EpochMillis
}

// The columns of a length and the tags of the same name differ in the platform's own samples.
func TestLengthsThatNoColumnHolds(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"FromConnect", "FromDial"} {
		tok, ok := Lookup("CallLength", name)
		if !ok || tok.Column != "" {
			t.Errorf("[tag:CallLength:%s] must not come from a column, it has %q", name, tok.Column)
		}
	}
}

func TestSources(t *testing.T) {
	t.Parallel()
	type source struct {
		Column     string
		Derivation Derivation
		Definition Definition
	}
	cases := map[string]source{
		"Call:InboundCallId":          {"inboundCallId", Verbatim, ""},
		"Call:CallerNumber":           {"inboundPhoneNumber", Verbatim, ""},
		"Call:NumberDialed":           {"number", Verbatim, ""},
		"Call:CallDateTime":           {"callDt", Timestamp, ""},
		"Call:IsDuplicate":            {"isDuplicate", TrueFalse, ""},
		"Call:ConversionAmount":       {"conversionAmount", Verbatim, ""},
		"Call:ConversionPayout":       {"payoutAmount", Verbatim, ""},
		"Call:RecordingUrl":           {"recordingUrl", Verbatim, ""},
		"CallInfo:IsDuplicate":        {"isDuplicate", YesNo, ""},
		"CallLength:Total":            {"callLengthInSeconds", Verbatim, ""},
		"Target:Name":                 {"targetName", Verbatim, ""},
		"Target:Id":                   {"targetId", Verbatim, ""},
		"Buyer:Name":                  {"buyer", Verbatim, ""},
		"EndCall:EndCallSource":       {"endCallSource", Verbatim, ""},
		"Campaign:Name":               {"campaignName", Verbatim, CampaignName},
		"Campaign:Id":                 {"campaignId", Verbatim, CampaignID},
		"Campaign:TrackingId":         {"", Underived, CampaignTrackingID},
		"Publisher:Name":              {"publisherName", Verbatim, PublisherName},
		"Publisher:Id":                {"publisherId", Verbatim, PublisherID},
		"Publisher:SubId":             {"publisherSubId", Verbatim, PublisherSubID},
		"InboundNumber:Number-NoPlus": {"inboundPhoneNumber", NoPlus, ""},
		"InboundNumber:AreaCode":      {"inboundPhoneNumber", AreaCode, ""},
		"InboundNumber:State":         {"", Underived, ""},
		"Date:UTCWeekDay":             {"callDt", UTCWeekday, ""},
		"Date:TimeZone":               {"", Underived, ""},
		"Time:Hour":                   {"callDt", LocalHour, ""},
		"Time:UTCOffset":              {"callDt", UTCOffset, ""},
	}
	for key, want := range cases {
		category, name, _ := strings.Cut(key, ":")
		tok, ok := Lookup(category, name)
		if got := (source{tok.Column, tok.Derivation, tok.Definition}); !ok || got != want {
			t.Errorf("%s comes from %+v, want %+v", key, got, want)
		}
	}
}

func TestDerivationsAreUsedOnceEach(t *testing.T) {
	t.Parallel()
	users := map[Derivation]int{}
	for _, tok := range Tokens() {
		users[tok.Derivation]++
	}
	for d := TrueFalse; d <= UTCOffset; d++ {
		if users[d] != 1 {
			t.Errorf("derivation %d has %d tokens, want 1", d, users[d])
		}
	}
}
