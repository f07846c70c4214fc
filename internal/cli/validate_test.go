package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestValidate: findings on stdout, the summary on stderr, and a code that tells definitions that
// mean nothing from those that say what they should not.
func TestValidate(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "good.yaml", "pixels:\n  - name: P\n    fire_on: incoming\n    url: https://pixels.acme.io/?id=[Call:InboundCallId]\n")
	write(t, "doubtful.yaml", "pixels:\n  - name: P\n    fire_on: incoming\n    url: http://pixels.acme.io/?id=[Call:InboundCallId]\n")
	write(t, "wrong.yaml", "pixels:\n  - name: P\n    fire_on: incoming\n    url: https://pixels.acme.io/?id=[Call:InboundCallID]\n")
	write(t, "broken.yaml", "pixels:\n  - name: P\n    fire_on: never\n    url: https://pixels.acme.io/\n")
	write(t, "json.yaml", "pixels:\n  - name: P\n    fire_on: incoming\n    method: POST\n    url: https://pixels.acme.io/\n    content_type: application/json\n    body: '{\"a\":[Call:ConversionAmount]}'\n")
	write(t, "host.yaml", "pixels:\n  - name: P\n    fire_on: incoming\n    url: https://[User:host]/\n")
	write(t, "call.json", `{"inboundCallId":"RGB1","tag:User:host":"a.example"}`)
	write(t, "bare.json", `{}`)
	write(t, "empty.json", ``)
	tests := []struct {
		args   string
		code   Code
		stdout string
		talk   string
	}{
		{"good.yaml", CodeOK, "", "checked 1 file, 1 pixel, 0 campaigns: no findings"},
		{"-f good.yaml", CodeOK, "", "no findings"},
		{"doubtful.yaml", CodeOK, "[plain-http]", "1 warning"},
		{"doubtful.yaml --deny-warnings", CodeNo, "[plain-http]", "1 warning"},
		{"doubtful.yaml --disable plain-http --deny-warnings", CodeOK, "", "no findings"},
		{"doubtful.yaml --only unknown-token --deny-warnings", CodeOK, "", "no findings"},
		{"wrong.yaml", CodeNo, "[unknown-token]", "1 error"},
		{"wrong.yaml --format json", CodeNo, `"rule":"unknown-token"`, "1 error"},
		{"broken.yaml", CodeInput, "[unknown-event]", "1 error"},
		{"broken.yaml wrong.yaml", CodeInput, "[unknown-token]", "errors"},
		{"good.yaml --call call.json", CodeOK, "", "no findings"},
		{"json.yaml --call call.json", CodeNo, "for call RGB1 the body is not valid JSON", "error"},
		{"json.yaml --call bare.json", CodeNo, "for the call the body is not valid JSON", "error"},
		{"host.yaml --call call.json", CodeNo, "for call RGB1 the request cannot be built", "error"},
		{"good.yaml --call empty.json", CodeInput, "", "empty.json holds no call record"},
		{"good.yaml --call none.json", CodeInput, "", "no such call record: none.json"},
		{"good.yaml --call good.yaml", CodeInput, "", "good.yaml:1:1"},
		{"good.yaml --call call.json --campaign C", CodeInput, "", `unknown campaign "C"`},
		{"none.yaml", CodeInput, "", "no such file or folder: none.yaml"},
		{"", CodeInput, "", "no definitions"},
		{"good.yaml --only unknown-tokn", CodeUsage, "", `there is no rule "unknown-tokn"; did you mean unknown-token?`},
		{"good.yaml --disable xyz", CodeUsage, "", `there is no rule "xyz"; 'postback list rules' shows them`},
		{"good.yaml --dry-run", CodeUsage, "", "--dry-run goes with --fix"},
		{"good.yaml --fix --dry-run --format json", CodeUsage, "", "--dry-run prints a diff"},
		{"- --fix", CodeUsage, "", "--fix cannot change stdin"},
		{"good.yaml --format url", CodeUsage, "", `--format "url" is not supported here`},
	}
	for _, tt := range tests {
		r := invoke(t, nil, "", append([]string{"validate"}, strings.Fields(tt.args)...)...)
		if r.expect(t, tt.code, tt.talk); !strings.Contains(r.stdout, tt.stdout) || tt.stdout == "" && r.stdout != "" {
			t.Errorf("%s: %s", tt.args, r.stdout)
		}
	}
}

// TestValidateFix: certain corrections are made in the file, or shown as a diff.
func TestValidateFix(t *testing.T) {
	t.Chdir(t.TempDir())
	const wrong = "# kept\npixels:\n  - name: P\n    fire_on: incoming\n    url: https://pixels.acme.io/?id=[Call:InboundCallID]\n"
	right := strings.Replace(wrong, "CallID", "CallId", 1)
	write(t, "p.yaml", wrong)
	r := invoke(t, nil, "", "validate", "p.yaml", "--fix", "--dry-run")
	if r.expect(t, CodeNo, "p.yaml: 1 correction would be made"); !strings.Contains(r.stdout, "+    url: https://pixels.acme.io/?id=[Call:InboundCallId]\n") || read(t, "p.yaml") != wrong {
		t.Errorf("dry run:\n%s", r.stdout)
	}
	invoke(t, nil, "", "validate", "p.yaml", "--fix").expect(t, CodeOK, "p.yaml: 1 correction made", "no findings")
	if got := read(t, "p.yaml"); got != right {
		t.Errorf("corrected:\n%s", got)
	}
	invoke(t, nil, "", "validate", "p.yaml", "--fix").expect(t, CodeOK, "there is nothing that --fix can correct")
	if entries, err := os.ReadDir("."); err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v", entries)
	}
}

// TestStepSummary: the github format also adds to the summary page of the workflow.
func TestStepSummary(t *testing.T) {
	t.Parallel()
	summary := file(t, "summary.md", "before\n")
	definitions := file(t, "p.yaml", "pixels: [{name: P, fire_on: incoming, url: 'http://pixels.acme.io/'}]\n")
	validate := func(path string) result {
		return invoke(t, map[string]string{"GITHUB_STEP_SUMMARY": path}, "", "validate", definitions, "--format", "github")
	}
	validate(summary).expect(t, CodeOK)
	if got := read(t, summary); !strings.HasPrefix(got, "before\n### postback validate") || !strings.Contains(got, "plain-http") {
		t.Errorf("the summary holds %s", got)
	}
	validate(filepath.Join(summary, "x")).expect(t, CodeOutput, "cannot write the output: ")
}
