package importer_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"postback/internal/diag"
	"postback/internal/importer"
	"postback/internal/pixel"
)

// TestWrongJSON: what is not the JSON of pixels is told with its place, and nothing is written.
func TestWrongJSON(t *testing.T) {
	t.Parallel()
	const pixelJSON = `{"id":"EV1","name":"A","pixelUrl":"https://a.example/","eventCode":"Incoming"}`
	ringba := importer.Ringba
	har := func(src *diag.Source, o importer.Options) *importer.Result {
		return importer.HAR(src, func(string) bool { return true }, o)
	}
	tests := []struct {
		read       func(*diag.Source, importer.Options) *importer.Result
		text, want string
	}{
		{ringba, "", "in:1:1: error: the input is empty"},
		{ringba, " \n", "the input is empty"},
		{ringba, "\n<!DOCTYPE html>", "in:2:1: error: this is HTML or XML and not JSON"},
		{ringba, `[{"pixelUrl": "https://a`, "the JSON ends too early"},
		{ringba, "[" + pixelJSON + ",\n  {\"pixelUrl\": \"x\",}]", "in:2:20: error: this is not JSON"},
		{ringba, "[" + pixelJSON, "in:1:80: error: the JSON ends too early"},
		{ringba, pixelJSON + ",", "this is not JSON"},
		{ringba, `{"a":1,"a":2}`, `in:1:8: error: the key "a" stands twice`},
		{ringba, "{\"a\":\"\xff\"}", "in:1:7: error: the byte 0xFF is not UTF-8"},
		{ringba, `{"a":"\u0000"}`, "this text holds a NUL"},
		{ringba, strings.Repeat("[", 200) + strings.Repeat("]", 200), "nested more than 128 levels deep"},
		{ringba, "{}", "in:1:1: error: no pixels here"},
		{ringba, "[]", "no pixels here"},
		{ringba, `"EV1"`, "no pixels here"},
		{ringba, `{"report":{"records":[{"inboundCallId":"x"}]}}`, "this is a call log"},
		{ringba, `{"log":{"entries":[]}}`, `this is a HAR file, for "import har"`},
		{ringba, `{"isSuccessful":false,"message":"Unauthorized"}`, "in:1:17: error: the platform says that the request for this failed: Unauthorized"},
		{ringba, "[" + pixelJSON + `,{"id":"CA1"}]`, "in:1:81: error: this is no pixel, since it has no pixelUrl, but others in the list are"},
		{ringba, "[" + pixelJSON + `,"EV2"]`, "this is no pixel"},
		{ringba, `{"eventCode":"Incoming"}`, "this pixel has no pixelUrl"},
		{ringba, `{"pixelUrl":["https://a.example/"]}`, "in:1:13: error: expected a string for pixelUrl, found a list"},
		{ringba, `{"pixelUrl":"x","headers":[]}`, "expected an object for headers, found a list"},
		{ringba, `{"pixelUrl":"x","headers":{"A":{}}}`, "expected a string for the header A, found an object"},
		{ringba, `{"pixelUrl":"x","method":"DELETE"}`, `in:1:26: error: a pixel cannot use the method DELETE`},
		{ringba, `{"pixelUrl":"x","criteria":{}}`, "expected a list for criteria, found an object"},
		{ringba, `{"pixelUrl":"x","criteria":[{"tagCriteria":{}}]}`, "expected a list for tagCriteria, found an object"},
		{ringba, `{"pixelUrl":"x","criteria":[{"tagCriteria":[{"comparisonType":"EQUALS"}]}]}`, "this criterion names no tag"},
		{ringba, `{"name":"C","eventCallBacks":{}}`, "expected a list for eventCallBacks, found an object"},
		{ringba, `{"name":"C","eventCallBacks":[7]}`, "this is neither a pixel nor the id of one"},
		// Two versions of one thing.
		{ringba, "[" + pixelJSON + "," + strings.Replace(pixelJSON, "Incoming", "Payout", 1) + "]", "in:1:81: error: the pixel EV1 stands here twice and differs"},
		{ringba, `[{"name":"C","id":"CA1","eventCallBacks":[` + pixelJSON + `]},{"name":"C","id":"CA2","eventCallBacks":[]}]`, `the campaign "C" stands here twice and differs`},
		{har, "<html>", "this is HTML or XML"},
		{har, "{}", "this is no HAR file"},
		{har, "[]", "this is no HAR file"},
		{har, `{"log":{"entries":[]}}`, "none of the 0 requests"},
		{har, `{"log":{"entries":[{"request":{"method":"GET"}}]}}`, "in:1:20: error: this entry has no request with a URL"},
		{har, `{"log":{"entries":[]}} {}`, "expected nothing behind the HAR"},
		{har, `{"log":{"entries":[{"request":{"method":"DELETE","url":"https://a.example/"}}]}}`, "none of the 1 requests can become a pixel"},
	}
	for _, tt := range tests {
		result := tt.read(source(tt.text), importer.Options{})
		found := slices.ContainsFunc(result.Findings, func(d diag.Diagnostic) bool {
			return d.Severity == diag.Error && strings.Contains(d.String(), tt.want)
		})
		if !found || result.YAML != "" {
			t.Errorf("%s\ngot  %s\nwant %s", tt.text, list(result.Findings), tt.want)
		}
	}
}

