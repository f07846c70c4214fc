package validate_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postback/internal/diag"
)

// realTemplate is a line of the corpus of real templates.
type realTemplate struct {
	ID, Event, Method, URL, Body string
	Headers                      map[string]string
}

// corpus is the templates that are complete.
func corpus(t *testing.T) []realTemplate {
	t.Helper()
	return slices.DeleteFunc(wholeCorpus(t), func(one realTemplate) bool { return !strings.HasPrefix(one.URL, "https://") })
}

// wholeCorpus reads all templates. They are not part of the module.
func wholeCorpus(t *testing.T) []realTemplate {
	t.Helper()
	file, err := os.ReadFile(filepath.FromSlash("../../../shared/corpus/templates.jsonl"))
	if err != nil {
		t.Skip("no corpus of templates here:", err)
	}
	var list []realTemplate
	for line := range bytes.Lines(file) {
		var one realTemplate
		if err := json.Unmarshal(line, &one); err != nil {
			t.Fatal(err)
		}
		list = append(list, one)
	}
	return list
}

// definitions is a file with the template as a pixel, once for each of its events.
func (r realTemplate) definitions() string {
	var b strings.Builder
	b.WriteString("pixels:\n")
	for event := range strings.SplitSeq(r.Event, "|") {
		if strings.HasPrefix(event, "n/a") {
			event = "Connected"
		}
		fmt.Fprintf(&b, "  - name: %s %s\n    fire_on: %s\n    method: %s\n    url: %s\n", r.ID, event, event, r.Method, quoted(r.URL))
		if len(r.Headers) > 0 {
			b.WriteString("    headers:\n")
		}
		for name, value := range r.Headers {
			fmt.Fprintf(&b, "      %s: %s\n", name, quoted(value))
		}
		if r.Body != "" {
			fmt.Fprintf(&b, "    body: %s\n", quoted(r.Body))
		}
	}
	return b.String()
}

// quoted is s as a YAML scalar in single quotes; a line break is written as an empty line.
func quoted(s string) string {
	return "'" + strings.ReplaceAll(strings.ReplaceAll(s, "'", "''"), "\n", "\n\n      ") + "'"
}

// What the notes of the corpus call for, by template: "rule: the characters that are meant". A
// template that is not named is right as far as the rules of this list go.
func corpusFindings() map[string][]string {
	const kayzen = "leftover-placeholder: KAYZEN_PROVIDED"
	return map[string][]string{
		"kayzen-incoming":  {kayzen},
		"kayzen-connected": {kayzen},
		"kayzen-completed": {kayzen},
		"kayzen-converted": {kayzen},
		"kayzen-payout":    {kayzen},
		"kayzen-error":     {kayzen, "never-at-event: [Call:IsDuplicate]"},
		"tune-click-placeholder": {
			"placeholder-token: [YOUR_PIXEL_DOMAIN]", "placeholder-token: [YOUR_OFFER_ID]", "placeholder-token: [YOUR_AFF_ID]",
		},
		"trackdrive-payout-postback": {"leftover-placeholder: TrackDrive_Publisher_Subdomain_Here"},
		"trackdrive-direct-connected": {
			"leftover-placeholder: <trackdrive_subdomain>", "leftover-placeholder: <lead_token_from_step_1>",
			"leftover-placeholder: <traffic_source_id_from_step_1>", "unknown-token: [Call:InboundCallID]",
		},
		"clickflare-leosource": {
			"unknown-token: [connectionTag:cpid]", "column-as-token: [publisherPayoutAmount]", "column-as-token: [callId]",
		},
		"redtrack-postback": {"sometimes-at-event: [Call:ConversionPayout]"},
		"supabase-transfer-names-broken": {
			"leftover-placeholder: <project>", "leftover-placeholder: <secret>",
			"spaced-tag-name: [tag:User:First name]", "spaced-tag-name: [tag:User:last name]",
		},
		"supabase-wrong-incoming": {
			"leftover-placeholder: <project>",
			"column-as-token: [callUUID]", "column-as-token: [referrer]", "column-as-token: [utm_source]",
			"column-as-token: [utm_campaign]", "column-as-token: [campaignName]", "column-as-token: [publisherName]",
			"column-as-token: [targetName]", "column-as-token: [callerNumber]", "column-as-token: [callLengthInSeconds]",
			"column-as-token: [hasConnected]",
		},
		"cm360-array-body": {"leftover-placeholder: <host>"},
	}
}

// Of the real templates, those that are wrong have the findings that their notes call for, and
// those that are right have no error.
func TestRulesOnRealTemplates(t *testing.T) {
	t.Parallel()
	want := corpusFindings()
	for _, one := range corpus(t) {
		found := checkText(t, one.definitions())
		var got []string
		for _, d := range atLeast(diag.Warning, found) {
			if isOurs(d.Rule) {
				got = append(got, d.Rule+": "+d.Span.Text())
			}
		}
		slices.Sort(got)
		wanted := slices.Sorted(slices.Values(want[one.ID]))
		if diff := cmp.Diff(wanted, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", one.ID, diff)
		}
		if errors := atLeast(diag.Error, found); want[one.ID] == nil && len(errors) > 0 {
			t.Errorf("%s is right and has errors:\n%s", one.ID, show(t, errors))
		}
	}
}

// isOurs are the rules that this list is about: what stands in brackets, and what was left over.
func isOurs(rule string) bool {
	return slices.Contains([]string{
		"unknown-token", "escaped-token", "bare-token", "column-as-token", "placeholder-token", "not-a-token", "single-bracket", "encoded-token",
		"token-in-host", "foreign-macro", "spaced-tag-name", "never-at-event", "sometimes-at-event",
		"literal-name-as-value", "leftover-placeholder", "example-host",
	}, rule)
}
