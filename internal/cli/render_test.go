package cli

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestRender: results on stdout, the rest on stderr; -q silences the rest, but not errors.
func TestRender(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, stdin, args string
		code              Code
		stdout            string
		talk              string // all of stderr
	}{
		{"one call", oneCall, "", CodeOK, "https://a.example/?id=RGB1&x=1\n", "1 rendered, nothing was sent · 1 skipped (--all shows why)\n"},
		{"quiet", oneCall, "-q", CodeOK, "https://a.example/?id=RGB1&x=1\n", ""},
		{
			"two calls", oneCall + `{"inboundCallId":"B"}`, "", CodeOK, "https://a.example/?id=RGB1&x=1\nhttps://a.example/?id=B&x=\n",
			"2 rendered, nothing was sent · 2 skipped (--all shows why) · 2 calls\n",
		},
		{"explicit events", oneCall, "-e payout,incoming", CodeOK, "https://b.example/?id=RGB1\nhttps://a.example/?id=RGB1&x=1\n", "2 rendered, nothing was sent\n"},
		{"overrides", oneCall, "--set User:x=a&b --set Call:InboundCallId=", CodeOK, "https://a.example/?id=&x=a%26b\n", "1 rendered, nothing was sent · 1 skipped (--all shows why)\n"},
		{
			"an override for nothing", oneCall, "--set User:y=1", CodeOK, "https://a.example/?id=RGB1&x=1\n",
			"--set [User:y]: no pixel uses this token; did you mean [User:x]?\n1 rendered, nothing was sent · 1 skipped (--all shows why)\n",
		},
		{"pixels", oneCall, "--pixel S* -e payout", CodeOK, "https://b.example/?id=RGB1\n", "1 rendered, nothing was sent\n"},
		{"nothing", `{"wasBlocked":true}`, "", CodeNo, "", "0 rendered, nothing was sent · 2 skipped (--all shows why)\nnothing selected:\n" +
			"  First: the record does not show that the call reached incoming [not-reached]\n  Second: the record does not show that the call reached payout [not-reached]\n"},
		{"nothing, quietly", `{"wasBlocked":true}`, "-q", CodeNo, "", ""},
		{"nothing, which is fine", `{"wasBlocked":true}`, "--allow-empty", CodeOK, "", "0 rendered, nothing was sent · 2 skipped (--all shows why)\n"},
		{"no such pixel", oneCall, "--pixel Kayzen", CodeNo, "", "0 rendered, nothing was sent\nnothing selected: no pixel is called Kayzen\n"},
		{"nearly such a pixel", oneCall, "--pixel first", CodeNo, "", "0 rendered, nothing was sent\nnothing selected: no pixel is called first; did you mean First?\n"},
		{"no such pixels", oneCall, "--pixel a --pixel b*", CodeNo, "", "0 rendered, nothing was sent\nnothing selected: no pixel is called a or b*\n"},
		{"calls that cannot be read", oneCall + "\n{\"a\":}\n{\"b\":}\n", "--on-bad-call skip -q", CodeOK, "https://a.example/?id=RGB1&x=1\n", ""},
		{"nothing but such calls", "{\"a\":}\n{\"b\":}\n", "--on-bad-call skip -q", CodeNo, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			args := append([]string{"render", "--format", "url"}, strings.Fields(tt.args)...)
			r := invoke(t, nil, tt.stdin, inputs(t, args...)...)
			r.expect(t, tt.code)
			if diff := cmp.Diff(tt.stdout, r.stdout); diff != "" {
				t.Errorf("stdout (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.talk, r.stderr); diff != "" {
				t.Errorf("stderr (-want +got):\n%s", diff)
			}
		})
	}
}

