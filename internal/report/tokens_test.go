package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"postback/internal/call"
	"postback/internal/catalog"
	"postback/internal/diag"
	"postback/internal/redact"
	"postback/internal/validate"
)

// token is a token of the catalogue.
func token(t *testing.T, category, name string) catalog.Token {
	t.Helper()
	found, ok := catalog.Lookup(category, name)
	if !ok {
		t.Fatalf("no token %s:%s", category, name)
	}
	return found
}

// TestTokenTable: a mark for each event in the platform's order, or a column for one.
func TestTokenTable(t *testing.T) {
	t.Parallel()
	tokens := []catalog.Token{
		{Category: "A", Name: "B", Meaning: "What it is.", Format: "text", FormatCertainty: catalog.Documented, Certainty: catalog.Seen, At: catalog.Timeline{
			call.Incoming:  {Availability: catalog.Never, Certainty: catalog.Documented},
			call.Connected: {Availability: catalog.Sometimes, Certainty: catalog.Inferred},
			call.Completed: {Availability: catalog.Always, Certainty: catalog.Seen},
		}},
		{Category: "C", Name: "*", Tag: true, Meaning: "Any.", Format: "text", Example: "x", Doubtful: "It may not be.", Certainty: catalog.Documented},
	}
	incoming, converted := call.Incoming, call.Converted
	tests := []struct {
		event *call.Event
		want  [][]string
	}{
		{nil, [][]string{
			{"token", "by event", "known", "meaning"},
			{"[A:B]", "-~+?????", "seen", "What it is; text"},
			{"[tag:C:*]", "????????", "documented", "Any; text, as x (format is an assumption); doubtful: It may not be"},
		}},
		{&incoming, [][]string{
			{"token", "at incoming", "known", "meaning"},
			{"[A:B]", "never (documented)", "seen", "What it is; text"},
			{"[tag:C:*]", "unknown", "documented", "Any; text, as x (format is an assumption); doubtful: It may not be"},
		}},
		{&converted, [][]string{
			{"token", "at converted", "known", "meaning"},
			{"[A:B]", "unknown", "seen", "What it is; text"},
			{"[tag:C:*]", "unknown", "documented", "Any; text, as x (format is an assumption); doubtful: It may not be"},
		}},
	}
	for _, tt := range tests {
		table := TokenTable(tokens, tt.event)
		if diff := cmp.Diff(tt.want, append([][]string{table.Columns}, table.Rows...)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
	for _, name := range call.EventNames() {
		if !strings.Contains(TokenLegend(), name) {
			t.Errorf("the legend lacks %s: %s", name, TokenLegend())
		}
	}
}

// TestTokensJSON: all that the catalogue knows is there, for every token and every event.
func TestTokensJSON(t *testing.T) {
	t.Parallel()
	tokens := append(catalog.Tokens(), token(t, "User", "*"))
	var out bytes.Buffer
	if err := WriteTokensJSON(&out, tokens); err != nil {
		t.Fatal(err)
	}
	var document struct {
		SchemaVersion int                `json:"schema_version"`
		Tokens        []catalogTokenJSON `json:"tokens"`
	}
	decoder := json.NewDecoder(&out)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&document); err != nil {
		t.Fatal(err)
	}
	if document.SchemaVersion != SchemaVersion || len(document.Tokens) != len(tokens) {
		t.Fatalf("version %d, %d tokens of %d", document.SchemaVersion, len(document.Tokens), len(tokens))
	}
	for i, got := range document.Tokens {
		want := tokens[i]
		if got.Token != want.String() || got.Category != want.Category || got.Name != want.Name || got.Example != want.Example ||
			got.Known != want.Certainty.String() || got.Source != want.Source || got.FormatCertainty != want.FormatCertainty.String() {
			t.Errorf("%s became %+v", want, got)
		}
		var events []string
		for _, p := range got.Events {
			event, _ := call.ParseEvent(p.Event)
			at := want.At[event]
			if events = append(events, p.Event); p.Availability != at.Availability.String() || p.Certainty != at.Certainty.String() || p.Source != at.Note {
				t.Errorf("%s at %s: %+v, want %+v", want, p.Event, p, at)
			}
		}
		if !slices.Equal(events, call.EventNames()) {
			t.Errorf("%s has the events %q", want, events)
		}
	}
	if err := WriteTokensJSON(&full{10}, tokens); !errors.Is(err, errFull) {
		t.Errorf("a full disk gives %v", err)
	}
	out.Reset()
	if err := WriteTokensJSON(&out, nil); err != nil || out.String() != "{\"schema_version\":1,\"tokens\":[]}\n" {
		t.Errorf("no tokens: %v %s", err, out.String())
	}
}

// TestRuleTextOnTerminals: prose is as wide as the terminal and no wider than is readable; no word
// is lost, and examples stay as they are.
func TestRuleTextOnTerminals(t *testing.T) {
	t.Parallel()
	for _, r := range validate.Rules() {
		for _, width := range []int{0, 20, 50, 80, 200} {
			var out bytes.Buffer
			if err := RuleText(&out, r, Style{Palette: NewPalette(false), Hide: redact.New(), Width: width}); err != nil {
				t.Fatal(err)
			}
			prose, examples, found := strings.Cut(out.String(), "\nWrong:\n")
			if !found {
				t.Fatalf("%s has no example:\n%s", r.Name, out.String())
			}
			checkProse(t, r, prose, width)
			for example := range strings.Lines(r.Wrong + r.Right) {
				if !strings.Contains(examples, "  "+example) {
					t.Errorf("%s at %d: the example lacks %q", r.Name, width, example)
				}
			}
		}
	}
	if err := RuleText(&full{10}, validate.Rules()[0], plain(redact.New())); !errors.Is(err, errFull) {
		t.Errorf("a full disk gives %v", err)
	}
}

func checkProse(t *testing.T, r validate.Rule, prose string, width int) {
	t.Helper()
	want := r.Name + " (" + r.Severity.String() + "): " + r.Summary + " " + r.Long
	if r.Source != "" {
		want += " Evidence: " + r.Source + "."
	}
	squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") } // a long word may be cut
	if diff := cmp.Diff(squeeze(want), squeeze(prose)); diff != "" {
		t.Errorf("%s at %d (-want +got):\n%s", r.Name, width, diff)
	}
	for line := range strings.SplitSeq(prose, "\n") {
		if width > 0 && cells(line) > min(width, readable) || strings.HasSuffix(line, " ") {
			t.Errorf("%s at %d: %q", r.Name, width, line)
		}
	}
}

// TestRuleTable lists every rule once, with its level.
func TestRuleTable(t *testing.T) {
	t.Parallel()
	var want [][]string
	for _, r := range validate.Rules() {
		want = append(want, []string{r.Name, r.Severity.String(), r.Summary})
		if r.Severity < diag.Error || r.Severity > diag.Note {
			t.Errorf("%s has no level", r.Name)
		}
	}
	if diff := cmp.Diff(want, RuleTable().Rows); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