// criterion is one of the API's, as a test draws it.
type criterion struct {
	TagIDs         []string `json:"tagIds"`
	ComparisonType string   `json:"comparisonType"`
	Value          string   `json:"value"`
	IsNegative     bool     `json:"isNegativeMatch"`
}

// holds decides a criterion by the words of the reference: over several tags any, the negative
// satisfied where the positive is not, an absent tag included.
func (c criterion) holds(tags map[string]string) bool {
	matches := slices.ContainsFunc(c.TagIDs, func(id string) bool {
		value := tags[id]
		if value == "" {
			return false
		}
		a, errA := strconv.Atoi(value)
		b, errB := strconv.Atoi(c.Value)
		numbers := errA == nil && errB == nil
		switch c.ComparisonType {
		case "EQUALS":
			return value == c.Value
		case "CONTAINS":
			return strings.Contains(value, c.Value)
		case "BEGINS_WITH":
			return strings.HasPrefix(value, c.Value)
		case "GREATER_THAN":
			return numbers && a > b
		}
		return numbers && a < b
	})
	return matches != c.IsNegative
}

// TestCriteria: filters made of criteria hold exactly when the criteria do.
func TestCriteria(t *testing.T) {
	t.Parallel()
	tag := rapid.SampledFrom([]string{"User:a", "User:b", "User:c"})
	number := rapid.SampledFrom([]string{"1", "2", "3", "12"})
	drawn := rapid.Custom(func(t *rapid.T) criterion {
		return criterion{
			TagIDs:         rapid.SliceOfNDistinct(tag, 1, 3, rapid.ID).Draw(t, "tags"),
			ComparisonType: rapid.SampledFrom([]string{"EQUALS", "CONTAINS", "BEGINS_WITH", "GREATER_THAN", "LESS_THAN"}).Draw(t, "type"),
			Value:          number.Draw(t, "value"),
			IsNegative:     rapid.Bool().Draw(t, "negative"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		type rule struct {
			TagCriteria []criterion `json:"tagCriteria"`
		}
		var rules []rule
		for range rapid.IntRange(0, 3).Draw(t, "rules") {
			rules = append(rules, rule{rapid.SliceOfN(drawn, 1, 3).Draw(t, "criteria")})
		}
		encoded, _ := json.Marshal(map[string]any{"pixelUrl": "https://a.example/", "eventCode": "Incoming", "criteria": rules})
		set, faults := load(t, importer.Ringba(source(string(encoded)), importer.Options{}))
		if faults.HasErrors() {
			t.Fatal(faults)
		}
		for range 20 {
			tags := map[string]string{}
			for _, name := range []string{"User:a", "User:b", "User:c"} {
				tags[name] = rapid.SampledFrom([]string{"", "1", "2", "3", "12", "21"}).Draw(t, name)
			}
			want := !slices.ContainsFunc(rules, func(r rule) bool {
				return !slices.ContainsFunc(r.TagCriteria, func(c criterion) bool { return c.holds(tags) })
			})
			if got := passes(set.Pixels[0], tags); got != want {
				t.Fatalf("%s with %v: filters say %t, criteria %t", encoded, tags, got, want)
			}
		}
	})
}

func passes(p *pixel.Pixel, tags map[string]string) bool {
	return !slices.ContainsFunc(p.Filters, func(f pixel.Filter) bool {
		return !f.Holds(func(i int) []byte {
			token := f.Conditions[i].Token
			return []byte(tags[token.Category+":"+token.Name])
		})
	})
}

// TestManyCriteria: a rule that would become too many filters is refused.
func TestManyCriteria(t *testing.T) {
	t.Parallel()
	const c = `{"tagIds":["User:a","User:b","User:c","User:d"],"comparisonType":"EQUALS","value":"1","isNegativeMatch":true}`
	text := fmt.Sprintf(`{"pixelUrl":"x","eventCode":"Incoming","criteria":[{"tagCriteria":[%s]}]}`, strings.TrimSuffix(strings.Repeat(c+",", 5), ","))
	if result := importer.Ringba(source(text), importer.Options{}); !strings.Contains(list(result.Findings), "more than 200 filters") {
		t.Error(result.Findings)
	}
}

// TestRingbaRoundTrip: the texts of a pixel are templates of the platform, and are loaded again exactly
// as they were.
func TestRingbaRoundTrip(t *testing.T) {
	t.Parallel()
	text := rapid.OneOf(
		rapid.StringN(0, 30, -1).Filter(func(s string) bool { return !strings.Contains(s, "\x00") && !strings.Contains(s, "${") }),
		rapid.StringMatching(`([ :#'"\\\n\t&*\[\]{}%@|>!-]|\[Call:InboundCallId\]|\[\[|\]\]|yes|null|007){0,12}`),
	)
	rapid.Check(t, func(t *rapid.T) {
		name, url, body, value := "A "+text.Draw(t, "name"), "https://a.example/?x="+text.Draw(t, "url"), text.Draw(t, "body")+".", "v"+text.Draw(t, "value")
		method := rapid.SampledFrom(pixel.Methods()).Draw(t, "method")
		enabled := rapid.Bool().Draw(t, "enabled")
		encoded, err := json.Marshal(map[string]any{
			"name": name, "pixelUrl": url, "eventCode": "Incoming", "method": method, "contentType": "text/plain", "postBody": body,
			"headers": map[string]string{"X-A": value}, "basicAuthUsername": "me", "enabled": enabled, "criteria": nil,
		})
		if err != nil {
			t.Fatal(err)
		}
		result := importer.Ringba(source(string(encoded)), importer.Options{})
		if result.Findings.HasErrors() {
			t.Fatal(result.Findings)
		}
		set, _ := load(t, result) // its templates may be faulty, as they were in the source
		if len(set.Pixels) != 1 {
			t.Fatalf("%d pixels:\n%s", len(set.Pixels), result.YAML)
		}
		p := set.Pixels[0]
		got := []string{p.Name.String(), p.URL.Text().String(), p.Method, p.Body.Text().String(), p.Headers[0].Value.Text().String(), p.BasicAuth.Username.Text().String(), fmt.Sprint(p.Enabled)}
		want := []string{strings.Join(strings.Fields(name), " "), strings.ToValidUTF8(url, "\uFFFD"), method, body, value, "me", fmt.Sprint(enabled)}
		if !slices.Equal(got, want) {
			t.Fatalf("got  %q\nwant %q\n%s", got, want, result.YAML)
		}
	})
}
