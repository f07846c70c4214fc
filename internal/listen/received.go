package listen

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// Received is one request as it arrived. It is not changed after it was handed over.
type Received struct {
	Time       time.Time // when its head had arrived, in UTC
	Seq        int       // from 1, in the order in which requests were complete
	RemoteAddr string    // host:port of the sender

	Method  string
	Host    string // as the sender addressed it
	URI     string // path and query, as sent
	Path    string // decoded
	Query   []Param
	Headers []Header

	ContentType   string  // media type without parameters, in lower case; "" when none was sent
	Body          []byte  // at most as many bytes as the limit allows
	BodyTruncated bool    // the body was longer, or broke off
	BodyProblem   string  // why the body could not be read or decoded; "" when it could
	BodyParams    []Param // decoded, for a form and for JSON; the names of JSON values are JSON pointers

	Status int // what was answered
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
