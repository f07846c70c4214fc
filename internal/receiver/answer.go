package receiver

import (
	"net/http"
	"strings"

	"postback/internal/postback"
)

// answer is an outcome made ready to be looked at: its body decompressed, decoded and parsed once,
// and only when a condition asks for it.
type answer struct {
	status int
	header http.Header
	raw    *postback.Outcome

	body *plainBody // nil until it is asked for
	json *jsonBody  // nil until it is asked for
}

func newAnswer(o *postback.Outcome) *answer {
	return &answer{status: o.Status, header: o.Header, raw: o}
}

// found is what stands in a part of an answer.
type found struct {
	there   bool
	unknown bool   // it cannot be told, because the part of the body was not read
	value   string // as text
	quote   string // how the answer writes it
}

// text is the body as text and whether it is all of it.
func (a *answer) text() (body string, whole bool) {
	plain := a.plain()
	return plain.text, plain.whole
}

func (a *answer) plain() *plainBody {
	if a.body == nil {
		a.body = readBody(a.raw)
	}
	return a.body
}

// find looks a part up. The body itself is no such part.
func (a *answer) find(p Part) found {
	switch p.Kind {
	case HeaderPart:
		return a.findHeader(p.Name)
	case JSONPart:
		return a.findJSON(p.Name)
	case XMLPart:
		return findElement(a.plain(), p.Name)
	case MatchPart:
		body, _ := a.text()
		match := p.Pattern.FindString(body)
		return found{there: match != "", value: match, quote: match}
	}
	return found{}
}

func (a *answer) findHeader(name string) found {
	values := a.header.Values(name)
	if len(values) == 0 {
		return found{}
	}
	value := strings.Join(values, ", ")
	return found{there: true, value: value, quote: http.CanonicalHeaderKey(name) + ": " + value}
}

// jsonBody is a body as JSON.
type jsonBody struct {
	document any
	err      error // it is none
}

// findJSON looks a value up. A body that is no JSON has no value anywhere; one that was cut off may
// have any.
func (a *answer) findJSON(pointer string) found {
	plain := a.plain()
	if !plain.whole {
		return found{unknown: true}
	}
	if a.json == nil {
		document, err := postback.DecodeJSON([]byte(plain.text))
		a.json = &jsonBody{document, err}
	}
	if a.json.err != nil {
		return found{}
	}
	value, there := postback.Pointer(pointer).In(a.json.document)
	if !there {
		return found{}
	}
	return found{there: true, value: postback.TextOfJSON(value), quote: quoteJSON(pointer, value)}
}

// quoteJSON is a value behind the name of its member: "code":0.
func quoteJSON(pointer string, value any) string {
	written := postback.TextOfJSON([]any{value})
	written = written[1 : len(written)-1]
	name := pointer[strings.LastIndexByte(pointer, '/')+1:]
	if name == "" {
		return written
	}
	return `"` + name + `":` + written
}
