package listen

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
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

	MaxBody     int64         // bytes of a request's body that are accepted; 0 is DefaultMaxBody
	MaxRequests int           // after how many requests to stop; 0 is never
	Timeout     time.Duration // for a request to arrive, and for its answer to leave; 0 is DefaultTimeout

	Responder Responder                 // decides the answers; nil answers 200
	Contract  func(*Received) *Contract // holds requests against a contract; nil against none
	Expected  *Expectations             // what requests are compared with; nil for nothing
	OnRequest func(*Received)           // is shown every request; nil shows it to nobody
	Page      http.Handler              // serves what lies below PagePath, which is no postback then; nil for none
	Clock     Clock                     // nil is the machine's own
	Log       *log.Logger               // takes complaints of the HTTP server; nil discards them
}

// PagePath is where a page about the receiver is, if there is one.
const PagePath = "/_postback"

// Clock tells and spends time.
type Clock interface {
	Now() time.Time
	// Sleep returns after d, or earlier with an error when ctx ends. It does not fail where there
	// is nothing to wait for.
	Sleep(ctx context.Context, d time.Duration) error
}

// wallClock is the machine's own.
type wallClock struct{}

func (wallClock) Now() time.Time { return time.Now() }

func (wallClock) Sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// withDefaults fills in what is not set, and refuses what cannot be.
func (o Options) withDefaults() (Options, error) {
	if o.MaxBody < 0 || o.MaxRequests < 0 || o.Timeout < 0 {
		return o, errors.New("a limit cannot be negative")
	}
	o.Address = cmp.Or(o.Address, DefaultAddress)
	o.MaxBody = cmp.Or(o.MaxBody, DefaultMaxBody)
	o.Timeout = cmp.Or(o.Timeout, DefaultTimeout)
	if o.Responder == nil {
		o.Responder = Always(Plain(DefaultStatus, ""))
	}
	if o.Contract == nil {
		o.Contract = func(*Received) *Contract { return nil }
	}
	if o.OnRequest == nil {
		o.OnRequest = func(*Received) {}
	}
	if o.Clock == nil {
		o.Clock = wallClock{}
	}
	return o, nil
}

// CheckStatus refuses a status that cannot end an exchange.
func CheckStatus(status int) error {
	if status < 200 || status > 599 {
		return fmt.Errorf("cannot answer with status %d: it must be from 200 to 599", status)
	}
	return nil
}
