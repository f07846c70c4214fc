package cli

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// leakSecret is hard to hide: every encoding writes it differently.
const leakSecret = `s3cr+t/k"y&%2F é=1`

// leakCaller is the number of whoever called. It belongs to requests and to nothing else.
const leakCaller = "+16615550142"

// leakForms are the ways in which a secret may come out: raw, percent-encoded in both ways and both
// cases, escaped for JSON and HTML, and in base64, alone and as a password.
func leakForms() []string {
	escaped, _ := json.Marshal(leakSecret) // a string, which cannot fail
	bare := strings.Trim(string(escaped), `"`)
	forms := []string{
		leakSecret, bare, strings.ReplaceAll(bare, `\u0026`, "&"),
		url.QueryEscape(leakSecret), url.PathEscape(leakSecret), strings.ToLower(url.QueryEscape(leakSecret)),
		strings.ReplaceAll(url.QueryEscape(leakSecret), "+", "%20"),
		strings.NewReplacer("&", "&amp;", `"`, "&#34;").Replace(leakSecret),
	}
	for _, text := range []string{leakSecret, "u:" + leakSecret} {
		forms = append(forms, strings.TrimRight(base64.StdEncoding.EncodeToString([]byte(text)), "="), strings.TrimRight(base64.URLEncoding.EncodeToString([]byte(text)), "="))
	}
	return forms
}

// leakDefinitions have the secret at every place where one can stand. The receiver is at %s.
const leakDefinitions = `
pixels:
  - name: Query
    fire_on: incoming
    url: %[1]s/${env:KEY}/q?k=${env:KEY}&caller=[Call:CallerNumber]&tag=[User:secret]&api_key=l1teral-secret#${env:KEY}
    headers: {X-Key: "${env:KEY}", Authorization: "Bearer ${env:KEY}"}
  - name: Json
    fire_on: incoming
    method: POST
    url: %[1]s/j
    content_type: application/json
    body: '{"key":"${env:KEY}","password":"l1teral-secret","caller":"[Call:CallerNumber]"}'
    basic_auth: {username: u, password: "${env:KEY}"}
  - name: Form
    fire_on: incoming
    method: POST
    url: %[1]s/f
    content_type: application/x-www-form-urlencoded
    body: k=${env:KEY}&secret=l1teral-secret&caller=[Call:CallerNumber]
    encoding: form
  - name: Token
    fire_on: incoming
    url: %[1]s/t
    authentication: partner
  - name: Header breaks
    fire_on: incoming
    url: %[1]s/h
    headers: {X-Key: "${env:KEY}[User:lines]"}
  - name: Host
    fire_on: incoming
    url: https://[User:secret].example/
authentications:
  - name: partner
    request: {method: POST, url: "%[1]s/token?client_secret=${env:KEY}", body: "secret=${env:KEY}", token: /access_token}
`

// leakCases are golden cases that do not hold, with the secret in the call and in what is expected.
const leakCases = `
cases:
  - name: secrets
    call: {inboundCallId: RGB1, inboundPhoneNumber: "CALLER", "tag:User:secret": SECRET}
    event: incoming
    expect:
      - pixel: Query
        parameters: {k: SECRET, caller: "1", tag: other, api_key: l1teral-secret}
`

const leakCall = `{"inboundCallId":"RGB1","inboundPhoneNumber":"` + leakCaller + `","tag:User:lines":"a\nb","tag:User:secret":SECRET}`

// leakSite is a folder with everything that a command may read, and a receiver that repeats in its
// answers whatever it was sent.
type leakSite struct {
	folder, receiver string
}

