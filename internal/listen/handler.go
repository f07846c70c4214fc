package listen

import (
	"net/http"
	"strings"
	"sync"
)

// Handler receives requests. It is safe for concurrent use: requests are read side by side, handed
// over one after the other, and answered side by side again.
type Handler struct {
	opt  Options
	done chan struct{}

	mu       sync.Mutex
	seq      int // of the request that was handed over last
	answered int
}

// NewHandler returns a receiver that no address is bound to. Where and for how long to listen
// ([Options].Address, Public, Log) is not its concern.
func NewHandler(opt Options) (*Handler, error) {
	opt, err := opt.withDefaults()
	if err != nil {
		return nil, err
	}
	return &Handler{opt: opt, done: make(chan struct{})}, nil
}

// Done is closed once MaxRequests requests have been answered. Further ones get a 503 and are not
// shown.
func (h *Handler) Done() <-chan struct{} { return h.done }

// ServeHTTP takes one request: it reads it, shows it to OnRequest and answers it, in this order.
// A sender that has its answer can therefore rely on the request having been shown.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if h.opt.Page != nil && isOfPage(r.URL.Path) {
		h.opt.Page.ServeHTTP(w, r)
		return
	}
	got := &Received{
		Time: h.opt.Clock.Now().UTC(), RemoteAddr: r.RemoteAddr, Protocol: r.Proto,
		Method: r.Method, Host: r.Host, URI: r.RequestURI, Path: r.URL.Path,
		Query: parseQuery(r.URL.RawQuery), Headers: headersOf(r.Header),
	}
	refusal := readBody(w, r, h.opt.MaxBody, got)
	got.Took = h.opt.Clock.Now().Sub(got.Time)
	if !h.take(got, refusal) {
		h.sender(w).send(r.Context(), Plain(http.StatusServiceUnavailable, ""))
		return
	}
	defer h.finish()
	h.sender(w).send(r.Context(), got.Answer)
}

// isOfPage reports whether a path is the page's or below it.
func isOfPage(path string) bool { return path == PagePath || strings.HasPrefix(path, PagePath+"/") }

// take numbers the request, decides its answer and shows it, unless there were enough.
func (h *Handler) take(got *Received, refusal int) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.opt.MaxRequests > 0 && h.seq == h.opt.MaxRequests {
		return false
	}
	h.seq++
	got.Seq = h.seq
	got.Answer, got.Contract = h.answer(got, refusal), h.opt.Contract(got)
	if h.opt.Expected != nil {
		comparison := h.opt.Expected.Take(got)
		got.Comparison = &comparison
	}
	h.opt.OnRequest(got)
	return true
}

// answer asks the Responder, unless the request has to be refused.
func (h *Handler) answer(got *Received, refusal int) Response {
	if refusal != 0 {
		response := Plain(refusal, "")
		response.Why = "refused"
		return response
	}
	response := h.opt.Responder(got)
	if err := CheckStatus(response.Status); err != nil && !response.Reset {
		return Plain(http.StatusInternalServerError, err.Error())
	}
	return response
}

// finish notes that a request has its answer, and when it was the last one.
func (h *Handler) finish() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.answered++; h.answered == h.opt.MaxRequests {
		close(h.done)
	}
}
