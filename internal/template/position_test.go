package template

import (
	"strings"
	"testing"
)

// TestURLPositions: the letters before each § say where it stands; Authority, Path, Query,
// Fragment. What stands there is a token, a variable and a bracket that sends nothing.
func TestURLPositions(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, input, want string }{
		{"host", "https://§/", "A"},
		{"part of the host", "https://api.§.com:80/", "A"},
		{"user and port", "https://§:§@h:§/", "AAA"},
		{"user with delimiters of its own", "https://a=1&b;c:§@h/§", "AP"},
		{"whole authority, no path", "https://h§", "A"},
		{"path", "https://h/§/a/§", "PP"},
		{"query", "https://h/?a=§&§=b&c=/§?§", "QQQQ"},
		{"query right behind the host", "https://h?§", "Q"},
		{"fragment", "https://h/p?q#§?§/§", "FFF"},
		{"fragment right behind the host", "https://h#§", "F"},
		{"each part once", "https://§/§?§#§", "APQF"},
		{"scheme", "§://h/§", "AP"},
		{"part of the scheme", "http§://h§/§", "AAP"},
		{"scheme and host", "§://§/§?§", "AAPQ"},
		{"begins with an expression", "§/§?§", "APQ"},
		{"begins with an expression and a host", "§.example.com:8080/§", "AP"},
		{"begins with an expression and a query", "§?a=§&b=https://§", "AQQ"},
		{"begins with expressions", "§§§#§", "AAAF"},
		{"begins with an expression, a second ://", "§://h/a://§", "AP"},
		{"host without a scheme", "api.§.com/§", "AP"},
		{"host and port without a scheme", "localhost:§/§", "AP"},
		{"parameters alone", "ap=§&p=§", "PP"},
		{"path alone", "/a/§", "P"},
		{"query alone", "?a=§", "Q"},
		{"fragment alone", "#§", "F"},
		{"what looks like a scheme and is none", "a b://h§/§", "AP"},
		{"a single slash", "https:/§/§", "PP"},
		{"an address in brackets", "http://[[::1]]:§/§", "AP"},
		{"brackets in the query", "https://h/?ids=[[§,§]]&x=§", "QQQ"},
		{"no part looks back", "https://h/?a#b?c/§", "F"},
	}
	for _, tt := range tests {
		for _, dynamic := range []string{"[Call:X]", "${env:X}", "[callId]"} {
			input := strings.ReplaceAll(tt.input, "§", dynamic)
			tmpl, _ := Parse(written(input), URL, Component)
			if got := letters(tmpl); got != tt.want {
				t.Errorf("%s: positions in %q are %s, want %s", tt.name, input, got, tt.want)
			}
		}
	}
}

// TestJSONPositions: S stands inside a string, B outside.
func TestJSONPositions(t *testing.T) {
	t.Parallel()
	tests := []struct{ input, want string }{
		{`§`, "B"},
		{`"§"`, "S"},
		{`{"a":"§","b":§}`, "SB"},
		{`{"§":§}`, "SB"},
		{`{"a":"x\"§","b":§}`, "SB"},
		{`{"a":"x\\","b":§}`, "B"},
		{`{"a":"x\\\"§"}`, "S"},
		{`{"a":"x\§","b":§}`, "SB"},
		{`{"ids":[["§",§]]}`, "SB"},
		{`{"a":"[[§]]"}`, "S"},
		{`{"a":"]§","b":[[]],"c":§}`, "SB"},
		{"{\n  \"a\": \"§\",\n  \"b\": §\n}", "SB"},
		{`§"§"§`, "BSB"},
		{`\"§`, "S"}, // outside a string a backslash escapes nothing
	}
	for _, tt := range tests {
		for _, dynamic := range []string{"[Call:X]", "${env:X}", "[callId]"} {
			input := strings.ReplaceAll(tt.input, "§", dynamic)
			tmpl, _ := Parse(written(input), JSONBody, Component)
			if got := letters(tmpl); got != tt.want {
				t.Errorf("positions in %s are %s, want %s", input, got, tt.want)
			}
		}
	}
}

// A bracket that sends nothing hides its quotes: the position behind it is that of what is sent.
func TestJSONPositionBehindList(t *testing.T) {
	t.Parallel()
	tmpl, _ := Parse(written(`{"a":["x],"b":"[Call:X]","c":[Call:Y]}`), JSONBody, Component)
	if got := letters(tmpl); got != "BSB" {
		t.Errorf("positions are %s, want BSB", got)
	}
}

func TestOtherPositions(t *testing.T) {
	t.Parallel()
	for kind, want := range map[Kind]string{Header: "HH", FormBody: "VV", TextBody: "TT"} {
		tmpl, _ := Parse(written(`https://[Call:X]/?"[Call:Y]"`), kind, Component)
		if got := letters(tmpl); got != want {
			t.Errorf("kind %d: positions are %s, want %s", kind, got, want)
		}
	}
}

// letters is the position of each expression and variable, one letter each.
func letters(t *Template) string {
	short := map[Position]string{
		Authority: "A", Path: "P", Query: "Q", Fragment: "F", HeaderValue: "H", JSONString: "S", JSONBare: "B", FormValue: "V", Text: "T",
	}
	var b strings.Builder
	for _, s := range t.Segments() {
		if s.Expr != nil || s.Variable != nil {
			b.WriteString(short[s.Position])
		}
	}
	return b.String()
}

func TestParams(t *testing.T) {
	t.Parallel()
	const url, form = URL, FormBody
	tests := []struct {
		kind        Kind
		input, want string
	}{
		{url, "https://h/?a=[c:x]", "a"},
		{url, "https://h/?a=1&b_2=x[c:x]y[c:y]&c=[c:z]", "b_2,b_2,c"},
		{url, "https://h/?a=1?b=[c:x]", "a"},
		{url, "https://h/[c:x]?[c:y]=[c:z]", "-,-,-"},
		{url, "https://h/?a[c:x]b=[c:y]&d=[c:z]", "-,-,d"},
		{url, "https://h/?=[c:x]", "-"},
		{url, "https://h/?ids[[]]=[c:x]", "ids[]"},
		{url, "https://h/?a=1#b=[c:x]", "-"},
		{url, "a=[c:x]", "-"},
		{url, "https://h/?a${env:A}=[c:x]&b=${env:B}[c:y]", "-,b"},
		{form, "a=[c:x]&b=[c:y]", "a,b"},
		{form, "[c:x]", "-"},
		{TextBody, "a=[c:x]", "-"},
		{JSONBody, `{"a":"a=[c:x]"}`, "-"},
		{Header, "a=[c:x]", "-"},
	}
	for _, tt := range tests {
		var got []string
		for e := range mustParse(t, tt.input, tt.kind, Component).Exprs() {
			param := e.Param
			if param == "" {
				param = "-"
			}
			got = append(got, param)
		}
		if got := strings.Join(got, ","); got != tt.want {
			t.Errorf("parameters in %q are %q, want %q", tt.input, got, tt.want)
		}
	}
}

func TestPositionsHaveNames(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for p := Authority; p <= Text; p++ {
		if p.String() == "" || seen[p.String()] {
			t.Errorf("position %d is called %q", p, p)
		}
		seen[p.String()] = true
	}
	if got := Position(99).String(); got != "unknown position" {
		t.Errorf("an unknown position is called %q", got)
	}
}
