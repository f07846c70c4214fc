package listen

import (
	"cmp"
	"errors"
	"fmt"
	"log"
	"net/http"
	"strconv"
	"time"
)

// What holds where an option is zero.
const (
	DefaultAddress = "127.0.0.1:0"    // a free port of the loopback interface
	DefaultMaxBody = 1 << 20          // bytes
	DefaultTimeout = 15 * time.Second // more than the ten seconds the platform waits for an answer
)

// Options says where and how to listen. The zero value is usable.
type Options struct {
	Address string // host:port; a port of 0 takes a free one
	Public  bool   // allows an address that other machines can reach

	Status int    // of every answer that no Responder gives; 0 is 200
	Body   string // of the same; "" is OK, or the reason phrase of a status of 400 and over

	MaxBody     int64         // bytes of a request's body that are accepted; 0 is DefaultMaxBody
	MaxRequests int           // after how many requests to stop; 0 is never
	Timeout     time.Duration // for a request to arrive, and for its answer to leave; 0 is DefaultTimeout

	Responder Responder       // decides the answers; nil answers Status and Body
	OnRequest func(*Received) // is shown every request; nil shows it to nobody
	Log       *log.Logger     // takes complaints of the HTTP server; nil discards them
}

// Responder decides how a request is answered. It is not called for requests that the receiver
// itself refuses. Calls are serialised, so it has to be quick.
type Responder func(*Received) Response

// Response is an answer.
type Response struct {
	Status int         // 200 to 599
	Header http.Header // may be nil
	Body   []byte
}

// withDefaults fills in what is not set, and refuses what cannot be.
func (o Options) withDefaults() (Options, error) {
	if o.Status == 0 {
		o.Status = http.StatusOK
	}
	if !isFinal(o.Status) {
		return o, fmt.Errorf("cannot answer with status %d: it must be from 200 to 599", o.Status)
	}
	if o.MaxBody < 0 || o.MaxRequests < 0 || o.Timeout < 0 {
		return o, errors.New("a limit cannot be negative")
	}
	if o.Address == "" {
		o.Address = DefaultAddress
	}
	if o.MaxBody == 0 {
		o.MaxBody = DefaultMaxBody
	}
	if o.Timeout == 0 {
		o.Timeout = DefaultTimeout
	}
	if o.Responder == nil {
		o.Responder = constant(plain(o.Status, o.Body))
	}
	if o.OnRequest == nil {
		o.OnRequest = func(*Received) {}
	}
	return o, nil
}

// isFinal reports whether a status can end an exchange.
func isFinal(status int) bool { return status >= 200 && status <= 599 }

// constant answers every request alike.
func constant(r Response) Responder {
	return func(*Received) Response { return r }
}

// plain is a short answer in plain text. Without a text it says OK, or why it is a refusal.
func plain(status int, text string) Response {
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
