package compare_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"postback/internal/call"
	"postback/internal/compare"
	"postback/internal/pixel"
	"postback/internal/plan"
)

const somePixels = `pixels:
  - {name: In, fire_on: incoming, url: "https://a.example/in?id=[Call:InboundCallId]&s=[User:s]"}
  - {name: Conv, fire_on: converted, url: "https://a.example/conv?id=[Call:InboundCallId]&amount=[Call:ConversionAmount]", filters: [{tag: "User:s", equals: x}]}
  - {name: Pay, fire_on: payout, url: "https://a.example/pay?id=[Call:InboundCallId]&payout=[Call:ConversionPayout]"}
  - {name: Off, fire_on: incoming, enabled: false, url: "https://a.example/off"}
`

// logOf compares a log of records.
func logOf(t rapid.TB, set *pixel.Set, options plan.Options, log io.Reader) *compare.Summary {
	t.Helper()
	program, err := plan.Compile(set, options)
	if err != nil {
		t.Fatal(err)
	}
	l := compare.NewLog(program, options.Pixels)
	reader := call.NewReader(log, call.ReaderOptions{Keys: program.Keys()})
	for {
		record, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return l.Summary()
		}
		if err != nil {
			t.Fatal(err)
		}
		l.Add(record)
	}
}

// facts are a summary as a test writes it.
func facts(s *compare.Summary) []string {
	all := []string{fmt.Sprintf("%d calls, %d logged, %d fires", s.Calls, s.Logged, s.Fires)}
	for _, u := range s.Unplanned {
		all = append(all, fmt.Sprintf("unplanned %d %s: %s", u.N, u.Call, u.Value))
	}
	for _, p := range s.Pixels {
		all = append(all, fmt.Sprintf("%s defined %t: fired %d, unsent %d, compared %d, different %d", p.Name, p.Defined, p.Fired, p.Unsent, p.Compared, p.Different))
		add := func(what string, counts compare.Counts) {
			for _, c := range counts {
				all = append(all, fmt.Sprintf("  %s %s ×%d %s", what, strings.ReplaceAll(c.Value, "\x00", ": "), c.N, c.Call))
			}
		}
		add("status", p.Statuses)
		add("reason", p.Reasons)
		add("unexpected", p.Unexpected)
		for _, b := range p.Blank {
			all = append(all, fmt.Sprintf("  blank %s %v ×%d, %d here, %s", b.Param, b.Tokens, b.Count, b.Here, b.Call))
		}
		for _, d := range p.Drift {
			all = append(all, fmt.Sprintf("  drift %s %s ×%d %s: %s | %s", d.Name, d.Status, d.Count, d.Call, d.There, d.Here))
		}
		if p.Missed.N > 0 {
			all = append(all, fmt.Sprintf("  missed ×%d %s", p.Missed.N, p.Missed.Call))
		}
		if p.Twice.N > 0 {
			all = append(all, fmt.Sprintf("  twice ×%d %s", p.Twice.N, p.Twice.Call))
		}
	}
	return all
}

