package listen

import (
	"fmt"
	"net/http"
	"net/url"
	"sync"
)

// Expected is a request that ought to arrive.
type Expected struct {
	Name    string // what messages call it
	Request *Received
}

// NewExpected takes a request apart as if it had arrived. Where it is sent to does not matter: a
// receiver on this machine stands for every host.
func NewExpected(name, method, address string, headers []Header, body []byte) (Expected, error) {
	u, err := url.Parse(address)
	if err != nil {
		return Expected{}, fmt.Errorf("%q is not a URL", address)
	}
	r := &Received{
		Method: method, URI: u.RequestURI(), Path: u.Path, Query: parseQuery(u.RawQuery),
		Body: body,
	}
	if r.Path == "" {
		r.Path = "/"
	}
	for _, h := range headers {
		switch http.CanonicalHeaderKey(h.Name) {
		case "Host", "Content-Length", "Transfer-Encoding", "Trailer":
			continue // they follow from where it goes and from the body
		case "Content-Type":
			r.ContentType = mediaType(h.Value)
		}
		r.Headers = append(r.Headers, h)
	}
	decodeBody(r)
	return Expected{name, r}, nil
}

// Result is what comparing a request with what is expected came to.
type Result string

// The results.
const (
	Matched    Result = "matched"    // it is as expected
	Different  Result = "different"  // it stands for something expected, and differs from it
	Repeated   Result = "repeated"   // it is as expected, and has arrived before
	Unexpected Result = "unexpected" // nothing is expected at its path, or no more
)

// Comparison is a request held against what is expected.
type Comparison struct {
	Result      Result
	Expected    *Expected // nil for what is unexpected
	Differences []Difference
}

// Expectations are the requests that ought to arrive, each once and in any order. They are safe for
// concurrent use.
type Expectations struct {
	mu       sync.Mutex
	list     []Expected
	arrived  []*Received // what stands for each; nil while it is missing
	isExact  []bool      // whether that is as expected
	repeated int
	foreign  int // unexpected ones
}

// NewExpectations returns expectations of which none has arrived.
func NewExpectations(list []Expected) *Expectations {
	return &Expectations{list: list, arrived: make([]*Received, len(list)), isExact: make([]bool, len(list))}
}

// Take compares a request that has arrived. One that is as expected takes the place of an earlier
// one that differs, which then stands for something else.
func (e *Expectations) Take(got *Received) Comparison {
	e.mu.Lock()
	defer e.mu.Unlock()
	i := e.exact(got, false)
	if i < 0 {
		return e.settle(got)
	}
	displaced := e.arrived[i]
	e.arrived[i], e.isExact[i] = got, true
	if displaced != nil {
		e.settle(displaced)
	}
	return Comparison{Result: Matched, Expected: &e.list[i]}
}

// exact finds an expectation that a request is equal to: one that had its request, or one that
// still waits for it, and best one for which nothing has come at all. It is -1 without one.
func (e *Expectations) exact(got *Received, had bool) int {
	found := -1
	for i := range e.list {
		if e.isExact[i] != had || !isLike(e.list[i].Request, got) {
			continue
		}
		if found = i; e.arrived[i] == nil {
			break
		}
	}
	return found
}

// settle finds a place for a request that is not as expected.
func (e *Expectations) settle(got *Received) Comparison {
	if i := e.exact(got, true); i >= 0 {
		e.repeated++
		return Comparison{Result: Repeated, Expected: &e.list[i]}
	}
	i := e.nearest(got)
	if i < 0 {
		e.foreign++
		return Comparison{Result: Unexpected}
	}
	e.arrived[i] = got
	return e.different(i)
}

// nearest is the missing expectation at the same path from which a request differs least, or -1.
func (e *Expectations) nearest(got *Received) int {
	nearest, least := -1, 0
	for i := range e.list {
		if e.arrived[i] != nil || !matchesMasked(e.list[i].Request.Path, got.Path) {
			continue
		}
		if n := len(differences(e.list[i].Request, got, maxDifferences)); nearest < 0 || n < least {
			nearest, least = i, n
		}
	}
	return nearest
}

func (e *Expectations) different(i int) Comparison {
	return Comparison{Different, &e.list[i], differences(e.list[i].Request, e.arrived[i], maxDifferences)}
}

// Standing is where expectations stand.
type Standing struct {
	Expected, Matched    int
	Different            []Comparison
	Missing              []*Expected
	Repeated, Unexpected int
}

// IsMet reports whether exactly what was expected has arrived.
func (t *Standing) IsMet() bool {
	return t.Matched == t.Expected && t.Repeated == 0 && t.Unexpected == 0
}

// Standing says what has arrived so far and what is missing.
func (e *Expectations) Standing() *Standing {
	e.mu.Lock()
	defer e.mu.Unlock()
	t := &Standing{Expected: len(e.list), Repeated: e.repeated, Unexpected: e.foreign}
	for i := range e.list {
		switch {
		case e.isExact[i]:
			t.Matched++
		case e.arrived[i] != nil:
			t.Different = append(t.Different, e.different(i))
		default:
			t.Missing = append(t.Missing, &e.list[i])
		}
	}
	return t
}
