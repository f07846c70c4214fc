package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
)

// imitation is a postback to one receiver, and what is read out of its answers: to a good one, to the
// same one again, and to a bad one. Where a receiver is documented to answer all alike, or nothing is
// known of how it does, the verdicts say so too.
type imitation struct {
	url, badURL   string
	body, badBody string // JSON; none for GET
	verdicts      string // of the good one, the good one again and the bad one
}

// imitations are all receivers that are known.
var imitations = map[string]imitation{
	"cake":     {url: "https://t.example/p.ashx?o=1&f=pb&t=7", badURL: "https://t.example/p.ashx?f=pb&t=8", verdicts: "accepted accepted rejected"},
	"tune":     {url: "https://t.example/aff_lsr?transaction_id=7", badURL: "https://t.example/aff_lsr?transaction_id=%7Bid%7D", verdicts: "accepted duplicate rejected"},
	"everflow": {url: "https://t.example/?nid=1&transaction_id=7", badURL: "https://t.example/?nid=1&transaction_id=&amount=1", verdicts: "unverified unverified unverified"},
	"affise":   {url: "https://o.affise.com/postback?clickid=7&action_id=8", badURL: "https://o.affise.com/postback?action_id=9", verdicts: "unverified unverified unverified"},
	"voluum":   {url: "https://t.example/postback?cid=7&txid=8&payout=1", badURL: "https://t.example/postback?cid=&payout=1", verdicts: "unverified unverified unverified"},
	"redtrack": {url: "https://t.rdtk.io/postback?clickid=7&type=sale", badURL: "https://t.rdtk.io/postback?type=sale", verdicts: "unverified unverified unverified"},
	"binom":    {url: "https://t.example/click.php?cnv_id=7&payout=1", badURL: "https://t.example/click.php?cnv_id=&payout=1", verdicts: "unverified unverified unverified"},
	"keitaro":  {url: "https://t.example/k/postback?subid=7&tid=8&status=sale", badURL: "https://t.example/k/postback?subid=&status=sale", verdicts: "unverified unverified unverified"},
	"kayzen": {
		url:    "https://api-events.eventstracker.io/v1/ev?tp=direct&api_key=k&app_event=sale&can_claim=1&bid_id=7",
		badURL: "https://api-events.eventstracker.io/v1/ev?tp=direct&api_key=k&app_event=sale&can_claim=1", verdicts: "unverified unverified unverified",
	},
	"kayzen-ringba": {
		url:    "https://api-events.eventstracker.io/v1/ev?tp=ringba&api_key=k&app_event=sale&call_id=7",
		badURL: "https://api-events.eventstracker.io/v1/ev?tp=ringba&api_key=k&call_id=8", verdicts: "unverified unverified unverified",
	},
	"taboola": {
		url:    "https://trc.taboola.com/actions-handler/log/3/s2s-action?click-id=7&name=sale&orderid=8",
		badURL: "https://trc.taboola.com/actions-handler/log/3/s2s-action?click_id=7&name=sale", verdicts: "accepted accepted rejected",
	},
	"ga4": {
		url: "https://www.google-analytics.com/mp/collect?api_secret=s&measurement_id=G-1", body: `{"events":[{"name":"sale"}]}`,
		badBody: `{"events":[{"name":"a sale"}]}`, verdicts: "unverified unverified unverified",
	},
	"ga4-debug": {
		url: "https://www.google-analytics.com/debug/mp/collect?api_secret=s&measurement_id=G-1", body: `{"events":[{"name":"sale"}]}`,
		badBody: `{"events":[{"name":"a sale"}]}`, verdicts: "accepted accepted rejected",
	},
	"google-ads": {
		url:     "https://googleads.googleapis.com/v23/customers/1:uploadCallConversions",
		body:    `{"conversions":[{"callerId":"+16615550142","callStartDateTime":"2025-11-21 19:55:05+00:00","conversionDateTime":"2025-11-21 19:59:05+00:00","conversionAction":"customers/1/conversionActions/2"}],"partialFailure":true}`,
		badBody: `{"conversions":[{"callerId":"6615550142","callStartDateTime":"11/21/2025 7:55:05 PM"}],"partialFailure":true}`, verdicts: "accepted accepted rejected",
	},
	"meta": {
		url: "https://graph.facebook.com/v23.0/1/events", body: `{"data":[{"event_name":"Lead","event_time":1763754905,"event_id":"7"}]}`,
		badBody: `{"data":[{"event_name":"Lead","event_time":1763754905000,"event_id":"8"}]}`, verdicts: "accepted accepted rejected",
	},
	"tiktok": {
		url: "https://business-api.tiktok.com/open_api/v1.3/event/track/", body: `{"event_source_id":"1","data":[{"event":"Contact","event_time":1763754905,"event_id":"7"}]}`,
		badBody: `{"data":[{"event":"Contact","event_time":1763754905,"event_id":"8"}]}`, verdicts: "accepted accepted rejected",
	},
	"microsoft-ads": {
		url: "https://campaign.api.bingads.microsoft.com/Api/Advertiser/CampaignManagement/v13", body: `{}`, verdicts: "accepted accepted accepted", // nothing is known of its contract
	},
	"hubspot": {url: "https://api.hubapi.com/events/v3/send", body: `{}`, verdicts: "accepted accepted accepted"}, // as above
	"zapier":  {url: "https://hooks.zapier.com/hooks/catch/1/2/", body: `{}`, verdicts: "unverified unverified unverified"},
	"make":    {url: "https://hook.eu1.make.com/abc", body: `{}`, verdicts: "unverified unverified unverified"},
}

