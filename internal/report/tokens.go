package report

import (
	"io"
	"strings"

	"postback/internal/call"
	"postback/internal/catalog"
)

// TokenTable lists tokens, with a column for one event or, when event is nil, a mark for each of the
// eight; see [TokenLegend].
func TokenTable(tokens []catalog.Token, event *call.Event) Table {
	table := Table{Columns: []string{"token", "by event", "known", "meaning"}}
	if event != nil {
		table.Columns[1] = "at " + event.String()
	}
	for _, t := range tokens {
		presence := marks(t.At)
		if event != nil {
			presence = presenceText(t.At[*event])
		}
		table.Rows = append(table.Rows, []string{t.String(), presence, t.Certainty.String(), tokenMeaning(t)})
	}
	return table
}

// TokenLegend explains the marks of a [TokenTable].
func TokenLegend() string {
	return "by event: " + strings.Join(call.EventNames(), ", ") + "; + always, ~ sometimes, - never, ? unknown"
}

// marks is one mark for each event, in the platform's order.
func marks(at catalog.Timeline) string {
	mark := map[catalog.Availability]string{catalog.Always: "+", catalog.Sometimes: "~", catalog.Never: "-", catalog.Unknown: "?"}
	text := ""
	for _, e := range call.Events() {
		text += mark[at[e].Availability]
	}
	return text
}

// presenceText is the availability and how sure it is.
func presenceText(p catalog.Presence) string {
	if p.Availability == catalog.Unknown {
		return p.Availability.String()
	}
	return p.Availability.String() + " (" + p.Certainty.String() + ")"
}

// tokenMeaning says what a token holds and how it is written, and what of that is assumed.
func tokenMeaning(t catalog.Token) string {
	format := t.Format
	if t.Example != "" {
		format += ", as " + t.Example
	}
	if !t.FormatCertainty.Fact() {
		format += " (format is an assumption)"
	}
	parts := []string{strings.TrimSuffix(t.Meaning, "."), strings.TrimSuffix(format, ".")}
	if t.Doubtful != "" {
		parts = append(parts, "doubtful: "+strings.TrimSuffix(t.Doubtful, "."))
	}
	return strings.Join(parts, "; ")
}

// catalogTokenJSON is the documented shape of one token of the platform.
type catalogTokenJSON struct {
	Token           string         `json:"token"`
	Category        string         `json:"category"`
	Name            string         `json:"name"` // * when any name is a token
	Known           string         `json:"known"`
	Source          string         `json:"source"`
	Meaning         string         `json:"meaning"`
	Format          string         `json:"format"`
	FormatCertainty string         `json:"format_certainty"`
	Example         string         `json:"example,omitempty"`
	Doubtful        string         `json:"doubtful,omitempty"`
	Events          []presenceJSON `json:"events"`
}

// presenceJSON is whether a token has a value at one event, and what that rests on.
type presenceJSON struct {
	Event        string `json:"event"`
	Availability string `json:"availability"`
	Certainty    string `json:"certainty"`
	Source       string `json:"source,omitempty"`
}

// WriteTokensJSON writes {"schema_version":1,"tokens":[…]} with everything known of each token.
func WriteTokensJSON(w io.Writer, tokens []catalog.Token) error {
	list := []catalogTokenJSON{}
	for _, t := range tokens {
		out := catalogTokenJSON{
			Token: t.String(), Category: t.Category, Name: t.Name, Known: t.Certainty.String(), Source: t.Source,
			Meaning: t.Meaning, Format: t.Format, FormatCertainty: t.FormatCertainty.String(), Example: t.Example, Doubtful: t.Doubtful,
		}
		for _, e := range call.Events() {
			p := t.At[e]
			out.Events = append(out.Events, presenceJSON{e.String(), p.Availability.String(), p.Certainty.String(), p.Note})
		}
		list = append(list, out)
	}
	return writeDocument(w, struct {
		SchemaVersion int                `json:"schema_version"`
		Tokens        []catalogTokenJSON `json:"tokens"`
	}{SchemaVersion, list})
}
