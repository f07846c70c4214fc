package template

import "strings"

// tracker follows the literal text of a template and knows at each moment where in the request
// an expression would stand.
type tracker interface {
	// literal goes past text as it is sent, brackets resolved, not yet encoded.
	literal(text string)
	// dynamic goes past an expression or a variable and returns the query or form parameter to
	// which it belongs, "" when there is none.
	dynamic() (param string)
	// position is where the next byte stands.
	position() Position
}

func newTracker(kind Kind) tracker {
	switch kind {
	case URL:
		return &urlTracker{part: partScheme}
	case JSONBody:
		return &jsonTracker{}
	case FormBody:
		return &formTracker{}
	case Header:
		return fixedTracker(HeaderValue)
	default:
		return fixedTracker(Text)
	}
}

// fixedTracker is the tracker of a template that is one position throughout.
type fixedTracker Position

func (fixedTracker) literal(string) {}

func (fixedTracker) dynamic() string { return "" }

func (t fixedTracker) position() Position { return Position(t) }

// urlPart is a part of a URL as far as the tracker tells them apart.
type urlPart uint8

const (
	partScheme    urlPart = iota // so far only what a scheme, or a host without one, may hold
	partOpen                     // began with an expression, which may hold the scheme, the host or both
	partAuthority                // behind ://
	partPath
	partQuery
	partFragment
)

// urlTracker finds the parts of a URL by its literal delimiters.
type urlTracker struct {
	part  urlPart
	param paramTracker
}

func (t *urlTracker) position() Position {
	switch t.part {
	case partPath:
		return Path
	case partQuery:
		return Query
	case partFragment:
		return Fragment
	case partScheme, partOpen, partAuthority:
	}
	return Authority
}

func (t *urlTracker) dynamic() string {
	switch t.part {
	case partScheme:
		t.part = partOpen
	case partQuery:
		return t.param.dynamic()
	case partOpen, partAuthority, partPath, partFragment:
	}
	return ""
}

func (t *urlTracker) literal(text string) {
	for text != "" && t.part != partFragment {
		text = t.step(text)
	}
}

// step goes past the part of the URL that text begins with and returns what is behind it.
func (t *urlTracker) step(text string) string {
	switch t.part {
	case partScheme:
		return t.scheme(text)
	case partOpen:
		return t.open(text)
	case partAuthority:
		return t.until(text, "/?#")
	case partPath:
		return t.until(text, "?#")
	case partQuery, partFragment:
	}
	query, _, _ := strings.Cut(text, "#")
	t.param.literal(query)
	return t.until(text, "#")
}

// scheme goes past what may still turn out to be a scheme. Anything else shows that the URL has
// none, and that an expression behind it cannot choose the host.
func (t *urlTracker) scheme(text string) string {
	for i := range len(text) {
		if strings.HasPrefix(text[i:], "://") {
			t.part = partAuthority
			return text[i+len("://"):]
		}
		if !schemeByte(text[i]) {
			t.part = partPath
			return text[i:]
		}
	}
	return ""
}

func schemeByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("+-.:", c) >= 0
}

// open goes past the rest of an authority that began with an expression: the first delimiter
// ends it, but for the one in ://, which shows that the expression was the scheme.
func (t *urlTracker) open(text string) string {
	n := strings.IndexAny(text, "/?#")
	if n > 0 && strings.HasPrefix(text[n-1:], "://") {
		t.part = partAuthority
		return text[n+len("//"):]
	}
	return t.until(text, "/?#")
}

// until goes past the first of the delimiters, which says what part follows.
func (t *urlTracker) until(text, delimiters string) string {
	n := strings.IndexAny(text, delimiters)
	if n < 0 {
		return ""
	}
	switch text[n] {
	case '/':
		t.part = partPath
	case '?':
		t.part = partQuery
	case '#':
		t.part = partFragment
	}
	return text[n+1:]
}

// paramTracker follows key=value&key=value and knows the key of the present value.
type paramTracker struct {
	key     string
	inValue bool
	mixed   bool // an expression stands in the key, so that the key is not known
}

func (t *paramTracker) literal(text string) {
	if last := strings.LastIndexByte(text, '&'); last >= 0 {
		*t = paramTracker{}
		text = text[last+1:]
	}
	if t.inValue {
		return
	}
	key, _, found := strings.Cut(text, "=")
	t.key += key
	t.inValue = found
}

func (t *paramTracker) dynamic() string {
	t.mixed = t.mixed || !t.inValue
	if t.mixed {
		return ""
	}
	return t.key
}

// formTracker is the tracker of a form body.
type formTracker struct{ param paramTracker }

func (t *formTracker) literal(text string) { t.param.literal(text) }

func (t *formTracker) dynamic() string { return t.param.dynamic() }

func (t *formTracker) position() Position { return FormValue }

// jsonTracker knows whether it is inside a string.
type jsonTracker struct{ inString, escaped bool }

func (t *jsonTracker) literal(text string) {
	for i := range len(text) {
		switch {
		case t.escaped:
			t.escaped = false
		case t.inString && text[i] == '\\':
			t.escaped = true
		case text[i] == '"':
			t.inString = !t.inString
		}
	}
}

func (t *jsonTracker) dynamic() string {
	t.escaped = false
	return ""
}

func (t *jsonTracker) position() Position {
	if t.inString {
		return JSONString
	}
	return JSONBare
}
