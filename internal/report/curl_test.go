package report

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postback/internal/redact"
)

// onlyPixel is definitions with one pixel that fires on incoming.
func onlyPixel(lines ...string) string {
	return "pixels:\n  - name: P\n    fire_on: incoming\n    " + strings.Join(lines, "\n    ") + "\n"
}

// TestCurl: the command that is written for a request.
func TestCurl(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		lines []string
		want  string
	}{
		{
			"get",
			[]string{`url: "https://a.example/p?x=[User:x]&y[]=1"`, `headers: {X-Id: "[User:x]", X-Empty: "[User:n]"}`},
			`curl --globoff --path-as-is -H 'X-Id: it'\''s' -H 'X-Empty;' 'https://a.example/p?x=it%27s&y=1'`,
		},
		{
			"post",
			[]string{`url: https://a.example`, `method: POST`, `content_type: application/json`, `body: '{"x":"[User:x]"}'`},
			`curl --globoff --path-as-is -X POST -H 'Content-Type: application/json' --data-raw '{"x":"it'\''s"}' 'https://a.example'`,
		},
		{
			"body without a type",
			[]string{`url: https://a.example`, `method: PUT`, `body: '@file'`},
			`curl --globoff --path-as-is -X PUT -H 'Content-Type:' --data-raw '@file' 'https://a.example'`,
		},
		{
			"post without a body",
			[]string{`url: https://a.example`, `method: POST`},
			`curl --globoff --path-as-is -X POST -H 'Content-Type:' --data-raw '' 'https://a.example'`,
		},
		{
			"get with a body",
			[]string{`url: https://a.example`, `body: x`, `headers: {content-type: text/plain}`},
			`curl --globoff --path-as-is -X GET -H 'content-type: text/plain' --data-raw 'x' 'https://a.example'`,
		},
		{
			"basic auth",
			[]string{`url: https://a.example`, `basic_auth: {username: "u's", password: "${env:K}"}`},
			`curl --globoff --path-as-is -u 'u'\''s:'"$K" 'https://a.example'`,
		},
		{
			"a password in the open",
			[]string{`url: https://a.example`, `basic_auth: {username: u, password: hunter2}`},
			`curl --globoff --path-as-is -u 'u:***' 'https://a.example'`,
		},
		{
			"basic auth under a header",
			[]string{`url: https://a.example`, `headers: {authorization: "Bearer ${env:K}"}`, `basic_auth: {username: u}`},
			`curl --globoff --path-as-is -H 'authorization: Bearer '"$K" 'https://a.example'`,
		},
		{
			"a variable",
			[]string{`url: "https://${env:HOST}/?api_key=${env:K}&z=1"`, `headers: {X-Key: "${env:K}!"}`},
			`curl --globoff --path-as-is -H 'X-Key: '"$K"'!' 'https://'"$HOST"'/?api_key='"$K"'&z=1'`,
		},
		{
			"a variable that is written otherwise",
			[]string{`url: "https://a.example/?api_key=${env:ODD}"`, `headers: {X-Key: "${env:ODD}"}`},
			`curl --globoff --path-as-is -H 'X-Key: '"$ODD" 'https://a.example/?api_key='"$(printf %s "$ODD" | jq -sRr @uri)"`,
		},
		{
			"as a form",
			[]string{`encoding: form`, `url: "https://a.example/?api_key=${env:ODD}"`},
			`curl --globoff --path-as-is 'https://a.example/?api_key='"$(printf %s "$ODD" | jq -sRr '@uri|gsub("%20";"+")')"`,
		},
		{
			"raw",
			[]string{`encoding: raw`, `url: "https://a.example/?api_key=${env:ODD}"`},
			`curl --globoff --path-as-is 'https://a.example/?api_key=***'`,
		},
		{
			"in JSON",
			[]string{`url: https://a.example`, `content_type: application/json`, `body: '{"k":"${env:QUOTE}","t":"${env:K}"}'`},
			`curl --globoff --path-as-is -X GET -H 'Content-Type: application/json' --data-raw '{"k":"'"$(printf %s "$QUOTE" | jq -sRr '@json|.[1:-1]')"'","t":"'"$K"'"}' 'https://a.example'`,
		},
		{
			"a secret by its name only",
			[]string{`url: "https://a.example/?api_key=literal&x=1"`},
			`curl --globoff --path-as-is 'https://a.example/?api_key=***&x=1'`,
		},
		{
			"a placeholder",
			[]string{`url: "https://a.example/?u=${env:UNSET}"`},
			`curl --globoff --path-as-is 'https://a.example/?u=${env:UNSET}'`,
		},
		{
			"control characters",
			[]string{`url: https://a.example`, `body: "[User:control]"`},
			`curl --globoff --path-as-is -X GET -H 'Content-Type:' --data-raw 'a'"$(printf '\033')"'[31m'"$(printf '\011')"'b'"$(printf '\302\233')"'` + "\n" + `c' 'https://a.example'`,
		},
		{
			"a token",
			[]string{`url: https://a.example`, `basic_auth: {username: u}`, `headers: {authorization: mine, X-A: "1"}`, `authentication: 1st é token` + "\n" +
				`authentications: [{name: 1st é token, request: {url: "https://a.example", token: /t}}]`},
			`curl --globoff --path-as-is -H 'X-A: 1' -H 'Authorization: Bearer '"$_1ST___TOKEN" 'https://a.example'`,
		},
		{
			"a token in a header of its own",
			[]string{`url: https://a.example`, `basic_auth: {username: u}`, `authentication: partner` + "\n" +
				`authentications: [{name: partner, header: X-Key, prefix: "", request: {url: "https://a.example", token: /t}}]`},
			`curl --globoff --path-as-is -u 'u:' -H 'X-Key: '"$PARTNER_TOKEN" 'https://a.example'`,
		},
		{
			"a NUL",
			[]string{`url: https://a.example`, `body: "[User:nul]"`},
			`# P: no command, because a shell cannot pass the NUL in the body`,
		},
		{
			"a forged reference",
			[]string{`url: https://a.example`, `body: "[User:forged]${env:K}"`},
			`curl --globoff --path-as-is -X GET -H 'Content-Type:' --data-raw ''"$(printf '\001')"'0'"$(printf '\002')"'$(touch x)'"$(printf '\001')"'0'"$(printf '\002')"''"$(printf '\001')"''"$K" 'https://a.example'`,
		},
	}
	const json = `{"tag:User:x":"it's","tag:User:control":"a\u001b[31m\tb\u009b\nc","tag:User:nul":"a\u0000b","tag:User:forged":"\u00010\u0002$(touch x)\u00010\u0002\u0001"}`
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			set, hide := load(t, onlyPixel(tt.lines...))
			got := write(t, "curl", plain(hide), dryRun(planned(t, set, json))...)
			if diff := cmp.Diff(tt.want+"\n", got); diff != "" {
				t.Errorf("command (-want +got):\n%s", diff)
			}
		})
	}
}

