package report

import (
	"io"

	"postback/internal/golden"
)

// changesJSON is the documented shape of changes.
type changesJSON struct {
	SchemaVersion int               `json:"schema_version"`
	Before        string            `json:"before"`
	After         string            `json:"after"`
	Calls         int               `json:"calls"`
	Changed       int               `json:"changed"`
	Pixels        []pixelChangeJSON `json:"pixels"`
}

type pixelChangeJSON struct {
	Pixel   string      `json:"pixel"`
	Event   string      `json:"event"`
	Calls   int         `json:"calls"`
	Changes []entryJSON `json:"changes"`
}

type entryJSON struct {
	Kind    golden.EntryKind   `json:"kind"`
	Part    golden.Part        `json:"part,omitempty"`
	Name    string             `json:"name,omitempty"`
	To      string             `json:"to,omitempty"`
	Change  golden.Change      `json:"change,omitempty"`
	Message string             `json:"message"`
	Calls   int                `json:"calls"`
	Samples []changeSampleJSON `json:"samples"`
}

type changeSampleJSON struct {
	CallID       string  `json:"call_id,omitempty"`
	Before       *string `json:"before,omitempty"`
	After        *string `json:"after,omitempty"`
	BeforeTokens string  `json:"before_tokens,omitempty"`
	AfterTokens  string  `json:"after_tokens,omitempty"`
	Reason       string  `json:"reason,omitempty"`
}

func writeChangesJSON(w io.Writer, c *Changes, style Style) error {
	out := changesJSON{SchemaVersion: SchemaVersion, Before: c.Before, After: c.After, Calls: c.Calls, Changed: c.Changed, Pixels: []pixelChangeJSON{}}
	for _, p := range c.Pixels {
		pixel := pixelChangeJSON{Pixel: p.Pixel, Event: p.Event, Calls: p.Calls}
		for _, e := range p.Entries {
			pixel.Changes = append(pixel.Changes, entryOf(e, style))
		}
		out.Pixels = append(out.Pixels, pixel)
	}
	encoded, err := encodeJSON(out)
	if err != nil {
		return err
	}
	_, err = w.Write(append(encoded, '\n'))
	return err
}

func entryOf(e *golden.Entry, style Style) entryJSON {
	out := entryJSON{Kind: e.Kind, Part: e.Part, Name: e.Name, To: e.To, Change: e.Change, Message: becomes(e), Calls: e.Count}
	for _, s := range e.Samples {
		sample := changeSampleJSON{CallID: s.CallID, BeforeTokens: s.WantTokens, AfterTokens: s.GotTokens, Reason: style.Hide.String(s.Reason)}
		if e.Kind == golden.Differed && e.Change != golden.Added {
			before := hideValue(style.Hide, e.Part, e.Name, s.Want)
			sample.Before = &before
		}
		if e.Kind == golden.Differed && e.Change != golden.Removed {
			after := hideValue(style.Hide, e.Part, nameAfter(e), s.Got)
			sample.After = &after
		}
		out.Samples = append(out.Samples, sample)
	}
	return out
}

// nameAfter is the name that a value has after the change.
func nameAfter(e *golden.Entry) string {
	if e.To != "" {
		return e.To
	}
	return e.Name
}
