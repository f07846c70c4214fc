package cli

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postback/internal/report"
)

// pixelOf is a file with one pixel of that URL, and further lines.
func pixelOf(url string, lines ...string) string {
	return "pixels:\n  - name: P\n    fire_on: converted\n    url: " + url + "\n" + strings.Join(lines, "\n")
}

const (
	cleanPixel   = "https://receiver.test/p?id=[Call:InboundCallId]"
	wrongPixel   = "https://receiver.test/p?id=[Call:InboundCallID]"
	warningPixel = "https://receiver.test/p?id=[Call:InboundCallId]&&x=1"
)

// TestValidateCodes: clean is 0, findings are 1, wrong invocations 2, definitions that mean nothing 3,
// whatever rules are chosen.
func TestValidateCodes(t *testing.T) {
	t.Parallel()
	const unknownKey = "    methd: GET\n"
	tests := []struct {
		name, definitions string
		args              string
		code              Code
		talk              string
	}{
		{"clean", pixelOf(cleanPixel), "", CodeOK, "checked 1 file, 1 pixel, 0 campaigns: no findings"},
		{"a warning", pixelOf(warningPixel), "", CodeOK, ": 1 warning"},
		{"a warning denied", pixelOf(warningPixel), "--deny-warnings", CodeNo, ": 1 warning"},
		{"a note is no warning", pixelOf("https://receiver.test/p", "    headers: {X-Key: '${env:NONE}'}\n"), "--deny-warnings", CodeOK, ": 1 note"},
		{"an error", pixelOf(wrongPixel), "", CodeNo, ": 1 error"},
		{"an error disabled", pixelOf(wrongPixel), "--disable unknown-token", CodeOK, "no findings"},
		{"an error not chosen", pixelOf(wrongPixel), "--only plain-http,fragment", CodeOK, "no findings"},
		{"an error chosen", pixelOf(wrongPixel), "--only plain-http --only unknown-token", CodeNo, ": 1 error"},
		{"an error ignored", pixelOf(wrongPixel + " # postback: ignore unknown-token ours"), "", CodeOK, "no findings"},
		{"YAML", "pixels: [", "", CodeInput, ": 1 error"},
		{"an unknown key", pixelOf(cleanPixel, unknownKey), "", CodeInput, ": 1 error"},
		{"an unknown key disabled", pixelOf(cleanPixel, unknownKey), "--disable unknown-key", CodeInput, ": 1 error"},
		{"an unknown key not chosen", pixelOf(cleanPixel, unknownKey), "--only plain-http", CodeInput, ": 1 error"},
		{"an unknown key ignored", pixelOf(cleanPixel, "    # postback: ignore unknown-key ours", unknownKey), "", CodeInput, ": 1 error, 1 warning"},
		{"an unknown key and more", pixelOf(wrongPixel, unknownKey), "", CodeInput, ": 2 errors"},
		{"no rule", pixelOf(cleanPixel), "--only unknwn-token", CodeUsage, `there is no rule "unknwn-token"; did you mean unknown-token?`},
		{"no rule at all", pixelOf(cleanPixel), "--disable x", CodeUsage, `there is no rule "x"; 'postback list rules' shows them`},
		{"no flag", pixelOf(cleanPixel), "--fixx", CodeUsage, "did you mean --fix?"},
		{"no format", pixelOf(cleanPixel), "--format curl", CodeUsage, "expected one of text, json, github, sarif, junit"},
		{"a dry run of nothing", pixelOf(cleanPixel), "--dry-run", CodeUsage, "--dry-run goes with --fix"},
		{"a diff has one format", pixelOf(wrongPixel), "--fix --dry-run --format json", CodeUsage, "--dry-run prints a diff"},
		{"quiet", pixelOf(wrongPixel), "-q", CodeNo, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := invoke(t, nil, "", append([]string{"validate", file(t, "pixels.yaml", tt.definitions)}, strings.Fields(tt.args)...)...)
			r.expect(t, tt.code, tt.talk)
			if tt.talk == "" && r.stderr != "" {
				t.Errorf("talk: %s", r.stderr)
			}
		})
	}
}

// TestValidatePlaces: paths as arguments, with -f, as a folder, on stdin; and what is not there.
func TestValidatePlaces(t *testing.T) {
	t.Parallel()
	path := file(t, "a.yaml", pixelOf(cleanPixel))
	write(t, filepath.Join(filepath.Dir(path), "b.yml"), strings.Replace(pixelOf(wrongPixel), "name: P", "name: Q", 1))
	const stdin = "pixels:\n  - {name: R, fire_on: incoming, url: 'https://receiver.test/p?'}\n"
	invoke(t, nil, "", "validate", filepath.Dir(path)).expect(t, CodeNo, "checked 2 files, 2 pixels, 0 campaigns: 1 error")
	invoke(t, nil, "", "validate", path, "-f", filepath.Dir(path)).expect(t, CodeNo, "checked 2 files")
	invoke(t, nil, stdin, "validate", path, "-").expect(t, CodeOK, "checked 2 files, 2 pixels, 0 campaigns: no findings")
	invoke(t, nil, "pixels: [", "validate", "-").expect(t, CodeInput, "checked 1 file, 0 pixels")
	invoke(t, nil, "", "validate", path, "gone.yaml").expect(t, CodeInput, "no such file or folder: gone.yaml")
	invoke(t, nil, stdin, "validate", "-", "-c", "-").expect(t, CodeUsage, "stdin cannot be the definitions and the call record at once")
}

