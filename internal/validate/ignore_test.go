package validate_test

import (
	"strings"
	"testing"

	"postback/internal/validate"
)

func TestIgnores(t *testing.T) {
	t.Parallel()
	for _, path := range glob(t, "testdata/ignore/*.yaml") {
		golden(t, strings.TrimSuffix(path, ".yaml")+".txt", show(t, check(t, path)))
	}
}

// An ignore of a rule that is not applied is neither used nor unused.
func TestIgnoresOfRulesNotApplied(t *testing.T) {
	t.Parallel()
	definitions := query("x={order}") + "    # postback: ignore foreign-macro it is meant\n    method: GET\n"
	for _, c := range []struct {
		opt  validate.Options
		want string
	}{
		{validate.Options{}, "foreign-macro unused-ignore"},
		{validate.Options{Disable: []string{"foreign-macro"}}, ""},
		{validate.Options{Disable: []string{"unused-ignore"}}, "foreign-macro"},
		{validate.Options{Only: []string{"foreign-macro"}}, "foreign-macro"},
		{validate.Options{Only: []string{"unused-ignore"}}, ""},
		{validate.Options{Only: []string{"unknown-token"}}, ""},
	} {
		set, loaded := load(t, definitions)
		var rules []string
		for _, d := range validate.Run(set, loaded, c.opt) {
			rules = append(rules, d.Rule)
		}
		if got := strings.Join(rules, " "); got != c.want {
			t.Errorf("with %+v the findings are of %q, want %q", c.opt, got, c.want)
		}
	}
}

// A block of text has no comments: what looks like one is sent.
func TestIgnoresInTextAreText(t *testing.T) {
	t.Parallel()
	definitions := inURL("http://receiver.test/p") + "    method: POST\n    content_type: text/plain\n    body: | # postback: ignore double-encoding why not\n" +
		"      # postback: ignore plain-http it is only text\n      %2520\n\n      # postback: ignore nonsense\n"
	var rules []string
	for _, d := range checkText(t, definitions) {
		rules = append(rules, d.Rule)
	}
	if got, want := strings.Join(rules, " "), "plain-http unused-ignore"; got != want {
		t.Errorf("findings of %q, want %q", got, want)
	}
}

// Errors of loading stay whatever is chosen: with them, the other answers mean little.
func TestErrorsOfLoadingStay(t *testing.T) {
	t.Parallel()
	set, loaded := load(t, query("x=[Call:InboundCallId"))
	found := validate.Run(set, loaded, validate.Options{Only: []string{"foreign-macro"}, Disable: []string{"unclosed-bracket"}})
	if len(found) != 1 || found[0].Rule != "unclosed-bracket" || !validate.IsLoading(found[0].Rule) {
		t.Errorf("found %v, want the bracket that is not closed", found)
	}
}
