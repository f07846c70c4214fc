package report

import (
	"io"
	"unicode/utf8"

	"postback/internal/listen"
	"postback/internal/receiver"
	"postback/internal/redact"
)

// receivedNDJSON writes one object a line.
type receivedNDJSON struct {
	w    io.Writer
	hide *redact.Redactor
}

func newReceivedNDJSON(w io.Writer, style Style) ReceivedWriter {
	return &receivedNDJSON{w, style.Hide}
}

func (n *receivedNDJSON) Received(r *listen.Received) error {
	return n.line(newReceivedJSON(r, n.hide))
}

func (n *receivedNDJSON) Expected(t *listen.Standing) error {
	return n.line(newStandingJSON(t, n.hide))
}

func (n *receivedNDJSON) Close() error { return nil }

func (n *receivedNDJSON) line(v any) error {
	encoded, err := encodeJSON(v)
	if err != nil {
		return err
	}
	_, err = n.w.Write(append(encoded, '\n'))
	return err
}

// receivedJSON is the documented shape of one received request.
type receivedJSON struct {
	Type        string          `json:"type"`
	Seq         int             `json:"seq"`
	Time        string          `json:"time"`
	Method      string          `json:"method"`
	Path        string          `json:"path"`
	Query       []paramJSON     `json:"query"`
	Headers     headersJSON     `json:"headers"`
	ContentType string          `json:"content_type,omitempty"`
	Body        string          `json:"body,omitempty"`
	BodyBase64  []byte          `json:"body_base64,omitempty"` // in place of body when it is not UTF-8
	BodyParams  []paramJSON     `json:"body_params,omitempty"`
	Problem     string          `json:"problem,omitempty"` // why the body could not be read or decoded
	Receiver    *contractJSON   `json:"receiver,omitempty"`
	Comparison  *comparisonJSON `json:"comparison,omitempty"`
	Status      int             `json:"status,omitempty"` // absent after a reset
	Reset       bool            `json:"reset,omitempty"`
	DelayMS     float64         `json:"delay_ms,omitempty"`
	SlowBodyMS  float64         `json:"slow_body_ms,omitempty"`
	Why         string          `json:"why,omitempty"`
}

type paramJSON struct {
	Name      string `json:"name"`
	Value     string `json:"value"`
	Malformed bool   `json:"malformed,omitempty"`
}

// contractJSON is the receiver that a request is held against, and what it lacks.
type contractJSON struct {
	Name      string      `json:"name"`
	Source    string      `json:"source,omitempty"`
	Date      string      `json:"date,omitempty"`
	Certainty string      `json:"certainty"`
	Faults    []faultJSON `json:"faults"`
}

type faultJSON struct {
	Kind      receiver.Kind `json:"kind"`
	Parameter string        `json:"parameter"`
	Meaning   string        `json:"meaning"`
	Value     string        `json:"value,omitempty"`
}

// comparisonJSON is a request held against what is expected.
type comparisonJSON struct {
	Result      listen.Result    `json:"result"`
	Expected    string           `json:"expected,omitempty"`
	Differences []differenceJSON `json:"differences,omitempty"`
}

type differenceJSON struct {
	Place string   `json:"place"`
	Name  string   `json:"name,omitempty"`
	Want  []string `json:"want,omitempty"`
	Got   []string `json:"got,omitempty"`
}

// standingJSON is the documented shape of the last line, where something was expected.
type standingJSON struct {
	Type       string           `json:"type"`
	Expected   int              `json:"expected"`
	Matched    int              `json:"matched"`
	Different  []comparisonJSON `json:"different"`
	Missing    []string         `json:"missing"`
	Repeated   int              `json:"repeated"`
	Unexpected int              `json:"unexpected"`
}

func newReceivedJSON(r *listen.Received, hide *redact.Redactor) *receivedJSON {
	out := &receivedJSON{
		Type: "received", Seq: r.Seq, Time: r.Time.Format(milliTime), Method: r.Method,
		Path: hide.String(r.Path), Query: paramsJSON(r.Query, hide), ContentType: r.ContentType,
		BodyParams: paramsJSON(r.BodyParams, hide), Problem: hide.String(r.BodyProblem), Reset: r.Answer.Reset,
		DelayMS: milliseconds(r.Answer.Delay), SlowBodyMS: milliseconds(r.Answer.SlowBody), Why: hide.String(r.Answer.Why),
	}
	if !r.Answer.Reset {
		out.Status = r.Answer.Status
	}
	if body := hide.Body(r.ContentType, r.Body); utf8.Valid(body) {
		out.Body = string(body)
	} else {
		out.BodyBase64 = body
	}
	for _, h := range r.Headers {
		out.Headers = append(out.Headers, header{h.Name, hide.Header(h.Name, h.Value)})
	}
	if r.Contract != nil {
		out.Receiver = newContractJSON(r.Contract, hide)
	}
	if r.Comparison != nil {
		comparison := newComparisonJSON(r.Comparison, hide)
		out.Comparison = &comparison
	}
	return out
}

func paramsJSON(params []listen.Param, hide *redact.Redactor) []paramJSON {
	list := []paramJSON{}
	for _, p := range params {
		list = append(list, paramJSON{p.Name, hideParameter(hide, p.Name, p.Value), p.Malformed})
	}
	return list
}

func newContractJSON(c *listen.Contract, hide *redact.Redactor) *contractJSON {
	r := c.Receiver
	out := &contractJSON{Name: r.Name, Source: r.Source, Date: r.Date, Certainty: r.Certainty.String(), Faults: []faultJSON{}}
	for _, f := range c.Faults {
		value := hideParameter(hide, f.Parameter.Name, f.Value)
		out.Faults = append(out.Faults, faultJSON{f.Kind, f.Parameter.Name, f.Parameter.Meaning, value})
	}
	return out
}

func newComparisonJSON(c *listen.Comparison, hide *redact.Redactor) comparisonJSON {
	out := comparisonJSON{Result: c.Result}
	if c.Expected != nil {
		out.Expected = hide.String(c.Expected.Name)
	}
	for _, d := range c.Differences {
		out.Differences = append(out.Differences, differenceJSON{
			d.Place, d.Name, hiddenValues(hide, d.Name, d.Want), hiddenValues(hide, d.Name, d.Got),
		})
	}
	return out
}

func hiddenValues(hide *redact.Redactor, name string, values []string) []string {
	var hidden []string
	for _, value := range values {
		hidden = append(hidden, hideParameter(hide, name, value))
	}
	return hidden
}

func newStandingJSON(t *listen.Standing, hide *redact.Redactor) *standingJSON {
	out := &standingJSON{
		Type: "expected", Expected: t.Expected, Matched: t.Matched, Repeated: t.Repeated, Unexpected: t.Unexpected,
		Different: []comparisonJSON{}, Missing: []string{},
	}
	for i := range t.Different {
		out.Different = append(out.Different, newComparisonJSON(&t.Different[i], hide))
	}
	for _, e := range t.Missing {
		out.Missing = append(out.Missing, hide.String(e.Name))
	}
	return out
}
