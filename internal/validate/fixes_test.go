package validate_test

import (
	"os"
	"strings"
	"testing"

	"postback/internal/diag"
	"postback/internal/validate"
)

// TestCorrections says what is certain enough to be corrected, and how.
func TestCorrections(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ before, after string }{
		{query("x=[Call:InboundCallID]"), query("x=[Call:InboundCallId]")},
		{query("x=[tag:geo:zip code]"), query("x=[tag:geo:ZipCode]")},
		{query("x=[tag:User:zip|tag:Geo:Zipcode]"), query("x=[tag:User:zip|tag:Geo:ZipCode]")},
		{query("x=[Cal:InboundCallId]"), query("x=[Cal:InboundCallId]")},
		{query("x=[ Call:InboundCallId ]&y=[tag: User:a | User:b]"), query("x=[Call:InboundCallId]&y=[tag:User:a|User:b]")},
		{query("x=[tag:User:zip |tag:Geo:ZipCode]"), query("x=[tag:User:zip|tag:Geo:ZipCode]")},
		{query("x=Call:InboundCallId&y=Geo:ZipCode]"), query("x=[Call:InboundCallId]&y=[Geo:ZipCode]")},
		{query("x=%5BCall:InboundCallId%5D"), query("x=[Call:InboundCallId]")},
		{query("x=%255BCall%253AInboundCallID%255D"), query("x=[Call:InboundCallId]")},
		{query("x=[tag:Address:Zip%205]"), query("x=[tag:Address:Zip 5]")},
		{query("a[b][0]=1&ids[]=2"), query("a[[b]][[0]]=1&ids[[]]=2")},
		{query("ids=[1,2]&x=[weather]"), query("ids=[[1,2]]&x=[weather]")},
		{query(`data=[{"a":["[Call:InboundCallId]"]}]`), query(`data=[[{"a":[["[Call:InboundCallId]"]]}]]`)},
		{query("x={Call:InboundCallId}&y={payout}"), query("x=[Call:InboundCallId]&y={payout}")},
		{inHeader("X-Key", "${ENV:RECEIVER_KEY}"), inHeader("X-Key", "${env:RECEIVER_KEY}")},
		{inHeader("X-Ids", "[1,2]"), inHeader("X-Ids", "[[1,2]]")},
		{inJSON(`{"a":[1,2],"b":[{"c":[3]}]}`), inJSON(`{"a":[[1,2]],"b":[[{"c":[[3]]}]]}`)},
		{inJSON(`{"a":[[1,2],[3,4]]}`), inJSON(`{"a":[[[[1,2]],[[3,4]]]]}`)},
		{inJSON(`{"a":[[1,2]],"b":["[Call:InboundCallId]", "x]"]}`), inJSON(`{"a":[[1,2]],"b":[["[Call:InboundCallId]", "x]"]]}`)},
		{inJSON(`{"a":[ [Call:ConversionAmount], 1, [2] ]}`), inJSON(`{"a":[[ [Call:ConversionAmount], 1, [[2]] ]]}`)},
		{inJSON(`{"a":[[{"n":[]}]]}`), inJSON(`{"a":[[{"n":[[]]}]]}`)},
		{inJSON(`{"x":["Call:InboundCallId"]}`), inJSON(`{"x":[["[Call:InboundCallId]"]]}`)},
		{inJSON(`{"a":[1,2]`), inJSON(`{"a":[1,2]`)},
		{inBody("text/plain", "see [1] and [2"), inBody("text/plain", "see [1] and [2")},
	} {
		if got := corrected(t, c.before); got != c.after {
			t.Errorf("%s is corrected to\n%s, want\n%s", c.before, got, c.after)
		}
	}
}

// corrected makes the corrections until there are no more.
func corrected(t *testing.T, definitions string) string {
	t.Helper()
	for range 10 {
		fixed := validate.Fix(checkText(t, definitions))
		if len(fixed) == 0 {
			return definitions
		}
		if fixed[0].Content == definitions {
			t.Errorf("a correction changes nothing:\n%s", definitions)
		}
		definitions = fixed[0].Content
	}
	t.Errorf("the corrections come to no end:\n%s", definitions)
	return definitions
}

// Corrections never make things worse, whatever else is wrong with a file.
func TestCorrectionsOfEveryFixture(t *testing.T) {
	t.Parallel()
	for _, path := range glob(t, "testdata/*/*.yaml") {
		if strings.Contains(path, "comment-cuts-value") { // what was cut off has mistakes of its own
			continue
		}
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		before := checkText(t, string(content))
		after := checkText(t, corrected(t, string(content)))
		if after.Count(diag.Error) > before.Count(diag.Error) || len(after) > len(before) {
			t.Errorf("%s is worse when corrected:\n%s", path, show(t, after))
		}
	}
}

// Whatever stands in a file, the rules come to an end, point into the file, and correct what they
// say they correct.
func FuzzRules(f *testing.F) {
	for _, c := range allKinds() {
		f.Add(c.definitions)
	}
	f.Fuzz(func(t *testing.T, definitions string) {
		for _, d := range checkText(t, definitions) {
			checkFinding(t, d, len(definitions))
		}
		for _, fixed := range validate.Fix(checkText(t, definitions)) {
			if fixed.Content == definitions {
				t.Errorf("a correction changes nothing: %q", definitions)
			}
		}
	})
}

func checkFinding(t *testing.T, d diag.Diagnostic, size int) {
	t.Helper()
	if d.Severity == 0 || d.Rule == "" || strings.TrimSpace(d.Message) == "" {
		t.Errorf("an incomplete finding: %s", d)
	}
	if d.Span.IsZero() || d.Span.Start > d.Span.End || d.Span.End > size {
		t.Errorf("a finding outside of the file: %s [%d, %d)", d, d.Span.Start, d.Span.End)
	}
	if _, known := validate.Lookup(d.Rule); !known {
		t.Errorf("a finding of an unknown rule: %s", d)
	}
}
