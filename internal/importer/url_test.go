package importer_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"postback/internal/diag"
	"postback/internal/importer"
)

// TestURL: what becomes of a URL, and what is told about it.
func TestURL(t *testing.T) {
	t.Parallel()
	tests := []struct{ source, want, told string }{
		{"https://a.example/p?x=1", "https://a.example/p?x=1", ""},
		{" <https://a.example/p> \n", "https://a.example/p", ""},
		// Macros of other platforms, and what is none.
		{"https://a.example/p?c={transaction_id}&a={payout}", "https://a.example/p?c=[tag:User:transaction_id]&a=[Call:ConversionPayout]", ""},
		{"https://a.example/p?c=#s2#&a=#price#&l=#leadid#", "https://a.example/p?c=[tag:User:s2]&a=[Call:ConversionAmount]&l=#leadid#", "#leadid# is a macro of CAKE"},
		{"https://a.example/p/{call_id}/x", "https://a.example/p/[Call:InboundCallId]/x", ""},
		{"https://a.example/p?c=%7Bclick_id%7D&d=${CLICK_ID}", "https://a.example/p?c=[tag:User:click_id]&d=[tag:User:click_id]", ""},
		{"https://a.example/p?c=[call_uuid]&d=[unheard_of]&e=x[caller]", "https://a.example/p?c=[Call:InboundCallId]&d=[[unheard_of]]&e=x[[caller]]", ""},
		{"https://a.example/p?g={8F6C0A5E-1B2C}", "https://a.example/p?g={8F6C0A5E-1B2C}", ""},
		// Brackets that are text.
		{"https://a.example/p?a[]=1&b[0][k]=2", "https://a.example/p?a[[]]=1&b[[0]][[k]]=2", ""},
		{"https://[::1]:8080/p?q=[[1,2]]", "https://[[::1]]:8080/p?q=[[[[1,2]]]]", ""},
		{"https://a.example/p?q=[Call:Nonsense]", "https://a.example/p?q=[[Call:Nonsense]]", ""},
		// A template of the platform stays as it is, its mistakes too.
		{"https://a.example/p?id=[Call:InboundCallId]&a=[[1]]&b=[0]&c=[callId]", "https://a.example/p?id=[Call:InboundCallId]&a=[[1]]&b=[0]&c=[callId]", ""},
		{"https://a.example/p?z=[tag:Geo:ZipCode|tag:User:zip]", "https://a.example/p?z=[tag:Geo:ZipCode|tag:User:zip]", ""},
		// Nobody else's file names what is read here.
		{"https://a.example/p?x=${env:HOME}&y=${file:/etc/passwd}", "https://a.example/p?x=%24{env:HOME}&y=%24{file:/etc/passwd}", ""},
		{"https://a.example/p?id=[Call:InboundCallId]&x=${env:HOME}", "https://a.example/p?id=[Call:InboundCallId]&x=%24{env:HOME}", ""},
		// Credentials.
		{"https://api.acme.example/p?api_key=k%2B1&x=1", "https://api.acme.example/p?api_key=${env:ACME_API_KEY}&x=1", ""},
		{"https://a.co.uk/p?sig=abcd&sessionToken=efgh&token_type=bearer", "https://a.co.uk/p?sig=${env:A_SIG}&sessionToken=${env:A_SESSION_TOKEN}&token_type=bearer", ""},
		{"http://127.0.0.1/p?token=abcd&pass=&key=1", "http://127.0.0.1/p?token=${env:TOKEN}&pass=&key=1", ""},
		{"https://a.example/p?token={token}&secret=[Call:InboundCallId]", "https://a.example/p?token={token}&secret=[Call:InboundCallId]", ""},
		{"https://a.example/hook/abcd1234/p?token=abcd1234&n=abcd1234x", "https://a.example/hook/${env:A_TOKEN}/p?token=${env:A_TOKEN}&n=${env:A_TOKEN}x", ""},
		{"https://a.example/p?token=one1&x-token=two2", "https://a.example/p?token=${env:A_TOKEN}&x-token=${env:A_X_TOKEN}", ""},
		{"https://a.example/p?token=one1&TOKEN=two2", "https://a.example/p?token=${env:A_TOKEN}&TOKEN=${env:A_TOKEN_2}", ""},
		// What is no URL.
		{"", "", "error: the URL is empty"},
		{"a.example/p", "", "begins with neither http:// nor https://"},
		{"ftp://a.example", "", "begins with neither http:// nor https://"},
		{"<html>", "", "begins with neither http:// nor https://"},
		{"https://a.example/\x00", "", "cannot hold a NUL"},
	}
	for _, tt := range tests {
		result := importer.URLs([]*diag.Source{source(tt.source)}, converted())
		got := ""
		if result.YAML != "" {
			set, faults := load(t, result)
			if faults.HasErrors() || len(set.Pixels) != 1 {
				t.Fatalf("%s: %v\n%s", tt.source, faults, result.YAML)
			}
			got = set.Pixels[0].URL.Text().String()
		}
		if got != tt.want {
			t.Errorf("%s\ngot  %s\nwant %s", tt.source, got, tt.want)
		}
		if told := list(result.Findings); !strings.Contains(told, tt.told) || (tt.want == "") != result.Findings.HasErrors() {
			t.Errorf("%s\ntold %s\nwant %s", tt.source, told, tt.told)
		}
	}
}

// list is findings a line.
func list(findings diag.List) string {
	var lines []string
	for _, d := range findings {
		lines = append(lines, d.String())
	}
	return strings.Join(lines, "\n")
}

