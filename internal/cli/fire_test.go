package cli

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// echo answers /STATUS with that status and remembers what it was sent.
func echo(t *testing.T) (url string, received func() []string) {
	t.Helper()
	var mu sync.Mutex
	var requests []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		requests = append(requests, r.Method+" "+r.URL.RequestURI()+" "+r.Header.Get("User-Agent"))
		mu.Unlock()
		status := http.StatusOK
		_, _ = fmt.Sscanf(r.URL.Path, "/%d", &status)
		w.WriteHeader(status)
	}))
	t.Cleanup(server.Close)
	return server.URL, func() []string {
		mu.Lock()
		defer mu.Unlock()
		return requests
	}
}

// closedPort is an address at which nobody listens.
func closedPort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	return address
}

// TestFireCodes is the ladder of exit codes: the highest of 1, 4 and 5 wins, and --fail-on moves 4
// and 5 only.
func TestFireCodes(t *testing.T) {
	t.Parallel()
	url, _ := echo(t)
	const fails = "  - {name: fails, fire_on: incoming, url: nowhere}\n"
	pixel := func(name, url string) string {
		return fmt.Sprintf("  - {name: %s, fire_on: incoming, url: '%s'}\n", name, url)
	}
	good, refused, lost := pixel("good", url+"/204"), pixel("refused", url+"/400"), pixel("lost", "http://"+closedPort(t)+"/")
	good2, good3 := pixel("good2", url+"/200"), pixel("good3", url+"/299")
	tests := []struct {
		pixels, failOn string
		want           Code
	}{
		{good, "any", CodeOK},
		{good + fails, "any", CodeNo},
		{fails, "any", CodeNo},
		{refused, "any", CodeRefused},
		{lost, "any", CodeNotDelivered},
		{refused + lost + fails, "any", CodeNotDelivered},
		{refused + fails, "any", CodeRefused},
		{refused + good, "any", CodeRefused},
		{refused + lost + fails, "never", CodeNo},
		{refused + lost, "never", CodeOK},
		{refused + good, "all", CodeOK},
		{refused + lost, "all", CodeNotDelivered},
		{refused, "all", CodeRefused},
		{refused + good + good2 + good3, ">25%", CodeOK},
		{refused + good + good2 + good3, ">24%", CodeRefused},
		{refused + lost + good + good2, ">49%", CodeNotDelivered},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%s with %d lines", tt.failOn, strings.Count(tt.pixels, "\n")), func(t *testing.T) {
			t.Parallel()
			r := invoke(t, nil, oneCall, "fire", "-f", file(t, "p.yaml", "pixels:\n"+tt.pixels), "-c", "-", "--force", "--fail-on", tt.failOn)
			r.expect(t, tt.want)
		})
	}
}

// TestFire: one request for each pixel that fires, what came back on stdout, the rest on stderr.
func TestFire(t *testing.T) {
	t.Parallel()
	url, received := echo(t)
	r := invoke(t, nil, oneCall, inputs(t, "fire", "--to", url, "-v", "--all")...)
	r.expect(t, CodeOK, "* to "+url+", in place of https://a.example, connected to ", "> GET /?id=RGB1&x=1 HTTP/1.1", "< HTTP/1.1 200 OK", "1 fired: 1 unverified · 1 skipped (--all shows why)\n")
	for _, want := range []string{"First · incoming · RGB1\n  GET https://a.example/\n", "200 OK · unverified · ", "skipped: the record does not show that the call reached payout [not-reached]"} {
		if !strings.Contains(r.stdout, want) {
			t.Errorf("no %q in\n%s", want, r.stdout)
		}
	}
	if got := received(); len(got) != 1 || got[0] != "GET /?id=RGB1&x=1 postback/v0-test" {
		t.Errorf("received %q", got)
	}
	quiet := invoke(t, nil, oneCall, inputs(t, "fire", "--to", url, "-q", "--format", "ndjson", "-e", "incoming,payout")...)
	if quiet.expect(t, CodeOK); quiet.stderr != "" || strings.Count(quiet.stdout, `"verdict":"unverified"`) != 2 {
		t.Errorf("stdout %s\nstderr %s", quiet.stdout, quiet.stderr)
	}
	toFile := file(t, "out.json", "old")
	invoke(t, nil, oneCall, inputs(t, "fire", "--to", url, "--format", "json", "-o", toFile)...).expect(t, CodeOK)
	if got := read(t, toFile); !strings.Contains(got, `"schema_version":1`) {
		t.Errorf("the file holds %s", got)
	}
}

