package report

import (
	"math"
	"slices"
	"time"
	"unicode/utf8"

	"postback/internal/call"
	"postback/internal/pixel"
	"postback/internal/plan"
	"postback/internal/postback"
	"postback/internal/redact"
)

// jsonEncoder writes results as JSON objects, each on a line. Millions of results are written with
// few allocations by appending their members one by one.
type jsonEncoder struct {
	hide     *redact.Redactor
	scratch  []byte
	subjects map[subject]*members
}

// subject is what many results are about.
type subject struct {
	pixel    *pixel.Pixel
	campaign *pixel.Campaign
	event    call.Event
	decision plan.Decision
}

// members are what results of one subject have in common, written once.
type members struct {
	about   []byte // what the firing is about
	headers []byte // its headers, when they are the same for all calls and have been written
}

func newJSONEncoder(style Style) encoder {
	return &jsonEncoder{hide: style.Hide, subjects: map[subject]*members{}}
}

// encode writes the documented shape of one result. Members that would be empty are left out, but
// for the reasons.
func (j *jsonEncoder) encode(s *Sheet, r Result) {
	f := r.Firing
	s.text = append(s.text, `{"type":"firing","seq":`...)
	s.number(r.Seq)
	j.scratch = f.AppendCallID(j.scratch[:0])
	s.text = appendMember(s.text, "call_id", j.scratch)
	common := j.common(f)
	s.text = append(s.text, common.about...)
	s.text = j.appendReasons(s.text, f.Reasons)
	if f.Decision == plan.Fire {
		s.text = j.appendRequest(s.text, r, common)
	}
	if r.Outcome != nil {
		s.text = appendEncoded(s.text, "outcome", j.outcome(r))
	}
	s.text = append(s.text, "}\n"...)
}

// common is what the firing has in common with others of its subject.
func (j *jsonEncoder) common(f *plan.Firing) *members {
	s := subject{f.Pixel, f.Campaign, f.Event, f.Decision}
	common, known := j.subjects[s]
	if !known {
		about := appendMember(nil, "event", []byte(f.Event.String()))
		about = appendMember(about, "campaign", []byte(f.CampaignName()))
		about = appendJSONString(appendKey(about, "pixel"), []byte(f.Pixel.Name.String()))
		common = &members{about: appendMember(about, "decision", []byte(f.Decision))}
		j.subjects[s] = common
	}
	return common
}

func (j *jsonEncoder) appendReasons(dst []byte, reasons []plan.Reason) []byte {
	if len(reasons) == 0 {
		return append(dst, `,"reasons":[]`...)
	}
	var shown []reasonJSON
	for _, reason := range reasons {
		shown = append(shown, reasonJSON{reason.Code, j.hide.String(reason.Message)})
	}
	return appendEncoded(dst, "reasons", shown)
}

func (j *jsonEncoder) appendRequest(dst []byte, r Result, common *members) []byte {
	f := r.Firing
	dst = appendMember(dst, "method", []byte(f.Request.Method))
	dst = j.appendURL(dst, f)
	dst = j.appendHeaders(dst, f, common)
	if len(f.Request.Body) > 0 {
		dst = j.appendBody(dst, f)
	}
	var warnings []warningJSON
	for _, w := range r.warnings() {
		warnings = append(warnings, warningJSON{w.Rule, w.Token, j.hide.String(w.Message)})
	}
	if warnings == nil {
		return dst
	}
	return appendEncoded(dst, "warnings", warnings)
}

func (j *jsonEncoder) appendURL(dst []byte, f *plan.Firing) []byte {
	if quoted, ok := f.AppendQuotedURL(append(dst, `,"url":"`...), j.hide); ok {
		return append(quoted, '"')
	}
	j.scratch = f.AppendShownURL(j.scratch[:0], j.hide)
	return appendMember(dst, "url", j.scratch)
}