// TestRenderDefinitions: where definitions come from, and what is said of those that cannot be used.
func TestRenderDefinitions(t *testing.T) {
	t.Chdir(t.TempDir())
	render := func(args ...string) result {
		return invoke(t, nil, oneCall, append([]string{"render", "-c", "-", "--format", "url"}, args...)...)
	}
	render().expect(t, CodeInput, "postback: no definitions: give a file or folder with -f, or put a postback.yaml into this folder")
	named := func(host string) string {
		return "pixels: [{name: P, fire_on: incoming, url: https://" + host + ".example}]"
	}
	write(t, "pixels.yaml", named("pixels"))
	if r := render(); r.stdout != "https://pixels.example\n" {
		t.Errorf("pixels.yaml: %+v", r)
	}
	write(t, "postback.yaml", named("postback"))
	if r := render(); r.stdout != "https://postback.example\n" {
		t.Errorf("postback.yaml: %+v", r)
	}
	render("-f", "nowhere.yaml").expect(t, CodeInput, "postback: no such file or folder: nowhere.yaml")
	write(t, "bad.yaml", "pixels: [{name: P, fire_on: incomming, url: '[Call:X'}]\n")
	r := render("-f", "bad.yaml", "-q")
	r.expect(t, CodeInput, "bad.yaml:1:29: error: unknown event \"incomming\"; did you mean incoming? [unknown-event]\n    1 | pixels:", "bad.yaml:1:46: error: ")
	render("-f", "bad.yaml").expect(t, CodeInput, "2 errors in the definitions; nothing was sent")
	write(t, "doubtful.yaml", "pixels: [{name: P, fire_on: incoming, url: 'https://a.example/?a=[callId]'}]\n")
	render("-f", "doubtful.yaml").expect(t, CodeOK, "doubtful.yaml:1:66: warning: ")
	if r := render("-f", "doubtful.yaml", "-q"); r.stderr != "" {
		t.Errorf("quiet: %s", r.stderr)
	}
	write(t, "empty.yaml", "pixels: []\n")
	render("-f", "empty.yaml").expect(t, CodeNo, "nothing selected: the definitions have no pixels")
	if r := invoke(t, nil, named("stdin"), "render", "-f", "-", "-c", "call.json"); r.code != int(CodeInput) || !strings.Contains(r.stderr, "no such call record: call.json") {
		t.Errorf("no call: %+v", r)
	}
	write(t, "call.json", oneCall)
	if r := invoke(t, nil, named("stdin"), "render", "-f", "-", "-c", "call.json", "--format", "url"); r.stdout != "https://stdin.example\n" {
		t.Errorf("definitions from stdin: %+v", r)
	}
	invoke(t, nil, named("stdin"), "render", "-f", "-", "-c", "-").expect(t, CodeUsage, "stdin cannot be the definitions and the call record at once")
	invoke(t, nil, "", "render").expect(t, CodeUsage, "no call record: give a JSON file with -c, or - for stdin")
	invoke(t, nil, "", "render", "-c", ".").expect(t, CodeInput, "cannot be read: ")
	invoke(t, nil, "", "render", "-c", "call.json/x").expect(t, CodeInput, "cannot read the call record: ")
}

// TestRenderVariables: a variable without a value is a note with its place and its placeholder in
// the output; one with a value is in no output, unless it is asked for.
func TestRenderVariables(t *testing.T) {
	t.Parallel()
	definitions := file(t, "p.yaml", "pixels: [{name: P, fire_on: incoming, url: 'https://a.example/?key=${env:K}&k=${env:K}&u=${env:U}'}]")
	render := func(args ...string) result {
		return invoke(t, map[string]string{"K": "s3cr3t/!", "U": ""}, oneCall, append([]string{"render", "-f", definitions, "-c", "-"}, args...)...)
	}
	r := render("--format", "url")
	r.expect(t, CodeOK, "p.yaml:1:90: warning: the environment variable U is empty, so the request shows ${env:U} [unset-variable]")
	if r.stdout != "https://a.example/?key=***&k=***&u=${env:U}\n" {
		t.Errorf("stdout: %s", r.stdout)
	}
	if r := render("--format", "url", "--show-secrets", "-q"); r.stdout != "https://a.example/?key=s3cr3t%2F%21&k=s3cr3t%2F%21&u=${env:U}\n" || r.stderr != "" {
		t.Errorf("in the open: %+v", r)
	}
	for _, format := range []string{"text", "json", "ndjson", "curl"} {
		if r := render("--format", format); strings.Contains(r.stdout+r.stderr, "s3cr3t") {
			t.Errorf("%s shows the secret:\n%s", format, r.stdout)
		}
	}
}

// TestRenderCampaigns: the campaign is chosen by name or id, or by the record.
func TestRenderCampaigns(t *testing.T) {
	t.Parallel()
	definitions := file(t, "p.yaml", definitions+"campaigns: [{name: C, id: CA1, pixels: [First]}, {name: D, pixels: []}]\n")
	render := func(stdin string, args ...string) result {
		return invoke(t, nil, stdin, append([]string{"render", "-f", definitions, "-c", "-", "--format", "url"}, args...)...)
	}
	render(oneCall).expect(t, CodeInput, "postback: <stdin>:1: the call record names no campaign; choose one with --campaign: C, D")
	render(oneCall, "--campaign", "CA1").expect(t, CodeOK)
	render(oneCall, "--campaign", "c").expect(t, CodeInput, `postback: unknown campaign "c"; did you mean C?`)
	render(`{"campaignName":"D"}`).expect(t, CodeNo, `First: the campaign "D" does not have this pixel [not-attached]`)
}

