package page

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// patience is how long a test waits for what must happen.
const patience = 10 * time.Second

// serve serves a page until the test ends.
func serve(t *testing.T) (*Page, *httptest.Server) {
	t.Helper()
	p := New("/_postback")
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	t.Cleanup(server.CloseClientConnections)
	return p, server
}

// add adds an event that takes as many bytes as it has.
func (p *Page) add(data []byte) {
	p.Add(len(data), func() []byte { return data })
}

func (p *Page) setState(data string) {
	p.SetState(func() []byte { return []byte(data) })
}

// watching is one who watches: messages come without their ids, as "event data".
type watching struct {
	messages chan string
	lastID   string // of the last message that was taken
	stop     context.CancelFunc
}

func watch(t *testing.T, server *httptest.Server, lastID string) *watching {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL+"/_postback/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	if lastID != "" {
		request.Header.Set("Last-Event-ID", lastID)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	if kind := response.Header.Get("Content-Type"); kind != "text/event-stream" {
		t.Errorf("the stream is %q", kind)
	}
	w := &watching{messages: make(chan string, 10_000), stop: cancel}
	go w.read(response.Body)
	return w
}

// read takes messages apart; an id goes before its message.
func (w *watching) read(body io.ReadCloser) {
	defer close(w.messages)
	defer body.Close()
	lines := bufio.NewScanner(body)
	lines.Buffer(nil, maxBytes)
	var kind, id string
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), ": ")
		switch name {
		case "id":
			id = value
		case "event":
			kind = value
		case "data":
			w.messages <- id + "|" + kind + " " + value
			id = ""
		}
	}
}

func (w *watching) next(t *testing.T) string {
	t.Helper()
	select {
	case message := <-w.messages:
		id, text, _ := strings.Cut(message, "|")
		if id != "" {
			w.lastID = id
		}
		return text
	case <-time.After(patience):
		t.Fatal("nothing comes")
		return ""
	}
}

// expectAll wants these messages, in order, behind the greeting.
func (w *watching) expectAll(t *testing.T, want ...string) {
	t.Helper()
	if hello := w.next(t); !strings.HasPrefix(hello, `hello {"instance":"`) {
		t.Errorf("the first message is %q", hello)
	}
	for _, message := range want {
		if got := w.next(t); got != message {
			t.Errorf("got %q, want %q", got, message)
		}
	}
}

// TestStream: what has happened comes first, then what happens, each once.
func TestStream(t *testing.T) {
	t.Parallel()
	p, server := serve(t)
	p.add([]byte(`{"n":1}`))
	p.setState(`{"s":1}`)
	w := watch(t, server, "")
	w.expectAll(t, `request {"n":1}`, `state {"s":1}`)
	p.add([]byte(`{"n":2}`))
	if got := w.next(t); got != `request {"n":2}` {
		t.Errorf("got %q", got)
	}
	p.setState(`{"s":1}`) // is what it was
	p.setState(`{"s":2}`)
	if got := w.next(t); got != `state {"s":2}` {
		t.Errorf("got %q", got)
	}
	w.stop()
	for range w.messages { // until it has ended
	}
}

// TestStreamResumes: who comes back gets what was missed; another run begins anew.
func TestStreamResumes(t *testing.T) {
	t.Parallel()
	p, server := serve(t)
	for n := range 3 {
		p.add(fmt.Appendf(nil, `{"n":%d}`, n))
	}
	w := watch(t, server, "")
	w.expectAll(t, `request {"n":0}`, `request {"n":1}`)
	watch(t, server, w.lastID).expectAll(t, `request {"n":2}`)
	for _, id := range []string{"other-2", "nonsense", p.instance + "-x", p.instance + "--4"} {
		watch(t, server, id).expectAll(t, `request {"n":0}`)
	}
	last := watch(t, server, p.instance+"-99")
	last.expectAll(t)
	p.add([]byte(`{"n":3}`))
	if got := last.next(t); got != `request {"n":3}` {
		t.Errorf("after an id that is too large comes %q", got)
	}
}

