package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"postback/internal/postback"
	"postback/internal/redact"
)

// scene has everything that a result can show.
const scene = `
pixels:
  - name: Get everything
    fire_on: incoming
    url: "https://api.example/v1/[User:wide]/ev?api_key=${env:K}&app_event=incoming&caller=[Call:CallerNumber]&amount=[Call:ConversionAmount]&city=[User:wide]&campaign_name_that_is_long=[Campaign:Name]&ua=[User:ua]&unset=${env:UNSET}&both=[User:no][User:wide]&none=[callId]&static=&ctrl=[User:control]#frag[User:wide]"
    headers: {X-Call-Id: "[Call:InboundCallId]", X-Secret: "${env:ODD}", X-Empty: "[User:no]", X-Long: "[User:ua]"}
    basic_auth: {username: u, password: "${env:K}"}
    authentication: partner
  - name: Json 東京
    fire_on: incoming
    method: POST
    url: https://api.example/json
    content_type: application/json
    body: "{\"id\":\"[Call:InboundCallId]\",\"wide\":\"[User:wide]\",\"token\":\"${env:QUOTE}\",\"ids\":[[1,2]],\"amount\":[Call:ConversionAmount]}"
  - name: Form
    fire_on: incoming
    method: PUT
    url: https://api.example/form
    content_type: application/x-www-form-urlencoded
    body: "password=${env:ODD}&x=[User:wide]&empty=[User:no]"
  - name: Text
    fire_on: incoming
    method: PATCH
    url: "http://[[::1]]:8080/"
    body: "first [User:control]\nsecond [User:ua] [User:ua] [User:ua]\n"
  - {name: Fails, fire_on: incoming, url: "https://a.example", headers: {X-A: "[User:control]"}}
  - {name: Fails too, fire_on: incoming, url: "https://[User:wide]/"}
  - {name: Later, fire_on: payout, url: https://a.example}
  - {name: Filtered, fire_on: incoming, url: https://a.example, filters: [{tag: "User:wide", equals: "plain-k3y"}]}
authentications:
  - {name: partner, oauth2: {token_url: "https://a.example", client_id: c, client_secret: s}}
campaigns:
  - {name: "CTV · Spring", pixels: [Get everything, "Json 東京", Form, Text, Fails, Fails too, Later, Filtered]}
`

const sceneCall = `{"inboundCallId":"RGB1","inboundPhoneNumber":"+16613804706","tag:User:wide":"東京 é","tag:User:control":"a\u001b[31m\tb\nc",
	"tag:User:ua":"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36, like Gecko"}`

// sceneResults are the results of the scene: fired, failed and skipped ones, as a dry run.
func sceneResults(t testing.TB) ([]Result, *redact.Redactor) {
	t.Helper()
	set, hide := load(t, scene)
	return dryRun(planned(t, set, sceneCall)), hide
}

// firedResults are the same with what came back.
func firedResults(t testing.TB) ([]Result, *redact.Redactor) {
	t.Helper()
	results, hide := sceneResults(t)
	outcomes := []*postback.Outcome{
		{Verdict: postback.Unverified, Status: 200, Reason: "OK", Elapsed: 142 * time.Millisecond, Attempts: 1},
		{
			Verdict: postback.Rejected, Status: 400, Reason: "Bad \x1b[31mRequest\u009b", Elapsed: 9_460 * time.Microsecond, Attempts: 1,
			Header: http.Header{"Content-Type": {"application/json"}},
			Body:   []byte("\n{\"error\":\"bad token plain-k3y\x1b[2J\"}\r\nsecond\n\xff third\nfourth\nfifth\nsixth\n"), Evidence: "bad plain-k3y",
		},
		{Verdict: postback.TimedOut, Reason: "no answer within 10 s", Failure: postback.FailureTimeout, InDoubt: true, Elapsed: 10 * time.Second, Attempts: 1},
		{Verdict: postback.Unsent, Reason: "cannot look up api_key=plain-k3y", Failure: postback.FailureDNS},
	}
	for i := range outcomes {
		results[i].Outcome = outcomes[i]
	}
	return results, hide
}

// TestTextFormat holds the text format at every width that differs, with and without colour.
func TestTextFormat(t *testing.T) {
	t.Parallel()
	dry, hide := sceneResults(t)
	fired, _ := firedResults(t)
	for _, width := range []int{0, 40, 80, 120} {
		goldenFile(t, fmt.Sprintf("text-%d", width), write(t, "text", Style{Palette: NewPalette(false), Hide: hide, Width: width}, dry...))
	}
	goldenFile(t, "text-fired", write(t, "text", plain(hide), fired...))
	goldenFile(t, "text-fired-colour", write(t, "text", Style{Palette: NewPalette(true), Hide: hide, Width: 80}, fired...))
}

