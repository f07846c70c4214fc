package template

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

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
		return &urlTracker{part: partStart}
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
	partStart     urlPart = iota // so far only what a scheme, or a host without one, may hold
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
	case partStart, partOpen, partAuthority:
	}
	return Authority
}

func (t *urlTracker) dynamic() string {
	switch t.part {
	case partStart:
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
	case partStart, partOpen:
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

// open goes past the beginning of a URL. Its first delimiter ends the authority, but for the one
// in ://, which shows that only the scheme is over. Text without a delimiter that no host can
// hold shows that this is no whole URL, and that an expression behind it cannot choose the host.
func (t *urlTracker) open(text string) string {
	n := strings.IndexAny(text, "/?#")
	switch {
	case n > 0 && strings.HasPrefix(text[n-1:], "://"):
		t.part = partAuthority
		return text[n+len("//"):]
	case n < 0 && t.part == partStart && strings.ContainsFunc(text, notInHost):
		t.part = partPath
	}
	return t.until(text, "/?#")
}

// notInHost reports whether a character cannot stand in a scheme, a host or a port.
func notInHost(r rune) bool {
	return r < utf8.RuneSelf && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("+-._~:@%[]", r)
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
