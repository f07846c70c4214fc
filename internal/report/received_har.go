package report

import (
	"cmp"
	"io"
	"slices"

	"postback/internal/listen"
	"postback/internal/redact"
)

// receivedHAR writes an HTTP Archive of what was received, and of what it was answered.
type receivedHAR struct {
	*harWriter
	hide *redact.Redactor
}

func newReceivedHAR(w io.Writer, style Style) ReceivedWriter {
	return &receivedHAR{newHARWriter(w, style), style.Hide}
}

func (h *receivedHAR) Received(r *listen.Received) error {
	timings := receivedTimings(r)
	return h.entry(&harEntry{
		StartedDateTime: r.Time.Format(milliTime), Time: timings.total(), Timings: timings,
		Request: receivedHARRequest(r, h.hide), Response: answerHAR(r, h.hide),
		Comment: h.hide.String(answered(&r.Answer)),
	})
}

// Expected says nothing: the format has no place for it.
func (h *receivedHAR) Expected(*listen.Standing) error { return nil }

// receivedTimings are what a receiver knows: how long the request took to arrive, and how long its
// answer was held back.
func receivedTimings(r *listen.Received) harTimings {
	return harTimings{
		Blocked: harUnknown, DNS: harUnknown, Connect: harUnknown, SSL: harUnknown,
		Send: milliseconds(r.Took), Wait: milliseconds(r.Answer.Delay),
		Receive: milliseconds(r.Answer.SlowBody) * float64(len(r.Answer.Body)),
	}
}

func receivedHARRequest(r *listen.Received, hide *redact.Redactor) harRequest {
	var headers []header
	for _, h := range r.Headers {
		headers = append(headers, header{h.Name, hide.Header(h.Name, h.Value)})
	}
	return harRequest{
		Method: r.Method, URL: hide.URL(receivedURL(r)), HTTPVersion: r.Protocol,
		Cookies: []harPair{}, Headers: harHeaders(headers), QueryString: harQuery(hide, r.Query),
		PostData: newHARPostData(hide, contentType(headers), r.Body), HeadersSize: harUnknown, BodySize: len(r.Body),
	}
}

// answerHAR is the answer; one that was never sent has the status 0, as in a browser's archive.
func answerHAR(r *listen.Received, hide *redact.Redactor) harResponse {
	out := harResponse{
		HTTPVersion: r.Protocol, Cookies: []harPair{}, Headers: []harPair{},
		HeadersSize: harUnknown, BodySize: harUnknown,
	}
	if r.Answer.Reset {
		return out
	}
	var headers []header
	for name, values := range r.Answer.Header {
		for _, value := range values {
			headers = append(headers, header{name, hide.Header(name, value)})
		}
	}
	slices.SortStableFunc(headers, func(a, b header) int { return cmp.Compare(a.name, b.name) })
	out.Status, out.StatusText = r.Answer.Status, r.Answer.StatusText()
	out.Headers = harHeaders(headers)
	out.RedirectURL = hide.URL(r.Answer.Header.Get("Location"))
	out.Content = newHARContent(hide, r.Answer.Header.Get("Content-Type"), r.Answer.Body)
	out.BodySize = len(r.Answer.Body)
	return out
}
