package redact

import "strings"

// form is what kind of text is being read. It decides where a value ends.
type form uint8

const (
	freeText form = iota // anything: a value ends at white space, a quotation mark, "&" …
	urlText              // one URL: a value ends at "&" or "#"
	formText             // a form: a value ends at "&"
	forms
)

// class says what a byte can mean to a scanner.
type class uint8

const (
	mayBegin class = 1 << iota // a needle may begin here
	part                       // "=", ":" or "%": a name may end here, and its value begin
	cut                        // whatever name began before is none: the next begins behind
	stop                       // a value that is not quoted ends here
)

// table is everything that a scanner looks up. It does not change once built.
type table struct {
	secrets []Secret
	begins  [256][]*needle // the needles by their first byte
	short   []*needle      // the secrets that are hidden as whole values only
	classes [forms][256]class
	starry  bool // a secret holds a star, so that a mask may become a part of it
}

func newTable(secrets []Secret) *table {
	t := &table{secrets: secrets}
	for i := range secrets {
		t.add(&secrets[i])
	}
	for f := range t.classes {
		classify(&t.classes[f], form(f))
		t.markBeginnings(&t.classes[f])
	}
	return t
}

func (t *table) add(s *Secret) {
	if len(strings.TrimSpace(s.Value)) < minAnywhere {
		if s.Value != "" {
			t.short = append(t.short, newNeedle(s, s.Value, ""))
		}
		return
	}
	t.starry = t.starry || strings.Contains(s.Value, "*")
	for _, n := range needles(s) {
		t.begins[n.text[0]] = append(t.begins[n.text[0]], n)
	}
}

// classify marks the bytes that structure a text of the given form.
func classify(classes *[256]class, f form) {
	const space = " \t\r\n\v\f\x00"
	cuts, stops := "&?#/", "&#"
	switch f {
	case freeText:
		cuts, stops = space+"&?#/;,<>()|!@\"'`\\", space+"&#<>\"'`\\"
	case formText:
		cuts, stops = "&", "&"
	}
	mark(classes, "=:%", part)
	mark(classes, cuts, cut)
	mark(classes, stops, stop)
}

func mark(classes *[256]class, bytes string, c class) {
	for _, b := range []byte(bytes) {
		classes[b] |= c
	}
}

// markBeginnings marks the bytes with which some way of writing a needle begins.
func (t *table) markBeginnings(classes *[256]class) {
	for b := range t.begins {
		if len(t.begins[b]) > 0 {
			classes[b] |= mayBegin
			mark(classes, `%\`, mayBegin)
		}
	}
	if len(t.begins[' ']) > 0 {
		mark(classes, "+", mayBegin)
	}
}

// match returns the end of the longest needle that begins at text[at:], and its secret.
func (t *table) match(text []byte, at int) (end int, secret *Secret) {
	end = -1
	try := func(needles []*needle) {
		for _, n := range needles {
			if e := n.match(text, at); e > end {
				end, secret = e, n.secret
			}
		}
	}
	c, next, _ := unit(text, at)
	try(t.begins[text[at]])
	if c != text[at] {
		try(t.begins[c])
	}
	if c == '+' {
		try(t.begins[' '])
	}
	if c == '\\' {
		if char, _ := unescape(text, next); char != "" {
			try(t.begins[char[0]])
		}
	}
	return end, secret
}

// whole returns the short secret that is the whole of a value, nil when there is none.
func (t *table) whole(value []byte) *Secret {
	for _, n := range t.short {
		if n.match(value, 0) == len(value) {
			return n.secret
		}
	}
	return nil
}
