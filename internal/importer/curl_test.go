package importer_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postback/internal/diag"
	"postback/internal/importer"
	"postback/internal/postback"
)

// arrived is what a receiver sees of a request, decoded as receivers do it.
type arrived struct {
	Method, Path string
	Query, Form  url.Values
	Body         string // when it is no form
	Header       http.Header
}

// recorder is a receiver that remembers what arrives.
func recorder(t *testing.T) (address string, take func() []arrived) {
	t.Helper()
	var all []arrived
	var mu sync.Mutex
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		a := arrived{Method: r.Method, Path: r.URL.EscapedPath(), Query: r.URL.Query(), Header: r.Header, Body: string(body)}
		if strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
			a.Form, _ = url.ParseQuery(a.Body)
			a.Body = ""
		}
		for _, name := range []string{"User-Agent", "Accept", "Content-Length", "Accept-Encoding"} {
			if v := a.Header.Get(name); v == "*/*" || strings.HasPrefix(v, "curl/") || name == "Content-Length" || name == "Accept-Encoding" {
				a.Header.Del(name) // what curl adds whatever the command
			}
		}
		mu.Lock()
		defer mu.Unlock()
		all = append(all, a)
	}))
	t.Cleanup(server.Close)
	return server.URL, func() []arrived {
		mu.Lock()
		defer mu.Unlock()
		taken := all
		all = nil
		return taken
	}
}

// commands are curl commands in all their forms; URL stands for the receiver's.
var commands = []string{
	`curl URL/`,
	`curl 'URL/a/b?x=1&y=%20z&z=a+b&q=%2B'`,
	`curl "URL/p?x[]=1&x[]=2&[a]=[[b]]" -g`,
	`curl URL/p -d a=1 -d 'b=x y' --data "c=3"`,
	`curl URL/p -d 'a=[1]&b=]]' -H 'X-A: [x]'`,
	`curl -G URL/p?z=0 -d a=1 --data-urlencode 'b=x y&z'`,
	`curl --get -d a=1 'URL/p?z=0&'`,
	`curl URL/p --data-urlencode 'msg=Hällo "W[o]rld" & 100% +1'`,
	`curl URL/p --data-urlencode '=a=b' --data-urlencode 'plain text'`,
	`curl URL/p --data-raw '@not a file&x=1'`,
	`curl URL/p --data-binary $'line 1\nline 2\ttab' -H 'Content-Type: text/plain'`,
	`curl --json '{"a":[1,[2]],"s":"x]"}' URL/p`,
	`curl --json '{"a":1,' --json '"b":"\u00e9"}' URL/p -H 'Accept: text/html'`,
	`curl -X PUT URL/p -d '{"a":"b"}' -H "Content-Type: application/json"`,
	`curl -XPATCH URL/p -d x`,
	`curl --request POST URL/p`,
	`curl -X GET URL/p -d 'a=1'`,
	`curl URL/p -H 'Content-Type:' -d 'raw'`,
	`curl URL/p -H 'X-Empty;' -H 'X-Two: a, b' -H 'x-lower:  spaced  '`,
	`curl -u me:pw URL/p`,
	`curl -u 'me:p:w "x"' URL/p -H 'X-A: it'\''s'`,
	`curl URL/p -H 'Authorization: Basic bWU6cHc='`,
	`curl URL/p -H 'Authorization: Bearer abc.def' -H 'X-Api-Key: 0123456789'`,
	`curl --oauth2-bearer abc URL/p`,
	`curl "URL/p?api_key=a%2Bb%20c&token=x" -d 'password=q w&client_secret=%26'`,
	`curl URL/p -A 'Agent/1.0' -e https://ref.example/ -b 'a=1; b=2'`,
	`curl -sSfL -m 5 --retry 2 -o /dev/null -w '%{http_code}' URL/p`,
	`curl -sXPOST -da=1 URL/p`,
	`curl -d 'a=1' -- URL/p`,
	`curl --url URL/p --url-query 'a=x y' --url-query '+b=1%20'`,
	"curl \\\n  -H 'X-A: 1' \\\n  -d \"a=\\\"q\\\"&b=\\$x&c=\\\\\" \\\n  URL/p",
	`curl URL/p?a=1\&b=2 -H X-A:\ v`,
	`curl URL/p -d $'a=\a\b\f\v\r\?\'\101\x4a\u00e9\U0001F600\cA\q'`,
	`curl URL/p -H $'X-A: \x41\102\u00e9\'\\' -d $'a=\e1'`,
	`curl "URL/p?x=$NAME" -d "n=${NAME}&m=1"`,
	`NAME=zz curl URL/p; curl URL/q -d 1 | cat`,
	`/usr/bin/curl URL/p >/dev/null 2>&1`,
	`curl URL/p URL/q -d a=1`,
	`curl URL/p#frag`,
	`curl 'URL/p?empty=&flag&=x'`,
	`curl URL/p -d ''`,
	`curl URL/p --json '{"token":"tok-123456","n":1.50,"pass":12345}'`,
	`curl URL/p -d '{{not_a_macro here' -H 'X-J: {"a":1}'`,
}

