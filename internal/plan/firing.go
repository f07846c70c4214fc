package plan

import (
	"slices"

	"postback/internal/auth"
	"postback/internal/call"
	"postback/internal/pixel"
	"postback/internal/postback"
	"postback/internal/redact"
	"postback/internal/template"
)

// Decision is what planning came to for one pixel.
type Decision string

// The decisions.
const (
	Fire Decision = "fire" // the request is complete
	Skip Decision = "skip" // the pixel does not fire for this call and event
	Fail Decision = "fail" // it should fire and its request cannot be built
)

// Code is the stable name of a reason; scripts may compare it.
type Code string

// The reasons for which a pixel is skipped or fails.
const (
	OtherEvent  Code = "other-event"  // the pixel fires on an event that was not asked for
	NotAttached Code = "not-attached" // the call's campaign does not have the pixel
	Disabled    Code = "disabled"     // the definition says enabled: false
	Filtered    Code = "filter"       // a filter does not hold
	NotReached  Code = "not-reached"  // the record shows that the call never reached the event

	TokenInHost   Code = "token-in-host"  // a token stands in scheme, host or port
	BadURL        Code = "bad-url"        // the rendered URL is not an absolute http(s) URL
	BadHeader     Code = "bad-header"     // a header name that HTTP does not allow
	HeaderControl Code = "header-control" // a value would end the header line
)

// SkipCodes are the codes of the reasons for which a pixel is skipped.
func SkipCodes() []Code { return []Code{OtherEvent, NotAttached, Disabled, Filtered, NotReached} }

// FailCodes are the codes of the reasons for which a request cannot be built.
func FailCodes() []Code { return []Code{TokenInHost, BadURL, BadHeader, HeaderControl} }

// Reason says why a pixel is skipped or fails.
type Reason struct {
	Code    Code
	Message string
}

// Warning is a remark on a request that is complete and perhaps not what was meant.
type Warning struct {
	Rule    string
	Token   string // as written in the template; empty when no token is concerned
	Message string
}

// Firing is one pixel considered for one event of one call.
// It and everything it points to is valid until the next call of [Planner.Plan].
type Firing struct {
	Pixel    *pixel.Pixel
	Event    call.Event
	Campaign *pixel.Campaign // nil when no campaign is defined
	Decision Decision
	Reasons  []Reason         // why it is skipped or fails; empty when it fires
	Request  postback.Request // complete when the decision is Fire, but for what [Program.ShowOnly] says
	Grant    *auth.Grant      // how to obtain the token that the request needs besides; nil when it needs none

	planner *Planner
	bound   *boundPixel
}

// CallID is the id of the call, or "" when its record has none.
func (f *Firing) CallID() string { return f.planner.record.ID() }

// AppendCallID appends the id of the call, or nothing when its record has none.
func (f *Firing) AppendCallID(dst []byte) []byte { return f.planner.record.AppendID(dst) }

// URL is the URL of the firing's request, also where the program is to show requests only and leaves
// it out of them.
func (f *Firing) URL() []byte {
	if f.Request.URL == nil && f.Decision == Fire {
		f.Request.URL = f.planner.append(f.bound.url)
	}
	return f.Request.URL
}

// AppendShownURL appends the URL of the firing's request as it may be shown: what the redactor
// makes of it, but for the redactor of [Program.ShowOnly] in a fraction of the time.
func (f *Firing) AppendShownURL(dst []byte, redactor *redact.Redactor) []byte {
	if f.isPrepared(f.bound.shown, redactor) {
		return f.bound.shown.Append(dst, f.planner.values)
	}
	return redactor.AppendURL(dst, f.URL())
}

// AppendQuotedURL appends what AppendShownURL does as it is written within a document. Ok is false,
// and nothing is appended, when that was not prepared by [Program.ShowOnly].
func (f *Firing) AppendQuotedURL(dst []byte, redactor *redact.Redactor) (quoted []byte, ok bool) {
	return f.appendPrepared(dst, f.bound.quotedURL, redactor)
}

// AppendQuotedBody is AppendQuotedURL for the body, which is UTF-8 then.
func (f *Firing) AppendQuotedBody(dst []byte, redactor *redact.Redactor) (quoted []byte, ok bool) {
	return f.appendPrepared(dst, f.bound.quotedBody, redactor)
}

// HasFixedHeaders reports whether the headers of the pixel's requests, basic authentication included,
// are the same for all calls, and shown by the redactor of [Program.ShowOnly].
func (f *Firing) HasFixedHeaders(redactor *redact.Redactor) bool {
	varies := func(h boundHeader) bool { return h.fixed == nil }
	return redactor == f.planner.program.redactor && f.bound.auth == nil && !slices.ContainsFunc(f.bound.headers, varies)
}

func (f *Firing) appendPrepared(dst []byte, b *template.Bound, redactor *redact.Redactor) (text []byte, ok bool) {
	if !f.isPrepared(b, redactor) {
		return dst, false
	}
	return b.Append(dst, f.planner.values), true
}

// isPrepared reports whether a text of the request has been made ready to be shown with a redactor.
func (f *Firing) isPrepared(b *template.Bound, redactor *redact.Redactor) bool {
	return b != nil && f.Decision == Fire && redactor == f.planner.program.redactor
}

// CampaignName is the name of the call's campaign, or "" when none is defined.
func (f *Firing) CampaignName() string {
	if f.Campaign == nil {
		return ""
	}
	return f.Campaign.Name.String()
}
