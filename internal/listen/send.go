package listen

import (
	"context"
	"maps"
	"net/http"
	"strconv"
	"time"
)

// sender gives one answer.
type sender struct {
	w       http.ResponseWriter
	control *http.ResponseController
	clock   Clock
	timeout time.Duration
}

func (h *Handler) sender(w http.ResponseWriter) *sender {
	return &sender{w, http.NewResponseController(w), h.opt.Clock, h.opt.Timeout}
}

// send gives the answer in its own time. When the one who asked has gone, or the receiver stops,
// nothing is left to be done but to hang up.
func (s *sender) send(ctx context.Context, r Response) {
	if r.Delay > 0 || r.SlowBody > 0 {
		// The request has arrived whole, but its time limit would still end what takes longer.
		_ = s.control.SetReadDeadline(time.Time{})
	}
	if s.clock.Sleep(ctx, r.Delay) != nil || r.Reset {
		s.reset()
		return
	}
	maps.Copy(s.w.Header(), r.Header)
	if r.SlowBody > 0 {
		s.trickle(ctx, r)
		return
	}
	s.hurry()
	s.w.WriteHeader(r.Status)
	// It fails when the sender has gone, or the status has no body: neither is a fault here.
	_, _ = s.w.Write(r.Body)
}

// hurry gives the next write its time limit. It is of this machine's time, whatever the clock says.
func (s *sender) hurry() { _ = s.control.SetWriteDeadline(time.Now().Add(s.timeout)) }

// trickle sends the body one byte at a time.
func (s *sender) trickle(ctx context.Context, r Response) {
	if s.w.Header().Get("Content-Length") == "" {
		s.w.Header().Set("Content-Length", strconv.Itoa(len(r.Body)))
	}
	s.w.WriteHeader(r.Status)
	for i := range r.Body {
		s.hurry()
		_, err := s.w.Write(r.Body[i : i+1])
		if err != nil || s.control.Flush() != nil || s.clock.Sleep(ctx, r.SlowBody) != nil {
			return
		}
	}
}

// reset closes the connection in a way that the other side sees as an error: TCP's RST.
func (s *sender) reset() {
	conn, _, err := s.control.Hijack()
	if err != nil {
		panic(http.ErrAbortHandler) // which is how a handler asks for the connection to be dropped
	}
	if tcp, ok := conn.(interface{ SetLinger(seconds int) error }); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}
