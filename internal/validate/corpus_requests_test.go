package validate_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postback/internal/diag"
)

// aboutRequests are the names of the rules for URLs, bodies, headers, receivers and what pixels do
// together.
func aboutRequests(rule string) bool {
	return slices.Contains([]string{
		"no-host", "bad-scheme", "missing-question-mark", "second-question-mark", "empty-parameter", "duplicate-parameter",
		"html-escape", "url-whitespace", "smart-quotes", "raw-plus", "double-encoding", "fragment", "url-length",
		"plain-http", "secret-in-url", "literal-secret", "invalid-json-body", "json-empty-value", "body-on-get",
		"body-without-content-type", "content-type-mismatch", "duplicate-header", "forbidden-header", "receiver-parameter",
		"identical-requests", "event-mismatch", "missing-money", "duplicate-receiver-event", "unattached-pixel", "empty-campaign",
		"contradictory-filters", "unknown-filter-tag", "number-operator", "duplicate-filter-value",
	}, rule)
}

// requestFindings are the findings of those rules in short, at least warnings.
func requestFindings(list diag.List) []string {
	var short []string
	for _, d := range atLeast(diag.Warning, list) {
		if aboutRequests(d.Rule) {
			short = append(short, d.Severity.String()+" "+d.Rule)
		}
	}
	slices.Sort(short)
	return short
}

// What the notes of the corpus call for, by template. One that is not named is right as far as these
// rules go; a fragment is no URL, whatever it is a fragment of.
func corpusRequests() map[string][]string {
	return map[string][]string{
		"kayzen-connected":               {"error event-mismatch"},
		"kayzen-completed":               {"error event-mismatch"},
		"kayzen-converted":               {"error event-mismatch", "warning missing-money"},
		"kayzen-payout":                  {"error event-mismatch", "warning missing-money"},
		"kayzen-error":                   {"error event-mismatch"},
		"dependableqa-recording":         {"warning secret-in-url"},
		"supabase-transfer-names-broken": {"warning secret-in-url"},
		"cake-ap-fragment":               {"error no-host"},
		"cake-p-fragment":                {"error no-host"},
		"doc-readable-pair":              {"error no-host"},
	}
}

func TestRequestsOfRealTemplates(t *testing.T) {
	t.Parallel()
	want := corpusRequests()
	for _, one := range wholeCorpus(t) {
		one.Event, _, _ = strings.Cut(one.Event, "|") // several are alternatives, not several pixels
		if diff := cmp.Diff(want[one.ID], requestFindings(checkText(t, one.definitions()))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", one.ID, diff)
		}
	}
}

// The examples show how it is done; one shows how a published guide does it.
func TestRequestsOfExamples(t *testing.T) {
	t.Parallel()
	asPublished := map[string]int{"error identical-requests": 6, "error event-mismatch": 5, "warning missing-money": 2}
	for _, path := range glob(t, filepath.FromSlash("../../examples/*/*.yaml")) {
		got := map[string]int{}
		for _, short := range requestFindings(check(t, path)) {
			got[short]++
		}
		want := map[string]int{}
		if filepath.Base(filepath.Dir(path)) == "kayzen-as-published" {
			want = asPublished
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
}