// TestBounds: only so much is kept, and only so many watch.
func TestBounds(t *testing.T) {
	t.Parallel()
	p, server := serve(t)
	for n := range maxEvents + 7 {
		p.add(fmt.Appendf(nil, "%d", n))
	}
	watch(t, server, "").expectAll(t, "request 7", "request 8")
	watch(t, server, p.instance+"-3").expectAll(t, "request 7")
	p.add(make([]byte, maxBytes/2))
	p.add(make([]byte, maxBytes/2))
	p.add([]byte("x"))
	if len(p.events) != 2 || p.size > maxBytes {
		t.Errorf("%d events of %d bytes are kept", len(p.events), p.size)
	}
	p.add(make([]byte, maxBytes+1))
	if len(p.events) != 1 {
		t.Error("the last event is not kept")
	}
}

// TestTooManyWatch: when as many watch as may, another one can once one of them has gone.
func TestTooManyWatch(t *testing.T) {
	t.Parallel()
	p, ended := New("/_postback"), make(chan struct{}, maxWatchers+10)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.ServeHTTP(w, r)
		ended <- struct{}{}
	}))
	t.Cleanup(server.Close)
	t.Cleanup(server.CloseClientConnections)
	var last *watching
	for range maxWatchers {
		last = watch(t, server, "")
		last.expectAll(t)
	}
	response, err := http.Get(server.URL + "/_postback/events")
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("one more is answered %s", response.Status)
	}
	<-ended // the one that was refused
	last.stop()
	<-ended
	watch(t, server, "").expectAll(t)
}

// ask asks for something of the page, as described by the headers.
func ask(p *Page, method, path, remote, host string, headers map[string]string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	r.RemoteAddr, r.Host = remote, host
	for name, value := range headers {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	p.ServeHTTP(w, r)
	return w
}

// TestNothingIsMadeForNobody: events are put into words when somebody watches, and once.
func TestNothingIsMadeForNobody(t *testing.T) {
	t.Parallel()
	p, server := serve(t)
	var made atomic.Int64
	data := func() []byte {
		made.Add(1)
		return []byte("1")
	}
	p.Add(1, data)
	p.SetState(data)
	if made.Load() != 0 {
		t.Error("an event was made for nobody")
	}
	for range 3 {
		watch(t, server, "").expectAll(t, "request 1", "state 1")
	}
	if made.Load() != 2 {
		t.Errorf("an event and a state were made %d times", made.Load())
	}
}

// TestGuard: the page is for who sits at this machine, and for nobody else.
func TestGuard(t *testing.T) {
	t.Parallel()
	const here = "127.0.0.1:5000"
	tests := []struct {
		name, method, remote, host string
		headers                    map[string]string
		status                     int
	}{
		{"by address", "GET", here, "127.0.0.1:8080", nil, 200},
		{"without a port", "GET", here, "127.0.0.1", nil, 200},
		{"by name", "GET", here, "localhost:8080", nil, 200},
		{"by IPv6", "GET", "[::1]:5000", "[::1]:8080", nil, 200},
		{"by IPv6 without a port", "GET", "[::1]:5000", "[::1]", nil, 200},
		{"mapped", "GET", "[::ffff:127.0.0.1]:5000", "127.0.0.1:8080", nil, 200},
		{"from elsewhere", "GET", "192.0.2.1:5000", "127.0.0.1:8080", nil, 403},
		{"from nowhere", "GET", "@", "127.0.0.1:8080", nil, 403},
		{"rebinding", "GET", here, "evil.example:8080", nil, 403},
		{"rebinding that looks like it", "GET", here, "localhost.evil.example", nil, 403},
		{"rebinding by number", "GET", here, "127.0.0.1.evil.example:80", nil, 403},
		{"no host", "GET", here, "", nil, 403},
		{"a bracket", "GET", here, "[", nil, 403},
		{"posted", "POST", here, "127.0.0.1:8080", nil, 403},
		{"options", "OPTIONS", here, "127.0.0.1:8080", map[string]string{"Origin": "http://127.0.0.1:8080"}, 403},
		{"same origin", "GET", here, "127.0.0.1:8080", map[string]string{"Origin": "http://127.0.0.1:8080"}, 200},
		{"another origin", "GET", here, "127.0.0.1:8080", map[string]string{"Origin": "http://evil.example"}, 403},
		{"another port", "GET", here, "127.0.0.1:8080", map[string]string{"Origin": "http://127.0.0.1:9"}, 403},
		{"no origin at all", "GET", here, "127.0.0.1:8080", map[string]string{"Origin": "null"}, 403},
		{"bad origin", "GET", here, "127.0.0.1:8080", map[string]string{"Origin": "http://%"}, 403},
		{"typed", "GET", here, "127.0.0.1:8080", map[string]string{"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"}, 200},
		{"itself", "GET", here, "127.0.0.1:8080", map[string]string{"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "no-cors"}, 200},
		{"a link", "GET", here, "127.0.0.1:8080", map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, 200},
		{"a script elsewhere", "GET", here, "127.0.0.1:8080", map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, 403},
		{"a neighbour", "GET", here, "127.0.0.1:8080", map[string]string{"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"}, 403},
	}
	p := New("/_postback")
	for _, tt := range tests {
		w := ask(p, tt.method, "/_postback", tt.remote, tt.host, tt.headers)
		if w.Code != tt.status {
			t.Errorf("%s: answered %d %s, want %d", tt.name, w.Code, w.Body, tt.status)
		}
		for _, header := range []string{"Access-Control-Allow-Origin", "Access-Control-Allow-Methods"} {
			if w.Header().Get(header) != "" {
				t.Errorf("%s: the answer has %s", tt.name, header)
			}
		}
		if !strings.Contains(w.Header().Get("Content-Security-Policy"), "default-src 'none'") || w.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: headers %v", tt.name, w.Header())
		}
	}
}

// TestGuardOwnAddress: this machine may use an address of its own that others reach too.
func TestGuardOwnAddress(t *testing.T) {
	t.Parallel()
	p, server := serve(t)
	local := server.Listener.Addr()
	r := httptest.NewRequest(http.MethodGet, "/_postback", nil)
	r.RemoteAddr, r.Host = local.String(), local.String()
	r = r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey, local))
	w := httptest.NewRecorder()
	p.ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		t.Errorf("answered %d", w.Code)
	}
}

