package listen

import (
	"fmt"
	"maps"
	"net/http"
	"sync"
	"time"
)

// Handler receives requests. It is safe for concurrent use: requests are read side by side, and
// handed over and answered one after the other.
type Handler struct {
	opt  Options
	done chan struct{}

	mu  sync.Mutex
	seq int // of the request that was handed over last
}

// NewHandler returns a receiver that no address is bound to. Where and for how long to listen
// ([Options].Address, Public, Timeout, Log) is not its concern.
func NewHandler(opt Options) (*Handler, error) {
	opt, err := opt.withDefaults()
	if err != nil {
		return nil, err
	}
	return &Handler{opt: opt, done: make(chan struct{})}, nil
}

// Done is closed once MaxRequests requests were handed over. Further ones get a 503 and are not
// shown.
func (h *Handler) Done() <-chan struct{} { return h.done }

// ServeHTTP takes one request: it reads it, shows it to OnRequest and answers it, in this order.
// A sender that has its answer can therefore rely on the request having been shown.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	got := &Received{
		Time: time.Now().UTC(), RemoteAddr: r.RemoteAddr,
		Method: r.Method, Host: r.Host, URI: r.RequestURI, Path: r.URL.Path,
		Query: parseQuery(r.URL.RawQuery), Headers: headersOf(r.Header),
	}
	refusal := readBody(w, r, h.opt.MaxBody, got)
	h.take(got, refusal).write(w)
}

// take numbers the request, decides its answer and shows it.
func (h *Handler) take(got *Received, refusal int) Response {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.isFull() {
		return plain(http.StatusServiceUnavailable, "")
	}
	h.seq++
	got.Seq = h.seq
	response := h.answer(got, refusal)
	got.Status = response.Status
	h.opt.OnRequest(got)
	if h.isFull() {
		close(h.done)
	}
	return response
}

// isFull reports whether as many requests as were asked for have been handed over.
func (h *Handler) isFull() bool { return h.opt.MaxRequests > 0 && h.seq == h.opt.MaxRequests }

// answer asks the Responder, unless the request has to be refused.
func (h *Handler) answer(got *Received, refusal int) Response {
	if refusal != 0 {
		return plain(refusal, "")
	}
	response := h.opt.Responder(got)
	if !isFinal(response.Status) {
		return plain(http.StatusInternalServerError, fmt.Sprintf("cannot answer with status %d", response.Status))
	}
	return response
}

// write sends the response.
func (r Response) write(w http.ResponseWriter) {
	maps.Copy(w.Header(), r.Header)
	w.WriteHeader(r.Status)
	// It fails when the sender has gone, or the status has no body: neither is a fault here.
	_, _ = w.Write(r.Body)
}