// TestValidateIsWhatFireCompiles: validate finds definitions unusable exactly when render and fire
// refuse them.
func TestValidateIsWhatFireCompiles(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("../validate/testdata/*/*.yaml")
	if err != nil || len(paths) < 50 {
		t.Fatalf("%d fixtures: %v", len(paths), err)
	}
	for _, path := range paths {
		checked := invoke(t, nil, "", "validate", path)
		rendered := invoke(t, nil, `{"campaignName":"none of these"}`, "render", "-f", path, "-c", "-", "--allow-empty")
		refused := strings.Contains(rendered.stderr, "in the definitions; nothing was sent")
		if (checked.code == int(CodeInput)) != refused {
			t.Errorf("%s: validate ends with %d and render says\n%s", path, checked.code, rendered.stderr)
		}
	}
}

// TestValidateRepeats: whatever the format, a run is like the one before.
func TestValidateRepeats(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for _, name := range []string{"c.yaml", "a.yaml", "b.yaml"} {
		definitions := strings.ReplaceAll(pixelOf(wrongPixel+"&amp;x=[callId]&x=1"), "name: P", "name: "+name)
		write(t, filepath.Join(folder, name), definitions+"\n  - {name: "+name+"2, fire_on: payout, url: '"+wrongPixel+"&amp;x=[callId]&x=1'}\n")
	}
	for _, format := range report.FindingsFormats() {
		first := invoke(t, nil, "", "validate", "--format", format, folder)
		first.expect(t, CodeNo)
		for range 5 {
			if diff := cmp.Diff(first, invoke(t, nil, "", "validate", "--format", format, folder), cmp.AllowUnexported(result{})); diff != "" {
				t.Fatalf("%s (-first +later):\n%s", format, diff)
			}
		}
	}
}

// TestValidateOutput: -o takes the findings of every format; a stream that fails is code 6.
func TestValidateOutput(t *testing.T) {
	t.Parallel()
	path := file(t, "pixels.yaml", pixelOf(wrongPixel))
	for _, format := range report.FindingsFormats() {
		want := invoke(t, nil, "", "validate", path, "--format", format)
		out := filepath.Join(t.TempDir(), "findings")
		got := invoke(t, nil, "", "validate", path, "--format", format, "-o", out)
		if got.code != want.code || got.stdout != "" || read(t, out) != want.stdout {
			t.Errorf("%s: exit %d, %q on stdout, in the file:\n%s", format, got.code, got.stdout, read(t, out))
		}
		env := testEnv(nil, "", failing{errors.New("no space left")}, io.Discard, []string{"validate", path, "--format", format})
		if code := Main(env); code != int(CodeOutput) {
			t.Errorf("%s: a full disk gives %d", format, code)
		}
	}
	invoke(t, nil, "", "validate", path, "-o", filepath.Join(t.TempDir(), "no", "such", "folder")).expect(t, CodeOutput)
	env := map[string]string{"GITHUB_STEP_SUMMARY": t.TempDir()} // a folder
	invoke(t, env, "", "validate", path, "--format", "github").expect(t, CodeOutput, "cannot write the output")
}

// secretDefinitions hold a credential in every place that can have one, and mistakes all around. %s
// is the credential, or the variable that has it.
const secretDefinitions = `
pixels:
  - name: Query
    fire_on: converted
    url: https://u:%s@a.example/p?api_key=%s&x=[Call:InboundCallID]&amp;id=[callId]&%s=[Call:Foo]
  - name: Fold
    fire_on: converted
    url: >-
      https://b.example/p?token=
      %s&id=%5BCall:InboundCallId%5D
  - name: Header
    fire_on: converted
    url: https://c.example/
    headers:
      X-Api-Key:
        %s
      Authorization: 'Bearer %s [Call:Nope]'
  - name: Body
    fire_on: converted
    method: POST
    url: https://d.example/
    content_type: application/json
    body: |
      {"api_key":
        "%s", "x": [1,2], "y": "%s[Call:Nope]"}
  - name: Form
    fire_on: converted
    method: POST
    url: https://e.example/
    content_type: application/x-www-form-urlencoded
    body: "password=%s&x=[Call:Nope]"
  - name: Basic
    fire_on: converted
    url: https://f.example/%s
    basic_auth:
      username: me
      password:
        "%s"
authentications:
  - name: o
    oauth2:
      token_url: https://g.example/
      client_id: me
      client_secret:
        %s
`

