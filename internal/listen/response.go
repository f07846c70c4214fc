package listen

import (
	"cmp"
	"net/http"
	"strconv"
	"time"
)

// The statuses of answers where nobody says otherwise.
const (
	DefaultStatus = http.StatusOK
	FailureStatus = http.StatusInternalServerError // of a request that is to fail
)

// Responder decides how a request is answered. It is not called for requests that the receiver
// itself refuses. Calls are serialised, so it has to be quick.
type Responder func(*Received) Response

// Response is an answer, and how it is given.
type Response struct {
	Status int         // 200 to 599
	Header http.Header // may be nil
	Body   []byte

	Delay    time.Duration // passes before anything is sent
	SlowBody time.Duration // passes after each byte of the body; 0 sends it at once
	Reset    bool          // the connection is reset, and nothing is sent at all

	Why string // what decided so, in a few words; "" for what every request gets
}

// StatusText is the reason phrase of the status, which is "" for an unusual one.
func (r *Response) StatusText() string { return http.StatusText(r.Status) }

// Plain is a short answer in plain text. Without a text it says OK, or why it is a refusal.
func Plain(status int, text string) Response {
	switch {
	case text != "":
	case status < http.StatusBadRequest:
		text = "OK"
	default:
		text = cmp.Or(http.StatusText(status), strconv.Itoa(status))
	}
	return Response{
		Status: status,
		Header: http.Header{"Content-Type": {"text/plain; charset=utf-8"}},
		Body:   []byte(text),
	}
}

// Always answers every request alike.
func Always(r Response) Responder {
	return func(*Received) Response { return r }
}