func (j *jsonEncoder) appendHeaders(dst []byte, f *plan.Firing, common *members) []byte {
	if common.headers != nil {
		return append(dst, common.headers...)
	}
	start, headers := len(dst), visibleHeaders(f, j.hide)
	if len(headers) > 0 {
		dst = appendHeaders(appendKey(dst, "headers"), headers)
	}
	if f.HasFixedHeaders(j.hide) {
		common.headers = append([]byte{}, dst[start:]...)
	}
	return dst
}

func (j *jsonEncoder) appendBody(dst []byte, f *plan.Firing) []byte {
	if quoted, ok := f.AppendQuotedBody(append(dst, `,"body":"`...), j.hide); ok {
		return append(quoted, '"')
	}
	body := visibleBody(f, j.hide, visibleHeaders(f, j.hide))
	if utf8.Valid(body) {
		return appendMember(dst, "body", body)
	}
	return appendEncoded(dst, "body_base64", body)
}

// appendKey appends the key of a member that is not the first.
func appendKey(dst []byte, key string) []byte {
	return append(append(append(dst, `,"`...), key...), `":`...)
}

// appendMember appends a member that is text, unless that is empty.
func appendMember(dst []byte, key string, value []byte) []byte {
	if len(value) == 0 {
		return dst
	}
	return appendJSONString(appendKey(dst, key), value)
}

// appendEncoded appends a member of one of the types below, which can all be encoded.
func appendEncoded(dst []byte, key string, value any) []byte {
	encoded, _ := encodeJSON(value)
	return append(appendKey(dst, key), encoded...)
}

// appendHeaders appends headers as an object in the order in which they are sent. Fields of one
// name are joined by a comma, as HTTP allows.
func appendHeaders(dst []byte, headers []header) []byte {
	dst = append(dst, '{')
	for i, h := range headers {
		sameName := func(other header) bool { return other.name == h.name }
		if slices.ContainsFunc(headers[:i], sameName) {
			continue
		}
		if i > 0 {
			dst = append(dst, ',')
		}
		value := h.value
		for _, other := range headers[i+1:] {
			if sameName(other) {
				value += ", " + other.value
			}
		}
		dst = append(appendJSONString(dst, []byte(h.name)), ':')
		dst = appendJSONString(dst, []byte(value))
	}
	return append(dst, '}')
}

// headersJSON are headers within another document.
type headersJSON []header

// MarshalJSON implements [json.Marshaler].
func (h headersJSON) MarshalJSON() ([]byte, error) { return appendHeaders(nil, h), nil }

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
	At              string           `json:"at,omitempty"` // when the attempt began, in UTC
	ElapsedMS       float64          `json:"elapsed_ms"`
	Attempts        int              `json:"attempts"`
	Earlier         []attemptJSON    `json:"earlier_attempts,omitempty"`
	SentTo          string           `json:"sent_to,omitempty"` // in place of where the URL leads
	Timing          *timingJSON      `json:"timing_ms,omitempty"`
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

func (j *jsonEncoder) outcome(r Result) *outcomeJSON {
	o := r.Outcome
	out := &outcomeJSON{
		Verdict: o.Verdict, Status: o.Status, Reason: j.hide.String(o.Reason), Failure: o.Failure,
		InDoubt: o.InDoubt, At: moment(o.Begun), ElapsedMS: milliseconds(o.Elapsed), Attempts: o.Attempts, Earlier: attemptsOf(o, j.hide),
		SentTo: sentTo(r), Timing: timingOf(o.Timing),
		Evidence: evidence(o, j.hide), Remark: j.hide.String(o.Remark), PlatformVerdict: platformVerdict(o),
	}
	if e := o.Expected; e != nil {
		out.Expect = &expectJSON{e.By, e.Receiver, e.Matched, e.Certainty}
	}
	return out
}

// milliTime is the layout of moments, exact to the millisecond.
const milliTime = "2006-01-02T15:04:05.000Z07:00"

// moment is a time in UTC to the millisecond, "" for none.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(milliTime)
}

// milliseconds is a duration with one decimal, which is as exact as a network is.
func milliseconds(d time.Duration) float64 {
	return math.Round(float64(d)/float64(time.Millisecond)*10) / 10
}