// TestLog goes through calls that have everything in them.
func TestLog(t *testing.T) {
	t.Parallel()
	fire := func(pixel, url, rest string) string {
		return `{"name":"PixelFire","eventName":"` + pixel + `","recordingUrl":"` + url + `"` + rest + `}`
	}
	const ok, bad = `,"httpStatusCode":200`, `,"httpStatusCode":"400","failReason":"Bad Request"`
	record := func(fields string, fires ...string) string {
		return "{" + fields + `,"events":[{"name":"ConnectedCall"},` + strings.Join(fires, ",") + "]}"
	}
	records := []string{
		// As it should be.
		record(`"inboundCallId":"1","tag:User:s":"x","hasConverted":true,"conversionAmount":5`,
			fire("In", "https://a.example/in?id=1&s=x", ok), fire("Conv", "https://a.example/conv?id=1&amount=5", ok)),
		// Blank: with a value by now, and with none.
		record(`"inboundCallId":"2","tag:User:s":"x","hasConverted":true,"conversionAmount":5`,
			fire("In", "https://a.example/in?id=2&s=", ok), fire("Conv", "https://a.example/conv?id=2&amount=", bad)),
		record(`"inboundCallId":"3"`, fire("In", "https://a.example/in?id=3&s=", ok)),
		// A filter kept it from being sent.
		record(`"inboundCallId":"4","tag:User:s":"y","hasConverted":true`, fire("In", "https://a.example/in?id=4&s=y", ok),
			fire("Conv", "", `,"httpStatusCode":null,"failReason":"User:s"`)),
		// Fired though the definitions do not, twice, and in another form.
		record(`"inboundCallId":"5","tag:User:s":"y"`, fire("In", "https://old.example/in?id=5&s=y&v=1", ok), fire("In", "https://a.example/in?s=%79&id=5", ok),
			fire("Conv", "https://a.example/conv?id=5&amount=1", ok), fire("Off", "https://a.example/off", ok)),
		// Not fired though the definitions do; not defined.
		record(`"inboundCallId":"6","hasPayout":true`, fire("Gone", "https://c.example/", bad)),
		// Without a log nothing can be said.
		`{"inboundCallId":"7","hasPayout":true}`,
		`{"inboundCallId":"8","events":["payout"]}`,
	}
	want := []string{
		"8 calls, 6 logged, 12 fires",
		"In defined true: fired 6, unsent 0, compared 6, different 2",
		"  status 200 ×6 1",
		"  blank s [[User:s]] ×2, 1 here, 2",
		"  drift  differs ×1 5: https://old.example/in | https://a.example/in",
		"  drift v extra there ×1 5: 1 | ",
		"  drift s encoded differently ×1 5: y | y",
		"  missed ×1 6",
		"  twice ×1 5",
		"Conv defined true: fired 4, unsent 1, compared 3, different 2",
		"  status 200 ×2 1",
		"  status 400 ×1 2",
		"  reason Bad Request ×1 2",
		"  reason User:s ×1 4",
		"  unexpected not-reached: the record does not show that the call reached converted ×1 5",
		"  blank amount [[Call:ConversionAmount]] ×1, 1 here, 2",
		"  drift amount blank here ×1 5: 1 | ",
		"Pay defined true: fired 0, unsent 0, compared 0, different 0",
		"  missed ×1 6",
		"Off defined true: fired 1, unsent 0, compared 1, different 0",
		"  status 200 ×1 5",
		"  unexpected disabled: the definition says enabled: false ×1 5",
		"Gone defined false: fired 1, unsent 0, compared 0, different 0",
		"  status 400 ×1 6",
		"  reason Bad Request ×1 6",
	}
	set := load(t, somePixels)
	got := facts(logOf(t, set, plan.Options{}, strings.NewReader(strings.Join(records, "\n"))))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	// The fires of pixels that are not selected are passed over.
	got = facts(logOf(t, set, plan.Options{Pixels: []string{"Of?", "G*"}}, strings.NewReader(strings.Join(records, "\n"))))
	want = append([]string{"8 calls, 6 logged, 2 fires"}, want[19:]...)

	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("one pixel (-want +got):\n%s", diff)
	}
}

// TestLogUnrendered: a fire of a pixel that cannot be rendered is a difference, and says why.
func TestLogUnrendered(t *testing.T) {
	t.Parallel()
	set := load(t, "pixels:\n  - {name: A, fire_on: incoming, url: 'https://[User:host]/p?k=${env:UNSET}'}\n")
	const log = `{"inboundCallId":"1","tag:User:host":"x.example","events":[{"name":"PixelFire","eventName":"A","recordingUrl":"https://x.example/p?k=1","httpStatusCode":200}]}`
	s := logOf(t, set, plan.Options{}, strings.NewReader(log))
	if d := s.Pixels[0].Drift; len(d) != 1 || d[0].Status != compare.Differs || !strings.Contains(d[0].Why, "--allow-host") || s.Pixels[0].Different != 1 {
		t.Errorf("%v", facts(s))
	}
	s = logOf(t, set, plan.Options{AllowHosts: []string{"*"}}, strings.NewReader(log))
	if d := s.Pixels[0].Drift; len(d) != 1 || d[0].Status != compare.NotCompared || s.Pixels[0].Different != 0 {
		t.Errorf("%v", facts(s))
	}
}

