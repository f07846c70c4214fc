package golden

import (
	"fmt"
	"strings"
	"testing"

	"postback/internal/config"
	"postback/internal/diag"
)

// sixPixels are definitions like those that accounts have: six pixels of ten parameters each.
func sixPixels() string {
	var b strings.Builder
	b.WriteString("pixels:\n")
	for _, event := range []string{"incoming", "connected", "completed", "converted", "payout", "finalized"} {
		fmt.Fprintf(&b, "  - name: Partner %[1]s\n    fire_on: %[1]s\n    url: https://events.partner.example/v1/ev?src=calls&event=%[1]s"+
			"&from=[Call:CallerNumber]&to=[Call:NumberDialed]&id=[Call:InboundCallId]&at=[Call:CallDateTime]&click=[tag:User:gclid]"+
			"&dup=[tag:CallInfo:IsDuplicate]&area=[tag:InboundNumber:AreaCode]&done=1\n", event)
	}
	return b.String()
}

const busyCall = `{"inboundCallId":"RGB0123456789ABCDEF","callDt":1763754905000,"callCompletedDt":1763754999000,"inboundPhoneNumber":"+16613804706",
	"number":"+18884143472","hasConnected":true,"hasConverted":true,"hasPayout":true,"conversionAmount":44.9,"payoutAmount":31.5,
	"message-tags":[{"type":"User","name":"gclid","value":"Cj0KCQ/a+b=="}]}`

// thousandCases is a file of 1,000 cases, each of which says everything about its six pixels.
func thousandCases(b *testing.B) string {
	b.Helper()
	file := parse(b, "cases:\n  - name: case\n    call: call.json\n")
	suite := NewSuite(loadSet(b, sixPixels()), outside(map[string]string{"call.json": busyCall}))
	one, _, err := Update(file, []Result{suite.Run(file.Cases[0])}, noSecrets)
	if err != nil {
		b.Fatal(err)
	}
	one = strings.TrimPrefix(one, "cases:\n")
	var all strings.Builder
	all.WriteString("cases:\n")
	for i := range 1000 {
		all.WriteString(strings.Replace(one, "name: case", fmt.Sprintf("name: case %d", i), 1))
	}
	return all.String()
}

// BenchmarkThousandCases does all that `postback test` does with 1,000 cases: it reads definitions and
// cases, plans each call and compares six requests of ten parameters.
func BenchmarkThousandCases(b *testing.B) {
	cases, definitions := []byte(thousandCases(b)), []byte(sixPixels())
	b.SetBytes(int64(len(cases)))
	b.ReportAllocs()
	for b.Loop() {
		set, _ := config.LoadSources([]*diag.Source{diag.NewSource("pixels.yaml", definitions)}, config.Options{KeepVariables: true})
		file, faults := Parse(diag.NewSource("pixels_test.yaml", cases))
		suite := NewSuite(set, outside(map[string]string{"call.json": busyCall}))
		passed := 0
		for _, c := range file.Cases {
			if r := suite.Run(c); r.Passed() && r.Firings == 6 {
				passed++
			}
		}
		if passed != 1000 || len(faults) > 0 {
			b.Fatalf("%d of 1000 cases passed: %v", passed, faults)
		}
	}
}