// TestFireAgainstEveryReceiver fires at an imitation of every receiver that is known, what is good and
// what is bad, and reads the verdicts. The receiver is recognised by the pixel's own URL.
func TestFireAgainstEveryReceiver(t *testing.T) {
	t.Parallel()
	var known []string
	for line := range strings.Lines(output(t, "postback", "list", "receivers")) {
		if name := strings.Fields(line)[0]; name != "RECEIVER" {
			known = append(known, name)
		}
	}
	if len(known) != len(imitations) {
		t.Errorf("%d receivers are known and %d are fired at", len(known), len(imitations))
	}
	for _, name := range known {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			i, ok := imitations[name]
			if !ok {
				t.Fatal("nothing is fired at it")
			}
			if diff := gocmp.Diff(i.verdicts, i.fire(t, name)); diff != "" {
				t.Errorf("verdicts (-want +got):\n%s", diff)
			}
		})
	}
}

// fire fires at an imitation and returns the verdicts.
func (i *imitation) fire(t *testing.T, name string) string {
	t.Helper()
	folder := t.TempDir()
	write := func(file, content string) string {
		path := filepath.Join(folder, file)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	pixels := "pixels:\n" + pixelYAML("good", i.url, i.body) + pixelYAML("again", i.url, i.body) + pixelYAML("bad", cmp.Or(i.badURL, i.url), cmp.Or(i.badBody, i.body))
	command := exec.Command("postback", "listen", "-q", "--as", name, "-o", filepath.Join(folder, "received"),
		"--", "postback", "fire", "-q", "--format", "ndjson", "-f", write("pixels.yaml", pixels), "-c", write("call.json", `{"inboundCallId":"RGB1"}`))
	var stderr bytes.Buffer
	command.Stderr = &stderr
	out, _ := command.Output() // the exit code is that of a refusal
	var verdicts []string
	for line := range strings.Lines(string(out)) {
		var result struct {
			Outcome struct {
				Verdict string
			}
		}
		if err := json.Unmarshal([]byte(line), &result); err != nil {
			t.Fatal(err, line)
		}
		verdicts = append(verdicts, result.Outcome.Verdict)
	}
	if stderr.Len() > 0 {
		t.Errorf("stderr: %s", stderr.String())
	}
	return strings.Join(verdicts, " ")
}

// pixelYAML is the definition of one pixel.
func pixelYAML(name, url, body string) string {
	definition := fmt.Sprintf("  - name: %s\n    fire_on: incoming\n    url: %q\n", name, url)
	if body == "" {
		return definition
	}
	escaped := strings.NewReplacer("[", "[[", "]", "]]").Replace(body)
	return definition + fmt.Sprintf("    method: POST\n    content_type: application/json\n    body: '%s'\n", escaped)
}