func newLeakSite(t *testing.T) *leakSite {
	t.Helper()
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/token" {
			_ = json.NewEncoder(w).Encode(map[string]string{"access_token": leakSecret})
			return
		}
		w.Header().Set("X-Seen", r.Header.Get("X-Key"))
		w.WriteHeader(http.StatusBadRequest)
		body, _ := io.ReadAll(r.Body)
		user, password, _ := r.BasicAuth()
		_, _ = fmt.Fprintf(w, "no: %s %s %s:%s %s %s\n", r.URL, body, user, password, r.Header.Get("Authorization"), leakSecret)
	}))
	t.Cleanup(receiver.Close)
	s := &leakSite{t.TempDir(), receiver.URL}
	secret, err := json.Marshal(leakSecret)
	if err != nil {
		t.Fatal(err)
	}
	call := strings.ReplaceAll(leakCall, "SECRET", string(secret))
	definitions := fmt.Sprintf(leakDefinitions, receiver.URL)
	for name, text := range map[string]string{
		"pixels.yaml":                 definitions,
		"unreadable.yaml":             strings.ReplaceAll(definitions, "encoding: form", "encodign: ["),
		"faulty.yaml":                 strings.ReplaceAll(definitions, "fire_on: incoming", "fire_on: incomming"),
		"unsent.yaml":                 strings.ReplaceAll(definitions, receiver.URL, "http://no-such-host.invalid"),
		"refused.yaml":                strings.ReplaceAll(definitions, receiver.URL, "http://127.0.0.1:1"),
		"golden/pixels.yaml":          definitions,
		"unreadable/pixels.yaml":      definitions,
		"golden/pixels_test.yaml":     strings.NewReplacer("SECRET", string(secret), "CALLER", leakCaller).Replace(leakCases),
		"unreadable/pixels_test.yaml": strings.NewReplacer("SECRET", string(secret), "CALLER", leakCaller, "event:", "evnt: [").Replace(leakCases),
		"call.json":                   call,
		"calls.ndjson":                call + "\n" + strings.ReplaceAll(call, "RGB1", "RGB2") + "\n",
		"broken.json":                 call[:len(call)-1] + ",oops",
	} {
		write(t, filepath.Join(s.folder, name), text)
	}
	return s
}

// run runs a command in which words that name a file of the folder are replaced by its path.
func (s *leakSite) run(t *testing.T, line string) result {
	t.Helper()
	args := strings.Fields(line)
	for i, word := range args {
		word = strings.NewReplacer("RECEIVER", s.receiver, "SECRET", url.QueryEscape(leakSecret)).Replace(word)
		if strings.HasPrefix(word, "@") {
			word = filepath.Join(s.folder, word[1:])
		}
		args[i] = word
	}
	return invoke(t, map[string]string{"KEY": leakSecret}, "", args...)
}

