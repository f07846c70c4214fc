package page

import (
	"bytes"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// stream sends events as they come, until the one who watches goes or the server stops. It is the
// protocol of an EventSource: https://html.spec.whatwg.org/multipage/server-sent-events.html.
func (p *Page) stream(w http.ResponseWriter, r *http.Request) {
	watcher := p.watch()
	if watcher == nil {
		http.Error(w, "too many pages are open; close one", http.StatusServiceUnavailable)
		return
	}
	defer p.unwatch(watcher)
	control := http.NewResponseController(w)
	_ = control.SetReadDeadline(time.Time{}) // nothing more is to be read
	w.Header().Set("Content-Type", "text/event-stream")
	s := &stream{page: p, seen: p.resumed(r)}
	message := appendMessage(nil, "hello", "", p.hello())
	for {
		_ = control.SetWriteDeadline(time.Now().Add(writeTimeout))
		if _, err := w.Write(s.append(message)); err != nil || control.Flush() != nil {
			return
		}
		select {
		case <-watcher:
		case <-r.Context().Done():
			return
		}
		message = nil
	}
}

// resumed is the last event that a watcher says it has seen; one of another run has seen nothing.
func (p *Page) resumed(r *http.Request) int {
	id, ok := strings.CutPrefix(r.Header.Get("Last-Event-ID"), p.instance+"-")
	seen, err := strconv.Atoi(id)
	if !ok || err != nil {
		return 0
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return min(max(seen, 0), p.last)
}

// stream is what one watcher has seen.
type stream struct {
	page  *Page
	seen  int
	state []byte
}

// append appends the messages for all that is new.
func (s *stream) append(message []byte) []byte {
	events, state := s.page.since(s.seen)
	for _, e := range events {
		message = appendMessage(message, "request", fmt.Sprintf("%s-%d", s.page.instance, e.id), e.data())
		s.seen = e.id
	}
	if now := state(); !bytes.Equal(now, s.state) {
		message = appendMessage(message, "state", "", now)
		s.state = now
	}
	return message
}

// appendMessage appends one message of the protocol, without an id when that is "".
func appendMessage(message []byte, kind, id string, data []byte) []byte {
	if id != "" {
		message = fmt.Appendf(message, "id: %s\n", id)
	}
	return fmt.Appendf(message, "event: %s\ndata: %s\n\n", kind, data)
}
