package report

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"postback/internal/journal"
	"postback/internal/redact"
	"postback/internal/results"
)

// hostile is what must come out as text and nothing else, wherever it turns up.
const hostile = `<img src=x onerror=alert(1)> | ` + "`x`" + ` [a](b) "q" ]]>`

// sampleTally has a postback of every verdict that matters, and hostile names.
func sampleTally(t *testing.T) *results.Tally {
	t.Helper()
	quoted, err := json.Marshal(hostile)
	if err != nil {
		t.Fatal(err)
	}
	lines := `{"type":"run","command":"replay","shard":"1/1"}
{"type":"firing","seq":1,"call_id":"RGB1","event":"converted","pixel":"Good","decision":"fire","url":"https://a.example/","outcome":{"verdict":"accepted","status":200,"reason":"OK","at":"2026-11-21T19:55:05Z","elapsed_ms":12.5}}
{"type":"firing","seq":2,"call_id":"RGB2","event":"converted","pixel":NAME,"decision":"fire","url":"https://b.example/","outcome":{"verdict":"rejected","status":400,"reason":NAME,"at":"2026-11-21T19:55:06Z","elapsed_ms":30,"evidence":"token=s3cretvalue"}}
{"type":"firing","seq":3,"event":"payout","pixel":"Good","decision":"fire","url":"https://a.example/","outcome":{"verdict":"timed_out","reason":"timeout after 10s","in_doubt":true,"at":"2026-11-21T19:55:26Z","elapsed_ms":10000}}
{"type":"firing","seq":4,"event":"payout","pixel":"Good","decision":"skip"}
{"type":"end","results":4,"resume":"postback replay -c calls.ndjson"}
`
	tally, problems, err := results.Merge(results.File{Name: "r.ndjson", Reader: strings.NewReader(strings.ReplaceAll(lines, "NAME", string(quoted)))})
	if err != nil || problems != nil {
		t.Fatal(err, problems)
	}
	return tally
}

func writeTally(t *testing.T, format string, tally *results.Tally) string {
	t.Helper()
	var out strings.Builder
	style := Style{Palette: NewPalette(false), Hide: redact.New(redact.Secret{Name: "env:S", Value: "s3cretvalue"})}
	if err := WriteTally(format, &out, tally, style); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(out.String(), "s3cretvalue") {
		t.Errorf("%s shows a secret", format)
	}
	return out.String()
}

func TestTallyFormats(t *testing.T) {
	t.Parallel()
	for _, format := range TallyFormats() {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			goldenFile(t, "tally-"+format, writeTally(t, format, sampleTally(t)))
			writeTally(t, format, results.NewTally())
		})
	}
	if err := WriteTally("song", nil, nil, Style{}); err == nil {
		t.Error("an unknown format was written")
	}
}

func TestTallyJUnitIsValid(t *testing.T) {
	t.Parallel()
	for _, tally := range []*results.Tally{sampleTally(t), results.NewTally()} {
		if _, faults := checkJUnit(writeTally(t, "junit", tally)); len(faults) > 0 {
			t.Error(faults)
		}
	}
}

func TestTallyCSVIsRegular(t *testing.T) {
	t.Parallel()
	rows, err := csv.NewReader(strings.NewReader(writeTally(t, "csv", sampleTally(t)))).ReadAll()
	if err != nil || len(rows) != 5 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}

// A page takes nothing from elsewhere, runs nothing, and shows what it was given as text.
func TestTallyPageIsInert(t *testing.T) {
	t.Parallel()
	page := writeTally(t, "html", sampleTally(t))
	checkInert(t, page)
	if !strings.Contains(page, html.EscapeString(hostile[:28])) && !strings.Contains(page, "&lt;img src=x onerror=alert(1)&gt;") {
		t.Error("the name of the pixel is not shown")
	}
}

// checkInert parses a page as a browser does and looks for what could run or fetch.
func checkInert(t *testing.T, page string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "script", "img", "iframe", "object", "embed", "form", "base":
			t.Errorf("the page has a <%s>", n.Data)
		}
		for _, a := range n.Attr {
			fetches := a.Key == "src" || a.Key == "href" && !strings.HasPrefix(a.Val, "data:,") && !strings.HasPrefix(a.Val, "#")
			if fetches || strings.HasPrefix(a.Key, "on") {
				t.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val)
			}
		}
	}
}