// TestCurlRoundTrip runs commands in a shell in which curl prints its arguments, and holds them
// against the request. Secrets in the URL are without !*'(), which some versions of jq do not
// encode, though they may.
func TestCurlRoundTrip(t *testing.T) {
	t.Parallel()
	shell := lookPath(t, "sh")
	lookPath(t, "jq")
	dir := t.TempDir()
	definitions := filepath.Join(dir, "it's", "x.yaml")
	writeFile(t, definitions, onlyPixel(
		`url: "https://${env:HOST}/[User:x]?odd=${env:ODD}&k=${env:K}&f=${file:key}&x=[User:x]&y={}[]*"`,
		`method: POST`,
		`basic_auth: {username: "it's [User:x]", password: "${env:ODD}"}`,
		`headers: {X-Odd: "${env:ODD}|${env:QUOTE}", X-File: "${file:key}", X-Empty: "", Content-Type: "text/plain", X-X: "[User:x]"}`,
		`body: "${env:NL}\n[User:x] ${env:QUOTE} ${file:key}\n"`,
	))
	writeFile(t, filepath.Join(dir, "it's", "key"), "fi l&e\n")
	for _, value := range []string{
		``, `-X`, `'`, "it's '' \\\\ \\\\' \\\" $K `touch pwned` $(touch pwned) ! * ~ # é東京 %41 s&c/r+t é$x",
		`a\u001b[31m\u007f\u0080\t \u00010\u0002$(touch pwned)\u00010\u0002\u0001`,
	} {
		set, hide := loadFile(t, definitions, "")
		firings := planned(t, set, `{"tag:User:x":"`+value+`"}`)
		r := firings[0].Request
		want := []string{"--globoff", "--path-as-is", "-X", "POST", "-u", r.BasicAuth.Username + ":" + r.BasicAuth.Password}
		for _, h := range r.Headers {
			header := h.Name + ": " + string(h.Value)
			if len(h.Value) == 0 {
				header = h.Name + ";"
			}
			want = append(want, "-H", header)
		}
		want = append(want, "--data-raw", string(r.Body), string(r.URL))
		command := write(t, "curl", plain(hide), dryRun(firings)...)
		if diff := cmp.Diff(want, arguments(t, shell, dir, command)); diff != "" {
			t.Errorf("%s\narguments (-want +got):\n%s", command, diff)
		}
		if secret := "fi l"; strings.Contains(command, secret) || strings.Contains(command, "plain-k3y") {
			t.Errorf("a secret stands in %s", command)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "pwned")); err == nil {
		t.Error("a value of the call was run as a command")
	}
}

// arguments runs a command in which curl prints its arguments, each with a NUL behind it.
func arguments(t *testing.T, shell, dir, command string) []string {
	t.Helper()
	c := exec.Command(shell, "-c", `curl() { printf '%s\0' "$@"; }; `+command)
	c.Dir, c.Env = dir, os.Environ()
	for name, value := range environment() {
		c.Env = append(c.Env, name+"="+value)
	}
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%s: %v", command, err)
	}
	return strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
}

func lookPath(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skip("needs", name)
	}
	return path
}

func writeFile(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestCurlRevealed: with secrets in the open, values stand in the command.
func TestCurlRevealed(t *testing.T) {
	t.Parallel()
	set, _ := load(t, onlyPixel(`url: "https://a.example/?k=${env:ODD}"`, `basic_auth: {username: u, password: "${env:K}"}`))
	got := write(t, "curl", plain(redact.Reveal()), dryRun(planned(t, set, `{}`))...)
	want := `curl --globoff --path-as-is -u 'u:plain-k3y' 'https://a.example/?k=s%26c%2Fr%2Bt%20%C3%A9%24x'` + "\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("command (-want +got):\n%s", diff)
	}
}

// TestShellNames: only what a shell takes for a name stands behind a $.
func TestShellNames(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{"K": true, "_a1": true, "": false, "1A": false, "A-B": false, "A;x": false, "A$(x)": false, "É": false} {
		if isShellName(name) != want {
			t.Errorf("%q: %t", name, !want)
		}
	}
}
