package plan

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// TestAnatomy: a URL is taken apart as its receiver will, and each parameter says what its value
// came from.
func TestAnatomy(t *testing.T) {
	t.Parallel()
	const call = `{"tag:User:x":"a&b c","tag:User:y":"y"}`
	tests := []struct {
		name  string
		lines []string
		want  Anatomy
	}{
		{"no query", []string{`url: "https://a.example/[User:y]"`}, Anatomy{Endpoint: "https://a.example/y"}},
		{"empty query", []string{`url: "https://a.example/?"`}, Anatomy{Endpoint: "https://a.example/"}},
		{"parameters", []string{`url: "https://a.example/p?a=1&b=[User:x]&c=x+y%20z&&d&=e&f=[User:y]-[User:x]"`}, Anatomy{
			Endpoint: "https://a.example/p",
			Parameters: []Parameter{
				{Name: "a", Value: "1"},
				{Name: "b", Value: "a&b c", Tokens: []string{"[User:x]"}},
				{Name: "c", Value: "x y z"},
				{Name: "d"},
				{Value: "e"},
				{Name: "f", Value: "y-a&b c", Tokens: []string{"[User:y]", "[User:x]"}},
			},
		}},
		{"empty ones", []string{`url: "https://a.example/?a=[User:n]&b=[User:n][User:m]&c=[User:n][User:y]&d=[Call:RecordingUrl]&e=[callId]&f="`}, Anatomy{
			Endpoint: "https://a.example/",
			Parameters: []Parameter{
				{Name: "a", Tokens: []string{"[User:n]"}, Empty: true, Why: "not in this call record"},
				{Name: "b", Tokens: []string{"[User:n]", "[User:m]"}, Empty: true, Why: "not in this call record"},
				{Name: "c", Value: "y", Tokens: []string{"[User:n]", "[User:y]"}},
				{Name: "d", Tokens: []string{"[Call:RecordingUrl]"}, Empty: true, Why: "never has a value when incoming fires"},
				{Name: "e", Tokens: []string{"[callId]"}, Empty: true, Why: "not a token, so nothing is sent for it"},
				{Name: "f"},
			},
		}},
		{"tokens in a name", []string{`url: "https://a.example/?[User:y]=[User:x]&[User:n]=1"`}, Anatomy{
			Endpoint: "https://a.example/",
			Parameters: []Parameter{
				{Name: "y", Value: "a&b c", Tokens: []string{"[User:y]", "[User:x]"}},
				{Value: "1", Tokens: []string{"[User:n]"}, Empty: true, Why: "not in this call record"},
			},
		}},
		{"variables", []string{`url: "https://${env:HOST}/?a=${env:K}&b=${env:UNSET}${env:K}&c=${env:K}${env:UNSET}[User:n]&d=${env:UNSET}"`}, Anatomy{
			Endpoint: "https://env.example/",
			Parameters: []Parameter{
				{Name: "a", Value: "s&cret", Tokens: []string{"${env:K}"}},
				{Name: "b", Value: "${env:UNSET}s&cret", Tokens: []string{"${env:UNSET}", "${env:K}"}, Why: "not set"},
				{Name: "c", Value: "s&cret${env:UNSET}", Tokens: []string{"${env:K}", "${env:UNSET}", "[User:n]"}, Why: "not set"},
				{Name: "d", Value: "${env:UNSET}", Tokens: []string{"${env:UNSET}"}, Why: "not set"},
			},
		}},
		{"fragment", []string{`url: "https://a.example/?a=1#b=[User:y]?c&d"`}, Anatomy{
			Endpoint: "https://a.example/", Fragment: "b=y?c&d", Parameters: []Parameter{{Name: "a", Value: "1"}},
		}},
		{"a value that ends its parameter", []string{`encoding: raw`, `url: "https://a.example/?a=[User:x]&b=1"`}, Anatomy{
			Endpoint: "https://a.example/",
			Parameters: []Parameter{
				{Name: "a", Value: "a", Tokens: []string{"[User:x]"}},
				{Name: "b c", Tokens: []string{"[User:x]"}},
				{Name: "b", Value: "1"},
			},
		}},
		{"what cannot be decoded", []string{`url: "https://a.example/?a=%zz&b=%FF"`}, Anatomy{
			Endpoint: "https://a.example/", Parameters: []Parameter{{Name: "a", Value: "%zz"}, {Name: "b", Value: "\xff"}},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := only(t, pixelWith(tt.lines...), call, Options{}).Anatomy()
			if diff := cmp.Diff(tt.want, got, elsewhere); diff != "" {
				t.Errorf("anatomy (-want +got):\n%s", diff)
			}
		})
	}
}

