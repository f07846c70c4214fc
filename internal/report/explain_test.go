package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postback/internal/call"
	"postback/internal/plan"
	"postback/internal/redact"
)

// explained explains a call with every pixel of the definitions.
func explained(t testing.TB, yaml, record string, options plan.Options) ([]plan.Explanation, *redact.Redactor) {
	t.Helper()
	set, hide := load(t, yaml)
	program, err := plan.Compile(set, options)
	if err != nil {
		t.Fatal(err)
	}
	r, err := call.NewReader(strings.NewReader(record), call.ReaderOptions{Keys: program.Keys()}).Next()
	if err != nil {
		t.Fatal(err)
	}
	planner := program.NewPlanner()
	if _, err := planner.Plan(r.Clone()); err != nil {
		t.Fatal(err)
	}
	return planner.Explain(), hide
}

func writeExplanations(t testing.TB, format string, list []plan.Explanation, style Style) string {
	t.Helper()
	var out bytes.Buffer
	if err := Explain(&out, format, list, style); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestExplain: whatever the format and the width, no secret and no control character is shown,
// colour changes nothing but colour, and every pixel is told of.
func TestExplain(t *testing.T) {
	t.Parallel()
	list, hide := explained(t, scene, sceneCall, plan.Options{})
	for _, width := range []int{0, 20, 40, 80, 120} {
		text := writeExplanations(t, "text", list, Style{Palette: NewPalette(false), Hide: hide, Width: width})
		coloured := writeExplanations(t, "text", list, Style{Palette: NewPalette(true), Hide: hide, Width: width})
		if diff := cmp.Diff(text, uncoloured(coloured)); diff != "" {
			t.Errorf("width %d (-plain +coloured):\n%s", width, diff)
		}
		checkClean(t, text)
		for line := range strings.Lines(text) {
			line = strings.TrimSuffix(line, "\n")
			if strings.HasSuffix(line, " ") || width >= 40 && cells(line) > width {
				t.Errorf("width %d: %d cells in %q", width, cells(line), line)
			}
		}
	}
	text := writeExplanations(t, "text", list, plain(hide))
	for _, want := range []string{
		"Get everything fires on incoming for call RGB1.",
		"Fails should fire on incoming for call RGB1, but its request cannot be built: the value of the header X-A holds a line break",
		"Later does not fire for call RGB1: the record does not show that the call reached payout.",
		`User:wide equals ***: it is "東京 é"`,
		"[Call:ConversionAmount]", "never has a value when incoming fires", "%2B16613804706",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in:\n%s", want, text)
		}
	}
	encoded := writeExplanations(t, "json", list, plain(hide))
	checkClean(t, encoded)
	var document struct {
		SchemaVersion int `json:"schema_version"`
		Explanations  []struct {
			Pixel, Decision, Why, URL string
			Gates, Tokens             []json.RawMessage
		}
	}
	if err := json.Unmarshal([]byte(encoded), &document); err != nil {
		t.Fatal(err)
	}
	if len(document.Explanations) != len(list) || document.SchemaVersion != 1 {
		t.Errorf("%d explanations, version %d", len(document.Explanations), document.SchemaVersion)
	}
	for i, e := range document.Explanations {
		if f := &list[i].Firing; e.Pixel != f.Pixel.Name.String() || e.Decision != string(f.Decision) || (e.URL != "") != (e.Decision == "fire") || len(e.Gates) < 3 || e.Why == "" {
			t.Errorf("explanation %d: %+v", i, e)
		}
	}
}

// checkClean: no secret of the scene, and nothing that a terminal would obey.
func checkClean(t *testing.T, out string) {
	t.Helper()
	for _, secret := range []string{"plain-k3y", "s&c/r", "s%26c%2Fr", `q"u`, `q\"u`, "dTpwbGFpbi1rM3k="} {
		if strings.Contains(out, secret) {
			t.Errorf("shows %s:\n%s", secret, out)
		}
	}
	if i := strings.IndexFunc(out, func(r rune) bool { return r != '\n' && isControl(r) }); i >= 0 {
		t.Errorf("holds a control character: %q", out[i:min(i+20, len(out))])
	}
}

// TestWhy: one sentence that says all, with and without the id of a call.
func TestWhy(t *testing.T) {
	t.Parallel()
	const yaml = `
pixels:
  - {name: Fires, fire_on: incoming, url: https://a.example}
  - {name: Fails, fire_on: incoming, url: nowhere}
  - {name: Other, fire_on: payout, url: https://a.example}
  - {name: Off, fire_on: incoming, url: https://a.example, enabled: false}
  - {name: Filtered, fire_on: incoming, url: https://a.example, filters: [{tag: "User:x", exists: true}]}
  - {name: Loose, fire_on: incoming, url: https://a.example}
campaigns: [{name: C, pixels: [Fires, Fails, Other, Off, Filtered]}]
`
	list, hide := explained(t, yaml, `{}`, plan.Options{Events: []call.Event{call.Incoming}})
	want := []string{
		"Fires fires on incoming for this call.",
		"Fails should fire on incoming for this call, but its request cannot be built: the URL must begin with http:// or https://.",
		"Other does not fire for this call: it fires on payout, which was not asked for.",
		"Off does not fire for this call: the definition says enabled: false.",
		"Filtered does not fire for this call: its filter does not hold (User:x exists: it is absent or empty).",
		`Loose does not fire for this call: the campaign "C" does not have this pixel.`,
	}
	var got []string
	for i := range list {
		got = append(got, Why(&list[i], hide))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	gates := strings.Split(writeExplanations(t, "text", list[3:4], plain(hide)), "\n")[1:4]
	wantGates := []string{
		`  yes  attached  the campaign "C" has this pixel`,
		`  no   enabled   the definition says enabled: false`,
		`   -   event     the record shows that the call reached incoming`,
	}
	if diff := cmp.Diff(wantGates, gates); diff != "" {
		t.Errorf("gates (-want +got):\n%s", diff)
	}
}

func TestExplainWriter(t *testing.T) {
	t.Parallel()
	list, hide := explained(t, scene, sceneCall, plan.Options{})
	for _, format := range ExplainFormats() {
		if err := Explain(&full{10}, format, list, plain(hide)); !errors.Is(err, errFull) {
			t.Errorf("%s: a full disk gives %v", format, err)
		}
	}
	if got := writeExplanations(t, "json", nil, plain(hide)); got != "{\"schema_version\":1,\"explanations\":[]}\n" {
		t.Errorf("nothing explained: %s", got)
	}
}
