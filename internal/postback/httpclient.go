package postback

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
)

// HTTPClient returns a client of net/http, for libraries that want one, which sends through next:
// under the same rules and time limit, without redirects and without sending anything twice. What
// kept an answer from coming is a [*FireError].
func HTTPClient(next Firer) *http.Client {
	return &http.Client{
		Transport:     transport{next},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// FireError is the outcome of a request that got no complete answer.
type FireError struct{ Outcome *Outcome }

// Error is the reason of the outcome.
func (e *FireError) Error() string {
	if e.Outcome.Failure == "" {
		return fmt.Sprintf("the answer is longer than %d bytes", len(e.Outcome.Body))
	}
	return e.Outcome.Reason
}

type transport struct{ next Firer }

// RoundTrip implements [http.RoundTripper].
func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	request := &Request{Method: r.Method, URL: []byte(r.URL.String())}
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		for _, value := range r.Header[name] {
			request.Headers = append(request.Headers, Header{Name: name, Value: []byte(value)})
		}
	}
	if r.Body != nil {
		body, err := io.ReadAll(r.Body)
		_ = r.Body.Close()
		if err != nil {
			return nil, err
		}
		request.Body = body
	}
	return answerOf(r, t.next.Fire(r.Context(), request))
}

// answerOf is an outcome as net/http has it.
func answerOf(r *http.Request, o *Outcome) (*http.Response, error) {
	if o.Status == 0 || o.Failure != "" || o.BodyTruncated {
		return nil, &FireError{o}
	}
	return &http.Response{
		Status: fmt.Sprintf("%d %s", o.Status, o.Reason), StatusCode: o.Status,
		Proto: o.Protocol, ProtoMajor: 1, ProtoMinor: 1,
		Header: o.Header.Clone(), Body: io.NopCloser(bytes.NewReader(o.Body)), ContentLength: int64(len(o.Body)),
		Request: r,
	}, nil
}
