package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestRequest: a request is rendered in every position, each with its own way of writing values.
func TestRequest(t *testing.T) {
	t.Parallel()
	const call = `{"inboundCallId":"RGB/1 é","tag:User:x":"a&b=\"c\" d","tag:User:n":"4.50","tag:User:empty":""}`
	tests := []struct {
		name  string
		lines []string
		want  string
	}{
		{
			"query",
			[]string{`url: "https://a.example/p?x=[User:x]&id=[Call:InboundCallId]&e=[User:empty]&z=[User:no]"`},
			"GET https://a.example/p?x=a%26b%3D%22c%22%20d&id=RGB%2F1%20%C3%A9&e=&z=\n",
		},
		{
			"path and fragment",
			[]string{`url: "https://a.example/[User:x]/é x?#[User:x]"`},
			"GET https://a.example/a%26b%3D%22c%22%20d/%C3%A9%20x?#a%26b%3D%22c%22%20d\n",
		},
		{
			"form encoding",
			[]string{`encoding: form`, `url: "https://a.example/?x=[User:x]"`},
			"GET https://a.example/?x=a%26b%3D%22c%22+d\n",
		},
		{
			"raw encoding",
			[]string{`encoding: raw`, `url: "https://a.example/?x=[User:x]"`},
			"GET https://a.example/?x=a&b=%22c%22%20d\n",
		},
		{
			"fallback",
			[]string{`url: "https://a.example/?x=[User:no|User:empty|User:n|User:x]&y=[User:no|User:nil]"`},
			"GET https://a.example/?x=4.50&y=\n",
		},
		{
			"headers in order",
			[]string{`url: https://a.example`, `content_type: text/plain`, `headers: {x-b: "[User:x]", X-A: "1 [User:n]", X-E: "[User:no]"}`},
			"GET https://a.example\nContent-Type: text/plain\nx-b: a&b=\"c\" d\nX-A: 1 4.50\nX-E: \n",
		},
		{
			"json body",
			[]string{`method: POST`, `url: https://a.example`, `content_type: application/json`, `body: '{"x":"[User:x]","n":[User:n],"ids":[["[Call:InboundCallId]"]]}'`},
			"POST https://a.example\nContent-Type: application/json\n\n{\"x\":\"a&b=\\\"c\\\" d\",\"n\":4.50,\"ids\":[\"RGB/1 é\"]}",
		},
		{
			"form body",
			[]string{`method: PUT`, `url: https://a.example`, `content_type: application/x-www-form-urlencoded`, `body: 'x=[User:x]&n=[User:n]'`},
			"PUT https://a.example\nContent-Type: application/x-www-form-urlencoded\n\nx=a%26b%3D%22c%22%20d&n=4.50",
		},
		{
			"text body",
			[]string{`method: PATCH`, `url: https://a.example`, `body: "x=[User:x]"`},
			"PATCH https://a.example\n\nx=a&b=\"c\" d",
		},
		{
			"basic auth",
			[]string{`url: https://a.example`, `basic_auth: {username: "u[User:n]", password: "${env:K}"}`},
			"GET https://a.example\n(u4.50:s&cret)\n",
		},
		{
			"basic auth without password",
			[]string{`url: https://a.example`, `basic_auth: {username: u}`},
			"GET https://a.example\n(u:)\n",
		},
		{
			"variables",
			[]string{`url: "https://${env:HOST}/?k=${env:K}&u=${env:UNSET}"`, `headers: {X-K: "${env:K}"}`},
			"GET https://env.example/?k=s%26cret&u=${env:UNSET}\nX-K: s&cret\n",
		},
		{
			"unset host",
			[]string{`url: "https://${env:UNSET}/x"`},
			"GET https://${env:UNSET}/x\n",
		},
		{
			"foreign macros are text",
			[]string{`url: "https://a.example/?a={x}&b=#s2#"`},
			"GET https://a.example/?a=%7Bx%7D&b=#s2#\n",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, written(only(t, pixelWith(tt.lines...), call, Options{}))); diff != "" {
				t.Errorf("request (-want +got):\n%s", diff)
			}
		})
	}
}