// TestFiles: the parts of the page are there, and nothing else is.
func TestFiles(t *testing.T) {
	t.Parallel()
	got := map[string]string{}
	for _, path := range []string{"", "/", "/page.css", "/page.js", "/icon.svg", "/events.html", "/../page.go", "/static", "/%2e%2e/doc.go", "/."} {
		w := ask(New("/_postback"), "GET", "/_postback"+path, "127.0.0.1:1", "127.0.0.1", nil)
		got[path] = fmt.Sprintf("%d %s", w.Code, w.Header().Get("Content-Type"))
	}
	const missing = "404 text/plain; charset=utf-8"
	want := map[string]string{
		"": "200 text/html; charset=utf-8", "/": "200 text/html; charset=utf-8", "/page.css": "200 text/css; charset=utf-8",
		"/page.js": "200 text/javascript; charset=utf-8", "/icon.svg": "200 image/svg+xml",
		"/events.html": missing, "/../page.go": missing, "/static": missing, "/%2e%2e/doc.go": missing, "/.": missing,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// TestFilesAreSelfContained: no part of the page names another place, and no markup holds a script, a
// style or a handler, which its policy would forbid.
func TestFilesAreSelfContained(t *testing.T) {
	t.Parallel()
	foreign := regexp.MustCompile(`(?i)(https?:)?//[a-z]|@import|url\(`)
	inline := regexp.MustCompile(`(?i)<style|<script>|\son[a-z]+=|\sstyle=|javascript:`)
	dangerous := regexp.MustCompile(`innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function`)
	for _, name := range []string{"index.html", "page.css", "page.js", "icon.svg"} {
		content, err := static.ReadFile("static/" + name)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.ReplaceAll(string(content), `xmlns="http://www.w3.org/2000/svg"`, "")
		for what, pattern := range map[string]*regexp.Regexp{"another place": foreign, "inline code": inline, "text made markup": dangerous} {
			if what == "inline code" && !strings.HasSuffix(name, "html") {
				continue
			}
			if found := pattern.FindString(text); found != "" {
				t.Errorf("%s has %s: %q", name, what, found)
			}
		}
	}
}

func TestHello(t *testing.T) {
	t.Parallel()
	var hello struct{ Instance string }
	if err := json.Unmarshal(New("/").hello(), &hello); err != nil || len(hello.Instance) < 20 {
		t.Errorf("%v, %+v", err, hello)
	}
}
