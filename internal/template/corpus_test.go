package template

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// pixelSample is one template that was seen in documents or in production.
type pixelSample struct {
	ID      string            `json:"id"`
	URL     string            `json:"url"`
	Headers map[string]string `json:"headers"`
	Body    *string           `json:"body"`
}

// TestCorpus: templates from documents and from production are read without a fault, but for
// those that hold what their authors took for tokens.
func TestCorpus(t *testing.T) {
	t.Parallel()
	corpus, err := os.ReadFile("../../../shared/corpus/templates.jsonl")
	if err != nil {
		t.Skipf("the corpus is not here: %v", err)
	}
	seen := map[string]string{}
	for line := range bytes.Lines(corpus) {
		var sample pixelSample
		if err := json.Unmarshal(line, &sample); err != nil {
			t.Fatal(err)
		}
		seen[sample.ID] = sample.URL
		if diff := cmp.Diff(corpusFaults[sample.ID], sampleFaults(sample)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", sample.ID, diff)
		}
		if sample.Body != nil {
			checkBody(t, *sample.Body)
		}
	}
	if len(seen) < 23 {
		t.Fatalf("read only %d templates", len(seen))
	}
	checkCorpus(t, seen)
}

// checkBody: every body is JSON, arrays included, whatever the values hold.
func checkBody(t *testing.T, body string) {
	t.Helper()
	tmpl := mustParse(t, body, JSONBody, Component)
	if got := render(tmpl, always("a\"b\\c\n", tmpl), nil); !json.Valid([]byte(got)) {
		t.Errorf("not JSON: %s", got)
	}
}

// corpusFaults are the words that the samples write as if they were tokens; no other sample may
// have a fault.
var corpusFaults = map[string][]string{
	"tune-click-placeholder":  {"not-a-token [YOUR_PIXEL_DOMAIN]", "not-a-token [YOUR_OFFER_ID]", "not-a-token [YOUR_AFF_ID]"},
	"clickflare-leosource":    {"not-a-token [publisherPayoutAmount]", "not-a-token [callId]"},
	"supabase-wrong-incoming": {"not-a-token [callUUID]", "not-a-token [referrer]", "not-a-token [utm_source]", "not-a-token [utm_campaign]", "not-a-token [campaignName]", "not-a-token [publisherName]", "not-a-token [targetName]", "not-a-token [callerNumber]", "not-a-token [callLengthInSeconds]", "not-a-token [hasConnected]"},
}

func sampleFaults(sample pixelSample) (got []string) {
	read := func(s string, kind Kind) {
		_, faults := Parse(written(s), kind, Component)
		for _, d := range faults {
			got = append(got, d.Rule+" "+d.Span.Text())
		}
	}
	read(sample.URL, URL)
	for _, value := range sample.Headers {
		read(value, Header)
	}
	if sample.Body != nil {
		read(*sample.Body, JSONBody)
	}
	return got
}

// checkCorpus holds what the notes of some samples say about them.
func checkCorpus(t *testing.T, urls map[string]string) {
	t.Helper()
	values := map[string]string{
		"call:CallerNumber": "+16613804706", "call:CallDateTime": "2/1/2021 10:48:38 PM", "call:IsDuplicate": "False",
		"inboundnumber:State": "CA", "inboundnumber:AreaCode": "661", "inboundnumber:Prefix": "380", "inboundnumber:Suffix": "4706",
		"user:trackdrive_call_uuid": "5d0a/1", "gather:zipcode": "93301", "user:firstname": "Ann",
	}
	for id, want := range map[string]string{
		"kayzen-error":                   "&number=&call_id=&event_ts=2%2F1%2F2021%2010%3A48%3A38%20PM&is_duplicate=False&caller_state=CA&can_claim=1",
		"trackdrive-payout-postback":     "/api/v1/calls/update_call/5d0a%2F1",
		"tune-click-placeholder":         "https://.com/aff_c?offer_id=&aff_id=",
		"supabase-transfer-names-broken": "&first_name=&last_name=",
		"doc-cid-10digit":                "6613804706",
		"doc-fallback":                   "93301",
		"clickflare-leosource":           "?click_id=&payout=&txid=&ct=phone_call",
	} {
		tmpl, _ := Parse(written(urls[id]), URL, Component)
		if got := render(tmpl, values, nil); !strings.HasSuffix(got, want) {
			t.Errorf("%s is sent as %q, want it to end in %q", id, got, want)
		}
	}
	tmpl, _ := Parse(written(urls["tune-click-placeholder"]), URL, Component)
	if got := letters(tmpl); got != "AQQ" {
		t.Errorf("the placeholders of tune-click-placeholder stand in %s, want the first in the host", got)
	}
}
