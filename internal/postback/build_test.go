package postback

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// echo answers 200 to everything and hands on what it got.
func echo(t testing.TB) (*receiver, <-chan hit) {
	hits := make(chan hit, 16)
	return serve(t, func(h hit) bool {
		hits <- h
		return h.ok()
	}), hits
}

func TestRequestLineCarriesTheURLByteForByte(t *testing.T) {
	t.Parallel()
	r, hits := echo(t)
	client := newClient(t, Options{})
	tests := map[string]string{ // what stands behind the authority → the request target
		"":                               "/",
		"/":                              "/",
		"?":                              "/?",
		"?a=1":                           "/?a=1",
		"/p?":                            "/p?",
		"/p??":                           "/p??",
		"/p?a=1&&b=&c":                   "/p?a=1&&b=&c",
		"//p//q":                         "//p//q",
		"//evil.example/%zz|":            "//evil.example/%zz|",
		"/./a/../b":                      "/./a/../b",
		"/a%2Fb%2fc":                     "/a%2Fb%2fc",
		"/a;b=c,d;e":                     "/a;b=c,d;e",
		"/p?ids=[[1,2],[3]]":             "/p?ids=[[1,2],[3]]",
		"/p?q=%7C|%7c":                   "/p?q=%7C|%7c",
		"/p?q=a+b%20c":                   "/p?q=a+b%20c",
		"/p?q='(*)!$'":                   "/p?q='(*)!$'",
		"/p?q=%zz%":                      "/p?q=%zz%",
		`/p?q="<>\^{}` + "`":             `/p?q="<>\^{}` + "`",
		"/p?u=http://x.example/?y=1@2:3": "/p?u=http://x.example/?y=1@2:3",
		"/p?a=1#fragment":                "/p?a=1",
		"/p#?no=query":                   "/p",
		"#f":                             "/",
		"/~user/-._~:@!$&'()*+,;=":       "/~user/-._~:@!$&'()*+,;=",
		"/" + strings.Repeat("x", 20000): "/" + strings.Repeat("x", 20000),
	}
	for suffix, want := range tests {
		out := r.fire(client, suffix)
		if out.Verdict != Unverified {
			t.Fatalf("%q: %+v", suffix, out)
		}
		if got := (<-hits).line(); got != "GET "+want+" HTTP/1.1" {
			t.Errorf("%q was sent as %q", suffix, got)
		}
	}
	if n := r.conns.Load(); n != 1 {
		t.Errorf("%d connections for requests one after the other, want 1", n)
	}
}

