package report

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"postback/internal/postback"
)

// writeFired writes results with their outcomes in one of the formats for them.
func writeFired(t testing.TB, format string, style Style, results ...Result) string {
	t.Helper()
	var out strings.Builder
	w, err := NewFiredWriter(format, &out, style)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		if err := w.Result(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestRecordFormats(t *testing.T) {
	t.Parallel()
	for _, format := range RecordFormats() {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			results, hide := firedResults(t)
			style := plain(hide)
			style.Version = "v1"
			out := writeFired(t, format, style, results...)
			goldenFile(t, "fired-"+format, out)
			for _, secret := range []string{"plain-k3y", "s&c/r+t", "cGxhaW4tazN5"} {
				if strings.Contains(out, secret) {
					t.Errorf("%s is shown", secret)
				}
			}
			if !strings.Contains(RecordFormatHelp(), "  "+format+" ") {
				t.Errorf("%s has no help", format)
			}
			writeFired(t, format, style)
		})
	}
	if _, err := NewFiredWriter("song", nil, Style{}); err == nil {
		t.Error("an unknown format was opened")
	}
}

func TestFiredJUnitIsValid(t *testing.T) {
	t.Parallel()
	results, hide := firedResults(t)
	for _, sample := range [][]Result{results, nil} {
		if _, faults := checkJUnit(writeFired(t, "junit", plain(hide), sample...)); len(faults) > 0 {
			t.Error(faults)
		}
	}
}

// What a receiver answers is text on the page, whatever it is.
func TestEvidenceIsInert(t *testing.T) {
	t.Parallel()
	set, hide := load(t, `pixels: [{name: "<script>alert(1)</script>", fire_on: incoming, url: "https://a.example/?q=[User:x]"}]`)
	results := dryRun(planned(t, set, `{"tag:User:x":"\"><script>alert(2)</script>"}`))
	results[0].Outcome = &postback.Outcome{
		Verdict: postback.Rejected, Status: 400, Reason: "<b>Bad</b>", Attempts: 1, Elapsed: time.Second,
		Header: http.Header{"X-<i>": {"</pre><script>alert(3)</script>"}}, Body: []byte("</pre></details><img src=https://evil.example onerror=alert(4)>"),
		Evidence: "<style>*{display:none}</style>",
	}
	page := writeFired(t, "html", plain(hide), results...)
	checkInert(t, page)
	for _, shown := range []string{"&lt;script&gt;alert(2)", "&lt;/pre&gt;&lt;script&gt;alert(3)", "onerror=alert(4)&gt;"} {
		if !strings.Contains(page, shown) {
			t.Errorf("%s is not shown", shown)
		}
	}
}

// The stages fill the bar from end to end, whatever happened.
func TestStageBars(t *testing.T) {
	t.Parallel()
	ms := func(n float64) time.Duration { return time.Duration(n * float64(time.Millisecond)) }
	tests := []struct {
		outcome postback.Outcome
		want    string
	}{
		{postback.Outcome{}, ""},
		{postback.Outcome{Elapsed: ms(100), Timing: postback.Timing{DNS: ms(10), Connect: ms(20), TLS: ms(30), FirstByte: ms(90)}}, "dns 10 ms@0+100 connect 20 ms@100+200 tls 30 ms@300+300 waiting 30 ms@600+300 receiving 10 ms@900+100 "},
		{postback.Outcome{Elapsed: ms(50), Timing: postback.Timing{FirstByte: ms(50), Reused: true}}, "waiting 50 ms@0+1000 "},
		{postback.Outcome{Elapsed: ms(20), Timing: postback.Timing{Connect: ms(5)}}, "connect 5.0 ms@0+250 waiting 15 ms@250+750 "},
	}
	for _, tt := range tests {
		got := ""
		for _, b := range stageBars(&tt.outcome) {
			got += fmt.Sprintf("%s@%g+%g ", b.Label, b.X, b.Width)
		}
		if got != tt.want {
			t.Errorf("got  %s\nwant %s", got, tt.want)
		}
	}
}

func TestTee(t *testing.T) {
	t.Parallel()
	results, hide := firedResults(t)
	var one, two strings.Builder
	first, _ := NewFiredWriter("ndjson", &one, plain(hide))
	second, _ := NewFiredWriter("ndjson", &two, plain(hide))
	both := Tee(first, second)
	for _, r := range results {
		if err := both.Result(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := both.Close(); err != nil || one.String() != two.String() || one.Len() == 0 {
		t.Errorf("%d and %d bytes, %v", one.Len(), two.Len(), err)
	}
	broken, _ := NewFiredWriter("html", &full{}, plain(hide))
	if err := Tee(broken, second).Close(); err == nil {
		t.Error("a full disk was not noticed")
	}
}

// An archive has what the format requires, an attempt an entry, and nothing for what was not sent.
func TestFiredHARIsValid(t *testing.T) {
	t.Parallel()
	results, hide := firedResults(t)
	first := *results[0].Outcome
	results[0].Outcome.Earlier = []*postback.Outcome{&first}
	archive := writeFired(t, "har", plain(hide), results...)
	checkHAR(t, archive)
	if got := strings.Count(archive, `"startedDateTime"`); got != 4 {
		t.Errorf("%d entries", got)
	}
	checkHAR(t, writeFired(t, "har", plain(hide)))
}
