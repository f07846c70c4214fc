package report

import (
	"io"
	"slices"

	"postback/internal/plan"
	"postback/internal/postback"
	"postback/internal/redact"
)

// firedHAR writes an HTTP Archive of what was fired: an entry an attempt. What was not fired is no
// exchange and has none.
type firedHAR struct {
	*harWriter
	hide *redact.Redactor
}

func newFiredHARWriter(w io.Writer, style Style) ResultWriter {
	return &firedHAR{newHARWriter(w, style), style.Hide}
}

// Result writes the attempts at one postback.
func (h *firedHAR) Result(r Result) error {
	if r.Outcome == nil {
		return nil
	}
	request := h.request(r.Firing)
	for _, o := range append(slices.Clone(r.Outcome.Earlier), r.Outcome) {
		if err := h.attempt(r.Firing, request, o); err != nil {
			return err
		}
	}
	return nil
}

func (h *firedHAR) attempt(f *plan.Firing, request harRequest, o *postback.Outcome) error {
	if o.Attempts == 0 {
		return nil // nothing was sent
	}
	timings := firedTimings(o)
	comment := f.Pixel.Name.String() + ": " + string(o.Verdict)
	if o.Status == 0 {
		comment += ": " + h.hide.String(o.Reason)
	}
	return h.entry(&harEntry{
		StartedDateTime: o.Begun.UTC().Format(milliTime), Time: timings.total(), Timings: timings,
		Request: request, Response: h.response(o), Comment: comment,
	})
}

// firedTimings splits the time of an attempt as the format wants it: connecting includes TLS.
func firedTimings(o *postback.Outcome) harTimings {
	t := harTimings{Blocked: harUnknown, DNS: harUnknown, Connect: harUnknown, SSL: harUnknown}
	if o.Timing.DNS > 0 {
		t.DNS = milliseconds(o.Timing.DNS)
	}
	if o.Timing.Connect > 0 {
		t.Connect = milliseconds(o.Timing.Connect + o.Timing.TLS)
	}
	if o.Timing.TLS > 0 {
		t.SSL = milliseconds(o.Timing.TLS)
	}
	waiting, receiving := waits(o)
	t.Wait, t.Receive = milliseconds(waiting), milliseconds(receiving)
	return t
}

func (h *firedHAR) request(f *plan.Firing) harRequest {
	shown := visibleRequest(f, h.hide)
	query := []harPair{}
	for _, p := range f.Anatomy().Parameters {
		query = append(query, harPair{p.Name, hideParameter(h.hide, p.Name, p.Value)})
	}
	return harRequest{
		Method: shown.method, URL: shown.url, HTTPVersion: "HTTP/1.1",
		Cookies: []harPair{}, Headers: harHeaders(shown.headers), QueryString: query,
		PostData:    newHARPostData(h.hide, contentType(shown.headers), f.Request.Body),
		HeadersSize: harUnknown, BodySize: len(f.Request.Body),
	}
}

// response is the answer; without one its status is 0, as in a browser's archive.
func (h *firedHAR) response(o *postback.Outcome) harResponse {
	out := harResponse{
		HTTPVersion: o.Protocol, Cookies: []harPair{}, Headers: []harPair{},
		HeadersSize: harUnknown, BodySize: harUnknown,
	}
	if o.Status == 0 {
		return out
	}
	out.Status, out.StatusText = o.Status, h.hide.String(o.Reason)
	out.Headers = harHeaders(answerHeaders(o, h.hide))
	out.RedirectURL = h.hide.URL(o.Header.Get("Location"))
	out.Content = newHARContent(h.hide, o.Header.Get("Content-Type"), o.Body)
	if !o.BodyTruncated {
		out.BodySize = len(o.Body)
	}
	return out
}
