package template

import (
	"bytes"
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// suite reads a file of the public test data, which lies beside the repository.
func suite(t *testing.T, name string, into any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../../../shared", name))
	if err != nil {
		t.Skipf("the shared test data is not here: %v", err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatal(err)
	}
}

const everyASCII = "\x00\x01\x1f !\"#$%&'()*+,-./09:;<=>?@AZ[\\]^_`az{|}~\x7f"

func TestAppendEncoded(t *testing.T) {
	t.Parallel()
	urlPositions := []Position{Path, Query, Fragment, FormValue}
	tests := []struct {
		name      string
		positions []Position
		enc       Encoding
		value     string
		want      string
	}{
		{"unreserved", urlPositions, Component, "AZaz09-._~", "AZaz09-._~"},
		{
			"component", urlPositions, Component, everyASCII,
			"%00%01%1F%20%21%22%23%24%25%26%27%28%29%2A%2B%2C-.%2F09%3A%3B%3C%3D%3E%3F%40AZ%5B%5C%5D%5E_%60az%7B%7C%7D~%7F",
		},
		{
			"form", urlPositions, Form, everyASCII,
			"%00%01%1F+%21%22%23%24%25%26%27%28%29%2A%2B%2C-.%2F09%3A%3B%3C%3D%3E%3F%40AZ%5B%5C%5D%5E_%60az%7B%7C%7D~%7F",
		},
		{
			"raw", urlPositions, Raw, everyASCII,
			"%00%01%1F%20!%22#$%25&'()*+,-./09:;%3C=%3E?@AZ[%5C]%5E_%60az%7B%7C%7D~%7F",
		},
		{"date", urlPositions, Component, "1/18/2026 10:04:05 PM", "1%2F18%2F2026%2010%3A04%3A05%20PM"},
		{"date", urlPositions, Form, "1/18/2026 10:04:05 PM", "1%2F18%2F2026+10%3A04%3A05+PM"},
		{"date", urlPositions, Raw, "1/18/2026 10:04:05 PM", "1/18/2026%2010:04:05%20PM"},
		{"phone", urlPositions, Component, "+16613804706", "%2B16613804706"},
		{"UTF-8", urlPositions, Component, "Zoë 日本 😀", "Zo%C3%AB%20%E6%97%A5%E6%9C%AC%20%F0%9F%98%80"},
		{"UTF-8", urlPositions, Raw, "ë", "%C3%AB"},
		{"not UTF-8", urlPositions, Component, "a\xff\xc3", "a%FF%C3"},
		{"encoded once more", urlPositions, Component, "%41%2f", "%2541%252f"},
		{"encoded stays", urlPositions, Raw, "%41%2f%Ff", "%41%2f%Ff"},
		{"stray percent", urlPositions, Raw, "%%4%4g%g4%41%", "%25%254%254g%25g4%41%25"},
		{"nothing", append(urlPositions, Authority, HeaderValue, JSONString, JSONBare, Text), Component, "", ""},
		{"authority", []Position{Authority}, Component, "https://u:p@h.example:80 é", "https://u:p@h.example:80%20%C3%A9"},
		{"authority", []Position{Authority}, Form, "a b", "a%20b"},
		{"as is", []Position{HeaderValue, JSONBare, Text}, Component, everyASCII + "é\xff\r\n", everyASCII + "é\xff\r\n"},
		{"as is, whatever the encoding", []Position{HeaderValue, JSONBare, Text}, Form, "a b", "a b"},
		{
			"JSON",
			[]Position{JSONString},
			Component, everyASCII,
			`\u0000\u0001\u001F !\"#$%&'()*+,-./09:;<=>?@AZ[\\]^_` + "`az{|}~\x7f",
		},
		{"JSON, short escapes", []Position{JSONString}, Component, "\b\f\n\r\t\v", `\b\f\n\r\t\u000B`},
		{"JSON, UTF-8 stays", []Position{JSONString}, Component, "Zoë 日本 😀 \u2028", "Zoë 日本 😀 \u2028"},
		{"JSON, not UTF-8", []Position{JSONString}, Component, "a\xff\xc3b\xed\xa0\x80", "a\uFFFD\uFFFDb\uFFFD\uFFFD\uFFFD"},
		{"JSON, whatever the encoding", []Position{JSONString}, Raw, `a "b"`, `a \"b\"`},
	}
	for _, tt := range tests {
		for _, pos := range tt.positions {
			if got := string(AppendEncoded([]byte("before "), []byte(tt.value), pos, tt.enc)); got != "before "+tt.want {
				t.Errorf("%s: %q in a %s, %s, is\n %q, want\n %q", tt.name, tt.value, pos, tt.enc, got, "before "+tt.want)
			}
		}
	}
}

// TestEscapesAtEveryOffset guards the blocks of eight bytes: a byte is written alike wherever it
// stands.
func TestEscapesAtEveryOffset(t *testing.T) {
	t.Parallel()
	for c := range 256 {
		for offset := range 17 {
			before, after := strings.Repeat("a", offset), strings.Repeat("z", 16-offset)
			for _, enc := range []Encoding{Component, Form, Raw} {
				single := AppendEncoded(nil, []byte{byte(c)}, Query, enc)
				got := AppendEncoded(make([]byte, 0, 1), []byte(before+string([]byte{byte(c)})+after), Query, enc)
				if string(got) != before+string(single)+after {
					t.Fatalf("byte %#x at %d in %s: %q", c, offset, enc, got)
				}
			}
		}
	}
}

// TestLiterals: literal text is sent as written but for what no URL may hold.
func TestLiterals(t *testing.T) {
	t.Parallel()
	tests := []struct {
		kind        Kind
		input, want string
	}{
		{URL, "https://u:p@h.example:80/a;b/?c=d&e=f#g", "https://u:p@h.example:80/a;b/?c=d&e=f#g"},
		{URL, "https://h/-._~:/?#@!$&'()*+,;=", "https://h/-._~:/?#@!$&'()*+,;="},
		{URL, "https://h/a b\"<>\\^{|}`\t\x7f", "https://h/a%20b%22%3C%3E%5C%5E%7B%7C%7D%60%09%7F"},
		{URL, "https://h/ü?a=日", "https://h/%C3%BC?a=%E6%97%A5"},
		{URL, "https://h/\xff", "https://h/%FF"},
		{URL, "https://h/%41%2f%2F", "https://h/%41%2f%2F"},
		{URL, "https://h/100%&a=%4&b=%zz&c=%", "https://h/100%25&a=%254&b=%25zz&c=%25"},
		{URL, "https://h/?a=%[Call:X]41", "https://h/?a=%25V41"},
		{URL, "https://h/?a=%4[[1]]", "https://h/?a=%254[1]"},
		{URL, "https://h/?ids[[]]=[[1,2]]", "https://h/?ids[]=[1,2]"},
		{URL, "https://h/?a={x}&b=#c#", "https://h/?a=%7Bx%7D&b=#c#"},
		{URL, "https://h/?a=${x}", "https://h/?a=$%7Bx%7D"},
		{Header, "a \"b\" % ü {x}", "a \"b\" % ü {x}"},
		{JSONBody, `{"a":[["%",  "ü\n"]]}`, `{"a":["%",  "ü\n"]}`},
		{FormBody, "a=b c&d=%zz&e=ü", "a=b c&d=%zz&e=ü"},
		{TextBody, "<a b=\"%\">ü</a>\r\n", "<a b=\"%\">ü</a>\r\n"},
	}
	for _, tt := range tests {
		tmpl := mustParse(t, tt.input, tt.kind, Raw)
		if got := render(tmpl, map[string]string{"call:X": "V"}, nil); got != tt.want {
			t.Errorf("kind %d: %q is sent as\n %q, want\n %q", tt.kind, tt.input, got, tt.want)
		}
	}
}

func TestVariablesAreEncodedByPosition(t *testing.T) {
	t.Parallel()
	const value = `a b"/é`
	known := vars("env:A="+value, "env:BASE=https://h.example/x?y=", "file:/k="+value, "env:EMPTY=")
	tests := []struct {
		kind        Kind
		enc         Encoding
		input, want string
	}{
		{URL, Component, "https://h/${env:A}?x=${file:/k}", "https://h/a%20b%22%2F%C3%A9?x=a%20b%22%2F%C3%A9"},
		{URL, Form, "https://h/?x=${env:A}", "https://h/?x=a+b%22%2F%C3%A9"},
		{URL, Raw, "https://h/?x=${env:A}", "https://h/?x=a%20b%22/%C3%A9"},
		{URL, Component, "${env:BASE}[Call:X]", "https://h.example/x?y=V%20W"},
		{URL, Component, "https://h/?x=${env:EMPTY}", "https://h/?x="},
		{URL, Component, "https://h/?x=${env:NONE}&y=${file:/none y}", "https://h/?x=${env:NONE}&y=${file:/none y}"},
		{Header, Component, "Bearer ${env:A}", "Bearer " + value},
		{JSONBody, Component, `{"a":"${env:A}","b":${env:A}}`, `{"a":"a b\"/é","b":` + value + `}`},
		{FormBody, Component, "a=${env:A}", "a=a%20b%22%2F%C3%A9"},
		{TextBody, Component, "${env:A}", value},
		{TextBody, Component, "${env:NONE}", "${env:NONE}"},
	}
	for _, tt := range tests {
		tmpl := mustParse(t, tt.input, tt.kind, tt.enc)
		if got := render(tmpl, map[string]string{"call:X": "V W"}, known); got != tt.want {
			t.Errorf("%q is sent as\n %q, want\n %q", tt.input, got, tt.want)
		}
	}
	if got := render(mustParse(t, "${env:A}", TextBody, Component), nil, nil); got != "${env:A}" {
		t.Errorf("without any variables ${env:A} is sent as %q", got)
	}
}

func TestEncodingNames(t *testing.T) {
	t.Parallel()
	if diff := cmp.Diff([]string{"component", "form", "raw"}, EncodingNames()); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
	for i, name := range EncodingNames() {
		if e, ok := ParseEncoding(name); !ok || e != Encoding(i) {
			t.Errorf("ParseEncoding(%q) = %d, %t", name, e, ok)
		}
	}
	if e, ok := ParseEncoding("none"); ok || e != Component {
		t.Errorf("ParseEncoding(none) = %d, %t", e, ok)
	}
	if got := Encoding(9).String(); got != "unknown encoding" {
		t.Errorf("an unknown encoding is called %q", got)
	}
}

// checkRoundTrip says whether receivers read back what was meant.
func checkRoundTrip(t *testing.T, value string) {
	t.Helper()
	in := []byte(value)
	path, err := url.PathUnescape(string(AppendEncoded(nil, in, Path, Component)))
	if err != nil || path != value {
		t.Errorf("component: %q is read as %q, %v", value, path, err)
	}
	for _, enc := range []Encoding{Component, Form} {
		query, err := url.ParseQuery("k=" + string(AppendEncoded(nil, in, Query, enc)))
		if err != nil || query.Get("k") != value || len(query) != 1 {
			t.Errorf("%s: %q is read as %q, %v", enc, value, query, err)
		}
	}
	var s string
	err = json.Unmarshal(append(AppendEncoded([]byte{'"'}, in, JSONString, Component), '"'), &s)
	if want := string([]rune(value)); err != nil || s != want {
		t.Errorf("JSON: %q is read as %q, %v", value, s, err)
	}
	once := AppendEncoded(nil, in, Query, Raw)
	if twice := AppendEncoded(nil, once, Query, Raw); !bytes.Equal(once, twice) {
		t.Errorf("raw: %q is %q, and that is %q", value, once, twice)
	}
}

func TestNaughtyStrings(t *testing.T) {
	t.Parallel()
	var values []string
	suite(t, "suites/strings/blns.json", &values)
	for _, value := range values {
		checkRoundTrip(t, value)
		// As a template each is read without harm, and what is not of brackets is sent as it is.
		tmpl, _ := Parse(written(value), TextBody, Component)
		if got := render(tmpl, nil, nil); !strings.ContainsAny(value, "[]") && got != value {
			t.Errorf("%q is sent as %q", value, got)
		}
	}
}

// TestPercentEncodingSuite: the URL standard leaves more bytes alone than RFC 3986, but encodes
// none otherwise.
func TestPercentEncodingSuite(t *testing.T) {
	t.Parallel()
	var rows []any
	suite(t, "suites/url/percent-encoding.json", &rows)
	for _, row := range rows {
		test, ok := row.(map[string]any)
		if !ok {
			continue // a comment
		}
		input := test["input"].(string)
		want := test["output"].(map[string]any)["utf-8"].(string)
		want = strings.NewReplacer(`\`, "%5C", "|", "%7C").Replace(want)
		if got := string(AppendEncoded(nil, []byte(input), Query, Component)); got != want {
			t.Errorf("%q is %q, want %q", input, got, want)
		}
	}
}

// TestURLSuite: a URL that parses still parses as a literal template to the same URL.
func TestURLSuite(t *testing.T) {
	t.Parallel()
	var rows []any
	suite(t, "suites/url/urltestdata.json", &rows)
	checked := 0
	for _, row := range rows {
		test, _ := row.(map[string]any)
		href, _ := test["href"].(string)
		before, err := url.Parse(href)
		if href == "" || err != nil {
			continue
		}
		sent := render(mustParse(t, strings.NewReplacer("[", "[[", "]", "]]").Replace(href), URL, Component), nil, nil)
		after, err := url.Parse(sent)
		if err != nil || after.Host != before.Host || after.Path != before.Path || !sameQuery(before, after) {
			t.Errorf("%q is sent as %q: %v", href, sent, err)
		}
		checked++
	}
	if checked < 100 {
		t.Errorf("only %d URLs of the suite were checked", checked)
	}
}

// sameQuery compares the queries of two URLs once decoded.
func sameQuery(a, b *url.URL) bool {
	stray := regexp.MustCompile(`%([^0-9A-Fa-f]|.[^0-9A-Fa-f])`)
	decode := func(u *url.URL) string {
		decoded, _ := url.PathUnescape(stray.ReplaceAllString(u.RawQuery, "%25$1"))
		return decoded
	}
	return decode(a) == decode(b)
}