// TestNoSecretsInFindings: no format, diff or explanation shows a credential, be it a variable's or
// one that stands in the definitions.
func TestNoSecretsInFindings(t *testing.T) {
	t.Parallel()
	const secret = "l1teral-s3cret"
	call := file(t, "call.json", `{"inboundCallId":"`+secret+`","hasConverted":true,"tag:User:x":"`+secret+`"}`)
	commands := [][]string{{"validate", "--fix", "--dry-run"}, {"explain", "-c", call}, {"explain", "--format", "json", "-c", call}}
	for _, format := range report.FindingsFormats() {
		commands = append(commands, []string{"validate", "--format", format, "-c", call})
	}
	for _, written := range []string{secret, "${env:KEY}"} {
		path := file(t, "pixels.yaml", strings.ReplaceAll(secretDefinitions, "%s", written))
		for _, command := range commands {
			r := invoke(t, map[string]string{"KEY": secret}, "", append(command, "-f", path)...)
			if out := r.stdout + r.stderr; strings.Contains(out, secret) || len(out) < 1000 {
				t.Errorf("%s: %q shows the secret:\n%s", written, command, out)
			}
		}
	}
}

// TestFingerprintsKnowNoSecret: they are the same whatever the credential is, and whether it is
// shown or not.
func TestFingerprintsKnowNoSecret(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "pixels.yaml")
	prints := func(secret string, args ...string) []string {
		write(t, path, strings.ReplaceAll(secretDefinitions, "%s", secret))
		return fingerprintsIn(t, invoke(t, nil, "", append(args, "validate", "--format", "sarif", "-f", path)...).stdout)
	}
	want := prints("l1teral-s3cret")
	if len(want) < 10 {
		t.Fatalf("%d findings", len(want))
	}
	if diff := cmp.Diff(want, prints("0ther-l1teral")); diff != "" {
		t.Errorf("another secret (-before +after):\n%s", diff)
	}
	if diff := cmp.Diff(want, prints("l1teral-s3cret", "--show-secrets")); diff != "" {
		t.Errorf("--show-secrets (-hidden +shown):\n%s", diff)
	}
}

// TestFingerprintsSurvive what is written elsewhere in the file: they stay when lines move, pixels
// are added, and the layout changes.
func TestFingerprintsSurvive(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "pixels.yaml")
	prints := func(definitions string) []string {
		write(t, path, definitions)
		return fingerprintsIn(t, invoke(t, nil, "", "validate", "--format", "sarif", path).stdout)
	}
	url := wrongPixel + "&amp;a=[callId]&b=[callId]"
	want := prints(pixelOf(url))
	if len(want) < 4 {
		t.Fatalf("%d findings", len(want))
	}
	for name, definitions := range map[string]string{
		"lines":  "# one\n\n# two\n" + pixelOf(url, "    # three\n"),
		"pixels": strings.Replace(pixelOf(url), "pixels:\n", "pixels:\n  - {name: A, fire_on: payout, url: 'https://receiver.test/other?id=[Call:InboundCallId]'}\n", 1),
		"layout": "pixels: [{name: P, fire_on: converted, url: '" + url + "'}]",
		"CRLF":   strings.ReplaceAll(pixelOf(url), "\n", "\r\n"),
	} {
		if diff := cmp.Diff(want, prints(definitions)); diff != "" {
			t.Errorf("%s (-before +after):\n%s", name, diff)
		}
	}
}

// fingerprintsIn are the rules of the findings in a SARIF report, each with its fingerprint.
func fingerprintsIn(t *testing.T, sarif string) []string {
	t.Helper()
	var document struct {
		Runs []struct {
			Results []struct {
				RuleID              string
				PartialFingerprints map[string]string
			}
		}
	}
	if err := json.Unmarshal([]byte(sarif), &document); err != nil {
		t.Fatal(err)
	}
	var prints []string
	for _, r := range document.Runs[0].Results {
		prints = append(prints, r.RuleID+" "+r.PartialFingerprints["postback/v1"])
	}
	return prints
}

// TestShowSecretsInFindings: --show-secrets lifts the mask.
func TestShowSecretsInFindings(t *testing.T) {
	t.Parallel()
	path := file(t, "pixels.yaml", pixelOf("https://receiver.test/?token=l1teral-s3cret&&x=1"))
	if r := invoke(t, nil, "", "validate", path, "--show-secrets"); !strings.Contains(r.stdout, "l1teral-s3cret") {
		t.Errorf("%s", r.stdout)
	}
}

// TestValidateDefaults: without a path it is postback.yaml, then pixels.yaml.
func TestValidateDefaults(t *testing.T) {
	t.Chdir(t.TempDir())
	invoke(t, nil, "", "validate").expect(t, CodeInput, "no definitions: give a file or folder")
	write(t, "pixels.yaml", pixelOf(wrongPixel))
	invoke(t, nil, "", "validate").expect(t, CodeNo)
	write(t, "postback.yaml", pixelOf(cleanPixel))
	invoke(t, nil, "", "validate").expect(t, CodeOK)
	if err := os.Remove("postback.yaml"); err != nil {
		t.Fatal(err)
	}
	invoke(t, nil, "", "validate").expect(t, CodeNo)
}