// TestTimeZone: a zone is a name of the time zone database.
func TestTimeZone(t *testing.T) {
	t.Parallel()
	args := []string{"render", "-f", file(t, "p.yaml", "pixels: [{name: P, fire_on: incoming, url: 'https://a.example/[Time:Hour]'}]"), "-c", "-", "--format", "url"}
	call := `{"callDt":1763754905000}`
	for zone, want := range map[string]string{"America/Los_Angeles": "11", "UTC": "19"} {
		if r := invoke(t, nil, call, append(args, "--time-zone", zone)...); r.stdout != "https://a.example/"+want+"\n" {
			t.Errorf("%s: %+v", zone, r)
		}
	}
	invoke(t, nil, call, append(args, "--time-zone", "PST8")...).expect(t, CodeUsage, `--time-zone "PST8" is not a time zone; write a name such as America/Los_Angeles`)
}

// TestUnknownWords: a word that is not known is answered with the one that was meant.
func TestUnknownWords(t *testing.T) {
	t.Parallel()
	tests := []struct {
		args, want string
	}{
		{"rendr", `unknown command "rendr"; did you mean render?`},
		{"frobnicate", `unknown command "frobnicate"; expected one of `},
		{"render --formt json", "unknown flag --formt; did you mean --format?"},
		{"render --frobnicate", "unknown flag --frobnicate\n"},
		{"render -z", "unknown shorthand flag: 'z' in -z"},
		{"render extra", `unknown command "extra" for "postback render"`},
		{"render --all=perhaps", `invalid argument "perhaps" for "--all" flag`},
		{"list", "postback list what? one of "},
		{"list event", `postback list does not know "event"; did you mean events?`},
		{"list tokens --event convertd", `unknown event "convertd"; did you mean converted?`},
		{"list tokens --format yaml", `--format "yaml" is not supported here; expected one of text, json`},
		{"list events --format yaml", `--format "yaml" is not supported here; expected one of text, json`},
		{"list rules no-such-rule", `there is no rule "no-such-rule"`},
		{"list rules --format json unknown-token", `--format "json" is not supported for a single rule; it is text`},
		{"help exit-code", `no help for "exit-code"; did you mean exit-codes?`},
		{"help nothing at all", `no help for "nothing at all"; expected one of `},
		{"version extra", `unknown command "extra" for "postback version"`},
	}
	for _, tt := range tests {
		r := invoke(t, nil, "", strings.Fields(tt.args)...)
		r.expect(t, CodeUsage, "postback: "+tt.want, "--help' for usage")
		if r.stdout != "" {
			t.Errorf("%s: stdout %s", tt.args, r.stdout)
		}
	}
}

// TestReferences: what only explains succeeds without any input.
func TestReferences(t *testing.T) {
	t.Parallel()
	tests := []struct{ args, want string }{
		{"", "Usage:\n  postback"},
		{"--help", "Usage:\n  postback"},
		{"help", "Usage:\n  postback"},
		{"help fire", "postback fire"},
		{"help exit-codes", "  130  interrupted"},
		{"help formats", "one URL a line and nothing else"},
		{"help environment", "POSTBACK_FORMAT=json"},
		{"help secrets", "${env:NAME}"},
		{"version", "postback v0-test (go"},
		{"list events", "Connected (Answered)"},
		{"list events --format json", `{"events":[{"event":"incoming"`},
		{"list tokens --search inboundcallid", "[Call:InboundCallId]"},
		{"list tokens --event recording", "[Call:RecordingUrl]"},
		{"list tokens --format json", `"schema_version":1`},
		{"list rules", "unknown-token"},
		{"list rules unknown-token", "Wrong:"},
		{"completion bash", "bash completion"},
	}
	for _, tt := range tests {
		r := invoke(t, nil, "", strings.Fields(tt.args)...)
		if r.expect(t, CodeOK); !strings.Contains(r.stdout, tt.want) {
			t.Errorf("%s: no %q in\n%s", tt.args, tt.want, r.stdout)
		}
	}
	invoke(t, nil, "", "list", "tokens", "--search", "zzz").expect(t, CodeNo, `no token matches "zzz"`)
}