func TestMessageOnTheWire(t *testing.T) {
	t.Parallel()
	r, hits := echo(t)
	value := func(s string) []byte { return []byte(s) }
	tests := map[string]struct {
		options Options
		request Request
		want    string // HOST stands for the receiver's address
	}{
		"nothing but what HTTP needs": {
			want: "GET / HTTP/1.1\r\nHost: HOST\r\n\r\n",
		},
		"user agent by option": {
			options: Options{UserAgent: "postback/1"},
			want:    "GET / HTTP/1.1\r\nHost: HOST\r\nUser-Agent: postback/1\r\n\r\n",
		},
		"user agent of the request": {
			options: Options{UserAgent: "postback/1"},
			request: Request{Headers: []Header{{"user-agent", value("mine")}}},
			want:    "GET / HTTP/1.1\r\nHost: HOST\r\nuser-agent: mine\r\n\r\n",
		},
		"empty user agent of the request": {
			options: Options{UserAgent: "postback/1"},
			request: Request{Headers: []Header{{"User-Agent", nil}}},
			want:    "GET / HTTP/1.1\r\nHost: HOST\r\nUser-Agent: \r\n\r\n",
		},
		"order, case and duplicates of headers": {
			request: Request{Headers: []Header{
				{"x-zeta", value("1")}, {"X-API-KEY", value("k")}, {"x-zeta", value(" é\t2")}, {"Accept-Encoding", value("br")},
			}},
			want: "GET / HTTP/1.1\r\nHost: HOST\r\nx-zeta: 1\r\nX-API-KEY: k\r\nx-zeta:  é\t2\r\nAccept-Encoding: br\r\n\r\n",
		},
		"own host": {
			request: Request{Headers: []Header{{"A", value("1")}, {"hOST", value("Other.example")}}},
			want:    "GET / HTTP/1.1\r\nHost: Other.example\r\nA: 1\r\n\r\n",
		},
		"empty own host": {
			request: Request{Headers: []Header{{"Host", nil}}},
			want:    "GET / HTTP/1.1\r\nHost: HOST\r\n\r\n",
		},
		"what the body decides": {
			request: Request{Method: "POST", Body: value("12345"), Headers: []Header{
				{"content-length", value("1")}, {"Transfer-Encoding", value("chunked")}, {"TRAILER", value("X")}, {"Content-Type", value("text/plain")},
			}},
			want: "POST / HTTP/1.1\r\nHost: HOST\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\n12345",
		},
		"no content type of our own": {
			request: Request{Method: "PUT", Body: value("{}")},
			want:    "PUT / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 2\r\n\r\n{}",
		},
		"POST without body": {
			request: Request{Method: "POST"},
			want:    "POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 0\r\n\r\n",
		},
		"GET with body": {
			request: Request{Method: "GET", Body: value("b\x00\r\n")},
			want:    "GET / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 4\r\n\r\nb\x00\r\n",
		},
		"other method as written": {
			request: Request{Method: "purge"},
			want:    "purge / HTTP/1.1\r\nHost: HOST\r\n\r\n",
		},
		"basic authentication": {
			request: Request{BasicAuth: &BasicAuth{"u", "p:ä"}},
			want:    "GET / HTTP/1.1\r\nHost: HOST\r\nAuthorization: Basic dTpwOsOk\r\n\r\n",
		},
		"own authorization goes first": {
			request: Request{BasicAuth: &BasicAuth{"u", "p"}, Headers: []Header{{"authorization", value("Bearer t")}}},
			want:    "GET / HTTP/1.1\r\nHost: HOST\r\nauthorization: Bearer t\r\n\r\n",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			test.request.URL = value("http://" + r.address)
			out := newClient(t, test.options).Fire(context.Background(), &test.request)
			if out.Status != 200 {
				t.Fatalf("%+v", out)
			}
			h := <-hits
			if diff := cmp.Diff(strings.ReplaceAll(test.want, "HOST", r.address), h.head+h.body); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestUserInfoBecomesBasicAuth(t *testing.T) {
	t.Parallel()
	r, hits := echo(t)
	client := newClient(t, Options{})
	for userinfo, want := range map[string]string{
		"u:p@":        "dTpw",
		"u%40x:p%3A@": "dUB4OnA6",
		"u@":          "dTo=",
		"u:a@b@":      "dTphQGI=",
		"u:%zz@":      "dToleno=",
	} {
		out := client.Fire(context.Background(), &Request{URL: []byte("http://" + userinfo + r.address + "/x")})
		head := (<-hits).head
		if out.Status != 200 || !strings.HasSuffix(head, "Authorization: Basic "+want+"\r\n\r\n") {
			t.Errorf("%s: %q", userinfo, head)
		}
		if !strings.HasPrefix(head, "GET /x HTTP/1.1\r\nHost: "+r.address+"\r\n") {
			t.Errorf("%s: %q", userinfo, head)
		}
	}
}

func TestUnbuildableRequestsAreUnsent(t *testing.T) {
	t.Parallel()
	const address = "http://api.example/"
	tests := map[string]struct {
		request Request
		want    string
	}{
		"relative":         {Request{URL: []byte("/p?secret=1")}, "http:// or https:// is missing"},
		"empty":            {Request{}, "http:// or https:// is missing"},
		"other scheme":     {Request{URL: []byte("ftp://x/")}, "neither http nor https"},
		"no host":          {Request{URL: []byte("http:///p")}, "no valid host name"},
		"space":            {Request{URL: []byte("http://x/a b")}, "holds a space"},
		"line break":       {Request{URL: []byte("http://x/a\r\nX: y")}, "holds a space"},
		"non-ASCII":        {Request{URL: []byte("http://x/é")}, "non-ASCII"},
		"encoded host":     {Request{URL: []byte("http://%C3%A9.example/")}, "no valid host name"},
		"unclosed IPv6":    {Request{URL: []byte("http://[::1/")}, "no valid host name"},
		"zone":             {Request{URL: []byte("http://[fe80::1%25eth0]/")}, "no valid host name"},
		"port too big":     {Request{URL: []byte("http://x:70000/")}, "the port"},
		"port zero":        {Request{URL: []byte("http://x:0/")}, "the port"},
		"port of letters":  {Request{URL: []byte("http://x:http/")}, "the port"},
		"method":           {Request{URL: []byte(address), Method: "GET /"}, "the method"},
		"CONNECT":          {Request{URL: []byte(address), Method: "CONNECT"}, "the method"},
		"header name":      {Request{URL: []byte(address), Headers: []Header{{"a:b", nil}}}, "a header name"},
		"no header name":   {Request{URL: []byte(address), Headers: []Header{{"", nil}}}, "a header name"},
		"header value":     {Request{URL: []byte(address), Headers: []Header{{"X-Tok", []byte("a\nhunter2")}}}, "the value of header X-Tok"},
		"NUL in the value": {Request{URL: []byte(address), Headers: []Header{{"X", []byte("\x00")}}}, "the value of header X"},
	}
	client := newClient(t, Options{})
	for name, test := range tests {
		out := client.Fire(context.Background(), &test.request)
		if out.Verdict != Unsent || out.Failure != FailureInvalid || out.Attempts != 0 || out.InDoubt {
			t.Errorf("%s: %+v", name, out)
		}
		if !strings.HasPrefix(out.Reason, "invalid: ") || !strings.Contains(out.Reason, test.want) || strings.Contains(out.Reason, "hunter2") {
			t.Errorf("%s: %s", name, out.Reason)
		}
	}
}

func TestEndpointReceivesEverything(t *testing.T) {
	t.Parallel()
	r, hits := echo(t)
	client := newClient(t, Options{Endpoint: mustURL(t, "http://"+r.address)})
	out := client.Fire(context.Background(), &Request{
		URL:     []byte("https://api.example:8443/v1/ev?a=%5B&b=[1]#f"),
		Headers: []Header{{"Host", []byte("virtual.example")}},
	})
	if out.Status != 200 {
		t.Fatalf("%+v", out)
	}
	if got, want := (<-hits).head, "GET /v1/ev?a=%5B&b=[1] HTTP/1.1\r\nHost: "+r.address+"\r\n\r\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCloneSharesNothing(t *testing.T) {
	t.Parallel()
	original := &Request{
		Method: "POST", URL: []byte("http://x/"), Body: []byte("body"),
		Headers: []Header{{"A", []byte("1")}}, BasicAuth: &BasicAuth{"u", "p"},
	}
	c := original.Clone()
	if diff := cmp.Diff(original, c); diff != "" {
		t.Fatal(diff)
	}
	original.URL[0], original.Body[0], original.Headers[0].Value[0] = '!', '!', '!'
	original.Headers[0].Name, original.BasicAuth.Password = "!", "!"
	want := &Request{
		Method: "POST", URL: []byte("http://x/"), Body: []byte("body"),
		Headers: []Header{{"A", []byte("1")}}, BasicAuth: &BasicAuth{"u", "p"},
	}
	if diff := cmp.Diff(want, c); diff != "" {
		t.Error(diff)
	}
}

// FuzzLocate checks that a URL which is accepted is cut into parts that make it up again.
func FuzzLocate(f *testing.F) {
	for _, s := range []string{"http://h/p?q#f", "https://u:p@h:1?", "HTTP://[::1]/", "http://h//x#?", "http://@/"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		l, err := locate([]byte(s))
		if err != nil {
			return
		}
		rest := s[strings.Index(s, "://")+3:]
		rest, _, _ = strings.Cut(rest, "#")
		again := string(l.authority) + string(l.path) + string(l.query)
		if again != rest && string(l.userinfo)+"@"+again != rest {
			t.Errorf("%q was cut into %q", s, again)
		}
		if l.auth() != nil && len(l.userinfo) == 0 {
			t.Errorf("%q: a user from nowhere", s)
		}
	})
}