// TestTextStaysInside: on a terminal what has columns is not wider than it, whatever the call says,
// and colour changes nothing but colour.
func TestTextStaysInside(t *testing.T) {
	t.Parallel()
	results, hide := firedResults(t)
	for _, width := range []int{1, 20, 40, 60, 80, 100, 120, 200} {
		without := write(t, "text", Style{Palette: NewPalette(false), Hide: hide, Width: width}, results...)
		for line := range strings.Lines(without) {
			line = strings.TrimSuffix(line, "\n")
			isTable := strings.HasPrefix(line, "      ") && !strings.Contains(line, "#frag") || strings.HasPrefix(line, "  warning")
			if n := cells(line); isTable && width >= 40 && n > width {
				t.Errorf("%d cells at width %d: %s", n, width, line)
			}
			if strings.HasSuffix(line, " ") {
				t.Errorf("blanks at the end of %q", line)
			}
		}
		with := write(t, "text", Style{Palette: NewPalette(true), Hide: hide, Width: width}, results...)
		if diff := cmp.Diff(without, uncoloured(with)); diff != "" {
			t.Errorf("width %d (-plain +coloured):\n%s", width, diff)
		}
	}
}

// uncoloured removes the sequences that set colours, and nothing else.
func uncoloured(s string) string {
	for {
		before, rest, found := strings.Cut(s, "\x1b[")
		if !found {
			return s
		}
		_, after, _ := strings.Cut(rest, "m")
		s = before + after
	}
}

// TestNoSecretsNorControls: no format shows a secret, in whatever form, and those for people hold
// no control character but the line break.
func TestNoSecretsNorControls(t *testing.T) {
	t.Parallel()
	results, hide := firedResults(t)
	for _, format := range ResultFormats() {
		out := write(t, format, plain(hide), results...)
		for _, secret := range []string{"plain-k3y", "s&c/r", "s%26c%2Fr", `q"u`, `q\"u`, "dTpwbGFpbi1rM3k="} {
			if strings.Contains(out, secret) {
				t.Errorf("%s shows %s:\n%s", format, secret, out)
			}
		}
		if i := strings.IndexFunc(out, func(r rune) bool { return r != '\n' && isControl(r) }); i >= 0 {
			t.Errorf("%s holds a control character: %q", format, out[i:min(i+10, len(out))])
		}
	}
}

// TestJSONFormat holds both JSON formats: they are valid, and they say the same.
func TestJSONFormat(t *testing.T) {
	t.Parallel()
	results, hide := firedResults(t)
	lines := write(t, "ndjson", plain(hide), results...)
	goldenFile(t, "ndjson", lines)
	var document struct {
		SchemaVersion int               `json:"schema_version"`
		Results       []json.RawMessage `json:"results"`
	}
	if err := json.Unmarshal([]byte(write(t, "json", plain(hide), results...)), &document); err != nil {
		t.Fatal(err)
	}
	var joined strings.Builder
	for _, r := range document.Results {
		joined.Write(append(r, '\n'))
	}
	if diff := cmp.Diff(lines, joined.String()); diff != "" || document.SchemaVersion != 1 {
		t.Errorf("version %d, (-ndjson +json):\n%s", document.SchemaVersion, diff)
	}
	if got, want := write(t, "json", plain(hide)), "{\"schema_version\":1,\"results\":[\n]}\n"; got != want {
		t.Errorf("no results: %q", got)
	}
	if got := write(t, "ndjson", plain(hide)); got != "" {
		t.Errorf("no results: %q", got)
	}
}

