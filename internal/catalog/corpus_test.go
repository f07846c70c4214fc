package catalog

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// template is a line of the corpus of real templates.
type template struct {
	ID, URL, Body string
	Headers       map[string]string
}

// readTemplates reads the corpus, which is not part of the module.
func readTemplates(t *testing.T) []template {
	t.Helper()
	corpus, err := os.ReadFile(filepath.FromSlash("../../../shared/corpus/templates.jsonl"))
	if err != nil {
		t.Skip("no corpus of templates here:", err)
	}
	var list []template
	for line := range bytes.Lines(corpus) {
		var one template
		if err := json.Unmarshal(line, &one); err != nil {
			t.Fatal(err)
		}
		list = append(list, one)
	}
	if len(list) == 0 {
		t.Fatal("the corpus has no templates")
	}
	return list
}

// brackets is what stands in single brackets in a template.
func brackets(one template) []string {
	text := one.URL + " " + one.Body
	for _, value := range one.Headers {
		text += " " + value
	}
	text = strings.NewReplacer("[[", " ", "]]", " ").Replace(text)
	var found []string
	for _, m := range regexp.MustCompile(`\[([^\[\]]*)\]`).FindAllStringSubmatch(text, -1) {
		found = append(found, strings.Split(m[1], "|")...)
	}
	return found
}

// Each bracket of the corpus is a token, or is one of these, which lead to the token meant.
func TestCorpusOfTemplates(t *testing.T) {
	t.Parallel()
	wrong := map[string]string{
		"Call:InboundCallID":    "[Call:InboundCallId]",
		"connectionTag:cpid":    "[tag:User:cpid]",
		"publisherPayoutAmount": "[Call:ConversionPayout]",
		"callId":                "[Call:InboundCallId]",
		"callUUID":              "[Call:InboundCallId]",
		"campaignName":          "[tag:Campaign:Name]",
		"publisherName":         "[tag:Publisher:Name]",
		"targetName":            "[tag:Target:Name]",
		"callerNumber":          "[Call:CallerNumber]",
		"callLengthInSeconds":   "[tag:CallLength:Total]",
		"hasConnected":          "",
		"referrer":              "[tag:User:referrer]",
		"utm_source":            "[tag:User:utm_source]",
		"utm_campaign":          "[tag:User:utm_campaign]",
		"YOUR_OFFER_ID":         "[tag:Campaign:TrackingId]",
		"YOUR_AFF_ID":           "[tag:Publisher:SubId]",
		"YOUR_PIXEL_DOMAIN":     "",
	}
	met := map[string]bool{}
	for _, one := range readTemplates(t) {
		for _, written := range brackets(one) {
			written = strings.TrimPrefix(written, "tag:")
			category, name, _ := strings.Cut(written, ":")
			if _, ok := Lookup(category, name); ok {
				continue
			}
			want, expected := wrong[written]
			if got, ok := advice(written); !expected || !ok || got != want {
				t.Errorf("%s: [%s] leads to %q, want %q", one.ID, written, got, want)
			}
			met[written] = true
		}
	}
	for written := range wrong {
		if !met[written] {
			t.Errorf("[%s] is not in the corpus any more", written)
		}
	}
}

// advice is the token that the catalogue offers for a wrong one; ok is false when it says nothing.
func advice(written string) (token string, ok bool) {
	category, name, isToken := strings.Cut(written, ":")
	if !isToken {
		l, ok := Meant(written)
		if !l.Known {
			return "", ok
		}
		return l.Token.String(), ok
	}
	if list := Suggest(category, name); len(list) > 0 {
		return list[0].Token.String(), true
	}
	return "", false
}
