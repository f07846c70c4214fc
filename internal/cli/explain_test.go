package cli

import (
	"strings"
	"testing"
)

// TestExplain: every pixel of one call, or the one that is asked for.
func TestExplain(t *testing.T) {
	t.Parallel()
	tests := []struct {
		stdin, args string
		code        Code
		stdout      string // what it begins with
		talk        string
	}{
		{oneCall, "", CodeOK, "First fires on incoming for call RGB1.\n", ""},
		{oneCall, "--why;Second", CodeOK, "Second does not fire for call RGB1: the record does not show that the call reached payout.\n", ""},
		{oneCall, "--why;Secnd", CodeNo, "", `no pixel is called "Secnd"; did you mean Second?`},
		{oneCall, "--pixel;x", CodeNo, "", "nothing selected: no pixel is called x"},
		{oneCall, "--pixel;x;--allow-empty", CodeOK, "", ""},
		{oneCall, "--format;json", CodeOK, `{"schema_version":1,"explanations":[{"pixel":"First"`, ""},
		{oneCall, "--format;url", CodeUsage, "", `--format "url" is not supported here; expected one of text, json`},
		{oneCall, "--campaign;C", CodeInput, "", `unknown campaign "C"`},
		{oneCall, "-e;x", CodeUsage, "", `unknown event "x"`},
		{oneCall + oneCall, "", CodeInput, "", "<stdin> holds several calls"},
	}
	for _, tt := range tests {
		args := []string{"explain"}
		if tt.args != "" {
			args = append(args, strings.Split(tt.args, ";")...)
		}
		r := invoke(t, nil, tt.stdin, inputs(t, args...)...)
		if r.expect(t, tt.code, tt.talk); !strings.HasPrefix(r.stdout, tt.stdout) || tt.stdout == "" && r.stdout != "" && tt.code != CodeOK {
			t.Errorf("%s: %s", tt.args, r.stdout)
		}
	}
	out := file(t, "out.txt", "old")
	invoke(t, nil, oneCall, inputs(t, "explain", "-o", out)...).expect(t, CodeOK)
	if got := read(t, out); !strings.HasPrefix(got, "First fires") {
		t.Errorf("the file holds %s", got)
	}
	campaigns := file(t, "p.yaml", definitions+"campaigns: [{name: C, pixels: []}, {name: D, pixels: []}]\n")
	invoke(t, nil, oneCall, "explain", "-f", campaigns, "-c", "-").expect(t, CodeInput, "<stdin>:1: the call record names no campaign")
}