// TestLogCampaigns: calls that cannot be planned are counted, and their fires too.
func TestLogCampaigns(t *testing.T) {
	t.Parallel()
	set := load(t, somePixels+"campaigns:\n  - {name: Spring, pixels: [In]}\n")
	const log = `{"inboundCallId":"1","campaignName":"Autumn","events":[{"name":"PixelFire","eventName":"In","recordingUrl":"https://a.example/","httpStatusCode":200}]}
		{"inboundCallId":"2","campaignName":"Autumn","events":[{"name":"ConnectedCall"}]}`
	want := []string{"2 calls, 2 logged, 1 fires", `unplanned 2 1: unknown campaign "Autumn"; defined: Spring`, "In defined true: fired 1, unsent 0, compared 0, different 0", "  status 200 ×1 1"}
	if diff := cmp.Diff(want, facts(logOf(t, set, plan.Options{}, strings.NewReader(log)))[:4]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestLogRendered: fires that are what the definitions render give no facts at all, whatever the calls.
func TestLogRendered(t *testing.T) {
	t.Parallel()
	set := load(t, somePixels)
	text := rapid.StringMatching(`[a-zA-Z0-9 /?&=#%+-]{1,6}`)
	rapid.Check(t, func(t *rapid.T) {
		program := compile(t, set)
		var log strings.Builder
		calls := rapid.IntRange(1, 5).Draw(t, "calls")
		for i := range calls {
			fields := fmt.Sprintf(`"inboundCallId":"%d","tag:User:s":%q,"hasConverted":%t,"hasPayout":%t,"conversionAmount":1.50,"payoutAmount":"2"`,
				i, rapid.OneOf(text, rapid.Just("x")).Draw(t, "s"), rapid.Bool().Draw(t, "converted"), rapid.Bool().Draw(t, "paid"))
			record, err := call.NewReader(strings.NewReader("{"+fields+"}"), call.ReaderOptions{Keys: program.Keys()}).Next()
			if err != nil {
				t.Fatal(err)
			}
			firings, _ := program.NewPlanner().Plan(record)
			fmt.Fprintf(&log, `{%s,"events":[{"name":"CompletedCall"}`, fields)
			for _, f := range firings {
				fmt.Fprintf(&log, `,{"name":"PixelFire","eventName":%q,"recordingUrl":%q,"httpStatusCode":200}`, f.Pixel.Name, f.Request.URL)
			}
			log.WriteString("]}\n")
		}
		s := logOf(t, set, plan.Options{}, strings.NewReader(log.String()))
		if s.Logged != calls || len(s.Pixels) != 4 {
			t.Fatalf("%d logged, %d pixels", s.Logged, len(s.Pixels))
		}
		for _, p := range s.Pixels {
			if p.Different+len(p.Blank)+len(p.Drift)+len(p.Unexpected)+p.Missed.N+p.Twice.N > 0 || p.Compared != p.Fired {
				t.Fatalf("%v\n%s", facts(s), log.String())
			}
		}
	})
}

// TestLogIsBounded: what is kept does not grow with the calls, even when nothing in them repeats.
func TestLogIsBounded(t *testing.T) {
	t.Parallel()
	set := load(t, somePixels)
	var log strings.Builder
	const calls = 3000
	for i := range calls {
		fmt.Fprintf(&log, `{"inboundCallId":"%[1]d","campaignId":"%[1]d","events":[{"name":"PixelFire","eventName":"P%[1]d","httpStatusCode":%[1]d,"recordingUrl":"https://x.example/"},
			{"name":"PixelFire","eventName":"In","httpStatusCode":%[1]d,"failReason":"r%[1]d","recordingUrl":"https://x.example/%[1]d?n%[1]d=%[1]d"}]}`, i)
	}
	s := logOf(t, set, plan.Options{}, strings.NewReader(log.String()))
	kept, in := len(s.Pixels), s.Pixels[0]
	for _, p := range s.Pixels {
		kept += len(p.Statuses) + len(p.Reasons) + len(p.Unexpected) + len(p.Blank) + len(p.Drift)
	}
	if kept > 1000 || s.Fires != 2*calls {
		t.Errorf("%d things are kept of %d fires", kept, s.Fires)
	}
	total := 0
	for _, c := range in.Statuses {
		total += c.N
	}
	if total+in.Unsent != calls {
		t.Errorf("%d statuses of %d are counted", total, calls)
	}
}

// BenchmarkLog compares calls with six fires each, five as they are rendered and one that differs; it
// gives the time for a call.
func BenchmarkLog(b *testing.B) {
	var yaml strings.Builder
	yaml.WriteString("pixels:\n")
	events := []string{"incoming", "connected", "completed", "converted", "payout", "finalized"}
	for _, e := range events {
		fmt.Fprintf(&yaml, "  - {name: P %[1]s, fire_on: %[1]s, url: \"https://a.example/v1/ev?tp=ringba&event=%[1]s&caller=[Call:CallerNumber]&number=[Call:NumberDialed]&id=[Call:InboundCallId]&ts=[Call:CallDateTime]&dup=[Call:IsDuplicate]&amount=[Call:ConversionAmount]&state=[tag:InboundNumber:State]\"}\n", e)
	}
	set := load(b, yaml.String())
	program := compile(b, set)
	const fields = `"campaignName":"Spring","publisherName":"Sunrise","inboundCallId":"RGB0000000000","callDt":1763754905000,"inboundPhoneNumber":"+16615550142","number":"+18885550123",` +
		`"callCompletedDt":1763755069000,"hasConnected":true,"hasConverted":true,"hasPayout":true,"isDuplicate":false,"conversionAmount":44.90,"payoutAmount":31.50,` +
		`"message-tags":[{"name":"State","source":"Call","type":"InboundNumber","value":"CA"}]`
	record, err := call.NewReader(strings.NewReader("{"+fields+"}"), call.ReaderOptions{Keys: program.Keys()}).Next()
	if err != nil {
		b.Fatal(err)
	}
	firings, err := program.NewPlanner().Plan(record)
	if err != nil || len(firings) != len(events) {
		b.Fatal(err, len(firings))
	}
	line := "{" + fields + `,"events":[{"name":"ConnectedCall","dtStamp":"2025-11-21T19:55:17.1234567Z"}`
	for i, f := range firings {
		url := string(f.Request.URL)
		if i == 3 {
			url = strings.Replace(url, "amount=44.90", "amount=", 1)
		}
		line += fmt.Sprintf(`,{"name":"PixelFire","eventName":%q,"eventCode":"x","recordingUrl":%q,"httpStatusCode":200,"failReason":null,"dtStamp":"2025-11-21T19:55:17.1234567Z"}`, f.Pixel.Name, url)
	}
	line += "]}\n"
	b.SetBytes(int64(len(line)))
	b.ReportAllocs()
	b.ResetTimer()
	s := logOf(b, set, plan.Options{}, io.LimitReader(&repeated{line: line}, int64(len(line)*b.N)))
	if s.Calls != b.N || s.Fires != 6*b.N || s.Pixels[3].Blank[0].Here != b.N {
		b.Fatalf("%v", facts(s))
	}
}

// repeated reads the same line without end.
type repeated struct {
	line string
	at   int
}

func (r *repeated) Read(p []byte) (n int, err error) {
	for n < len(p) {
		copied := copy(p[n:], r.line[r.at:])
		n += copied
		r.at = (r.at + copied) % len(r.line)
	}
	return n, nil
}