// TestJSONHolds: what goes into JSON comes out again, nasty values and bytes that are no text
// included; headers of one name are joined.
func TestJSONHolds(t *testing.T) {
	t.Parallel()
	set, hide := load(t, onlyPixel(`url: "https://a.example/?x=[User:x]"`, `headers: {A: "[User:x]", B: b, a: c}`, `body: "[User:x]"`))
	firing := planned(t, set, `{"tag:User:x":"<&>\"\\\u2028\u0001é東\t"}`)[0]
	firing.Request.Headers = append(firing.Request.Headers, postback.Header{Name: "B", Value: []byte("d")})
	var got struct {
		URL, Body  string
		BodyBase64 []byte `json:"body_base64"`
		Headers    map[string]string
	}
	encoded := write(t, "ndjson", plain(hide), Result{Firing: &firing})
	if err := json.Unmarshal([]byte(encoded), &got); err != nil {
		t.Fatal(err)
	}
	nasty := "<&>\"\\\u2028\u0001é東\t"
	if diff := cmp.Diff(map[string]string{"A": nasty, "B": "b, d", "a": "c"}, got.Headers); diff != "" || got.Body != nasty || got.URL != string(firing.Request.URL) {
		t.Errorf("%s\n%s", encoded, diff)
	}
	if strings.Contains(encoded, `\u0026`) || !strings.Contains(encoded, `"headers":{"A":`) {
		t.Errorf("escaped or out of order: %s", encoded)
	}
	firing.Request.Body = []byte("\xff\x00")
	encoded = write(t, "ndjson", plain(hide), Result{Firing: &firing})
	got.Body = ""
	if err := json.Unmarshal([]byte(encoded), &got); err != nil || got.Body != "" || !bytes.Equal(got.BodyBase64, firing.Request.Body) {
		t.Errorf("%v: %s", err, encoded)
	}
}

// TestURLFormat: one URL a line and nothing else; what fires not is left out.
func TestURLFormat(t *testing.T) {
	t.Parallel()
	results, hide := sceneResults(t)
	goldenFile(t, "url", write(t, "url", plain(hide), results...))
	goldenFile(t, "curl", write(t, "curl", plain(hide), results...))
}

// TestCSVFormat: the table can be read, has all its columns in every row, and says what JSON says.
func TestCSVFormat(t *testing.T) {
	t.Parallel()
	results, hide := sceneResults(t)
	table := write(t, "csv", plain(hide), results...)
	goldenFile(t, "csv", table)
	rows, err := csv.NewReader(strings.NewReader(table)).ReadAll()
	if err != nil || len(rows) != len(results)+1 {
		t.Fatalf("%v, %d rows for %d results", err, len(rows), len(results))
	}
	lines := strings.Split(write(t, "ndjson", plain(hide), results...), "\n")
	for i, row := range rows[1:] {
		var object struct {
			Seq                    int
			CallID                 string `json:"call_id"`
			Event, Campaign, Pixel string
			Decision, Method, URL  string
		}
		if err := json.Unmarshal([]byte(lines[i]), &object); err != nil {
			t.Fatal(err)
		}
		want := []string{strconv.Itoa(object.Seq), object.CallID, object.Event, object.Campaign, object.Pixel, object.Decision, object.Method, object.URL}
		if diff := cmp.Diff(want, append(slices.Clone(row[:6]), row[7:9]...)); diff != "" {
			t.Errorf("row %d (-json +csv):\n%s", i+1, diff)
		}
	}
	if got, want := write(t, "csv", plain(hide)), strings.Join(rows[0], ",")+"\n"; got != want {
		t.Errorf("no results: %q", got)
	}
}

// TestFailingWriter: every format returns the error of its stream, at the latest when its buffer is
// full, and from then on.
func TestFailingWriter(t *testing.T) {
	t.Parallel()
	results, hide := firedResults(t)
	for _, format := range ResultFormats() {
		for _, room := range []int{0, 500} {
			w, err := NewResultWriter(format, &full{room}, plain(hide))
			if err != nil {
				t.Fatal(err)
			}
			rounds := 0
			for err = nil; err == nil && rounds < 1000; rounds++ {
				err = w.Result(results[0])
			}
			again, closed := w.Result(results[0]), w.Close()
			for _, err := range []error{err, again, closed} {
				if !errors.Is(err, errFull) {
					t.Errorf("%s with room for %d: %v", format, room, err)
				}
			}
		}
	}
}

func TestFormats(t *testing.T) {
	t.Parallel()
	if diff := cmp.Diff([]string{"text", "json", "ndjson", "url", "curl", "csv"}, ResultFormats()); diff != "" {
		t.Errorf("formats (-want +got):\n%s", diff)
	}
	for _, name := range ResultFormats() {
		if !strings.Contains(ResultFormatHelp(), "  "+name+" ") {
			t.Errorf("no help about %s", name)
		}
	}
	if _, err := NewResultWriter("yaml", io.Discard, Style{}); err == nil || err.Error() != `unknown format "yaml"` {
		t.Errorf("an unknown format: %v", err)
	}
}