// TestCurlOnTheWire runs each command with the real curl and fires the pixel made of it: the receiver
// sees the same.
func TestCurlOnTheWire(t *testing.T) {
	t.Parallel()
	shell, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("needs bash")
	}
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("needs curl")
	}
	address, take := recorder(t)
	client := postback.NewClient(postback.Options{})
	for _, command := range commands {
		command = strings.ReplaceAll(command, "URL", address)
		run := exec.Command(shell, "-c", command)
		run.Env = append(os.Environ(), "NAME=value of NAME", "no_proxy=*")
		if strings.Contains(command, "?x=$NAME") { // which curl sends as it is
			run.Env = append(run.Env, "NAME=plain")
		}
		if output, err := run.CombinedOutput(); err != nil {
			if strings.Contains(string(output), "is unknown") || strings.Contains(string(output), "is badly used") {
				t.Logf("this curl cannot do it: %s", command)
				take()
				continue
			}
			t.Fatalf("%s: %v\n%s", command, err, output)
		}
		want := take()
		result := importer.Curl(source(command), converted())
		if strings.Contains(command, "?x=$NAME") {
			result.Secrets = append(result.Secrets, plainName)
		}
		for _, r := range requests(t, result, "{}") {
			if o := client.Fire(context.Background(), &r); o.Status != http.StatusOK {
				t.Fatalf("%s: %+v", command, o)
			}
		}
		if diff := cmp.Diff(want, take()); diff != "" {
			t.Errorf("%s\n(-curl +pixel):\n%s\n%s", command, diff, result.YAML)
		}
	}
}

// TestCurlArguments: a command whose words are known needs no quotes.
func TestCurlArguments(t *testing.T) {
	t.Parallel()
	result := importer.CurlArguments([]string{"curl", "-d", "a='$x' \"y\"", "-H", "X-A: `1`", "https://a.example/p"}, converted())
	got := requests(t, result, "{}")[0]
	if string(got.Body) != "a='$x' \"y\"" || string(got.Headers[1].Value) != "`1`" {
		t.Errorf("got %s, %s", got.Body, got.Headers[1].Value)
	}
	if result := importer.CurlArguments([]string{"wget", "https://a.example/p"}, converted()); !result.Findings.HasErrors() {
		t.Error("wget was taken for curl")
	}
}

// TestCurlAsks: what curl would ask for, and what a variable of the shell holds, are variables.
func TestCurlAsks(t *testing.T) {
	t.Parallel()
	result := importer.Curl(source(`curl -u me "https://a.example/$ID/?t=$TOKEN" -H "X-Api-Key: $TOKEN" -d 'token=1234'`), converted())
	for _, want := range []string{
		"url: https://a.example/${env:ID}/?t=${env:TOKEN}", `X-Api-Key: "${env:TOKEN}"`, `password: "${env:PASSWORD}"`, `body: "token=${env:A_TOKEN}"`,
		"ID        a variable of the command", "PASSWORD  the password of me, for which curl would ask",
	} {
		if !strings.Contains(result.YAML, want) {
			t.Errorf("%s is missing:\n%s", want, result.YAML)
		}
	}
}