// TestFail: what cannot be sent is a firing that fails, with a stable code.
func TestFail(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		lines []string
		call  string
		allow []string
		want  string
	}{
		{"no scheme", []string{`url: a.example/x`}, `{}`, nil, "fail bad-url: the URL must begin with http:// or https://"},
		{"other scheme", []string{`url: ftp://a.example/x`}, `{}`, nil, "fail bad-url: the URL must begin with http:// or https://"},
		{"no host", []string{`url: https:///x`}, `{}`, nil, "fail bad-url: the URL names no host"},
		{"only a port", []string{`url: https://:80/x`}, `{}`, nil, "fail bad-url: the URL names no host"},
		{"bad port", []string{`url: https://a.example:x/`}, `{}`, nil, `fail bad-url: the URL cannot be read: invalid port ":x" after host`},
		{"port out of range", []string{`url: https://a.example:70000/`}, `{}`, nil, "fail bad-url: the port is not between 1 and 65535"},
		{
			"international host",
			[]string{`url: https://münchen.example/`},
			`{}`, nil,
			"fail bad-url: the host holds characters that no host name can; write an international name in its ASCII form, xn--…",
		},
		{"not a URL at all", []string{`url: "${env:K}"`}, `{}`, nil, "fail bad-url: the URL must begin with http:// or https://"},

		{
			"header with a space",
			[]string{`url: https://a.example`, `headers: {X A: b}`},
			`{}`, nil,
			`fail bad-header: "X A" is not a header name; names are fixed text without spaces or tokens`,
		},
		{
			"token in a header name",
			[]string{`url: https://a.example`, `headers: {"X-[User:x]": b}`},
			`{}`, nil,
			`fail bad-header: "X-[User:x]" is not a header name; names are fixed text without spaces or tokens`,
		},
		{
			"header without name",
			[]string{`url: https://a.example`, `headers: {"": b}`},
			`{}`, nil,
			`fail bad-header: "" is not a header name; names are fixed text without spaces or tokens`,
		},
		{
			"line break in a header",
			[]string{`url: https://a.example`, `headers: {X-A: "[User:x]"}`},
			`{"tag:User:x":"a\r\nHost: evil"}`, nil,
			"fail header-control: the value of the header X-A holds a carriage return, which no header may",
		},
		{
			"line feed in a header",
			[]string{`url: https://a.example`, `headers: {X-A: "[User:x]"}`},
			`{"tag:User:x":"a\nb"}`, nil,
			"fail header-control: the value of the header X-A holds a line break, which no header may",
		},
		{
			"NUL in a header",
			[]string{`url: https://a.example`, `content_type: "[User:x]"`},
			`{"tag:User:x":"a\u0000"}`, nil,
			"fail header-control: the value of the header Content-Type holds a NUL byte, which no header may",
		},
		{
			"line break from a variable",
			[]string{`url: https://a.example`, `headers: {X-A: "${env:NL}"}`},
			`{}`, nil,
			"fail header-control: the value of the header X-A holds a line break, which no header may",
		},
		{
			"a tab in a header is allowed",
			[]string{`url: https://a.example`, `headers: {X-A: "[User:x]"}`},
			`{"tag:User:x":"a\tb"}`, nil,
			"GET https://a.example\nX-A: a\tb\n",
		},

		{
			"token in the host",
			[]string{`url: "https://[User:x].example/"`},
			`{"tag:User:x":"acme"}`, nil,
			`fail token-in-host: a token stands in the host and gives the host "acme.example" for this call; --allow-host has to name it`,
		},
		{
			"token in the scheme",
			[]string{`url: "[User:x]://a.example/"`},
			`{"tag:User:x":"https"}`, nil,
			`fail token-in-host: a token stands in the host and gives the host "a.example" for this call; --allow-host has to name it`,
		},
		{
			"token in the port",
			[]string{`url: "https://a.example:[User:x]/"`},
			`{"tag:User:x":"80"}`,
			[]string{"b.example"},
			`fail token-in-host: a token stands in the host and gives the host "a.example" for this call; --allow-host has to name it`,
		},
		{
			"empty host",
			[]string{`url: "https://[User:no]/"`},
			`{}`,
			[]string{"*"},
			"fail bad-url: the URL names no host",
		},
		{
			"host that is none",
			[]string{`url: "https://[User:x]/"`},
			`{"tag:User:x":"a b"}`,
			[]string{"*"},
			"fail token-in-host: a token stands in the host and gives no usable host for this call; --allow-host has to name it",
		},
		{
			"allowed host",
			[]string{`url: "https://[User:x].example/[User:x]"`},
			`{"tag:User:x":"acme"}`,
			[]string{"b.example", "*.example"},
			"GET https://acme.example/acme\n",
		},
		{
			"case of a host",
			[]string{`url: "https://[User:x]/"`},
			`{"tag:User:x":"A.Example"}`,
			[]string{"a.eXample"},
			"GET https://A.Example/\n",
		},
		{
			"allowed scheme that cannot be sent",
			[]string{`url: "[User:x]://a.example/"`},
			`{"tag:User:x":"ftp"}`,
			[]string{"a.example"},
			"fail bad-url: the URL must begin with http:// or https://",
		},
		{
			"host hidden in userinfo",
			[]string{`url: "https://[User:x]/"`},
			`{"tag:User:x":"good.example@evil.example"}`,
			[]string{"good.example"},
			`fail token-in-host: a token stands in the host and gives the host "evil.example" for this call; --allow-host has to name it`,
		},
		{
			"host cut off by a slash",
			[]string{`url: "https://[User:x].good.example/"`},
			`{"tag:User:x":"evil.example/"}`,
			[]string{"*.good.example"},
			`fail token-in-host: a token stands in the host and gives the host "evil.example" for this call; --allow-host has to name it`,
		},
		{
			"host cut off by a backslash",
			[]string{`url: "https://[User:x].good.example/"`},
			`{"tag:User:x":"evil.example\\"}`,
			[]string{"*.good.example"},
			"fail token-in-host: a token stands in the host and gives no usable host for this call; --allow-host has to name it",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			f := only(t, pixelWith(tt.lines...), tt.call, Options{AllowHosts: tt.allow})
			if diff := cmp.Diff(tt.want, written(f)); diff != "" {
				t.Errorf("firing (-want +got):\n%s", diff)
			}
			if f.Decision == Fail && (f.Request.URL != nil || f.Request.Headers != nil || f.Warnings() != nil) {
				t.Errorf("a firing that fails has a request: %+v", f.Request)
			}
		})
	}
}

