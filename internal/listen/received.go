package listen

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// Received is one request as it arrived. It is not changed after it was handed over.
type Received struct {
	Time       time.Time     // when its head had arrived, in UTC
	Took       time.Duration // from then until it was complete
	Seq        int           // from 1, in the order in which requests were complete
	RemoteAddr string        // host:port of the sender

	Protocol string // "HTTP/1.1"
	Method   string
	Host     string // as the sender addressed it
	URI      string // path and query, as sent
	Path     string // decoded
	Query    []Param
	Headers  []Header

	ContentType   string  // media type without parameters, in lower case; "" when none was sent
	Body          []byte  // at most as many bytes as the limit allows
	BodyTruncated bool    // the body was longer, or broke off
	BodyProblem   string  // why the body could not be read or decoded; "" when it could
	BodyParams    []Param // decoded, for a form and for JSON; the names of JSON values are JSON pointers

	Answer     Response
	Contract   *Contract   // nil when no receiver is recognised
	Comparison *Comparison // with what is expected; nil when nothing is
}

// Size is about how many bytes a request takes.
func (r *Received) Size() int {
	size := len(r.URI) + len(r.Body) + len(r.Answer.Body)
	for _, h := range r.Headers {
		size += len(h.Name) + len(h.Value)
	}
	const decoded = 3 // what stands in it decoded, too
	return decoded * size
}

// Header is one header line.
type Header struct{ Name, Value string }

// headersOf lists the header lines by name, and those of one name in the order they were sent.
func headersOf(h http.Header) []Header {
	var list []Header
	for name, values := range h {
		for _, value := range values {
			list = append(list, Header{name, value})
		}
	}
	slices.SortStableFunc(list, func(a, b Header) int { return strings.Compare(a.Name, b.Name) })
	return list
}
