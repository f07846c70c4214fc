package page

import (
	"crypto/rand"
	"encoding/json"
	"net/http"
	"sync"
	"time"
)

// Bounds of what is kept for those who come later, and of how many may watch.
const (
	maxEvents   = 500
	maxBytes    = 16 << 20
	maxWatchers = 32
)

// writeTimeout is how long a watcher may take to read what is sent to it.
const writeTimeout = 10 * time.Second

// Page is the page and the events that it shows. It is safe for concurrent use.
type Page struct {
	base     string // the path where it is served
	instance string // tells one run from another

	mu       sync.Mutex
	events   []event       // the last ones, oldest first
	size     int           // of all of them
	last     int           // id of the newest event
	state    func() []byte // nothing while there is none
	watchers map[chan struct{}]bool
}

// event is one thing that happened.
type event struct {
	id   int // from 1, without gaps
	size int // about how many bytes it takes
	data func() []byte
}

// New returns a page that is served at base and below.
func New(base string) *Page {
	return &Page{
		base: base, instance: rand.Text(), watchers: map[chan struct{}]bool{},
		state: func() []byte { return nil },
	}
}

// Add shows one event. What data returns is a JSON text on a single line; it is called once, and only
// if somebody watches. Until the event is forgotten it takes about size bytes.
func (p *Page) Add(size int, data func() []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.last++
	p.events = append(p.events, event{p.last, size, sync.OnceValue(data)})
	p.size += size
	for len(p.events) > 1 && (len(p.events) > maxEvents || p.size > maxBytes) {
		p.size -= p.events[0].size
		p.events = p.events[1:]
	}
	p.wake()
}

// SetState shows where things stand as a whole. What data returns is a JSON text on a single line; it
// takes the place of the one before.
func (p *Page) SetState(data func() []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.state = sync.OnceValue(data)
	p.wake()
}

// wake tells everybody who watches that there is something new.
func (p *Page) wake() {
	for watcher := range p.watchers {
		select {
		case watcher <- struct{}{}:
		default: // it has been told and has not looked yet
		}
	}
}

// watch returns a channel on which is told that there is something new, or nil when too many watch.
func (p *Page) watch() chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.watchers) >= maxWatchers {
		return nil
	}
	watcher := make(chan struct{}, 1)
	p.watchers[watcher] = true
	return watcher
}

func (p *Page) unwatch(watcher chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.watchers, watcher)
}

// since is what was kept of the events behind one, and the state.
func (p *Page) since(id int) (events []event, state func() []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.events) == 0 {
		return nil, p.state
	}
	known := max(id-p.events[0].id+1, 0)
	return append(events, p.events[min(known, len(p.events)):]...), p.state
}

// hello is what a watcher is told first: which run it watches.
func (p *Page) hello() []byte {
	encoded, _ := json.Marshal(map[string]string{"instance": p.instance}) // a text, which cannot fail
	return encoded
}

// ServeHTTP serves the page, its parts and its events.
func (p *Page) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	protect(w.Header())
	if refusal := refuse(r); refusal != "" {
		http.Error(w, refusal, http.StatusForbidden)
		return
	}
	switch name := r.URL.Path[min(len(p.base), len(r.URL.Path)):]; name {
	case "", "/":
		serveFile(w, r, "index.html")
	case "/events":
		p.stream(w, r)
	default:
		serveFile(w, r, name[1:])
	}
}