// elsewhere leaves out what TestParameterPlaces is about.
var elsewhere = cmpopts.IgnoreFields(Parameter{}, "Raw", "Span")

// TestParameterPlaces: a parameter is as it is sent, and where the definition writes its name.
func TestParameterPlaces(t *testing.T) {
	t.Parallel()
	const call = `{"tag:User:x":"a b"}`
	f := only(t, pixelWith(`content_type: application/x-www-form-urlencoded`, `body: "k=[User:x]&l"`,
		`url: >-`, `  https://a.example/?one=1&two=[User:x]&`, `  [User:x]=3&é=4&[[5]]=6`), call, Options{})
	form, _ := f.FormParameters()
	var got []string
	for _, p := range append(f.Anatomy().Parameters, form...) {
		got = append(got, p.Raw+" at "+p.Span.Text())
	}
	whole := "&\n      " // the literal text that the name begins in
	want := []string{
		"one=1 at one", "two=a%20b at two", "%20a%20b=3 at " + whole, "%C3%A9=4 at =3&é=4&[[5]]=6", "[5]=6 at =3&é=4&[[5]]=6",
		"k=a%20b at k", "l at l",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestFormParameters: a form body is taken apart like a query, and no other body is.
func TestFormParameters(t *testing.T) {
	t.Parallel()
	const call = `{"tag:User:x":"a&b c"}`
	f := only(t, pixelWith(`url: https://a.example`, `content_type: application/x-www-form-urlencoded`, `body: "a=1&b=[User:x]&c=[User:n]"`), call, Options{})
	got, ok := f.FormParameters()
	want := []Parameter{
		{Name: "a", Value: "1"},
		{Name: "b", Value: "a&b c", Tokens: []string{"[User:x]"}},
		{Name: "c", Tokens: []string{"[User:n]"}, Empty: true, Why: "not in this call record"},
	}
	if diff := cmp.Diff(want, got, elsewhere); diff != "" || !ok {
		t.Errorf("form %t (-want +got):\n%s", ok, diff)
	}
	for _, lines := range [][]string{{`url: https://a.example`}, {`url: https://a.example`, `body: a=1`}} {
		if _, ok := only(t, pixelWith(lines...), call, Options{}).FormParameters(); ok {
			t.Errorf("%s: a form", lines)
		}
	}
}

// TestParametersTile: the parameters of any URL are those that net/url finds, in order, and every
// token of the query is listed with the parameter that it is in.
func TestParametersTile(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		parts := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b=", "=", "&", "&", "[User:x]", "[User:y]", "[User:n]", "${env:K}", "c+d", "%41", "é"}), 0, 20).Draw(rt, "parts")
		encoding := rapid.SampledFrom([]string{"component", "form"}).Draw(rt, "encoding")
		value := rapid.StringMatching(`[a-z&=+#? é%]{0,6}`).Draw(rt, "value")
		query := strings.Join(parts, "")
		f := only(t, pixelWith(`encoding: `+encoding, `url: "https://a.example/?`+query+`"`), `{"tag:User:x":"`+value+`","tag:User:y":"y"}`, Options{})
		_, rendered, _ := strings.Cut(string(f.Request.URL), "?")
		templates := strings.Split(query, "&")
		var want []Parameter
		for i, part := range strings.Split(rendered, "&") {
			name, value, _ := strings.Cut(part, "=")
			if part != "" {
				want = append(want, Parameter{Name: unescape(name), Value: unescape(value), Tokens: tokens.FindAllString(templates[i], -1)})
			}
		}
		ignored := cmpopts.IgnoreFields(Parameter{}, "Empty", "Why")
		got := f.Anatomy()
		if diff := cmp.Diff(want, got.Parameters, ignored, elsewhere); diff != "" {
			rt.Fatalf("%s (-want +got):\n%s", f.Request.URL, diff)
		}
		plain := cmpopts.IgnoreFields(Parameter{}, "Empty", "Why", "Tokens", "Span")
		if diff := cmp.Diff(got, TakeApart(string(f.Request.URL)), plain); diff != "" {
			rt.Fatalf("%s is taken apart differently without its definition (-with +without):\n%s", f.Request.URL, diff)
		}
	})
}

// tokens are the tokens and variables in a template.
var tokens = regexp.MustCompile(`\[[^\]]*\]|\$\{[^}]*\}`)

func unescape(s string) string {
	if decoded, err := url.QueryUnescape(s); err == nil {
		return decoded
	}
	return s
}
