package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"postback/internal/listen"
	"postback/internal/plan"
	"postback/internal/results"
)

// ReadExpected reads what render wrote, as ndjson or json: every request in it ought to arrive. What
// was hidden there may be anything. Errors call the file by name.
func ReadExpected(r io.Reader, name string) ([]listen.Expected, error) {
	reader := results.NewReader(r, name)
	var list []listen.Expected
	for {
		entry, err := reader.Next()
		switch {
		case errors.Is(err, io.EOF) && len(list) == 0:
			return nil, fmt.Errorf("%s: nothing is expected here; it should hold what postback render --format ndjson writes", name)
		case errors.Is(err, io.EOF):
			return list, nil
		case err != nil:
			return nil, err
		}
		result, ok := entry.(*results.Result)
		if !ok || result.Decision != string(plan.Fire) {
			continue // what does not fire sends nothing
		}
		expected, err := newExpected(result)
		if err != nil {
			return nil, fmt.Errorf("%s: result %d: %w", name, result.Seq, err)
		}
		list = append(list, expected)
	}
}

// requestJSON is the request of a result.
type requestJSON struct {
	Method     string            `json:"method"`
	Headers    map[string]string `json:"headers"`
	Body       string            `json:"body"`
	BodyBase64 []byte            `json:"body_base64"`
}

// newExpected is the request of a result that fires.
func newExpected(result *results.Result) (listen.Expected, error) {
	var request requestJSON
	if err := json.Unmarshal(result.Line, &request); err != nil {
		return listen.Expected{}, fmt.Errorf("it has no request that can be read: %w", err)
	}
	var headers []listen.Header
	for name, value := range request.Headers {
		headers = append(headers, listen.Header{Name: name, Value: value})
	}
	slices.SortFunc(headers, func(a, b listen.Header) int { return strings.Compare(a.Name, b.Name) })
	body := request.BodyBase64
	if request.Body != "" {
		body = []byte(request.Body)
	}
	return listen.NewExpected(expectedName(result), request.Method, result.URL, headers, body)
}

// expectedName is a request in the words of a result's first line.
func expectedName(r *results.Result) string {
	name := r.Pixel + " · " + r.Event
	if r.CallID != "" {
		name += " · " + r.CallID
	}
	return name
}
