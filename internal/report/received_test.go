package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/har"
	"github.com/google/go-cmp/cmp"

	"postback/internal/listen"
	"postback/internal/receiver"
	"postback/internal/redact"
)

func receivedRequests(t *testing.T) []*listen.Received {
	t.Helper()
	moment := time.Date(2025, 11, 21, 19, 55, 5, 123_456_789, time.UTC)
	wanted, err := listen.NewExpected("A · converted\x1b", "GET", "https://a.example/v1?api_key=plain-k3y&city=Reno", nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	taboola, ok := new(receiver.Table).Lookup("taboola")
	if !ok {
		t.Fatal("there is no taboola")
	}
	differing := &listen.Comparison{Result: listen.Different, Expected: &wanted, Differences: []listen.Difference{
		{Place: "query", Name: "api_key", Want: []string{"plain-k3y"}, Got: []string{"other"}},
		{Place: "query", Name: "city", Want: []string{"Reno"}, Got: []string{"東京\n\x1b"}},
		{Place: "query", Name: "empty", Got: []string{""}},
		{Place: "header", Name: "X-Call", Want: []string{"1", "2"}},
	}}
	slow := listen.Plain(404, "no plain-k3y here")
	slow.Delay, slow.SlowBody, slow.Why = 1500*time.Millisecond, 10*time.Millisecond, "rules.yaml:3\x1b"
	return []*listen.Received{
		{
			Time: moment, Took: 2 * time.Millisecond, Seq: 1, RemoteAddr: "127.0.0.1:5", Protocol: "HTTP/1.1", Method: "GET", Host: "h:80",
			URI: "/v1/%1B[2J?api_key=plain-k3y&city=%E6%9D", Path: "/v1/\x1b[2J", Answer: listen.Plain(200, ""), Query: []listen.Param{
				{Name: "api_key", Value: "plain-k3y"},
				{Name: "city", Value: "東京\n\x1b"},
				{Name: "empty"},
				{Name: "bad", Value: "%zz", Malformed: true},
				{Name: "a name that is longer than the others", Value: "1"},
			}, Headers: []listen.Header{{Name: "Accept", Value: "a"}, {Name: "Authorization", Value: "Bearer plain-k3y"}, {Name: "Accept", Value: "b"}},
			Comparison: differing, Contract: &listen.Contract{Receiver: taboola, Faults: []receiver.Fault{
				{Kind: receiver.Missing, Parameter: receiver.Parameter{Name: "click-id", Meaning: "id of the click"}},
				{Kind: receiver.Invalid, Parameter: receiver.Parameter{Name: "token", Meaning: "a secret"}, Value: "plain-k3y\x1b"},
			}},
		},
		{
			Time: moment, Seq: 2, RemoteAddr: "127.0.0.1:6", Protocol: "HTTP/1.1", Method: "POST", Host: "h:80", URI: "/", Path: "/", ContentType: "application/json",
			Headers: []listen.Header{{Name: "Content-Length", Value: "21"}, {Name: "Content-Type", Value: "application/json; charset=utf-8"}},
			Body:    []byte(`{"token":"x","a":[1]}`), BodyParams: []listen.Param{{Name: "/token", Value: "x"}, {Name: "/a/0", Value: "1"}},
			Answer: slow, Comparison: &listen.Comparison{Result: listen.Matched, Expected: &wanted},
		},
		{
			Time: moment, Seq: 3, RemoteAddr: "127.0.0.1:7", Protocol: "HTTP/1.0", Method: "POST", Host: "h:80", URI: "/", Path: "/",
			Body: []byte("text plain-k3y\r\n\xff\x1b\n"), BodyProblem: "it broke off\x1b",
			Answer: listen.Response{Reset: true, Why: "fail-rate"}, Comparison: &listen.Comparison{Result: listen.Unexpected},
		},
		{
			Time: moment, Seq: 4, RemoteAddr: "127.0.0.1:8", Protocol: "HTTP/1.1", Method: "GET", Host: "h:80", URI: "http://proxied.example/a", Path: "/a",
			Answer: listen.Response{Status: 302, Header: http.Header{"Location": {"/b?token=x"}, "Set-Cookie": {"a=plain-k3y"}}}, Comparison: &listen.Comparison{Result: listen.Repeated, Expected: &wanted},
		},
	}
}

// write writes all requests in one format, and a standing behind them.
func writeReceived(t *testing.T, format string, style Style) string {
	t.Helper()
	var out bytes.Buffer
	w, err := NewReceivedWriter(format, &out, style)
	if err != nil {
		t.Fatal(err)
	}
	requests := receivedRequests(t)
	for _, r := range requests {
		err = errors.Join(err, w.Received(r))
	}
	wanted := requests[0].Comparison.Expected
	err = errors.Join(err, w.Expected(&listen.Standing{
		Expected: 4, Matched: 1, Different: []listen.Comparison{*requests[0].Comparison},
		Missing: []*listen.Expected{wanted, {Name: "B"}}, Repeated: 1, Unexpected: 2,
	}), w.Close())
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// receivedStyle hides one secret.
func receivedStyle(colored bool) Style {
	hide := redact.New(redact.Secret{Name: "env:K", Value: "plain-k3y"})
	return Style{Palette: NewPalette(colored), Hide: hide, Version: "v1.2.3"}
}

// TestReceived: every format hides secrets and control characters.
func TestReceived(t *testing.T) {
	t.Parallel()
	for _, format := range ReceivedFormats() {
		out := writeReceived(t, format, receivedStyle(false))
		goldenFile(t, "received-"+format, out)
		if strings.Contains(out, "plain-k3y") {
			t.Errorf("%s shows a secret:\n%s", format, out)
		}
		if i := strings.IndexFunc(out, func(r rune) bool { return r != '\n' && isControl(r) }); i >= 0 {
			t.Errorf("%s: a control character: %q", format, out[i:])
		}
	}
}

// TestReceivedExchange: head and body of request and answer, line by line.
func TestReceivedExchange(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	for _, r := range receivedRequests(t) {
		r.BodyTruncated = r.BodyProblem != ""
		if err := ReceivedExchange(&out, r, receivedStyle(false)); err != nil {
			t.Fatal(err)
		}
	}
	goldenFile(t, "received-exchange", out.String())
	if err := ReceivedExchange(&full{5}, receivedRequests(t)[0], receivedStyle(false)); !errors.Is(err, errFull) {
		t.Errorf("a full disk gives %v", err)
	}
}

// TestReceivedColour: colour adds nothing but itself.
func TestReceivedColour(t *testing.T) {
	t.Parallel()
	coloured := writeReceived(t, "text", receivedStyle(true))
	if diff := cmp.Diff(writeReceived(t, "text", receivedStyle(false)), uncoloured(coloured)); diff != "" {
		t.Errorf("(-plain +coloured):\n%s", diff)
	}
}

func TestReceivedNDJSON(t *testing.T) {
	t.Parallel()
	for line := range strings.Lines(writeReceived(t, "ndjson", receivedStyle(false))) {
		if !json.Valid([]byte(line)) {
			t.Errorf("not JSON: %s", line)
		}
	}
}

// TestReceivedHAR has somebody else's decoder read the archive, and every field looked for that the
// format requires.
func TestReceivedHAR(t *testing.T) {
	t.Parallel()
	out := writeReceived(t, "har", receivedStyle(false))
	checkHAR(t, out)
	var archive har.HAR
	if err := json.Unmarshal([]byte(out), &archive); err != nil {
		t.Fatal(err)
	}
	first, second, third, fourth := archive.Log.Entries[0], archive.Log.Entries[1], archive.Log.Entries[2], archive.Log.Entries[3]
	if first.Request.URL != "http://h:80/v1/%1B[2J?api_key=***&city=%E6%9D" || first.Time != 2 || first.Timings.Send != 2 {
		t.Errorf("first %+v", first.Request)
	}
	if second.Timings.Wait != 1500 || second.Timings.Receive != 170 || second.Time != 1670 ||
		second.Response.Status != 404 || second.Response.StatusText != "Not Found" || string(second.Response.Content.Text) != "no *** here" ||
		second.Request.PostData.Text != `{"token":"***","a":[1]}` || second.Request.PostData.MimeType != "application/json; charset=utf-8" {
		t.Errorf("second %+v", second)
	}
	if third.Response.Status != 0 || third.Comment != "connection reset · fail-rate" || third.Request.PostData.Comment != "base64" {
		t.Errorf("third %+v", third)
	}
	if fourth.Request.URL != "http://proxied.example/a" || fourth.Response.RedirectURL != "/b?token=***" {
		t.Errorf("fourth %+v", fourth.Response)
	}
}

// TestEmptyHAR: an archive of nothing is an archive.
func TestEmptyHAR(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := newHARWriter(&out, receivedStyle(false)).Close(); err != nil {
		t.Fatal(err)
	}
	checkHAR(t, out.String())
}

// harFields are the fields that HAR 1.2 requires, by the object that holds them; a star stands for
// every item of a list. An object that is absent requires nothing.
var harFields = map[string]string{
	"log":                                 "version creator entries",
	"log.creator":                         "name version",
	"log.entries.*":                       "startedDateTime time request response cache timings",
	"log.entries.*.request":               "method url httpVersion cookies headers queryString headersSize bodySize",
	"log.entries.*.request.headers.*":     "name value",
	"log.entries.*.request.queryString.*": "name value",
	"log.entries.*.request.postData":      "mimeType params text",
	"log.entries.*.response":              "status statusText httpVersion cookies headers content redirectURL headersSize bodySize",
	"log.entries.*.response.headers.*":    "name value",
	"log.entries.*.response.content":      "size mimeType",
	"log.entries.*.timings":               "send wait receive",
}

// checkHAR looks for every required field, and wants none of them to be null.
func checkHAR(t *testing.T, archive string) {
	t.Helper()
	var root any
	if err := json.Unmarshal([]byte(archive), &root); err != nil {
		t.Fatalf("%v\n%s", err, archive)
	}
	if log, ok := root.(map[string]any)["log"].(map[string]any); !ok || log["version"] != "1.2" {
		t.Fatalf("no log of version 1.2:\n%s", archive)
	}
	for path, fields := range harFields {
		for _, object := range under(root, strings.Split(path, ".")) {
			for field := range strings.FieldsSeq(fields) {
				if value, ok := object[field]; !ok || value == nil {
					t.Errorf("%s has no %s: %v", path, field, object)
				}
			}
		}
	}
}

// under are all objects at a path.
func under(value any, path []string) []map[string]any {
	if len(path) == 0 {
		object, _ := value.(map[string]any)
		return []map[string]any{object}
	}
	var found []map[string]any
	switch value := value.(type) {
	case map[string]any:
		if next, ok := value[path[0]]; ok {
			found = under(next, path[1:])
		}
	case []any:
		for _, item := range value {
			found = append(found, under(item, path[1:])...)
		}
	}
	return found
}

func TestReceivedFormats(t *testing.T) {
	t.Parallel()
	if diff := cmp.Diff([]string{"text", "ndjson", "curl", "har"}, ReceivedFormats()); diff != "" {
		t.Errorf("formats (-want +got):\n%s", diff)
	}
	for _, format := range ReceivedFormats() {
		w, err := NewReceivedWriter(format, &full{5}, plain(redact.New()))
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(w.Received(receivedRequests(t)[0]), w.Close()); !errors.Is(err, errFull) {
			t.Errorf("%s: a full disk gives %v", format, err)
		}
		if !strings.Contains(ReceivedFormatHelp(), "  "+format+" ") {
			t.Errorf("the help has no %s", format)
		}
	}
	if _, err := NewReceivedWriter("xml", nil, Style{}); err == nil {
		t.Error("xml is a format")
	}
}