// TestURLCredentials: user and password in a URL are basic authentication, as they are sent.
func TestURLCredentials(t *testing.T) {
	t.Parallel()
	tests := []struct{ source, url, user, password string }{
		{"https://me:p%40ss:w@a.example/p?x=1", "https://a.example/p?x=1", "me", "p@ss:w"},
		{"https://me@a.example?x=@", "https://a.example?x=@", "me", ""},
		{"https://me:%zz@a.example", "https://a.example", "me", "%zz"},
		{"https://me:[Call:InboundCallId]@a.example/", "https://a.example/", "me", "RGB1"},
	}
	for _, tt := range tests {
		result := importer.URLs([]*diag.Source{source(tt.source)}, converted())
		sent := requests(t, result, `{"inboundCallId":"RGB1"}`)[0]
		if string(sent.URL) != tt.url || sent.BasicAuth.Username != tt.user || sent.BasicAuth.Password != tt.password {
			t.Errorf("%s is sent as %s, %+v", tt.source, sent.URL, sent.BasicAuth)
		}
		if tt.password != "RGB1" {
			checkNoSecret(t, result)
		}
	}
}

// TestURLDialect: with a dialect only its macros are translated.
func TestURLDialect(t *testing.T) {
	t.Parallel()
	options := converted()
	options.Dialect = "cake"
	result := importer.URLs([]*diag.Source{source("https://a.example/p?a=#price#&b={payout}&c=[callid]")}, options)
	set, _ := load(t, result)
	if got, want := set.Pixels[0].URL.Text().String(), "https://a.example/p?a=[Call:ConversionAmount]&b={payout}&c=[[callid]]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestURLNames: pixels are called by their URL, each by another name.
func TestURLNames(t *testing.T) {
	t.Parallel()
	urls := []string{
		"https://www.acme.example/v1/conversion?x=1", "https://acme.example/v1/conversion?x=2", "https://acme.example",
		"https://acme.example/?next=/a/b", "https://acme.example/calls/{call_id}", "https://{domain}/p", "https://acme.example/a%20b/",
	}
	var sources []*diag.Source
	for _, u := range urls {
		sources = append(sources, source(u))
	}
	set, faults := load(t, importer.URLs(sources, converted()))
	want := []string{
		"acme.example conversion", "acme.example conversion (2)", "acme.example", "acme.example (2)", "acme.example (3)", "Pixel", "acme.example a b",
	}
	if diff := cmp.Diff(want, set.PixelNames()); diff != "" || faults.HasErrors() {
		t.Errorf("names (-want +got):\n%s%v", diff, faults)
	}
}

// TestURLEvent: without an event the definitions have a gap, and with one they are complete.
func TestURLEvent(t *testing.T) {
	t.Parallel()
	urls := []*diag.Source{source("https://a.example/p")}
	asked := importer.URLs(urls, importer.Options{})
	_, faults := load(t, asked)
	if asked.Open() != 1 || len(faults) != 1 || faults[0].Rule != "missing-value" {
		t.Errorf("%d open, %v:\n%s", asked.Open(), faults, asked.YAML)
	}
	told := importer.URLs(urls, importer.Options{Event: "payout", Name: "Mine"})
	set, faults := load(t, told)
	if told.Open() != 0 || len(faults) != 0 || set.Pixels[0].FireOn.String() != "payout" || set.Pixels[0].Name.String() != "Mine" {
		t.Errorf("%d open, %v:\n%s", told.Open(), faults, told.YAML)
	}
}

// TestURLRoundTrip: whatever a URL without macros says, the pixel made of it sends, and no credential
// of it is in the definitions.
func TestURLRoundTrip(t *testing.T) {
	t.Parallel()
	text := rapid.StringMatching(`([a-z0-9]|%20|%2B|%25|%5B|%C3%A9|[\[\]~_.:@!$'()*,;+-]){0,8}`)
	name := rapid.OneOf(rapid.SampledFrom([]string{"token", "api_key", "a[]", "x-secret", "q"}), text)
	rapid.Check(t, func(t *rapid.T) {
		var pairs []string
		for range rapid.IntRange(0, 4).Draw(t, "pairs") {
			value := text.Draw(t, "value")
			n := name.Draw(t, "name")
			if n == "token" || n == "api_key" {
				value = "s3cr3t" + value
			}
			pairs = append(pairs, n+"="+value)
		}
		raw := "https://a.example/x" + rapid.StringMatching(`(/([a-z0-9]|%20|%2F|[\[\]~:@!$'()*,;=+-]){0,5}){0,3}`).Draw(t, "path") + "?" + strings.Join(pairs, "&")
		result := importer.URLs([]*diag.Source{source(raw)}, converted())
		if strings.Contains(result.YAML, "s3cr3t") {
			t.Fatalf("%s\n%s", raw, result.YAML)
		}
		sent := string(requests(t, result, "{}")[0].URL)
		if diff := cmp.Diff(decoded(raw), decoded(sent)); diff != "" {
			t.Fatalf("%s is sent as %s\n%s%s", raw, sent, diff, result.YAML)
		}
	})
}

// decoded is a URL as its receiver reads it: the path, then names and values in turn.
func decoded(raw string) []string {
	path, query, _ := strings.Cut(raw, "?")
	path, _ = url.PathUnescape(path)
	parts := []string{path}
	for pair := range strings.SplitSeq(query, "&") {
		for part := range strings.SplitSeq(pair, "=") {
			part, _ = url.QueryUnescape(part)
			parts = append(parts, part)
		}
	}
	return parts
}