// TestCurlLost: what a pixel does in another way than the command is told in the definition.
func TestCurlLost(t *testing.T) {
	t.Parallel()
	result := importer.Curl(source("curl -skL --compressed -m 5 --retry 3 --no-keepalive --no-globoff https://a.example/"), converted())
	want := "# Left out: -k (a pixel checks certificates), -L (a pixel follows no redirect), --compressed (a pixel does not ask for a compressed answer), -m (a pixel waits ten seconds), --retry (a pixel is sent once)."
	if !strings.Contains(result.YAML, want) {
		t.Errorf("%v\n%s", result.Findings, result.YAML)
	}
}

// TestCurlRefused: what a pixel cannot do is named where it stands, and nothing is written.
func TestCurlRefused(t *testing.T) {
	t.Parallel()
	tests := []struct{ command, want string }{
		{"", "in:1:1: error: there is no curl command here"},
		{"wget https://a.example/", "in:1:1: error: there is no curl command here"},
		{"<!DOCTYPE html><html>", "in:1:"},
		{"curl", "the command has no URL"},
		{"curl -d @body.json https://a.example/", "in:1:9: error: what is in the file body.json is not known"},
		{"curl --data-binary @- https://a.example/", "what is in the file - is not known"},
		{"curl --data-urlencode x@f https://a.example/", "what is in the file f is not known"},
		{"curl --json @f https://a.example/", "what is in the file f is not known"},
		{"curl -H @f https://a.example/", "the headers in the file f are not known"},
		{"curl -H nonsense https://a.example/", `"nonsense" is no header`},
		{"curl -b jar.txt https://a.example/", "the cookies in the file jar.txt are not known"},
		{"curl -F a=b https://a.example/", "in:1:6: error: -F: a pixel cannot send a multipart form"},
		{"curl -T f https://a.example/", "-T: a pixel cannot send a file"},
		{"curl -K f https://a.example/", "-K: the options in that file are not known"},
		{"curl --next https://a.example/", "--next: give each command by itself"},
		{"curl --digest -u a:b https://a.example/", "--digest: a pixel knows basic authentication only"},
		{"curl --frob https://a.example/", "in:1:6: error: the option --frob is not known here"},
		{"curl --data-url a https://a.example/", "the option --data-url is not known here"},
		{"curl -y 1 https://a.example/", "the option -y is not known here"},
		{"curl https://a.example/ -d", "-d needs a value; was all of the command copied?"},
		{"curl https://a.example/ --data", "--data needs a value"},
		{"curl -X DELETE https://a.example/", "a pixel cannot use the method DELETE"},
		{"curl -I https://a.example/", "a pixel cannot use the method HEAD"},
		{"curl ftp://a.example/", "it begins with neither http:// nor https://"},
		{"curl ''", `"" is no URL`},
		{"curl 'https://a.example/{a,b}'", "curl makes several requests of {a,b}"},
		{"curl 'https://a.example/[1-3]'", "curl makes several requests of [1-3]"},
		{"curl https://a.example/{a,b}", "a shell makes several words of these braces"},
		{"curl https://a.example/?a=1&b=2", "the & behind this ends the command for a shell"},
		{"curl https://a.example/$(date)", "in:1:24: error: what a shell would put here is not known"},
		{"curl https://a.example/`date`", "what a shell would put here is not known"},
		{"curl https://a.example/${A:-b}", "only plain variables are understood"},
		{"curl https://a.example/$1", "only plain variables are understood"},
		{"curl 'https://a.example/", "a shell does not understand this"},
		{"curl -d @- https://a.example/ <<EOF\nx\nEOF\n", "curl reads from here what it sends"},
		{"curl https://a.example/ -d \"a\x00b\"", "a command cannot hold a NUL"},
		{"curl https://a.example/ -H 'X-A: ${env:HOME}'", "the text ${env: of the source would be a variable here"},
	}
	for _, tt := range tests {
		result := importer.Curl(source(tt.command), converted())
		found := slices.ContainsFunc(result.Findings, func(d diag.Diagnostic) bool {
			return d.Severity == diag.Error && strings.Contains(d.String(), tt.want)
		})
		if !found || result.YAML != "" {
			t.Errorf("%s\ngot  %v\nwant %s", tt.command, result.Findings, tt.want)
		}
	}
}