// TestFailsAlone: a pixel that cannot be rendered leaves those around it whole.
func TestFailsAlone(t *testing.T) {
	t.Parallel()
	_, firings := planned(t, `
pixels:
  - {name: A, fire_on: incoming, url: "https://a.example/?x=[User:x]", headers: {A: "1"}}
  - {name: B, fire_on: incoming, url: "https://b.example/", headers: {A: "2", B: "[User:x]"}}
  - {name: C, fire_on: incoming, url: "https://c.example/?x=[User:x]", headers: {A: "3"}}
`, `{"tag:User:x":"a\nb"}`, Options{})
	want := []string{
		"GET https://a.example/?x=a%0Ab\nA: 1\n",
		"fail header-control: the value of the header B holds a line break, which no header may",
		"GET https://c.example/?x=a%0Ab\nA: 3\n",
	}
	var got []string
	for i := range firings {
		got = append(got, written(&firings[i]))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("firings (-want +got):\n%s", diff)
	}
}

// TestNextRecord: nothing of one record is left in the next.
func TestNextRecord(t *testing.T) {
	t.Parallel()
	p := compile(t, pixelWith(`url: "https://a.example/?x=[User:x]&y=[User:y]"`, `headers: {A: "[User:y]"}`, `body: "[User:x]"`), Options{})
	pl := p.NewPlanner()
	for _, tt := range []struct{ json, want string }{
		{`{"tag:User:x":"a long value of the first record","tag:User:y":"1"}`, "GET https://a.example/?x=a%20long%20value%20of%20the%20first%20record&y=1\nA: 1\n\na long value of the first record"},
		{`{"tag:User:y":"2"}`, "GET https://a.example/?x=&y=2\nA: 2\n\n"},
		{`{"tag:User:x":"c"}`, "GET https://a.example/?x=c&y=\nA: \n\nc"},
	} {
		firings, err := pl.Plan(record(t, p, tt.json))
		if err != nil || len(firings) != 1 {
			t.Fatal(err, len(firings))
		}
		if diff := cmp.Diff(tt.want, written(&firings[0])); diff != "" {
			t.Errorf("request (-want +got):\n%s", diff)
		}
	}
}
