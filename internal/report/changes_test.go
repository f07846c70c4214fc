package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"postback/internal/call"
	"postback/internal/config"
	"postback/internal/diag"
	"postback/internal/golden"
	"postback/internal/plan"
	"postback/internal/redact"
)

// changesOf compares two definitions over some calls.
func changesOf(t *testing.T, before, after string, calls int) *Changes {
	t.Helper()
	keys := call.NewKeys()
	compile := func(name, yaml string) *plan.Program {
		set, faults := config.LoadSources([]*diag.Source{diag.NewSource(name, []byte(yaml))}, config.Options{KeepVariables: true})
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		program, err := plan.Compile(set, plan.Options{Keys: keys})
		if err != nil {
			t.Fatal(err)
		}
		return program
	}
	differ := golden.NewDiffer(compile("main:pixels.yaml", before), compile("pixels.yaml", after))
	var records strings.Builder
	for i := range calls {
		fmt.Fprintf(&records, `{"inboundCallId":"R%d","tag:User:x":"+%d","hasConnected":%t}`+"\n", i, i, i%2 == 0)
	}
	reader := call.NewReader(strings.NewReader(records.String()), call.ReaderOptions{Keys: keys})
	for range calls {
		record, err := reader.Next()
		if err != nil {
			t.Fatal(err)
		}
		if err := differ.Add(record); err != nil {
			t.Fatal(err)
		}
	}
	return &Changes{Changes: differ.Changes(), Before: "main:pixels.yaml", After: "pixels.yaml"}
}

func writeChanges(t *testing.T, format string, c *Changes) string {
	t.Helper()
	var out bytes.Buffer
	if err := WriteChanges(format, &out, c, plain(redact.New())); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestChangesFormats pins every format, and that none shows a secret.
func TestChangesFormats(t *testing.T) {
	t.Parallel()
	const before = `
pixels:
  - {name: "Par|tner_*", fire_on: incoming, url: "https://a.example/?caller_id=[User:x]&tz=+1&api_key=plain-k3y&a=1&old=x"}
  - {name: Gone, fire_on: incoming, url: "https://a.example/"}
  - {name: Filtered, fire_on: connected, url: "https://a.example/"}
  - {name: Same, fire_on: incoming, url: "https://a.example/s"}
`
	const after = `
pixels:
  - {name: "Par|tner_*", fire_on: incoming, url: "https://a.example/?callerid=[User:x]&tz=%2B1&api_key=other-k3y&a=1&new=<b>"}
  - {name: Filtered, fire_on: connected, url: "https://a.example/", filters: [{tag: "User:x", equals: "+0"}]}
  - {name: Same, fire_on: incoming, url: "https://a.example/s"}
  - {name: Broken, fire_on: incoming, url: "https://[User:x]/"}
`
	changes := changesOf(t, before, after, 10)
	for _, name := range ChangesFormats() {
		out := writeChanges(t, name, changes)
		goldenFile(t, "changes."+name, out)
		if strings.Contains(out, "-k3y") {
			t.Errorf("%s shows a secret", name)
		}
	}
	if err := WriteChanges("xml", &bytes.Buffer{}, changes, plain(redact.New())); err == nil {
		t.Error("a format that there is not was written")
	}
}

// TestChangesNothing: no change is said in every format.
func TestChangesNothing(t *testing.T) {
	t.Parallel()
	const same = "pixels: [{name: P, fire_on: incoming, url: 'https://a.example/'}]"
	changes := changesOf(t, same, same, 1)
	for name, want := range map[string]string{
		"text": "", "github": "",
		"markdown": "### postback diff\n\nmain:pixels.yaml → pixels.yaml: 1 call: nothing changes\n",
		"json":     `{"schema_version":1,"before":"main:pixels.yaml","after":"pixels.yaml","calls":1,"changed":0,"pixels":[]}` + "\n",
	} {
		if got := writeChanges(t, name, changes); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// TestChangesTable: a parameter that was renamed makes a Markdown table of just that parameter.
func TestChangesTable(t *testing.T) {
	t.Parallel()
	one := func(name string) string {
		return "pixels: [{name: P, fire_on: incoming, url: 'https://a.example/?" + name + "=[User:x]&b=2'}]"
	}
	table, _, _ := strings.Cut(writeChanges(t, "markdown", changesOf(t, one("caller_id"), one("callerid"), 10000)), "\n<details>")
	const want = "### postback diff\n\nmain:pixels.yaml → pixels.yaml: 10000 of 10000 calls change, in 1 pixel\n\n**P** · incoming · 10000 requests of 10000 calls\n\n" +
		"| what | before | after | calls |\n| --- | --- | --- | ---: |\n" +
		"| parameter caller\\_id → callerid | +0 \\[User:x] | +0 \\[User:x] | 10000 |\n"
	if table != want {
		t.Errorf("got\n%s\nwant\n%s", table, want)
	}
	if !json.Valid([]byte(writeChanges(t, "json", changesOf(t, one("a"), one("c"), 3)))) {
		t.Error("not JSON")
	}
}
