package report

import (
	"postback/internal/listen"
	"postback/internal/redact"
)

// liveRequest is what the page shows of a request: what is known of it, and words about it.
type liveRequest struct {
	*receivedJSON
	Notes    []liveNote `json:"notes"`
	Answered string     `json:"answered"`
	Curl     string     `json:"curl"`
}

// liveNote is a remark: a word that is seen at once, a sentence, or both.
type liveNote struct {
	Kind  string `json:"kind"` // how it is shown
	Badge string `json:"badge,omitempty"`
	Text  string `json:"text,omitempty"`
}

// The kinds of notes.
const (
	noteGood    = "good"
	noteCaution = "caution"
	noteBad     = "bad"
)

// LiveRequest is a request as an event of the page that shows requests as they arrive.
func LiveRequest(r *listen.Received, hide *redact.Redactor) []byte {
	return encodeText(liveRequest{
		receivedJSON: newReceivedJSON(r, hide), Notes: liveNotes(r, hide),
		Answered: hide.String(answered(&r.Answer)), Curl: receivedCommand(r, hide),
	})
}

// encodeText encodes what is made of texts and numbers, which cannot fail.
func encodeText(v any) []byte {
	encoded, _ := encodeJSON(v)
	return encoded
}

func liveNotes(r *listen.Received, hide *redact.Redactor) []liveNote {
	notes := []liveNote{}
	if r.Contract != nil {
		notes = append(notes, contractNotes(r.Contract, hide)...)
	}
	if r.Comparison != nil {
		notes = append(notes, comparisonNotes(r.Comparison, hide)...)
	}
	if r.BodyProblem != "" {
		notes = append(notes, liveNote{noteCaution, "body", hide.String(r.BodyProblem)})
	}
	return notes
}

// contractNotes name the receiver that is recognised, and what it misses.
func contractNotes(c *listen.Contract, hide *redact.Redactor) []liveNote {
	notes := []liveNote{{Badge: c.Receiver.Name}}
	if len(c.Faults) == 0 {
		return notes
	}
	notes = append(notes, liveNote{Kind: noteCaution, Badge: Count(len(c.Faults), "fault")})
	for _, f := range c.Faults {
		notes = append(notes, liveNote{Kind: noteCaution, Text: faultText(hide, &f)})
	}
	return append(notes, liveNote{Text: contractText(c)})
}

func comparisonNotes(c *listen.Comparison, hide *redact.Redactor) []liveNote {
	kind, word := noteBad, string(c.Result)
	switch c.Result {
	case listen.Matched:
		kind, word = noteGood, "as expected"
	case listen.Different:
		kind, word = noteCaution, "differs"
	}
	text := "nothing is expected at this path, or nothing more"
	if c.Expected != nil {
		text = word + ": " + hide.String(c.Expected.Name)
	}
	notes := []liveNote{{kind, word, text}}
	for _, d := range c.Differences {
		notes = append(notes, liveNote{Kind: noteCaution, Text: differenceText(hide, &d)})
	}
	return notes
}

// liveStanding is what the page shows of what was expected.
type liveStanding struct {
	Summary  string     `json:"summary"`
	Expected int        `json:"expected"`
	Matched  int        `json:"matched"`
	Lines    []liveNote `json:"lines"` // what is missing or different; no more than can be read
}

// LiveStanding is where expectations stand, as the state of the page.
func LiveStanding(t *listen.Standing, hide *redact.Redactor) []byte {
	out := liveStanding{Summary: expectedSummary(t), Expected: t.Expected, Matched: t.Matched, Lines: []liveNote{}}
	for i := range t.Different[:min(len(t.Different), maxListed)] {
		out.Lines = append(out.Lines, liveNote{noteCaution, "differs", hide.String(t.Different[i].Expected.Name)})
	}
	for _, e := range t.Missing[:min(len(t.Missing), maxListed)] {
		out.Lines = append(out.Lines, liveNote{noteBad, "missing", hide.String(e.Name)})
	}
	return encodeText(out)
}
