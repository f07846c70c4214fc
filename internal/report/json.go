package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"time"
	"unicode/utf8"

	"postback/internal/plan"
	"postback/internal/postback"
	"postback/internal/redact"
)

// jsonWriter writes results as JSON: an object a line, or all of them in one document.
type jsonWriter struct {
	w        *bufio.Writer
	hide     *redact.Redactor
	document bool
	written  int
}

func newNDJSONWriter(w io.Writer, style Style) ResultWriter {
	return &jsonWriter{w: bufio.NewWriterSize(w, bufferSize), hide: style.Hide}
}

func newJSONWriter(w io.Writer, style Style) ResultWriter {
	return &jsonWriter{w: bufio.NewWriterSize(w, bufferSize), hide: style.Hide, document: true}
}

func (j *jsonWriter) Result(r Result) error {
	encoded, err := encodeJSON(j.result(r))
	if err != nil {
		return err
	}
	if j.document {
		j.separate()
	}
	j.written++
	_, _ = j.w.Write(encoded)
	return j.w.WriteByte('\n')
}

// separate writes what stands before a result of the document.
func (j *jsonWriter) separate() {
	if j.written == 0 {
		_, _ = fmt.Fprintf(j.w, "{\"schema_version\":%d,\"results\":[\n", SchemaVersion)
		return
	}
	_ = j.w.WriteByte(',')
}

func (j *jsonWriter) Close() error {
	if j.document {
		if j.written == 0 {
			j.separate()
		}
		_, _ = j.w.WriteString("]}\n")
	}
	return j.w.Flush()
}

// encodeJSON is json.Marshal without escaping & < >, which URLs are full of, and with all control
// characters escaped, which a terminal would obey.
func encodeJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(v)
	return escapeControls(bytes.TrimSuffix(b.Bytes(), []byte("\n"))), err
}

// escapeControls escapes the control characters that JSON allows: they stand in strings only.
func escapeControls(encoded []byte) []byte {
	if !bytes.ContainsFunc(encoded, isControl) {
		return encoded
	}
	var b bytes.Buffer
	for _, r := range string(encoded) {
		if isControl(r) {
			fmt.Fprintf(&b, `\u%04x`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.Bytes()
}

// resultJSON is the documented shape of one result.
type resultJSON struct {
	Type       string        `json:"type"`
	Seq        int           `json:"seq"`
	CallID     string        `json:"call_id,omitempty"`
	Event      string        `json:"event"`
	Campaign   string        `json:"campaign,omitempty"`
	Pixel      string        `json:"pixel"`
	Decision   plan.Decision `json:"decision"`
	Reasons    []reasonJSON  `json:"reasons"`
	Method     string        `json:"method,omitempty"`
	URL        string        `json:"url,omitempty"`
	Headers    headersJSON   `json:"headers,omitempty"`
	Body       string        `json:"body,omitempty"`
	BodyBase64 []byte        `json:"body_base64,omitempty"` // in place of body when it is not UTF-8
	Warnings   []warningJSON `json:"warnings,omitempty"`
	Outcome    *outcomeJSON  `json:"outcome,omitempty"`
}

type reasonJSON struct {
	Code    plan.Code `json:"code"`
	Message string    `json:"message"`
}

type warningJSON struct {
	Rule    string `json:"rule"`
	Token   string `json:"token,omitempty"`
	Message string `json:"message"`
}

type outcomeJSON struct {
	Verdict         postback.Verdict `json:"verdict"`
	Status          int              `json:"status,omitempty"`
	Reason          string           `json:"reason"`
	Failure         postback.Failure `json:"failure,omitempty"`
	InDoubt         bool             `json:"in_doubt,omitempty"`
	ElapsedMS       float64          `json:"elapsed_ms"`
	Attempts        int              `json:"attempts"`
	Evidence        string           `json:"evidence,omitempty"`
	Remark          string           `json:"remark,omitempty"`
	Expect          *expectJSON      `json:"expect,omitempty"`           // absent when the status alone decided
	PlatformVerdict string           `json:"platform_verdict,omitempty"` // success or failure; absent without an answer
}

// expectJSON is by what the verdict was read.
type expectJSON struct {
	By       postback.ExpectedBy `json:"by"`
	Receiver string              `json:"receiver,omitempty"`
	Matched  string              `json:"matched,omitempty"`
	// Certainty is documented, seen, inferred or unknown.
	Certainty string `json:"certainty,omitempty"`
}

func (j *jsonWriter) result(r Result) resultJSON {
	f := r.Firing
	out := resultJSON{
		Type: "firing", Seq: r.Seq, CallID: f.CallID(), Event: f.Event.String(),
		Campaign: f.CampaignName(), Pixel: f.Pixel.Name.String(),
		Decision: f.Decision, Reasons: []reasonJSON{},
	}
	for _, reason := range f.Reasons {
		out.Reasons = append(out.Reasons, reasonJSON{reason.Code, j.hide.String(reason.Message)})
	}
	if f.Decision == plan.Fire {
		j.request(&out, f)
	}
	if r.Outcome != nil {
		out.Outcome = j.outcome(r.Outcome)
	}
	return out
}

func (j *jsonWriter) request(out *resultJSON, f *plan.Firing) {
	request := visibleRequest(f, j.hide)
	out.Method, out.URL, out.Headers = request.method, request.url, request.headers
	if utf8.Valid(request.body) {
		out.Body = string(request.body)
	} else {
		out.BodyBase64 = request.body
	}
	for _, w := range f.Warnings() {
		out.Warnings = append(out.Warnings, warningJSON{w.Rule, w.Token, j.hide.String(w.Message)})
	}
}

func (j *jsonWriter) outcome(o *postback.Outcome) *outcomeJSON {
	out := &outcomeJSON{
		Verdict: o.Verdict, Status: o.Status, Reason: j.hide.String(o.Reason), Failure: o.Failure,
		InDoubt: o.InDoubt, ElapsedMS: milliseconds(o.Elapsed), Attempts: o.Attempts,
		Evidence: evidence(o, j.hide), Remark: j.hide.String(o.Remark), PlatformVerdict: platformVerdict(o),
	}
	if e := o.Expected; e != nil {
		out.Expect = &expectJSON{e.By, e.Receiver, e.Matched, e.Certainty}
	}
	return out
}

// milliseconds is a duration with one decimal, which is as exact as a network is.
func milliseconds(d time.Duration) float64 {
	return math.Round(float64(d)/float64(time.Millisecond)*10) / 10
}

// headersJSON writes headers as an object in the order in which they are sent. Fields of one name
// are joined by a comma, as HTTP allows.
type headersJSON []header

// MarshalJSON implements [json.Marshaler].
func (h headersJSON) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, field := range h.joined() {
		if i > 0 {
			b.WriteByte(',')
		}
		name, errName := encodeJSON(field.name)
		value, errValue := encodeJSON(field.value)
		if errName != nil || errValue != nil {
			return nil, fmt.Errorf("cannot encode the header %s", field.name)
		}
		b.Write(name)
		b.WriteByte(':')
		b.Write(value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

func (h headersJSON) joined() []header {
	var joined []header
	at := map[string]int{}
	for _, field := range h {
		if i, twice := at[field.name]; twice {
			joined[i].value += ", " + field.value
			continue
		}
		at[field.name] = len(joined)
		joined = append(joined, field)
	}
	return joined
}
