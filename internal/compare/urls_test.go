package compare_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"postback/internal/compare"
	"postback/internal/template"
)

const onePixel = `pixels:
  - name: A
    fire_on: converted
    url: https://a.example/p/[Call:InboundCallId]?tp=ringba&key=${env:K}&unset=${env:UNSET}&n=[Call:CallerNumber]&payout=[Call:ConversionPayout]&z=[User:zip|User:Zip]&x=1
`

const oneCall = `{"inboundCallId":"RGB 1","inboundPhoneNumber":"+16615550142","payoutAmount":12.50,"tag:User:zip":"","hasConverted":true}`

// TestURLs: every status, in the order of the definition.
func TestURLs(t *testing.T) {
	t.Parallel()
	const rest = "&unset=x&n=%2B16615550142&payout=12.50&z=&x=1"
	same := func(name, value, tokens string) string { return name + "|same|" + value + "|" + value + "|" + tokens }
	const call, payout, zip = "[Call:CallerNumber]", "[Call:ConversionPayout]", "[User:zip|User:Zip]"
	unset := "unset|not compared|x|${env:UNSET}|${env:UNSET}"
	endpoint := same("", "https://a.example/p/RGB%201", "")
	tests := []struct {
		name, fired string
		want        []string
	}{
		{"the same", "https://a.example/p/RGB%201?tp=ringba&key=key" + rest, []string{
			endpoint, same("tp", "ringba", ""), same("key", "key", "${env:K}"), unset, same("n", "+16615550142", call), same("payout", "12.50", payout), same("z", "", zip), same("x", "1", ""),
		}},
		{"values", "https://b.example/p/RGB%201?tp=other&key=another&unset=x&n=%2b16615550142&payout=&z=90210&x=1", []string{
			"|differs|https://b.example/p/RGB%201|https://a.example/p/RGB%201|[Call:InboundCallId]", "tp|differs|other|ringba|", "key|differs|another|key|${env:K}", unset,
			"n|encoded differently|+16615550142|+16615550142|" + call, "payout|blank there||12.50|" + payout, "z|blank here|90210||" + zip, same("x", "1", ""),
		}},
		{"names", "https://a.example/p/RGB+1?tp=ringba&KEY=key&tp=twice&y" + rest + "&x=2", []string{
			"|differs|https://a.example/p/RGB+1|https://a.example/p/RGB%201|[Call:InboundCallId]", same("tp", "ringba", ""), "key|missing there||key|${env:K}", unset,
			same("n", "+16615550142", call), same("payout", "12.50", payout), same("z", "", zip), same("x", "1", ""),
			"KEY|extra there|key||", "tp|extra there|twice||", "y|extra there|||", "x|extra there|2||",
		}},
		{"another order", "https://a.example/p/RGB%201?x=1&z=&payout=12.5&n=%2B16615550142&unset=x&key=key&tp=ringba", []string{
			endpoint, same("tp", "ringba", ""), same("key", "key", "${env:K}"), unset, same("n", "+16615550142", call), "payout|differs|12.5|12.50|" + payout, same("z", "", zip), same("x", "1", ""),
		}},
		{"no query", "https://a.example/p/%52GB%201#f", []string{
			"|encoded differently|https://a.example/p/%52GB%201|https://a.example/p/RGB%201|[Call:InboundCallId]", "tp|missing there||ringba|", "key|missing there||key|${env:K}", "unset|missing there||${env:UNSET}|${env:UNSET}",
			"n|missing there||+16615550142|" + call, "payout|missing there||12.50|" + payout, "z|missing there|||" + zip, "x|missing there||1|",
		}},
		{"nothing", "", []string{
			"|differs||https://a.example/p/RGB%201|[Call:InboundCallId]", "tp|missing there||ringba|", "key|missing there||key|${env:K}", "unset|missing there||${env:UNSET}|${env:UNSET}",
			"n|missing there||+16615550142|" + call, "payout|missing there||12.50|" + payout, "z|missing there|||" + zip, "x|missing there||1|",
		}},
	}
	set := load(t, onePixel)
	f := consider(t, set, oneCall)
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, lines(compare.URLs(&f, tt.fired))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// TestWhy: what differs is explained by what is known of the token at the event.
func TestWhy(t *testing.T) {
	t.Parallel()
	tests := []struct{ event, token, record, fired, want string }{
		{"converted", "[Call:ConversionPayout]", `"payoutAmount":1`, "v=", `[Call:ConversionPayout] may have no value yet when converted fires: "Payout may occur after conversion`},
		{"error", "[Call:IsDuplicate]", `"isDuplicate":true`, "v=", "[Call:IsDuplicate] never has a value when error fires"},
		{"connected", "[Call:ConversionAmount]", `"conversionAmount":1`, "v=", "(assumed)"},
		{"payout", "[Call:ConversionPayout]", `"payoutAmount":1`, "v=", "the record has it now"},
		{"converted", "[User:x]", `"tag:User:x":"1"`, "v=2", "the record has another value than the call had"},
		{"converted", "[User:x]", `"tag:User:x":"44.90"`, "v=44.9", "the same number, written differently"},
		{"converted", "[User:x]", `"a":1`, "v=2", "this call record does not have it"},
		{"converted", "1", `"a":1`, "v=2", "the definition has another text than the pixel that fired"},
		{"converted", "${env:UNSET}", `"a":1`, "v=2", "the variable has no value here"},
		{"converted", "1", `"a":1`, "", "the definition has it and the pixel that fired had not"},
		{"converted", "1", `"a":1`, "V=1", "the definition has v in its place"},
		{"converted", "1", `"a":1`, "v=1&q=1", "the definition does not have it"},
	}
	for _, tt := range tests {
		set := load(t, "pixels:\n  - {name: A, fire_on: "+tt.event+", url: 'https://a.example/?v="+tt.token+"'}\n")
		f := consider(t, set, `{"inboundCallId":"1",`+tt.record+`}`)
		var why []string
		for _, p := range compare.URLs(&f, "https://a.example/?"+tt.fired) {
			why = append(why, p.Why)
		}
		if got := strings.Join(why, "; "); !strings.Contains(got, tt.want) {
			t.Errorf("%s at %s fired with %s:\ngot  %s\nwant %s", tt.token, tt.event, tt.fired, got, tt.want)
		}
	}
}

// TestStatuses: all are told apart, and those a receiver does not see are no differences.
func TestStatuses(t *testing.T) {
	t.Parallel()
	var same []compare.Status
	for _, s := range compare.Statuses() {
		if !s.IsDifference() {
			same = append(same, s)
		}
	}
	if diff := cmp.Diff([]compare.Status{compare.Same, compare.Reencoded, compare.NotCompared}, same); diff != "" {
		t.Errorf("no differences (-want +got):\n%s", diff)
	}
	set := load(t, "pixels:\n  - {name: A, fire_on: incoming, url: 'https://a.example/${env:UNSET}/p'}\n")
	f := consider(t, set, `{"inboundCallId":"1"}`)
	if got := compare.URLs(&f, "https://a.example/abc/p")[0].Status; got != compare.NotCompared {
		t.Errorf("a path with a variable that is not set is %s", got)
	}
}

// TestReadBack: without a call record the values of tokens are read out of the URL.
func TestReadBack(t *testing.T) {
	t.Parallel()
	const yaml = `pixels:
  - name: A
    fire_on: converted
    url: https://[User:host].example/[Call:InboundCallId]/x?tp=ringba&key=${env:K}&t=at+[Call:CallDateTime]!&p=[InboundNumber:AreaCode][InboundNumber:Prefix]&s=[User:s]-[User:t]&[User:name]=1&again=[Call:InboundCallId]&e=[User:e]#f
`
	parts, readings := compare.ReadBack(load(t, yaml).Pixels[0],
		"https://a.example/RGB1/x?tp=ringbah&key=secret&t=at%2011%2F21!&p=661555&s=a-b-c&q=1&again=RGB2&e=&more=1")
	wantParts := []string{
		"|from the call|https://a.example/RGB1/x|https://[User:host].example/[Call:InboundCallId]/x|[User:host][Call:InboundCallId]",
		"tp|differs|ringbah|ringba|", "key|not compared|secret|${env:K}|${env:K}", "t|from the call|at 11/21!|at [Call:CallDateTime]!|[Call:CallDateTime]",
		"p|from the call|661555|[InboundNumber:AreaCode][InboundNumber:Prefix]|[InboundNumber:AreaCode][InboundNumber:Prefix]",
		"s|from the call|a-b-c|[User:s]-[User:t]|[User:s][User:t]", "q|same|1|1|",
		"again|from the call|RGB2|[Call:InboundCallId]|[Call:InboundCallId]", "e|blank there||[User:e]|[User:e]", "more|extra there|1||",
	}
	if diff := cmp.Diff(wantParts, lines(parts)); diff != "" {
		t.Errorf("parts (-want +got):\n%s", diff)
	}
	wantReadings := []compare.Reading{
		{Token: "[User:host]", Value: "a", Sure: true},
		{Token: "[Call:InboundCallId]", Value: "RGB1", Sure: true},
		{Token: "[Call:CallDateTime]", Value: "11/21", Sure: true, Param: "t"},
		{Token: "[InboundNumber:AreaCode]", Value: "", Param: "p"},
		{Token: "[InboundNumber:Prefix]", Value: "661555", Param: "p"},
		{Token: "[User:s]", Value: "a", Param: "s"},
		{Token: "[User:t]", Value: "b-c", Param: "s"},
		{Token: "[Call:InboundCallId]", Value: "RGB2", Sure: true, Param: "again"},
		{Token: "[User:e]", Value: "", Sure: true, Param: "e"},
	}
	if diff := cmp.Diff(wantReadings, readings); diff != "" {
		t.Errorf("readings (-want +got):\n%s", diff)
	}
	why := map[string]string{"p": "its tokens can be told apart in more than one way", "again": "[Call:InboundCallId] has another value in the path"}
	for _, p := range parts {
		if want := why[p.Name]; want != "" && p.Why != want {
			t.Errorf("%s: %s, want %s", p.Name, p.Why, want)
		}
	}
}

// TestReadBackRendered: what a pixel renders is read back as the values that it was rendered with.
func TestReadBackRendered(t *testing.T) {
	t.Parallel()
	text := rapid.StringMatching(`[a-z0-9 /?&=#%+é-]{1,6}`)
	rapid.Check(t, func(t *rapid.T) {
		values := map[string]string{"[User:a]": text.Draw(t, "a"), "[User:b]": text.Draw(t, "b"), "[User:c]": text.Draw(t, "c")}
		encoding := rapid.SampledFrom([]string{"component", "form"}).Draw(t, "encoding")
		set := load(t, "pixels:\n  - {name: A, fire_on: incoming, encoding: "+encoding+", url: 'https://a.example/[User:a]/?x=1&b=<[User:b]>&[User:c]&c=[User:c]'}\n")
		form := template.Component
		if encoding == "form" {
			form = template.Form
		}
		encode := func(name string) string {
			return string(template.AppendEncoded(nil, []byte(values[name]), template.Query, form))
		}
		rendered := "https://a.example/" + encode("[User:a]") + "/?x=1&b=%3C" + encode("[User:b]") + "%3E&" + encode("[User:c]") + "&c=" + encode("[User:c]")
		parts, readings := compare.ReadBack(set.Pixels[0], rendered)
		for _, p := range parts {
			if p.Status != compare.Same && p.Status != compare.FromCall {
				t.Fatalf("%s: %+v", rendered, p)
			}
		}
		for _, r := range readings {
			want := values[r.Token]
			if r.Param == "" { // a path is not decoded
				want = encode(r.Token)
			}
			if !r.Sure || r.Value != want {
				t.Fatalf("%s: %+v, want %q", rendered, r, want)
			}
		}
	})
}

// TestBest: of several pixels the one is found that a URL came from.
func TestBest(t *testing.T) {
	t.Parallel()
	set := load(t, `pixels:
  - {name: in, fire_on: incoming, url: "https://a.example/v1?event=in&id=[Call:InboundCallId]"}
  - {name: conv, fire_on: converted, url: "https://a.example/v1?event=conv&id=[Call:InboundCallId]&amount=[Call:ConversionAmount]"}
  - {name: twin, fire_on: payout, url: "https://a.example/v1?event=conv&id=[Call:InboundCallId]&amount=[Call:ConversionAmount]"}
  - {name: other path, fire_on: payout, url: "https://a.example/v2/[Call:InboundCallId]"}
  - {name: other host, fire_on: payout, url: "https://b.example/v1?event=conv"}
  - {name: any host, fire_on: payout, url: "https://[User:h]/zzz?event=conv"}
`)
	tests := []struct{ url, want string }{
		{"https://a.example/v1?event=in&id=1", "in"},
		{"https://a.example/v1?id=1&event=conv&amount=2", "conv twin"},
		{"https://a.example/v1?event=conv&id=1", "conv twin"},
		{"https://a.example/v2/1", "other path"},
		{"https://A.example/v9?event=in&id=1", "in"},
		{"https://b.example/v1?event=x", "other host"},
		{"https://c.example/zzz?event=conv", "any host"},
		{"https://c.example/v1?event=conv", ""},
		{"", ""},
	}
	for _, tt := range tests {
		var got []string
		for _, p := range compare.Best(set.Pixels, tt.url) {
			got = append(got, p.Name.String())
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s fits %v, want %s", tt.url, got, tt.want)
		}
	}
}