// TestFireRefuses: what keeps anything from being sent.
func TestFireRefuses(t *testing.T) {
	t.Parallel()
	url, received := echo(t)
	unset := "pixels:\n  - {name: A, fire_on: incoming, url: '" + url + "/?a=${env:A}&b=${env:B}'}\n  - {name: B, fire_on: incoming, url: '" + url + "/?a=${env:A}'}\n"
	authenticated := "pixels:\n  - {name: A, fire_on: incoming, url: '" + url + "', authentication: t}\n" +
		"authentications: [{name: t, oauth2: {token_url: 'http://" + closedPort(t) + "', client_id: y, client_secret: '${env:SECRET}'}}]\n"
	tests := []struct {
		name  string
		stdin string
		args  []string
		code  Code
		talk  []string
	}{
		{
			"unset variables", oneCall,
			[]string{"-f", file(t, "p.yaml", unset)},
			CodeInput,
			[]string{"p.yaml:2:", ": error: the environment variable A is not set [unset-variable]", "the environment variable B is not set", "2 variables without a value; nothing was sent"},
		},
		{
			"an unset variable of an authentication", oneCall,
			[]string{"-f", file(t, "p.yaml", authenticated)},
			CodeInput,
			[]string{"the environment variable SECRET is not set [unset-variable]", "1 variable without a value; nothing was sent"},
		},
		{"two calls", oneCall + oneCall, nil, CodeInput, []string{"<stdin> holds several calls"}},
		{"no call", "", nil, CodeInput, []string{"<stdin> holds no call record"}},
		{"half a call", `{"a":`, nil, CodeInput, []string{"<stdin>:1:"}},
		{"a call and a half", oneCall + `{"a":`, nil, CodeInput, []string{"<stdin>:1:"}},
		{"no event", `{"wasBlocked":true}`, nil, CodeNo, []string{"nothing was sent", "nothing selected:\n  First: the record does not show that the call reached incoming [not-reached]"}},
		{"no event, which is fine", `{"wasBlocked":true}`, []string{"--allow-empty"}, CodeOK, []string{"nothing was sent"}},
		{"no pixel", oneCall, []string{"--pixel", "Fist"}, CodeNo, []string{"nothing selected: no pixel is called Fist; did you mean First?"}},
		{"a campaign that is not there", oneCall, []string{"--campaign", "C"}, CodeInput, []string{`unknown campaign "C": the definitions have no campaigns`}},
		{"a format for requests only", oneCall, []string{"--format", "url"}, CodeUsage, []string{`--format "url" is not supported here; expected one of text, json, ndjson`}},
		{"--to without a scheme", oneCall, []string{"--to", "localhost:8080"}, CodeUsage, []string{`--to "localhost:8080" is not a URL such as http://127.0.0.1:8080`}},
		{"--to with a path", oneCall, []string{"--to", "http://a.example/p"}, CodeUsage, []string{"--to takes scheme, host and port only"}},
		{"--to with a user", oneCall, []string{"--to", "http://u:p@a.example"}, CodeUsage, []string{"--to takes scheme, host and port only"}},
		{"a share that is none", oneCall, []string{"--fail-on", "5"}, CodeUsage, []string{`invalid argument "5" for "--fail-on" flag: not one of never, any, all, or a share such as >5%`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			args := append([]string{"fire", "-c", "-"}, tt.args...)
			if !strings.Contains(strings.Join(tt.args, " "), "-f ") {
				args = append(args, "-f", file(t, "pixels.yaml", definitions))
			}
			invoke(t, nil, tt.stdin, args...).expect(t, tt.code, tt.talk...)
		})
	}
	t.Cleanup(func() {
		if got := received(); len(got) != 0 {
			t.Errorf("received %q", got)
		}
	})
}

