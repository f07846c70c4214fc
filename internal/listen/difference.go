package listen

import (
	"bytes"
	"slices"
	"strings"

	"postback/internal/redact"
)

// maxDifferences is how many differences of one request are listed.
const maxDifferences = 100

// Difference is something in which a request is not as expected.
type Difference struct {
	Place     string   // "method", "path", "query", "header" or "body"
	Name      string   // of a parameter or a header; "" for the whole
	Want, Got []string // its values; none where it is absent
}

// differences lists in what a request differs from what is expected, up to a limit.
func differences(want, got *Received, limit int) []Difference {
	d := &differ{limit: limit}
	d.compare("method", "", []string{want.Method}, []string{got.Method})
	d.compare("path", "", []string{want.Path}, []string{got.Path})
	d.params("query", want.Query, got.Query)
	d.headers(want.Headers, got.Headers)
	d.body(want, got)
	return d.list
}

// isLike reports whether a request is as expected. Most expectations are of another request with the
// same parameters in the same order, which takes no time to tell.
func isLike(want, got *Received) bool {
	if want.Method != got.Method || len(want.Query) != len(got.Query) {
		return false
	}
	sameNames := slices.EqualFunc(want.Query, got.Query, func(a, b Param) bool { return a.Name == b.Name })
	if sameNames && !slices.EqualFunc(want.Query, got.Query, func(a, b Param) bool { return matchesMasked(a.Value, b.Value) }) {
		return false
	}
	return len(differences(want, got, 1)) == 0
}

// differ collects differences.
type differ struct {
	list  []Difference
	limit int
}

// compare notes one difference, if there is one. A value of which nothing is known but that it is
// secret equals every value.
func (d *differ) compare(place, name string, want, got []string) {
	if len(d.list) < d.limit && !slices.EqualFunc(want, got, matchesMasked) {
		d.list = append(d.list, Difference{place, name, want, got})
	}
}

// params compares parameters by their names: their order does not matter, that of equal names does.
func (d *differ) params(place string, want, got []Param) {
	wanted, names := valuesByName(want)
	arrived, others := valuesByName(got)
	for _, name := range names {
		d.compare(place, name, wanted[name], arrived[name])
	}
	for _, name := range others {
		if _, known := wanted[name]; !known {
			d.compare(place, name, nil, arrived[name])
		}
	}
}

// valuesByName gathers the values of each name; names are in the order of their first values.
func valuesByName(params []Param) (values map[string][]string, names []string) {
	values = map[string][]string{}
	for _, p := range params {
		if _, known := values[p.Name]; !known {
			names = append(names, p.Name)
		}
		values[p.Name] = append(values[p.Name], p.Value)
	}
	return values, names
}

// headers wants those that are expected; others may be there.
func (d *differ) headers(want, got []Header) {
	for _, name := range headerNames(want) {
		d.compare("header", name, headerValues(want, name), headerValues(got, name))
	}
}

func headerNames(headers []Header) []string {
	var names []string
	for _, h := range headers {
		if !slices.ContainsFunc(names, func(name string) bool { return strings.EqualFold(name, h.Name) }) {
			names = append(names, h.Name)
		}
	}
	return names
}

func headerValues(headers []Header, name string) []string {
	var values []string
	for _, h := range headers {
		if strings.EqualFold(h.Name, name) {
			values = append(values, h.Value)
		}
	}
	return values
}

// body compares decoded parameters where both bodies have them, and otherwise every byte.
func (d *differ) body(want, got *Received) {
	if len(want.BodyParams) > 0 && len(got.BodyParams) > 0 && want.ContentType == got.ContentType {
		d.params("body", want.BodyParams, got.BodyParams)
		return
	}
	if !bytes.Equal(want.Body, got.Body) {
		d.compare("body", "", textOf(want.Body), textOf(got.Body))
	}
}

// textOf is a body as the value of a difference.
func textOf(body []byte) []string {
	if len(body) == 0 {
		return nil
	}
	return []string{string(body)}
}

// matchesMasked reports whether a value is the one that is wanted, in which every mask stands for
// text that was hidden.
func matchesMasked(want, got string) bool {
	first, rest, masked := strings.Cut(want, redact.Mask)
	if !masked {
		return want == got
	}
	got, ok := strings.CutPrefix(got, first)
	if !ok {
		return false
	}
	parts := strings.Split(rest, redact.Mask)
	last := len(parts) - 1
	for _, part := range parts[:last] {
		_, after, found := strings.Cut(got, part)
		if !found {
			return false
		}
		got = after
	}
	return strings.HasSuffix(got, parts[last])
}
