package cli

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"postback/internal/call"
	"postback/internal/catalog"
	"postback/internal/validate"
)

// TestListTokens: which tokens are listed, with what about events, and what is said of them.
func TestListTokens(t *testing.T) {
	t.Parallel()
	const legend = "by event: incoming, connected, completed, converted, error, payout, finalized, recording; + always, ~ sometimes, - never, ? unknown"
	tests := []struct {
		args   string
		code   Code
		header string
		has    []string // beginnings of rows
		not    string
		talk   string
	}{
		{"", CodeOK, "TOKEN BY EVENT KNOWN MEANING", []string{"[Call:InboundCallId] ++++++++ documented", "[tag:User:*] ", "[tag:Gather:*] "}, "[tag:User:gclid]", legend},
		{"--search payout", CodeOK, "TOKEN BY EVENT KNOWN MEANING", []string{"[Call:ConversionPayout] --?~-+?~ documented"}, "InboundCallId", legend},
		{"--search PAYOUT", CodeOK, "TOKEN BY EVENT KNOWN MEANING", []string{"[Call:ConversionPayout] "}, "InboundCallId", legend},
		{"--search tag:User", CodeOK, "TOKEN BY EVENT KNOWN MEANING", []string{"[tag:User:*] "}, "[Call:", legend},
		{"--event payout", CodeOK, "TOKEN AT PAYOUT KNOWN MEANING", []string{"[Call:ConversionPayout] always (documented) documented"}, "+++", ""},
		{"-e incoming", CodeOK, "TOKEN AT INCOMING KNOWN MEANING", []string{"[Call:ConversionPayout] never (inferred) documented"}, "", ""},
		{"--event Payout --search payout", CodeOK, "TOKEN AT PAYOUT KNOWN MEANING", []string{"[Call:ConversionPayout] "}, "InboundCallId", ""},
		{"--event completed --search conversionpayout", CodeOK, "TOKEN AT COMPLETED KNOWN MEANING", []string{"[Call:ConversionPayout] unknown documented"}, "", ""},
		{"--search zebra", CodeNo, "", nil, "[", `no token matches "zebra"`},
		{"--event never", CodeUsage, "", nil, "[", `unknown event "never"`},
		{"--event convertd", CodeUsage, "", nil, "[", "did you mean converted?"},
		{"--format sarif", CodeUsage, "", nil, "[", `--format "sarif" is not supported here; expected one of text, json`},
	}
	for _, tt := range tests {
		r := invoke(t, nil, "", append([]string{"list", "tokens"}, strings.Fields(tt.args)...)...)
		r.expect(t, tt.code, tt.talk)
		rows := strings.Split(r.stdout, "\n")
		for i := range rows {
			rows[i] = strings.Join(strings.Fields(rows[i]), " ")
		}
		if rows[0] != tt.header {
			t.Errorf("%s: the header is %s", tt.args, rows[0])
		}
		for _, want := range tt.has {
			if !slices.ContainsFunc(rows, func(row string) bool { return strings.HasPrefix(row, want) }) {
				t.Errorf("%s: no row %s", tt.args, want)
			}
		}
		if tt.not != "" && strings.Contains(r.stdout, tt.not) {
			t.Errorf("%s lists %s too", tt.args, tt.not)
		}
		if tt.talk == "" && r.stderr != "" {
			t.Errorf("%s: talk %s", tt.args, r.stderr)
		}
	}
}

// TestListTokensJSON: every token of the catalogue is there, with the categories that take any name,
// and all eight events whatever --event says.
func TestListTokensJSON(t *testing.T) {
	t.Parallel()
	open := 0
	for _, c := range catalog.Categories() {
		if c.Open {
			open++
		}
	}
	for args, want := range map[string]int{"": len(catalog.Tokens()) + open, "--event payout": len(catalog.Tokens()) + open, "--search conversionpayout": 1} {
		r := invoke(t, nil, "", append([]string{"list", "tokens", "--format", "json"}, strings.Fields(args)...)...)
		r.expect(t, CodeOK)
		var document struct {
			Tokens []struct {
				Token  string
				Events []struct{ Event, Availability, Certainty, Source string }
			}
		}
		if err := json.Unmarshal([]byte(r.stdout), &document); err != nil {
			t.Fatal(err)
		}
		if len(document.Tokens) != want || r.stderr != "" {
			t.Errorf("%s: %d tokens, want %d; talk %s", args, len(document.Tokens), want, r.stderr)
		}
		for _, token := range document.Tokens {
			if len(token.Events) != len(call.Events()) {
				t.Errorf("%s: %s has %d events", args, token.Token, len(token.Events))
			}
		}
	}
}

// TestListRules: all rules in their order, or everything about one.
func TestListRules(t *testing.T) {
	t.Parallel()
	lines := strings.Split(strings.TrimSuffix(invoke(t, nil, "", "list", "rules").stdout, "\n"), "\n")
	var names []string
	for _, line := range lines[1:] {
		names = append(names, strings.Fields(line)[0])
	}
	if !slices.Equal(names, validate.Names()) {
		t.Errorf("listed are %q", names)
	}
	for _, rule := range validate.Rules() {
		r := invoke(t, nil, "", "list", "rules", rule.Name)
		r.expect(t, CodeOK)
		for _, part := range []string{rule.Name + " (" + rule.Severity.String() + "): " + rule.Summary + "\n", rule.Long, "\nWrong:\n  ", "\nRight:\n  "} {
			if !strings.Contains(r.stdout, part) {
				t.Errorf("%s: no %q in\n%s", rule.Name, part, r.stdout)
			}
		}
	}
	invoke(t, nil, "", "list", "rules", "html-escpe").expect(t, CodeUsage, `there is no rule "html-escpe"; did you mean html-escape?`)
	invoke(t, nil, "", "list", "rules", "x").expect(t, CodeUsage, `there is no rule "x"; 'postback list rules' shows them`)
	invoke(t, nil, "", "list", "rules", "html-escape", "x").expect(t, CodeUsage)
}