// What report writes, results reads back: the two agree about names and meaning.
func TestResultsReadsWhatIsWritten(t *testing.T) {
	t.Parallel()
	sample, hide := firedResults(t)
	for _, format := range []string{"json", "ndjson"} {
		out := write(t, format, plain(hide), sample...)
		tally, problems, err := results.Merge(results.File{Name: format, Reader: strings.NewReader(out)})
		if err != nil || problems != nil {
			t.Fatal(err, problems)
		}
		var summary Summary
		for _, r := range sample {
			summary.Add(r)
		}
		if got, want := fmt.Sprint(tally.Counts), fmt.Sprint(summary.Verdicts); got != want {
			t.Errorf("%s: got %s, want %s", format, got, want)
		}
	}
}

// Results whose clock was set back in between show no time below zero, in whatever format.
func TestTallyOfAClockThatGoesBack(t *testing.T) {
	t.Parallel()
	lines := `{"type":"firing","seq":1,"event":"converted","pixel":"P","decision":"fire","outcome":{"verdict":"rejected","status":400,"at":"2026-11-25T04:00:00Z","elapsed_ms":20}}
{"type":"firing","seq":2,"event":"converted","pixel":"P","decision":"fire","outcome":{"verdict":"failed","in_doubt":true,"at":"2026-11-25T03:00:00Z","elapsed_ms":-3600000}}
{"type":"firing","seq":3,"event":"converted","pixel":"P","decision":"fire","outcome":{"verdict":"rejected","status":400,"at":"1970-01-01T00:00:01Z","elapsed_ms":1e300}}
`
	tally, problems, err := results.Merge(results.File{Name: "r", Reader: strings.NewReader(lines)})
	if err != nil || problems != nil {
		t.Fatal(err, problems)
	}
	belowZero := regexp.MustCompile(`[^0-9a-z]-[0-9]`)
	for _, format := range TallyFormats() {
		out := writeTally(t, format, tally)
		if where := belowZero.FindString(out); where != "" {
			t.Errorf("%s shows %q in\n%s", format, where, out)
		}
	}
}

// What is told of journals stands in every format that has a place for it.
func TestTallyOfJournals(t *testing.T) {
	t.Parallel()
	tally := sampleTally(t)
	tally.UnderWay, tally.Notes = 3, []string{"1.journal is still being written"}
	tally.InDoubt[0].InJournal = true
	tally.Unfinished = []results.Unfinished{{Path: "my 2.journal", Header: journal.Header{
		Input: journal.Input{Name: "calls.ndjson"}, Shard: "2/3", Endpoint: "http://127.0.0.1:9",
	}}}
	const toGoOn = "postback replay --call calls.ndjson --journal 'my 2.journal' --shard 2/3 --to http://127.0.0.1:9 … (and the other flags of that run)"
	want := map[string][]string{
		"text":     {" · 3 under way", "\n1.journal is still being written\n", "r.ndjson, entry 3", "\nto go on: " + toGoOn},
		"json":     {`"under_way":3`, `"notes":["1.journal is still being written"]`, `"in_journal":true`, toGoOn},
		"junit":    {"1.journal is still being written"},
		"markdown": {" · 3 under way", "\n1.journal is still being written.\n", "`" + toGoOn + "`"},
		"html":     {"<strong>3</strong>under way", "<p>1.journal is still being written.</p>", "r.ndjson, entry 3", html.EscapeString(toGoOn)},
	}
	for format, texts := range want {
		out := writeTally(t, format, tally)
		for _, text := range texts {
			if !strings.Contains(out, text) {
				t.Errorf("%s does not show %q:\n%s", format, text, out)
			}
		}
	}
	tally.Unfinished[0].Header = journal.Header{}
	if out := writeTally(t, "text", tally); !strings.Contains(out, "to go on: postback replay --call - --journal 'my 2.journal' …") {
		t.Error(out)
	}
}