// outputs is everything that runs left in the folder, by name.
func (s *leakSite) outputs(t *testing.T) map[string]string {
	t.Helper()
	outputs := map[string]string{}
	err := fs.WalkDir(os.DirFS(s.folder), ".", func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && strings.HasPrefix(d.Name(), "out") {
			outputs[path] = read(t, filepath.Join(s.folder, path))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return outputs
}

// leakCommands are commands that read the secret, in every format, with good input and bad.
func leakCommands() []string {
	lines := []string{
		"fire -v -f @pixels.yaml -c @call.json --force --report-html @out.html --report-junit @out.xml --report-har @out.har --format ndjson -o @out.ndjson",
		"fire -v -f @pixels.yaml -c @call.json --to RECEIVER",
		"fire -v -f @pixels.yaml -c @call.json --to RECEIVER --retry 1 --retry-unsafe --all",
		"fire -v -f @pixels.yaml -c @call.json",
		"fire -v -f @unsent.yaml -c @call.json --force",
		"fire -v -f @refused.yaml -c @call.json --force --format json",
		"fire -v -f @pixels.yaml -c @call.json --force --deny-private --format junit",
		"report @out.ndjson", "report @out.ndjson --format json", "report @out.ndjson --format html",
		"report @out.ndjson --format markdown", "report @out.ndjson --format junit", "report @out.ndjson --format csv",
		"report @call.json", "report @pixels.yaml",
		"render -f @unreadable.yaml -c @call.json", "render -f @faulty.yaml -c @call.json",
		"render -f @pixels.yaml -c @broken.json", "render -f @pixels.yaml -c @pixels.yaml",
		"validate @pixels.yaml --call @broken.json", "validate @pixels.yaml --fix --dry-run",
		"list receivers -f @pixels.yaml",
		"replay -v -f @pixels.yaml -c @calls.ndjson --force --format ndjson -o @out.replay.ndjson --journal @out.journal",
		"replay -v -f @pixels.yaml -c @calls.ndjson --force --all --journal @out.journal",
		"replay -v -f @refused.yaml -c @calls.ndjson --force --journal @out.refused.journal --progress plain",
		"replay -f @pixels.yaml -c @broken.json --journal @out.other.journal",
		"replay -f @faulty.yaml -c @calls.ndjson --journal @out.other.journal",
		"fire -f @pixels.yaml -c @call.json --force --journal @out.fire.journal",
		"journal show @out.journal", "journal verify @out.journal", "journal export @out.journal", "journal export @out.journal --format csv",
		"journal show @pixels.yaml", "report @out.replay.ndjson",
		"test @golden/pixels_test.yaml", "test @golden/pixels_test.yaml --format json", "test @golden/pixels_test.yaml --format junit",
		"test @golden/pixels_test.yaml --format tap", "test @golden/pixels_test.yaml --format github", "test @golden/pixels_test.yaml --coverage",
		"test @unreadable/pixels_test.yaml",
		"diff @pixels.yaml @unsent.yaml -c @calls.ndjson", "diff @pixels.yaml @unsent.yaml -c @calls.ndjson --format json",
		"diff @pixels.yaml @unsent.yaml -c @calls.ndjson --format markdown", "diff @pixels.yaml @unreadable.yaml -c @calls.ndjson",
		"compare -f @pixels.yaml -c @call.json RECEIVER/x/q?k=SECRET&caller=1&tag=SECRET&api_key=l1teral-secret --pixel Query",
		"compare -f @pixels.yaml --pixel Query --format json RECEIVER/x/q?k=SECRET&api_key=l1teral-secret",
		"import url RECEIVER/x/q?api_key=SECRET&password=l1teral-secret", "import call @call.json", "import har @out.har",
		"import url RECEIVER/x/q?api_key=SECRET&password=l1teral-secret -o @out.import.yaml",
		"import ringba @call.json", "import curl @pixels.yaml",
	}
	for _, format := range []string{"text", "json", "ndjson", "url", "curl", "csv"} {
		lines = append(lines, "render -f @pixels.yaml -c @calls.ndjson --all --format "+format)
	}
	for _, format := range []string{"text", "json", "github", "sarif", "junit"} {
		for _, file := range []string{"@pixels.yaml", "@faulty.yaml", "@unreadable.yaml"} {
			lines = append(lines, "validate "+file+" --call @call.json --format "+format)
		}
	}
	for _, format := range []string{"text", "json"} {
		lines = append(lines, "explain -f @pixels.yaml -c @call.json --format "+format)
	}
	return lines
}

// TestNothingLeaks puts a secret, and a caller's number, into every input, and looks for them in
// every output of every command. The number may stand in requests, which hold it.
func TestNothingLeaks(t *testing.T) {
	t.Parallel()
	site := newLeakSite(t)
	for _, line := range leakCommands() {
		r := site.run(t, line)
		checkLeaks(t, line+": stdout", r.stdout)
		checkLeaks(t, line+": stderr", r.stderr)
		if strings.Contains(r.stderr, "panic") || r.code > 6 {
			t.Errorf("%s: exit %d\n%s", line, r.code, r.stderr)
		}
		// Findings of import quote the source, in which the number stands.
		if !strings.Contains(line, " -v ") && !strings.HasPrefix(line, "import") && strings.Contains(r.stderr, leakCaller) {
			t.Errorf("%s: the talk holds the caller's number\n%s", line, r.stderr)
		}
	}
	outputs := site.outputs(t)
	if len(outputs) < 4 {
		t.Errorf("only %d files were written", len(outputs))
	}
	for name, text := range outputs {
		checkLeaks(t, name, text)
	}
}

// checkLeaks looks for the secrets in an output.
func checkLeaks(t *testing.T, where, text string) {
	t.Helper()
	for _, form := range append(leakForms(), "l1teral-secret") {
		if i := strings.Index(text, form); i >= 0 {
			t.Errorf("%s shows a secret as %s:\n%s", where, form, text[max(i-200, 0):min(i+200, len(text))])
			return
		}
	}
}

// The check is worth nothing when it would not find what is there.
func TestLeaksAreFound(t *testing.T) {
	t.Parallel()
	site := newLeakSite(t)
	r := site.run(t, "render -f @pixels.yaml -c @call.json --show-secrets --format json")
	found := 0
	for _, form := range leakForms() {
		if strings.Contains(r.stdout, form) {
			found++
		}
	}
	if found < 4 || !strings.Contains(r.stdout, "l1teral-secret") || !strings.Contains(r.stdout, url.QueryEscape(leakCaller)) {
		t.Errorf("only %d forms of the secret are in\n%s", found, r.stdout)
	}
}
