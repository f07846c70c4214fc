package listen

import (
	"net/url"
	"strings"
)

// Param is one parameter of a query, a form or a JSON body.
type Param struct {
	Name, Value string // decoded; where that cannot be done, as sent
	Raw         string // as sent: name=value, or a JSON value
	Malformed   bool   // not valid percent-encoding, or in JSON not valid UTF-8
}

// parseQuery takes a query or a form apart: in order, with duplicates, and without the empty
// parts between two &. A part without = is a name with an empty value.
func parseQuery(query string) []Param {
	var list []Param
	for part := range strings.SplitSeq(query, "&") {
		if part != "" {
			list = append(list, parseParam(part))
		}
	}
	return list
}

func parseParam(raw string) Param {
	name, value, _ := strings.Cut(raw, "=")
	p := Param{Raw: raw}
	var nameOK, valueOK bool
	p.Name, nameOK = unescape(name)
	p.Value, valueOK = unescape(value)
	p.Malformed = !nameOK || !valueOK
	return p
}

// unescape decodes percent-encoding and the + of forms. What is not valid stays as it is.
func unescape(s string) (text string, ok bool) {
	text, err := url.QueryUnescape(s)
	if err != nil {
		return s, false
	}
	return text, true
}