// TestFireDryRun is exactly render, in every format that render has, and sends nothing.
func TestFireDryRun(t *testing.T) {
	t.Parallel()
	for _, format := range []string{"text", "json", "ndjson", "url", "curl"} {
		rest := []string{"--format", format, "--all", "-e", "payout,incoming"}
		dry := invoke(t, nil, oneCall, inputs(t, append([]string{"fire", "--dry-run", "--to", "http://127.0.0.1:1"}, rest...)...)...)
		render := invoke(t, nil, oneCall, inputs(t, append([]string{"render"}, rest...)...)...)
		if dry != render {
			t.Errorf("%s: fire --dry-run gives %+v, render %+v", format, dry, render)
		}
	}
}

// TestFireInterrupted: a signal ends the run with its own code; the answer that was waited for is
// shown and what was not sent is told of.
func TestFireInterrupted(t *testing.T) {
	arrived := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(arrived)
		<-r.Context().Done()
	}))
	defer server.Close()
	var stdout, stderr bytes.Buffer
	env := testEnv(nil, oneCall, &stdout, &stderr, inputs(t, "fire", "--to", server.URL, "-e", "incoming,payout"))
	code := make(chan int)
	go func() { code <- Main(env) }()
	<-arrived
	if err := syscall.Kill(syscall.Getpid(), syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	select {
	case got := <-code:
		if got != int(CodeInterrupted) || !strings.Contains(stderr.String(), "1 pixel not sent") || !strings.Contains(stderr.String(), "postback: interrupted") {
			t.Errorf("exit %d\n%s", got, stderr.String())
		}
	case <-time.After(10 * time.Second):
		t.Fatal("the run goes on")
	}
	if !strings.Contains(stdout.String(), "First · incoming") {
		t.Errorf("stdout: %s", stdout.String())
	}
}

// TestInterruptedStdin: an interrupt ends a run that waits for its input, and leaves the output file
// as it was.
func TestInterruptedStdin(t *testing.T) {
	out := file(t, "out.txt", "old")
	definitions := file(t, "p.yaml", definitions)
	for _, args := range [][]string{
		{"render", "-f", definitions, "-c", "-", "-o", out},
		{"fire", "-f", definitions, "-c", "-", "-o", out},
		{"render", "-f", "-", "-c", "call.json"},
		{"validate", "-"},
	} {
		r, w := io.Pipe()
		var stdout, stderr bytes.Buffer
		env := testEnv(nil, "", &stdout, &stderr, args)
		env.Stdin = r
		code := make(chan int)
		go func() { code <- Main(env) }()
		if _, err := io.WriteString(w, " "); err != nil { // it is being read
			t.Fatal(err)
		}
		if err := syscall.Kill(syscall.Getpid(), syscall.SIGINT); err != nil {
			t.Fatal(err)
		}
		select {
		case got := <-code:
			if got != int(CodeInterrupted) || stderr.String() != "postback: interrupted\n" {
				t.Errorf("%s: exit %d\n%s", args, got, stderr.String())
			}
		case <-time.After(10 * time.Second):
			t.Fatalf("%s goes on", args)
		}
		_ = w.Close()
	}
	if got := read(t, out); got != "old" {
		t.Errorf("the file holds %q", got)
	}
	if entries, err := os.ReadDir(filepath.Dir(out)); err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v", entries)
	}
}
